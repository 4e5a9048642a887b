//! The output folder: its generated files, the changes of a run, and the write, which changes everything or nothing.
use super::atomic_dir::{self, AtomicDir};
use super::content::{self, Content};
use super::late::Carried;
use super::ledger::{self, LEDGER, Ledger, Owner, Removed};
use super::read_if_there;
use super::{former, inside};
use crate::error::CliError;
use coderev_infra::ObjectId;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A folder on the disk, and the files that it must contain.
pub(crate) struct OutputDir<'a> {
    root: &'a Path,
    content: &'a dyn Content,
    owner: Owner<'a>,
    ledger: Ledger,
    /// The objects that the new list remembers.
    removed: BTreeSet<Removed>,
}
/// What happens to one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Written,
    Changed,
    Unchanged,
    Removed,
}
/// A file that a run writes, keeps or removes. It holds no text.
pub(crate) struct Delta {
    pub(crate) path: String,
    pub(crate) change: Change,
    /// The checksum after the run. None for a file that is removed.
    sum: Option<String>,
}

impl<'a> OutputDir<'a> {
    pub(crate) fn open(root: &'a Path, content: &'a dyn Content, owner: Owner<'a>) -> Result<Self, CliError> {
        inside::require(&content.paths())?;
        let ledger = Ledger::read(root)?;
        content
            .paths()
            .into_iter()
            .chain(ledger.paths().map(|path| &**path))
            .try_for_each(|path| inside::require_plain(root, path))?;
        let in_context = |it: &Removed| {
            let context = it.context.as_deref().or(content.context()).map(str::to_owned);
            Removed { object: it.object.clone(), context }
        };
        let removed = ledger.removed().iter().map(in_context).collect();
        Ok(Self { root, content, owner, ledger, removed })
    }

    /// Opens a folder to write it, and first repairs what a killed run left.
    pub(crate) fn open_to_write(root: &'a Path, content: &'a dyn Content, owner: Owner<'a>) -> Result<Self, CliError> {
        let folder = atomic(root)?;
        // A write would remove the current folder of the user's shell together with the old output.
        if std::env::current_dir().is_ok_and(|here| folder.contains(&here)) {
            return Err(CliError::usage(format!("cannot replace `{}`: it is the current folder", root.display()))
                .with_help("change to the folder above it, or choose a folder inside it: `--out DIR`"));
        }
        let written = |old: &Path| {
            let paths = Ledger::read(old).map(|it| it.paths().map(PathBuf::from).collect());
            let mut paths: BTreeSet<PathBuf> = paths.unwrap_or_default();
            paths.insert(LEDGER.into());
            paths
        };
        folder.recover(written).map_err(|error| {
            let is_other = error.kind() == io::ErrorKind::NotADirectory;
            let error = CliError::io("remove the files of an interrupted run next to", root.display(), error);
            if !is_other {
                return error;
            }
            let [old, new] =
                folder.other_names().map(|path| path.file_name().unwrap_or_default().display().to_string());
            error.with_help(format!("move `{old}` and `{new}` away if they are not folders"))
        })?;
        if let Some(repository) = folder.folder.ancestors().find(|it| is_git_data(it)) {
            return Err(CliError::refused(
                format!("`{}` is the data of a git repository", repository.display()),
                "choose a folder outside of it: `--out DIR`",
            ));
        }
        let opened = Self::open(root, content, owner)?;
        if opened.is_a_foreign_repository() {
            return Err(CliError::refused(
                format!("`{}` is the root of a git repository, and `synth` has not written it", root.display()),
                "choose a folder inside of it, because the whole folder is replaced: `--out DIR`",
            ));
        }
        Ok(opened)
    }

    /// Whether the folder has `.git` and other files, and no list of files. A new repository without files may be the output.
    fn is_a_foreign_repository(&self) -> bool {
        let is_other = |entry: io::Result<fs::DirEntry>| entry.is_ok_and(|it| it.file_name() != ".git");
        !self.ledger.exists()
            && self.root.join(".git").symlink_metadata().is_ok()
            && fs::read_dir(self.root).is_ok_and(|mut entries| entries.any(is_other))
    }

