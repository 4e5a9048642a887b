//! The error that ends a task early.
use std::error::Error;
use std::fmt::{self, Display, Formatter};
use std::io;

/// A message, its source, and a help. `Display` prints the message; `report` has all three parts.
#[derive(Debug)]
pub(crate) struct CliError {
    kind: Kind,
    message: String,
    help: Help,
    source: Option<io::Error>,
}

#[derive(Debug)]
enum Help {
    /// The list of the tasks.
    Tasks,
    /// The options of the task with this name.
    Options(&'static str),
    Text(String),
}
impl Help {
    /// The text, with the command that starts the program.
    fn text(&self, command: &str) -> String {
        match self {
            Self::Tasks => format!("`{command} --help` lists the tasks and their options"),
            Self::Options(task) => format!("`{command} {task} --help` lists the options of this task"),
            Self::Text(text) => text.clone(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The command line is wrong.
    Usage,
    /// The user must first change the platform, the manifests or the files.
    Refused,
    /// The system refused to read or write.
    Io,
}

impl CliError {
    /// A wrong command line.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { kind: Kind::Usage, message: message.into(), help: Help::Tasks, source: None }
    }
    /// A wrong option of a task.
    pub(crate) fn usage_of(task: &'static str, message: impl Into<String>) -> Self {
        Self { help: Help::Options(task), ..Self::usage(message) }
    }
    /// A refusal that the user can resolve.
    pub(crate) fn refused(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { kind: Kind::Refused, message: message.into(), help: Help::Text(help.into()), source: None }
    }
    /// The system could not carry out `action` on `path`.
    pub(crate) fn io(action: &str, path: impl Display, source: io::Error) -> Self {
        let help = match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                "free some space there, or choose another folder with `--out DIR`"
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                "make it and the folder that holds it writable, or choose another folder with `--out DIR`"
            }
            io::ErrorKind::CrossesDevices | io::ErrorKind::ResourceBusy => {
                "a mount point cannot be replaced atomically: choose a folder inside it, or another one, with `--out DIR`"
            }
            _ => "nothing was changed; choose another folder with `--out DIR` if this one cannot be used",
        };
        let message = format!("cannot {action} `{path}`");
        Self { kind: Kind::Io, message, help: Help::Text(help.into()), source: Some(source) }
    }
    /// The same error with another help.
    pub(crate) fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Help::Text(help.into()), ..self }
    }

    /// 1 if the user must change something, 2 for system and usage errors.
    pub(crate) fn exit_code(&self) -> u8 {
        match self.kind {
            Kind::Refused => 1,
            Kind::Usage | Kind::Io => 2,
        }
    }
    /// The complete error for the terminal: the message, its cause, and the help with the command that starts the program.
    pub(crate) fn report(&self, command: &str) -> String {
        let cause = self.source.as_ref().map(|source| format!(": {}", reason(source))).unwrap_or_default();
        format!("error: {self}{cause}\n  help: {}", self.help.text(command))
    }
}

/// The system's reasons start with a capital letter and end with a number, unlike all other messages here.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match error.raw_os_error() {
        Some(_) => text.split(" (os error").next().unwrap_or(&text).to_lowercase(),
        None => text,
    }
}

impl Display for CliError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for CliError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::CliError;
    use std::error::Error;
    use std::io;

    #[test]
    fn an_error_of_the_system_keeps_its_source() {
        let error = CliError::io("read", "a.yaml", io::ErrorKind::NotFound.into());
        assert_eq!(error.to_string(), "cannot read `a.yaml`");
        let source = error.source().and_then(|it| it.downcast_ref::<io::Error>());
        assert_eq!(source.map(io::Error::kind), Some(io::ErrorKind::NotFound));
        assert!(error.report("coderev").starts_with("error: cannot read `a.yaml`: entity not found\n  help: "));
        assert_eq!(error.exit_code(), 2);
    }

    #[test]
    fn a_reason_of_the_system_is_lowercase_and_has_no_number() {
        // ENOSPC of Linux and the BSDs.
        let error = CliError::io("write", "a.yaml", io::Error::from_raw_os_error(28));
        assert!(!error.report("coderev").contains("os error"), "{}", error.report("coderev"));
        assert!(CliError::refused("no", "yes").source().is_none());
    }
}
