//! The changes of a run as a unified diff.
use super::output_dir::{Change, Delta, OutputDir};
use crate::error::CliError;
use diffy::DiffOptions;
use std::path::Path;

/// The difference of one file. Empty if the file is current.
pub(crate) fn unified(root: &Path, folder: &OutputDir<'_>, delta: &Delta) -> Result<String, CliError> {
    let path = root.join(&delta.path).display().to_string();
    let (before, after) = match delta.change {
        Change::Unchanged => return Ok(String::new()),
        Change::Written => ("/dev/null".to_owned(), path),
        Change::Removed => (path, "/dev/null".to_owned()),
        Change::Changed => (path.clone(), path),
    };
    let mut options = DiffOptions::new();
    options.set_original_filename(before).set_modified_filename(after);
    let (before, after) = (folder.before(delta)?, folder.after(delta));
    let patch = options.create_patch(&before, &after);
    Ok(if patch.hunks().is_empty() { String::new() } else { patch.to_string() })
}
