//! The command line of `reach`.
use crate::trouble::Trouble;
use coderev_reach::{Port, Protocol};
use lexopt::prelude::*;
use std::ffi::OsString;
use std::path::PathBuf;

pub(super) enum Parsed {
    Help(&'static str),
    Question(Question),
}

/// What was asked.
#[derive(Debug)]
pub(super) struct Question {
    /// Files and folders; the platform itself where there are none.
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
}

pub(crate) const HELP: &str = "\
Says who can talk to whom, on which ports, by the network policies.

Usage: cargo xtask reach [PATH..] [OPTIONS]
       cargo xtask reach --diff OLD NEW

  PATH                   manifests: a folder, a file, or `-` for stdin; the platform itself when there is none,
                         and of several the one of this name

Options:
      --from WHO         only from WHO: `name`, `namespace/name`, `namespace`, or an address outside
      --to WHO           only to WHO; with --from, says which policies decided
      --port PORT        only on PORT: `443`, `53/UDP`
      --format FORMAT    text, csv, json, dot or svg             [default: text]
      --diff OLD NEW     what opened and what closed between two folders or files
  -h, --help             this text

A pod always reaches itself, but a workload does not: two of its pods do as policies say. An ipBlock matches no pod, and a pod on its
node's network is as other pods, with a warning. A name that a CiliumNetworkPolicy or a ServiceEntry opens is told of: which
addresses it has is not in the manifests.

Examples:
  cargo xtask reach                                   the platform, for a reviewer
  cargo xtask reach kubernetes/ --format svg > walls.svg
  kubectl get ns,deploy,netpol -A -o json | cargo xtask reach - --from shop/web --to shop/db --port 5432
";

pub(super) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Parsed, Trouble> {
    let mut parser = lexopt::Parser::from_args(args);
    let mut question =
        Question { paths: Vec::new(), from: None, to: None, port: None, format: Format::Text, diff: None };
    let mut is_diff = false;
    while let Some(arg) = parser.next().map_err(crate::args::usage)? {
        match arg {
            Short('h') | Long("help") => return Ok(Parsed::Help(HELP)),
            Long("from") => question.from = Some(word(&mut parser)?),
            Long("to") => question.to = Some(word(&mut parser)?),
            Long("port") => question.port = Some(port(&word(&mut parser)?)?),
            Long("format") => question.format = format(&word(&mut parser)?)?,
            Long("diff") => is_diff = true,
            Value(path) => question.paths.push(path.into()),
            other => return Err(crate::args::usage(other.unexpected())),
        }
    }
    if is_diff {
        let paths = std::mem::take(&mut question.paths);
        let two = <[PathBuf; 2]>::try_from(paths).map_err(|paths| {
            Trouble::usage(format!("`--diff` compares two folders or files, and was given {}", paths.len()))
        })?;
        if question.from.is_some() || question.to.is_some() || question.port.is_some() {
            return Err(Trouble::usage("`--diff` shows all that changed: it takes no `--from`, `--to` or `--port`"));
        }
        question.diff = Some(two);
    }
    Ok(Parsed::Question(question))
}

fn word(parser: &mut lexopt::Parser) -> Result<String, Trouble> {
    parser.value().and_then(|it| it.string()).map_err(crate::args::usage)
}

fn format(word: &str) -> Result<Format, Trouble> {
    Ok(match word {
        "text" => Format::Text,
        "csv" => Format::Csv,
        "json" => Format::Json,
        "dot" => Format::Dot,
        "svg" => Format::Svg,
        other => {
            return Err(Trouble::usage(format!("`--format` is `text`, `csv`, `json`, `dot` or `svg`, not `{other}`")));
        }
    })
}

/// `443`, `53/UDP` or `UDP/53`.
fn port(word: &str) -> Result<Port, Trouble> {
    let wrong = || Trouble::usage(format!("`{word}` is no port: write `443`, or `53/UDP`"));
    let (number, protocol) = match word.split_once('/') {
        None => (word, Protocol::Tcp),
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

    fn question(line: &str) -> Result<Question, Trouble> {
        match parse(line.split_whitespace().map(OsString::from))? {
            Parsed::Question(question) => Ok(question),
            Parsed::Help(_) => panic!("`{line}` asks"),
        }
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
            assert_eq!(question(line).expect_err(line).code, 2, "{line}");
        }
    }
}
