//! The manifests in a folder.
use crate::error::CliError;
use std::fmt::Display;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The manifests below a folder, sorted. Names that start with a dot are skipped.
pub(crate) fn below(folder: &Path) -> Result<Vec<PathBuf>, CliError> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| unreadable(folder.display(), error))? {
            let entry = entry.map_err(|error| unreadable(folder.display(), error))?;
            let (path, kind) = (entry.path(), entry.file_type().map_err(|error| unreadable(folder.display(), error))?);
            let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
            let is_manifest = path.extension().is_some_and(|it| it == "yaml" || it == "yml" || it == "json");
            if kind.is_dir() && !is_hidden {
                folders.push(path);
            } else if !kind.is_dir() && !is_hidden && is_manifest {
                // A link to a file is a manifest. A read of a pipe would wait for a writer.
                let is_file = path.metadata().map_err(|error| unreadable(path.display(), error))?.is_file();
                if !is_file {
                    return Err(CliError::refused(
                        format!("`{}` has the name of a manifest and is not a file", path.display()),
                        "remove it from the folder, or name the manifests one by one",
                    ));
                }
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn unreadable(path: impl Display, error: io::Error) -> CliError {
    CliError::io("read", path, error).with_help("name a folder or a file of manifests, or `-` for stdin")
}
