//! The objects of an earlier version of the output: in a folder, or in a revision of git.
use super::git;
use super::ledger::{LEDGER, Ledger};
use crate::error::CliError;
use coderev_infra::Inventory;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The objects that this program wrote to a folder. None if it wrote nothing there.
pub(crate) fn written(root: &Path) -> Result<Option<Inventory>, CliError> {
    let ledger = Ledger::read(root)?;
    let mut documents = Vec::new();
    for path in ledger.paths().filter(|path| is_manifest(path)) {
        let file = root.join(path);
        // A file that the user deleted has no objects.
        if file.is_file() {
            documents.extend(parse(&file.display().to_string(), &read(&file)?)?);
        }
    }
    Ok((!ledger.is("")).then(|| Inventory::new(documents)))
}
/// The objects of a folder, also of one that another program wrote.
pub(crate) fn of_folder(root: &Path) -> Result<Inventory, CliError> {
    if let Some(inventory) = written(root)? {
        return Ok(inventory);
    }
    let mut documents = Vec::new();
    for file in manifests(root)? {
        documents.extend(parse(&file.display().to_string(), &read(&file)?)?);
    }
    Ok(Inventory::new(documents))
}
/// Whether a folder has a manifest, or a list of manifests.
pub(crate) fn has_manifest(root: &Path) -> Result<bool, CliError> {
    Ok(Ledger::read(root)?.exists() || manifests(root)?.next().is_some())
}
/// The files below a folder that are manifests.
fn manifests(root: &Path) -> Result<impl Iterator<Item = PathBuf>, CliError> {
    let is_below = move |file: &PathBuf| is_manifest(&file.strip_prefix(root).unwrap_or(file).to_string_lossy());
    Ok(super::manifests::below(root)?.into_iter().filter(is_below))
}
/// The objects of a folder in a revision of git. None if the revision has no such folder.
pub(crate) fn of_revision(revision: &str, root: &Path) -> Result<Option<Inventory>, CliError> {
    let files: BTreeMap<String, git::Blob> = git::files(revision, root)?;
    if files.is_empty() {
        return Ok(None);
    }
    let ledger = match files.get(LEDGER) {
        Some(blob) => Ledger::parse(String::from_utf8_lossy(&blob.read()?).into_owned()),
        None => Ledger::default(),
    };
    let is_written = |path: &str| ledger.is("") || ledger.paths().any(|written| written == path);
    let mut documents = Vec::new();
    for (path, blob) in files.iter().filter(|(path, _)| is_manifest(path) && is_written(path)) {
        documents.extend(parse(&format!("{revision}:{}", root.join(path).display()), &blob.read()?)?);
    }
    Ok(Some(Inventory::new(documents)))
}

/// Whether a path below a folder is a manifest. Files of kustomize and of linters are not.
pub(super) fn is_manifest(path: &str) -> bool {
    let path = Path::new(path);
    let is_hidden = path.iter().any(|part| part.to_string_lossy().starts_with('.'));
    let is_yaml = path.extension().is_some_and(|it| it == "yaml" || it == "yml" || it == "json");
    is_yaml && !is_hidden && path.file_stem().is_none_or(|it| it != "kustomization")
}
fn read(file: &Path) -> Result<Vec<u8>, CliError> {
    fs::read(file).map_err(|error| CliError::io("read", file.display(), error))
}
fn parse(name: &str, text: &[u8]) -> Result<Vec<coderev_objects::Document>, CliError> {
    let refused = |reason: String| {
        let help = "the new objects cannot be compared with this file: restore it";
        CliError::refused(format!("`{name}`, {reason}"), help)
    };
    let documents = coderev_objects::read(name, text)
        .map_err(|error| refused(format!("line {}, column {}: {}", error.line(), error.column(), error.reason())))?;
    match documents.iter().find(|it| it.object().kind().is_empty() || it.object().name().is_empty()) {
        Some(other) => Err(refused(format!("line {}: not an object of Kubernetes", other.origin().line()))),
        None => Ok(documents),
    }
}
