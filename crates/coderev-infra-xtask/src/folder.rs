//! The output folder: what of it is ours, what would change, and how it changes at once or not at all.
use crate::swap::{self, Swap};
use crate::trouble::Trouble;
use coderev_infra::File;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// Beside the files: which of them we wrote, and their sums. What is not in it is never touched.
const LEDGER: &str = ".coderev-infra";
/// The first line of the ledger of one of several platforms: this and its name.
const ONE_OF: &str = "one of several: ";

/// Whose output a folder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner<'a> {
    /// The only platform of the program.
    Only,
    /// One of several platforms, by name.
    OneOf(&'a str),
    /// A platform that is not there any more.
    Nobody,
}

/// A folder as it is, and the files that are to be in it.
pub(crate) struct Folder<'a> {
    root: &'a Path,
    files: &'a [File],
    owner: Owner<'a>,
    /// The sum of each file when it was last written, by its path.
    ledger: BTreeMap<String, String>,
    /// The ledger as it stands there, which may hold what is no entry: a conflict of two branches.
    ledger_text: String,
}
/// What becomes of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Written,
    Changed,
    Unchanged,
    Removed,
}
/// A file before and after, for those that change.
pub(crate) struct Delta {
    pub(crate) path: String,
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) change: Change,
}

impl<'a> Folder<'a> {
    pub(crate) fn open(root: &'a Path, files: &'a [File], owner: Owner<'a>) -> Result<Self, Trouble> {
        let entry = |line: &str| line.split_once("  ").map(|(sum, path)| (path.to_owned(), sum.to_owned()));
        let below =
            |(path, _): &(String, String)| Path::new(path).components().all(|it| matches!(it, Component::Normal(_)));
        let ledger_text = ledger(root)?;
        Ok(Self {
            root,
            files,
            owner,
            ledger: ledger_text.lines().filter_map(entry).filter(below).collect(),
            ledger_text,
        })
    }

    /// A folder that is about to be written: what a killed run left is put in order first.
    pub(crate) fn open_to_write(root: &'a Path, files: &'a [File], owner: Owner<'a>) -> Result<Self, Trouble> {
        let swap = swap(root)?;
        if std::env::current_dir().is_ok_and(|here| swap.holds(&here)) {
            return Err(Trouble::usage(format!("cannot replace `{}`: it is the current folder", root.display()))
                .help("go to the folder above it, or name a folder inside it: `--out DIR`"));
        }
        swap.recover().map_err(|error| Trouble::io("clear what an earlier run left beside", root.display(), &error))?;
        Self::open(root, files, owner)
    }

    /// What writing would do, file by file.
    pub(crate) fn deltas(&self) -> Result<Vec<Delta>, Trouble> {
        let mut deltas = Vec::new();
        for file in self.files {
            let before = self.read(&file.path)?;
            let change = match &before {
                None => Change::Written,
                Some(text) if *text == file.text.as_bytes() => Change::Unchanged,
                Some(_) => Change::Changed,
            };
            deltas.push(Delta { path: file.path.clone(), before: text(before), after: file.text.clone(), change });
        }
        let kept: BTreeSet<&str> = self.files.iter().map(|file| &*file.path).collect();
        for path in self.ledger.keys().filter(|path| !kept.contains(&***path)) {
            if let Some(before) = self.read(path)? {
                deltas.push(Delta {
                    path: path.clone(),
                    before: text(Some(before)),
                    after: String::new(),
                    change: Change::Removed,
                });
            }
        }
        Ok(deltas)
    }

    /// Files that would be lost: somebody else wrote them, or somebody edited what we wrote.
    fn foreign(&self, deltas: &[Delta]) -> Result<Vec<String>, Trouble> {
        let mut foreign = Vec::new();
        for delta in deltas.iter().filter(|delta| matches!(delta.change, Change::Changed | Change::Removed)) {
            let ours = self.read(&delta.path)?.is_some_and(|bytes| self.ledger.get(&delta.path) == Some(&sum(&bytes)));
            if !ours {
                foreign.push(delta.path.clone());
            }
        }
        Ok(foreign)
    }

    /// Refuses to write when something would be lost.
    pub(crate) fn keep_foreign(&self, deltas: &[Delta]) -> Result<(), Trouble> {
        let lost = self.foreign(deltas)?;
        let them = match lost.len() {
            0 => return Ok(()),
            1 => "it",
            _ => "them",
        };
        let list = lost.iter().map(|path| format!("`{}`", self.root.join(path).display())).collect::<Vec<_>>();
        Err(Trouble::refused(
            format!("{} would be lost: somebody else wrote or edited {them}", list.join(", ")),
            "move the change into the Rust program, name another folder with `--out`, or replace the files with `--force`",
        ))
    }

