//! Text for stdout and stderr. A closed pipe never ends a task.
use crate::error::CliError;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

/// Prints to stdout. A closed pipe, as with `| head`, is not a failure.
pub(crate) fn print(text: &str) -> Result<ExitCode, CliError> {
    print_all([text])
}

/// Prints texts to stdout, each when it is made. After a closed pipe no more are made.
pub(crate) fn print_all(texts: impl IntoIterator<Item = impl AsRef<str>>) -> Result<ExitCode, CliError> {
    let mut stdout = std::io::stdout().lock();
    let mut texts = texts.into_iter();
    let written = texts.try_for_each(|text| stdout.write_all(text.as_ref().as_bytes()));
    match written.and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(CliError::io("write to", "stdout", error).with_help("redirect it to a disk with free space"))
        }
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// Prints to stderr. A failure is ignored: a full log must not stop a task.
pub(crate) fn notify(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}
