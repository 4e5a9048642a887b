//! The arguments of `reach`.
use crate::cli::Arguments;
use crate::error::CliError;
use coderev_reach::{Port, Protocol};
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
    pub(super) diff: Option<[PathBuf; 2]>,
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
        };
        if arguments.has("diff") {
            let paths = std::mem::take(&mut question.paths);
            let two = <[PathBuf; 2]>::try_from(paths).map_err(|paths| {
                CliError::usage(format!("`--diff` compares two folders or files, and was given {}", paths.len()))
            })?;
            if question.from.is_some() || question.to.is_some() || question.port.is_some() {
                return Err(CliError::usage("`--diff` shows all changes: it takes no `--from`, `--to` or `--port`"));
            }
            question.diff = Some(two);
        }
        Ok(question)
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
        assert_eq!(question("--port 443").expect("a question").port, Some(Port::tcp(443)));
        assert!(question("--diff old new").expect("a question").diff.is_some());
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for line in [
            "--format xml",
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
