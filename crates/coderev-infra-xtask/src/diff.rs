//! What writing would change, as a unified diff.
use crate::folder::{Change, Delta};
use similar::TextDiff;
use std::path::Path;

/// The differences of all files that are not current; empty when all are.
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
    TextDiff::from_lines(&delta.before, &delta.after).unified_diff().header(&before, &after).to_string()
}
