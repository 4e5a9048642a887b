//! The arguments and options of a task.
use crate::error::CliError;
use std::ffi::{OsStr, OsString};

/// The arguments and options of a task, in the order of the command line.
#[derive(Debug, Default)]
pub(crate) struct Arguments {
    pub(super) arguments: Vec<OsString>,
    /// The options by name. The value is empty for an option without a value.
    pub(super) flags: Vec<(&'static str, OsString)>,
}

/// The formats that most tasks can print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
}

impl Arguments {
    /// All arguments that are not options.
    pub(crate) fn all(&self) -> &[OsString] {
        &self.arguments
    }
    /// The first argument as text.
    pub(crate) fn first(&self) -> Result<Option<&str>, CliError> {
        self.arguments.first().map(|word| text(word)).transpose()
    }
    /// Whether an option is given.
    pub(crate) fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|(name, _)| *name == flag)
    }
    /// The value of an option. If the option occurs more than once, the last value is used.
    pub(crate) fn raw(&self, flag: &str) -> Option<&OsStr> {
        self.flags.iter().rev().find(|(name, _)| *name == flag).map(|(_, value)| &**value)
    }
    /// The value of an option as text.
    pub(crate) fn value(&self, flag: &str) -> Result<Option<&str>, CliError> {
        self.raw(flag).map(text).transpose()
    }
    /// The value of `--format`. Default: text.
    pub(crate) fn format(&self) -> Result<Format, CliError> {
        match self.value("format")? {
            None | Some("text") => Ok(Format::Text),
            Some("json") => Ok(Format::Json),
            Some(other) => Err(CliError::usage(format!("`--format` is `text` or `json`, not `{other}`"))),
        }
    }
}
fn text(word: &OsStr) -> Result<&str, CliError> {
    word.to_str().ok_or_else(|| CliError::usage(not_text(word)))
}
/// The message for an argument that is not text.
pub(super) fn not_text(word: &OsStr) -> String {
    format!("`{}` is not valid UTF-8", word.display())
}
