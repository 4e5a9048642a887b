//! `synth [NAME]`
use crate::args::{Command, Task, format, usage, value};
use crate::trouble::Trouble;
use lexopt::prelude::*;
use std::path::PathBuf;

/// What `synth` was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Synth {
    pub(crate) out: PathBuf,
    pub(crate) mode: Mode,
    pub(crate) format: Format,
    pub(crate) warnings: Warnings,
    pub(crate) foreign: Foreign,
    /// One of several platforms.
    pub(crate) name: Option<String>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Write,
    Check,
    Stdout,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Warnings {
    Told,
    Denied,
}
/// What happens to files of ours that somebody else wrote or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Foreign {
    Kept,
    Replaced,
}

const HELP: &str = "\
Proves a platform and writes its manifests.

Usage: cargo xtask synth [NAME] [OPTIONS]

  NAME                   one of several platforms; all of them when none is named

Options:
      --out DIR          where the files go                      [default: kubernetes]
      --check            write nothing; fail and show a diff when the files are not current
      --stdout           write nothing; print the manifests as one stream
      --format FORMAT    how findings are told: text or json     [default: text]
      --deny warnings    warnings are errors
      --force            replace files that were edited or that somebody else wrote
  -h, --help             this text

Exit status: 0 fine; 1 the platform has errors, the files drifted, or files of somebody else would be lost;
2 the machine or the command line.

Examples:
  cargo xtask synth                      write kubernetes/
  cargo xtask synth --check              in CI: are the committed files current?
  cargo xtask synth --stdout | kubectl apply --server-side -f -
";

pub(crate) const TASK: Task = Task {
    name: "synth",
    about: "prove a platform and write its manifests",
    help: HELP,
    options: &["--out", "--check", "--stdout", "--format", "--deny", "--force", "--help"],
    parse,
};
fn parse(mut parser: lexopt::Parser) -> Result<Command, Trouble> {
    let mut synth = Synth {
        out: PathBuf::from("kubernetes"),
        mode: Mode::Write,
        format: Format::Text,
        warnings: Warnings::Told,
        foreign: Foreign::Kept,
        name: None,
    };
    while let Some(arg) = parser.next().map_err(usage)? {
        match arg {
            Short('h') | Long("help") => return Ok(Command::Help(HELP)),
            Value(word) if synth.name.is_none() => synth.name = Some(word.string().map_err(usage)?),
            Long("out") => synth.out = parser.value().map_err(usage)?.into(),
            Long("check") if synth.mode != Mode::Stdout => synth.mode = Mode::Check,
            Long("stdout") if synth.mode != Mode::Check => synth.mode = Mode::Stdout,
            Long("check" | "stdout") => return Err(Trouble::usage("`--check` and `--stdout` exclude one another")),
            Long("force") => synth.foreign = Foreign::Replaced,
            Long("format") => synth.format = format(&value(&mut parser)?)?,
            Long("deny") => synth.warnings = deny(&value(&mut parser)?)?,
            other => return Err(usage(other.unexpected())),
        }
    }
    if synth.out.as_os_str().is_empty() {
        return Err(Trouble::usage("`--out` needs the name of a folder"));
    }
    Ok(Command::Synth(synth))
}
fn deny(word: &str) -> Result<Warnings, Trouble> {
    match word {
        "warnings" => Ok(Warnings::Denied),
        other => Err(Trouble::usage(format!("only `warnings` can be denied, not `{other}`"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::parse;
    use std::ffi::OsString;

    fn synth(line: &str) -> Synth {
        match parse(line.split_whitespace().map(OsString::from)) {
            Ok(Command::Synth(synth)) => synth,
            _ => panic!("`{line}` is a synth"),
        }
    }

    #[test]
    fn reads_every_option() {
        let all = synth("synth staging --out dir --check --format json --deny warnings --force");
        assert_eq!(all.out, PathBuf::from("dir"));
        assert_eq!((all.mode, all.format), (Mode::Check, Format::Json));
        assert_eq!((all.warnings, all.foreign), (Warnings::Denied, Foreign::Replaced));
        assert_eq!(all.name.as_deref(), Some("staging"));
        assert_eq!(synth("synth --stdout").mode, Mode::Stdout);
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for line in [
            "sync",
            "synth --format xml",
            "synth --deny all",
            "synth --frob",
            "synth a b",
            "synth --out",
            "synth --check --stdout",
        ] {
            let trouble = parse(line.split_whitespace().map(OsString::from)).err().expect(line);
            assert_eq!(trouble.code, 2, "{line}");
        }
    }
}
