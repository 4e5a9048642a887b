//! The folder of each platform, and the stale folders.
use super::options::Options;
use crate::error::CliError;
use crate::out::ledger::Owner;
use crate::out::output_dir::{Delta, OutputDir};
use crate::out::stale;
use coderev_infra::{Finding, Synthesis};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A platform and its output folder.
pub(super) struct Output<'a> {
    pub(super) root: PathBuf,
    pub(super) owner: Owner<'a>,
    pub(super) synthesis: &'a Synthesis,
    /// The findings about the change from an earlier version.
    pub(super) transitions: Vec<Finding>,
}
impl Output<'_> {
    /// All findings: about the platform, then about the change.
    pub(super) fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.synthesis.findings().iter().chain(&self.transitions)
    }
    fn files(&self) -> BTreeSet<PathBuf> {
        self.synthesis.paths().map(|path| self.root.join(path)).collect()
    }
}

/// The only platform is written to `out`. Each of several platforms is written to a folder of its name below `out`.
pub(super) fn outputs<'a>(selected: &'a [Synthesis], several: bool, out: &Path) -> Vec<Output<'a>> {
    let output = |synthesis: &'a Synthesis| {
        let (root, owner) = match synthesis.name() {
            Some(name) if several => (out.join(name), Owner::OneOf(name)),
            _ => (out.to_owned(), Owner::Only),
        };
        Output { root, owner, synthesis, transitions: Vec::new() }
    };
    selected.iter().map(output).collect()
}

/// Folders of platforms that the program no longer has. Empty if one platform is selected by name.
pub(super) fn stale_folders(outputs: &[Output<'_>], options: &Options) -> Result<Vec<PathBuf>, CliError> {
    if options.name.is_some() || outputs.is_empty() {
        return Ok(Vec::new());
    }
    let mut folders = stale::of_several(&options.out)?;
    if !matches!(outputs, [Output { owner: Owner::Only, .. }]) {
        folders.retain(|folder| outputs.iter().all(|output| output.root != *folder));
        folders.extend(stale::of_one(&options.out)?);
    }
    Ok(folders)
}

/// Opens stale folders: nothing is written to them.
pub(super) static NOTHING: BTreeMap<&str, &str> = BTreeMap::new();
/// The owner of a stale folder.
pub(super) fn former_owner<'r>(root: &'r Path, options: &Options) -> Owner<'r> {
    Owner::Removed(if root == options.out { None } else { root.file_name().and_then(|name| name.to_str()) })
}

/// The files to remove from a stale folder: all files of the old platform, except the files that another platform
/// writes now.
pub(super) fn removals(folder: &OutputDir<'_>, root: &Path, outputs: &[Output<'_>]) -> Result<Vec<Delta>, CliError> {
    let kept: BTreeSet<PathBuf> = outputs.iter().flat_map(Output::files).collect();
    let deltas = folder.deltas()?;
    Ok(deltas.into_iter().filter(|delta| !kept.contains(&root.join(&delta.path))).collect())
}

/// Several platforms need distinct names, because their folders have these names.
pub(super) fn require_distinct_names(all: &[Synthesis]) -> Result<(), CliError> {
    let names: BTreeSet<_> = all.iter().map(|it| it.name()).collect();
    if all.len() > 1 && (names.len() < all.len() || names.contains(&None)) {
        return Err(CliError::refused(
            "the program has several platforms, and not every platform has a distinct name",
            "name them: `Platform::new(..).name(\"staging\")`",
        ));
    }
    Ok(())
}
