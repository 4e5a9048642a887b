//! The options of `synth`.
use crate::cli::{Arguments, Format};
use crate::error::CliError;
use std::path::PathBuf;

/// The options of `synth`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Options {
    pub(super) out: PathBuf,
    pub(super) mode: Mode,
    pub(super) format: Format,
    pub(super) warnings: Warnings,
    pub(super) foreign: Foreign,
    /// The folder or the revision of git to compare with.
    pub(super) against: Option<String>,
    /// The selected platform, if the program has several.
    pub(super) name: Option<String>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Write,
    Check,
    Stdout,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Warnings {
    Reported,
    Denied,
}
/// How to treat files that were edited or that another program wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Foreign {
    Refused,
    Replaced,
}

impl Options {
    pub(super) fn read(arguments: &Arguments) -> Result<Self, CliError> {
        let mode = match (arguments.has("check"), arguments.has("stdout")) {
            (true, true) => return Err(CliError::usage("`--check` and `--stdout` cannot be used together")),
            (true, false) => Mode::Check,
            (false, true) => Mode::Stdout,
            (false, false) => Mode::Write,
        };
        let out = PathBuf::from(arguments.raw("out").unwrap_or("kubernetes".as_ref()));
        if out.as_os_str().is_empty() {
            return Err(CliError::usage("`--out` needs the name of a folder"));
        }
        if arguments.value("against")?.is_some_and(|it| it.is_empty() || it.starts_with('-')) {
            return Err(CliError::usage("`--against` needs a folder or a revision of git"));
        }
        let warnings = match arguments.value("deny")? {
            None => Warnings::Reported,
            Some("warnings") => Warnings::Denied,
            Some(other) => return Err(CliError::usage(format!("only `warnings` can be denied, not `{other}`"))),
        };
        Ok(Self {
            out,
            mode,
            format: arguments.format()?,
            warnings,
            foreign: if arguments.has("force") { Foreign::Replaced } else { Foreign::Refused },
            against: arguments.value("against")?.map(str::to_owned),
            name: arguments.first()?.map(str::to_owned),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::arguments_of;
    use crate::tasks::synth::TASK;

    fn options(line: &str) -> Result<Options, CliError> {
        Options::read(&arguments_of(&TASK, line)?)
    }

    #[test]
    fn reads_every_option() {
        let all =
            options("staging --out dir --check --against main --format json --deny warnings --force").expect("options");
        assert_eq!(all.out, PathBuf::from("dir"));
        assert_eq!((all.mode, all.format), (Mode::Check, Format::Json));
        assert_eq!((all.warnings, all.foreign), (Warnings::Denied, Foreign::Replaced));
        assert_eq!((all.name.as_deref(), all.against.as_deref()), (Some("staging"), Some("main")));
        assert_eq!(options("--stdout").expect("options").mode, Mode::Stdout);
        let defaults = options("").expect("options");
        assert_eq!((defaults.out, defaults.mode), (PathBuf::from("kubernetes"), Mode::Write));
        assert_eq!((defaults.warnings, defaults.foreign), (Warnings::Reported, Foreign::Refused));
    }

    #[test]
    fn refuses_unknown_options() {
        for line in [
            "--format xml",
            "--deny all",
            "--frob",
            "a b",
            "--out",
            "--out=",
            "--check --stdout",
            "--against=",
            "--against=-x",
        ] {
            assert_eq!(options(line).expect_err(line).exit_code(), 2, "{line}");
        }
    }
}
