//! The output of the program: files, folders, and text on the terminal.
pub(crate) mod atomic_dir;
pub(crate) mod content;
pub(crate) mod diff;
pub(crate) mod former;
mod git;
mod inside;
pub(crate) mod json;
mod late;
pub(crate) mod ledger;
pub(crate) mod lock;
pub(crate) mod manifests;
pub(crate) mod output_dir;
pub(crate) mod report;
pub(crate) mod stale;
pub(crate) mod terminal;

use std::io;

/// The content of a file, or None if the file does not exist.
fn read_if_there<T>(read: io::Result<T>) -> io::Result<Option<T>> {
    match read {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
