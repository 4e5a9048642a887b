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
    /// Another way out than the usual one.
    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: help.into(), ..self }
    }
    pub(crate) fn io(what: &str, path: impl fmt::Display, error: &io::Error) -> Self {
        let reason = error.to_string();
        // The system's reasons begin with a capital letter and end with a number; ours are as we say them.
        let reason = match error.raw_os_error() {
            Some(_) => reason.split(" (os error").next().unwrap_or(&reason).to_lowercase(),
            None => reason,
        };
        let help = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                "make room there, or name another folder: `--out DIR`"
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                "make it and the folder around it writable, or name another folder: `--out DIR`"
            }
            io::ErrorKind::CrossesDevices | io::ErrorKind::ResourceBusy => {
                "a folder is replaced at once, which a mount point cannot be: name a folder inside it, or another one, with `--out DIR`"
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
