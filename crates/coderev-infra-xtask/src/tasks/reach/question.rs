//! The arguments of `reach`.
use crate::cli::Arguments;
use crate::error::CliError;
use coderev_reach::{Convention, HostNetwork, IpBlocks, Outcome, Port, Protocol};
use std::path::PathBuf;

/// The question that the command line asks.
#[derive(Debug)]
pub(super) struct Question {
    /// Files and folders. Empty for the platform of the program.
    pub(super) paths: Vec<PathBuf>,
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
    pub(super) port: Option<Port>,
    pub(super) format: Format,
    pub(super) diff: Option<[Vec<PathBuf>; 2]>,
    /// The namespace of manifests without one.
    pub(super) namespace: Option<String>,
    /// Whether everything that cannot be used is refused.
    pub(super) is_strict: bool,
    /// The points that Kubernetes does not specify.
    pub(super) convention: Convention,
    /// The verdict that every pair and port in question must have.
    pub(super) expected: Option<Outcome>,
    /// Whether a warning ends the task with an error.
    pub(super) denies_warnings: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Csv,
    Json,
    Dot,
    Svg,
    /// Only of a difference.
    Markdown,
}

impl Question {
    pub(super) fn read(arguments: &Arguments) -> Result<Self, CliError> {
        let paths: Vec<PathBuf> = arguments.all().iter().map(PathBuf::from).collect();
        let text = |flag| Ok::<_, CliError>(arguments.value(flag)?.map(str::to_owned));
        let mut question = Self {
            paths,
            from: text("from")?,
            to: text("to")?,
            port: arguments.value("port")?.map(port).transpose()?,
            format: arguments.value("format")?.map_or(Ok(Format::Text), format)?,
            diff: None,
            namespace: text("namespace")?.filter(|it| !it.is_empty()),
            is_strict: arguments.has("strict"),
            convention: convention(arguments.value("host-network")?, arguments.value("ip-blocks")?)?,
            expected: arguments.value("expect")?.map(outcome).transpose()?,
            denies_warnings: match arguments.value("deny")? {
                None => false,
                Some("warnings") => true,
                Some(other) => return Err(CliError::usage(format!("only `warnings` can be denied, not `{other}`"))),
            },
        };
        if question.expected.is_some() && (question.from.is_none() || question.to.is_none()) {
            return Err(CliError::usage("`--expect` needs `--from` and `--to`: it is about the verdict of pairs"));
        }
        if arguments.has("diff") {
            let paths = std::mem::take(&mut question.paths);
            let two = <[PathBuf; 2]>::try_from(paths).map_err(|paths| {
                CliError::usage(format!("`--diff` compares two folders or files, and was given {}", paths.len()))
            })?;
            if question.from.is_some() || question.to.is_some() || question.port.is_some() {
                return Err(CliError::usage("`--diff` shows all changes: it takes no `--from`, `--to` or `--port`"));
            }
            question.diff = Some(two.map(side));
        }
        Ok(question)
    }
}

/// The paths of one side: a path, or several with commas between them.
fn side(text: PathBuf) -> Vec<PathBuf> {
    match text.to_str() {
        Some(several) if several.contains(',') && !text.exists() => {
            several.split(',').filter(|it| !it.is_empty()).map(PathBuf::from).collect()
        }
        _ => vec![text],
    }
}

fn format(value: &str) -> Result<Format, CliError> {
    Ok(match value {
        "text" => Format::Text,
        "csv" => Format::Csv,
        "json" => Format::Json,
        "dot" => Format::Dot,
        "svg" => Format::Svg,
        "markdown" => Format::Markdown,
        other => {
            return Err(CliError::usage(format!(
                "`--format` is `text`, `csv`, `json`, `dot`, `svg` or `markdown`, not `{other}`"
            )));
        }
    })
}

fn outcome(value: &str) -> Result<Outcome, CliError> {
    let all = [Outcome::Allowed, Outcome::Denied, Outcome::Unknown];
    let found = all.into_iter().find(|it| it.to_string() == value);
    found.ok_or_else(|| CliError::usage(format!("`--expect` is `allowed`, `denied` or `unknown`, not `{value}`")))
}

