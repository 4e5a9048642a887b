//! Stale output: the files of a program that had one platform and has several now, or the other way round. A
//! user might still apply them.
use super::ledger::{Ledger, Owner};
use crate::error::CliError;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folder of the former only platform, which now holds the folders of several.
pub(crate) fn of_one(out: &Path) -> Result<Vec<PathBuf>, CliError> {
    Ok(Ledger::read(out)?.is_owned(|owner| owner == Owner::Only).then(|| out.to_owned()).into_iter().collect())
}

/// The folders of the former several platforms, in the folder of the only one. A folder whose name is not that of its platform is
/// a copy, or the output of another program: it is not stale.
pub(crate) fn of_several(out: &Path) -> Result<Vec<PathBuf>, CliError> {
    let failed = |error: io::Error| CliError::io("read", out.display(), error);
    let entries = match fs::read_dir(out) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(failed)?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let is_folder = entry.file_type().map_err(failed)?.is_dir();
        if is_folder
            && Ledger::read(&entry.path())?
                .is_owned(|owner| entry.file_name().to_str().map(Owner::OneOf) == Some(owner))
        {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}
