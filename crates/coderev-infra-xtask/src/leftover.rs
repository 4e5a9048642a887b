//! What the program wrote when it had one platform and has several now, or the other way round: somebody would go on applying it.
use crate::folder::{Owner, owner};
use crate::trouble::Trouble;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folder of the only platform that there was, now that each has a folder in it.
pub(crate) fn of_one(out: &Path) -> Result<Vec<PathBuf>, Trouble> {
    Ok(owner(out, |owner| owner == Owner::Only)?.then(|| out.to_owned()).into_iter().collect())
}

/// The folders of the several platforms that there were, now that the only one is around them. A folder of ours under another name
/// than it was written under is somebody's copy, or the output of another program.
pub(crate) fn of_several(out: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let trouble = |error: io::Error| Trouble::io("read", out.display(), &error);
    let entries = match fs::read_dir(out) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(trouble)?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(trouble)?;
        let is_folder = entry.file_type().map_err(trouble)?.is_dir();
        if is_folder && owner(&entry.path(), |owner| entry.file_name().to_str().map(Owner::OneOf) == Some(owner))? {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}
