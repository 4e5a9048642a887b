//! The changes of a run as a unified diff.
use super::output_dir::{Change, Delta};
use diffy::DiffOptions;
use std::path::Path;

/// The differences of all files that are not current. Empty if every file is current.
pub(crate) fn unified(root: &Path, deltas: &[Delta]) -> String {
    let drifted = deltas.iter().filter(|delta| delta.change != Change::Unchanged);
    drifted.map(|delta| one(root, delta)).collect()
}
fn one(root: &Path, delta: &Delta) -> String {
    let path = root.join(&delta.path).display().to_string();
    let (before, after) = match delta.change {
        Change::Written => ("/dev/null".to_owned(), path),
        Change::Removed => (path, "/dev/null".to_owned()),
        _ => (path.clone(), path),
    };
    let mut options = DiffOptions::new();
    options.set_original_filename(before).set_modified_filename(after);
    let patch = options.create_patch(&delta.before, &delta.after);
    if patch.hunks().is_empty() { String::new() } else { patch.to_string() }
}
