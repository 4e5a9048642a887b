//! Stale output: files that remain when a program changes from one platform to several, from several to one, or
//! when one of several platforms is removed. A user might still apply them.
use super::ledger::{Ledger, Owner};
use crate::error::CliError;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folder of the former only platform, which now contains the folders of several platforms.
pub(crate) fn of_one(out: &Path) -> Result<Vec<PathBuf>, CliError> {
    Ok(Ledger::read(out)?.is_owned(|owner| owner == Owner::Only).then(|| out.to_owned()).into_iter().collect())
}

/// The folders of platforms that were several. A folder whose name is not
/// the name of its platform is a copy or the output of another program, so it is not stale.
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