    /// Makes the folder hold the files. A failure or a kill at any moment leaves it as it was, or as it is to be.
    pub(crate) fn write(&self, deltas: &[Delta]) -> Result<(), Trouble> {
        let current =
            deltas.iter().all(|delta| delta.change == Change::Unchanged) && self.ledger_text == self.new_ledger();
        if current {
            return Ok(());
        }
        let swap = swap(self.root)?;
        self.build(&swap, deltas).inspect_err(|_| {
            // The trouble is told in either case; what is left beside the folder is only ours.
            let _ = fs::remove_dir_all(&swap.staging);
        })?;
        let io = |what: &str, error: &io::Error| Trouble::io(what, self.root.display(), error);
        swap.exchange().map_err(|error| {
            let _ = fs::remove_dir_all(&swap.staging);
            io("put the new files into", &error)
        })?;
        swap.recover().map_err(|error| {
            io("remove the files that were replaced in", &error)
                .help(format!("the new files are in place; remove `{}` by hand", swap.staging.display()))
        })?;
        if self.owner == Owner::Nobody {
            // It stays where something of others is in it.
            let _ = fs::remove_dir(&swap.folder);
        }
        Ok(())
    }

    /// The whole new folder, beside the old one.
    fn build(&self, swap: &Swap, deltas: &[Delta]) -> Result<(), Trouble> {
        let io = |what: &str, path: &Path, error: &io::Error| Trouble::io(what, path.display(), error);
        fs::create_dir_all(&swap.staging).map_err(|error| io("create a folder beside", self.root, &error))?;
        let changed = || deltas.iter().filter(|delta| delta.change != Change::Unchanged);
        let replaced: BTreeSet<PathBuf> =
            changed().map(|delta| PathBuf::from(&delta.path)).chain([LEDGER.into()]).collect();
        swap::carry_over(&swap.folder, &swap.staging, &replaced)
            .map_err(|error| io("keep the other files of", self.root, &error))?;
        let ledger = self.new_ledger();
        let ledger = (self.owner != Owner::Nobody).then_some((LEDGER, &ledger));
        let written = changed().filter(|delta| delta.change != Change::Removed);
        for (path, text) in written.map(|delta| (&*delta.path, &delta.after)).chain(ledger) {
            swap::write(&swap.staging.join(path), text.as_bytes())
                .map_err(|error| io("write", &self.root.join(path), &error))?;
        }
        Ok(())
    }

    fn new_ledger(&self) -> String {
        let sums: BTreeMap<&str, String> =
            self.files.iter().map(|file| (&*file.path, sum(file.text.as_bytes()))).collect();
        let first = match self.owner {
            Owner::OneOf(name) => format!("{ONE_OF}{name}\n"),
            Owner::Only | Owner::Nobody => String::new(),
        };
        sums.iter().fold(first, |mut text, (path, sum)| {
            writeln!(text, "{sum}  {path}").expect("a String takes all");
            text
        })
    }
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let path = self.root.join(path);
        absent(fs::read(&path)).map_err(|error| Trouble::io("read", path.display(), &error))
    }
}

/// Whether the folder holds output of ours, and `is` is true of whose it is.
pub(crate) fn owner(root: &Path, is: impl FnOnce(Owner<'_>) -> bool) -> Result<bool, Trouble> {
    let text = ledger(root)?;
    // Not always the first line: a conflict of two branches may stand before it.
    let name = text.lines().find_map(|line| line.strip_prefix(ONE_OF));
    Ok(!text.is_empty() && is(name.map_or(Owner::Only, Owner::OneOf)))
}
/// Empty where there is none.
fn ledger(root: &Path) -> Result<String, Trouble> {
    let path = root.join(LEDGER);
    let text = absent(fs::read_to_string(&path)).map_err(|error| Trouble::io("read", path.display(), &error))?;
    Ok(text.unwrap_or_default())
}

fn swap(root: &Path) -> Result<Swap, Trouble> {
    Swap::at(root).map_err(|error| Trouble::io("use", root.display(), &error))
}
fn text(bytes: Option<Vec<u8>>) -> String {
    String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned()
}
fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a String takes all");
        hex
    })
}
/// What is not there is nothing, not a failure.
fn absent<T>(read: io::Result<T>) -> io::Result<Option<T>> {
    match read {
        Ok(it) => Ok(Some(it)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests;
