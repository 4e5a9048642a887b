//! The manifests in foreign files and folders: nothing in a folder stops the walk.
use coderev_reach::{LeftOutReason, Reading};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The manifests below a folder, sorted. Links are followed, each file and folder once. Names that start with a dot are
/// skipped. What cannot be read is noted as left out.
pub(super) fn below(folder: &Path, seen: &mut BTreeSet<PathBuf>, reading: &mut Reading) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        if !is_new(&folder, seen) {
            continue;
        }
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                reading.leave_out(folder.display().to_string(), LeftOutReason::Unreadable(error.to_string()));
                continue;
            }
        };
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|it| it.path())).collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
            let is_manifest = [".yaml", ".yml", ".json"].iter().any(|it| name.ends_with(it));
            if name.starts_with('.') {
                continue;
            }
            match path.metadata() {
                Ok(kind) if kind.is_dir() => folders.push(path),
                Ok(kind) if kind.is_file() && is_manifest => found.push(path),
                // A read of a pipe would wait for a writer.
                Ok(_) if is_manifest => {
                    reading.leave_out(path.display().to_string(), LeftOutReason::Unreadable("it is not a file".into()));
                }
                Err(error) if is_manifest => {
                    reading.leave_out(path.display().to_string(), LeftOutReason::Unreadable(error.to_string()));
                }
                _ => {}
            }
        }
    }
    found.sort();
    found.retain(|path| is_new(path, seen));
    found
}

/// Whether the file or folder was not seen by another name.
pub(super) fn is_new(path: &Path, seen: &mut BTreeSet<PathBuf>) -> bool {
    seen.insert(path.canonicalize().unwrap_or_else(|_| path.to_owned()))
}