    /// Remembers the objects that are no longer in the files, with the context in which the files were applied, and forgets the
    /// objects that are in the files again.
    pub(crate) fn remember(&mut self, removed: Vec<ObjectId>, exists: impl Fn(&Removed) -> bool) {
        let context = self.ledger.context().or(self.content.context());
        let removed = removed.into_iter().map(|object| Removed { object, context: context.map(str::to_owned) });
        self.removed.extend(removed);
        self.removed.retain(|it| !exists(it));
    }

    /// The context of the files before the run and after it, if it changes.
    pub(crate) fn changed_context(&self) -> Option<[&str; 2]> {
        let contexts = [self.ledger.context()?, self.content.context()?];
        (contexts[0] != contexts[1]).then_some(contexts)
    }

    /// The number of the objects that the new list remembers.
    pub(crate) fn remembered(&self) -> usize {
        self.removed.len()
    }

    /// What writing would do, file by file.
    pub(crate) fn deltas(&self) -> Result<Vec<Delta>, CliError> {
        let paths = self.content.paths();
        let mut deltas = Vec::new();
        for path in &paths {
            let on_disk = self.root.join(path);
            let (change, sum) = content::compare(self.content.parts(path), &on_disk)
                .map_err(|error| CliError::io("read", on_disk.display(), error))?;
            deltas.push(Delta { path: (*path).to_owned(), change, sum: Some(sum) });
        }
        let kept: BTreeSet<&str> = paths.into_iter().collect();
        for path in self.ledger.paths().filter(|path| !kept.contains(&***path)) {
            if self.read(path)?.is_some() {
                deltas.push(Delta { path: path.clone(), change: Change::Removed, sum: None });
            }
        }
        Ok(deltas)
    }

    /// The number of the first line of the list of files that does not have the form of a list.
    pub(crate) fn unknown_line(&self) -> Option<usize> {
        self.ledger.unknown_line()
    }
    /// The manifests of the last run that do not exist now, except a manifest that this run writes with the same text.
    pub(crate) fn missing(&self, deltas: &[Delta]) -> Vec<&str> {
        let sum = |path: &str| deltas.iter().find(|delta| delta.path == path).and_then(|delta| delta.sum.as_deref());
        let is_missing = |path: &&str| {
            former::is_manifest(path)
                && !self.root.join(path).exists()
                && !sum(path).is_some_and(|sum| self.ledger.has(path, sum))
        };
        self.ledger.paths().map(|path| &**path).filter(is_missing).collect()
    }

    /// The text of a file before the run.
    pub(crate) fn before(&self, delta: &Delta) -> Result<String, CliError> {
        Ok(String::from_utf8_lossy(&self.read(&delta.path)?.unwrap_or_default()).into_owned())
    }
    /// The text of a file after the run.
    pub(crate) fn after(&self, delta: &Delta) -> String {
        if delta.change == Change::Removed { String::new() } else { self.content.parts(&delta.path).collect() }
    }

    /// Files that would be lost: another program wrote them, or they were edited later.
    fn foreign(&self, deltas: &[Delta]) -> Result<Vec<String>, CliError> {
        let mut foreign = Vec::new();
        for delta in deltas.iter().filter(|delta| matches!(delta.change, Change::Changed | Change::Removed)) {
            let ours = self.read(&delta.path)?.is_some_and(|bytes| self.ledger.wrote(&delta.path, &bytes));
            if !ours {
                foreign.push(delta.path.clone());
            }
        }
        Ok(foreign)
    }

    /// Refuses to write if files would be lost.
    pub(crate) fn keep_foreign(&self, deltas: &[Delta]) -> Result<(), CliError> {
        let lost = self.foreign(deltas)?;
        let reason = match lost.len() {
            0 => return Ok(()),
            1 => "another program wrote it, or it was edited",
            _ => "another program wrote them, or they were edited",
        };
        let list = lost.iter().map(|path| format!("`{}`", self.root.join(path).display())).collect::<Vec<_>>();
        Err(CliError::refused(
            format!("{} would be lost: {reason}", list.join(", ")),
            "move the change into the Rust program, choose another folder with `--out`, or replace the files with `--force`",
        ))
    }

