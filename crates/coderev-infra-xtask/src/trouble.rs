use std::fmt;
use std::io;

/// What ends a task before its end: what happened, and what to do.
#[derive(Debug)]
pub(crate) struct Trouble {
    message: String,
    help: String,
    /// 1 where the user has to change something, 2 where the machine has.
    pub(crate) code: u8,
}
impl Trouble {
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: "`cargo xtask --help` lists the tasks and their options".into(), code: 2 }
    }
    pub(crate) fn refused(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), code: 1 }
    }
    pub(crate) fn io(what: &str, path: impl fmt::Display, error: &io::Error) -> Self {
        let reason = error.to_string();
        let reason = reason.split(" (os error").next().unwrap_or(&reason).to_lowercase();
        let help = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                "make room there, or name another folder: `--out DIR`"
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                "make it writable, or name another folder: `--out DIR`"
            }
            _ => "nothing was changed; name another folder with `--out DIR` if this one cannot be used",
        };
        Self { message: format!("cannot {what} `{path}`: {reason}"), help: help.into(), code: 2 }
    }
}
impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}\n  help: {}", self.message, self.help)
    }
}