/// Without a flag the point is undecided.
fn convention(host_network: Option<&str>, ip_blocks: Option<&str>) -> Result<Convention, CliError> {
    let convention = match host_network {
        None => Convention::KUBERNETES,
        Some("node") => Convention::KUBERNETES.host_network(HostNetwork::Node),
        Some("pod") => Convention::KUBERNETES.host_network(HostNetwork::Pod),
        Some(other) => return Err(CliError::usage(format!("`--host-network` is `node` or `pod`, not `{other}`"))),
    };
    Ok(match ip_blocks {
        None => convention,
        Some("pods") => convention.ip_blocks(IpBlocks::PodsToo),
        Some("outside") => convention.ip_blocks(IpBlocks::Outside),
        Some(other) => return Err(CliError::usage(format!("`--ip-blocks` is `pods` or `outside`, not `{other}`"))),
    })
}

/// `443`, `53/UDP` or `UDP/53`.
fn port(value: &str) -> Result<Port, CliError> {
    let wrong = || CliError::usage(format!("`{value}` is not a port: write `443` or `53/UDP`"));
    let (number, protocol) = match value.split_once('/') {
        None => (value, Protocol::Tcp),
        Some((a, b)) => match (a.to_uppercase().parse(), b.to_uppercase().parse()) {
            (Ok(protocol), _) => (b, protocol),
            (_, Ok(protocol)) => (a, protocol),
            _ => return Err(wrong()),
        },
    };
    let number = number.parse().ok().filter(|number| *number > 0).ok_or_else(wrong)?;
    Ok(Port { protocol, number })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::arguments_of;
    use crate::tasks::reach::TASK;

    fn question(line: &str) -> Result<Question, CliError> {
        Question::read(&arguments_of(&TASK, line)?)
    }

    #[test]
    fn reads_every_option() {
        let all = question("a b --from x --to y/z --port 53/udp --format dot").expect("a question");
        assert_eq!((all.paths.len(), all.format), (2, Format::Dot));
        assert_eq!((all.from.as_deref(), all.to.as_deref()), (Some("x"), Some("y/z")));
        assert_eq!(all.port, Some(Port::udp(53)));
        let convention = |line: &str| question(line).expect("a question").convention;
        assert_eq!(convention(""), Convention::KUBERNETES);
        assert_eq!(convention("--host-network node"), Convention::KUBERNETES.host_network(HostNetwork::Node));
        assert_eq!(convention("--host-network pod"), Convention::KUBERNETES.host_network(HostNetwork::Pod));
        assert_eq!(convention("--ip-blocks pods"), Convention::KUBERNETES.ip_blocks(IpBlocks::PodsToo));
        assert_eq!(convention("--ip-blocks outside"), Convention::KUBERNETES.ip_blocks(IpBlocks::Outside));
        let expected = question("--from a --to b --expect unknown --deny warnings").expect("a question");
        assert_eq!((expected.expected, expected.denies_warnings), (Some(Outcome::Unknown), true));
        assert_eq!(question("--port 443").expect("a question").port, Some(Port::tcp(443)));
        let sides = question("--diff old new,more/,-").expect("a question").diff.expect("a difference");
        let paths = |all: &[&str]| all.iter().map(PathBuf::from).collect::<Vec<_>>();
        assert_eq!(sides, [paths(&["old"]), paths(&["new", "more/", "-"])]);
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for line in [
            "--format xml",
            "--host-network host",
            "--ip-blocks all",
            "--expect denied --from a",
            "--expect open --from a --to b",
            "--deny errors",
            "--port 0",
            "--port 70000",
            "--port a/b",
            "--diff a",
            "--diff a b c",
            "--diff a b --to c",
            "--x",
        ] {
            assert_eq!(question(line).expect_err(line).exit_code(), 2, "{line}");
        }
    }
}