    /// Writes the files to the folder. After a failure or a kill at any moment, the folder is completely old or
    /// completely new.
    pub(crate) fn write(&self, deltas: &[Delta]) -> Result<(), CliError> {
        let ledger = self.new_ledger(deltas);
        if deltas.iter().all(|delta| delta.change == Change::Unchanged) && self.ledger.is(&ledger) {
            return Ok(());
        }
        let folder = atomic(self.root)?;
        let carried = self.build(&folder, deltas, &ledger).inspect_err(|_| {
            // The error is reported in any case, and only files of this run are removed.
            let _ = fs::remove_dir_all(&folder.staging);
        })?;
        let io = |what: &str, error: io::Error| CliError::io(what, self.root.display(), error);
        folder.exchange().map_err(|error| {
            let _ = fs::remove_dir_all(&folder.staging);
            io("put the new files into", error)
        })?;
        folder.remove_old(&carried).map_err(|error| {
            io("remove the files that were replaced in", error)
                .with_help("the new files are in place; the next run removes the old files")
        })?;
        if self.is_gone() {
            // The removal fails, and the folder stays, if the folder contains files of other programs.
            let _ = fs::remove_dir(&folder.folder);
        }
        Ok(())
    }

    /// Builds the new folder next to the old one.
    fn build(&self, folder: &AtomicDir, deltas: &[Delta], ledger: &str) -> Result<Carried, CliError> {
        let io = |what: &str, path: &Path, error: io::Error| CliError::io(what, path.display(), error);
        fs::create_dir_all(&folder.staging).map_err(|error| io("create a folder next to", self.root, error))?;
        let changed = || deltas.iter().filter(|delta| delta.change != Change::Unchanged);
        let replaced: BTreeSet<PathBuf> =
            changed().map(|delta| PathBuf::from(&delta.path)).chain([LEDGER.into()]).collect();
        let carried = atomic_dir::carry_over(&folder.folder, &folder.staging, &replaced)
            .map_err(|error| io("keep the other files of", self.root, error))?;
        let failed = |path: &str, error| io("write", &self.root.join(path), error);
        for Delta { path, .. } in changed().filter(|delta| delta.change != Change::Removed) {
            atomic_dir::write(&folder.staging.join(path), self.content.parts(path))
                .and_then(|()| atomic_dir::keep_permissions(&folder.folder.join(path), &folder.staging.join(path)))
                .map_err(|error| failed(path, error))?;
        }
        // Folders that contain only generated files are new. The inner folders come first, because the last step for a
        // folder can make it read-only.
        for path in carried.folders().rev().filter(|path| folder.staging.join(path).is_dir()) {
            atomic_dir::keep_permissions(&folder.folder.join(path), &folder.staging.join(path))
                .map_err(|error| io("keep the permissions of", &self.root.join(path), error))?;
        }
        if self.is_gone() {
            return Ok(carried);
        }
        atomic_dir::write(&folder.staging.join(LEDGER), [ledger])
            .and_then(|()| atomic_dir::keep_permissions(&folder.folder.join(LEDGER), &folder.staging.join(LEDGER)))
            .map_err(|error| failed(LEDGER, error))?;
        Ok(carried)
    }

    /// Whether the folder needs no list: its platform is removed, and it has no objects to remember.
    fn is_gone(&self) -> bool {
        matches!(self.owner, Owner::Removed(_)) && self.removed.is_empty()
    }
    fn new_ledger(&self, deltas: &[Delta]) -> String {
        if self.is_gone() {
            return String::new();
        }
        let sums = deltas.iter().filter_map(|delta| Some((&*delta.path, delta.sum.as_deref()?)));
        let sums: BTreeMap<&str, &str> = sums.collect();
        ledger::text(&sums, &self.removed, self.owner, self.content.context())
    }
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, CliError> {
        let path = self.root.join(path);
        read_if_there(fs::read(&path)).map_err(|error| CliError::io("read", path.display(), error))
    }
}

/// Whether a folder is `.git` or a bare repository: git uses a folder with these three entries as one.
fn is_git_data(folder: &Path) -> bool {
    folder.join("HEAD").is_file() && folder.join("objects").is_dir() && folder.join("refs").is_dir()
}

fn atomic(root: &Path) -> Result<AtomicDir, CliError> {
    AtomicDir::at(root).map_err(|error| CliError::io("use", root.display(), error))
}

#[cfg(test)]
mod tests;
