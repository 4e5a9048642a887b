//! The output folder: what of it is ours, what would change, and how it changes at once or not at all.
use crate::args::Foreign;
use crate::swap;
use crate::trouble::Trouble;
use coderev_infra::File;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Beside the files: which of them we wrote, and their sums. What is not in it is never touched.
const LEDGER: &str = ".coderev-infra";

/// A folder as it is, and the files that are to be in it.
pub(crate) struct Folder<'a> {
    root: &'a Path,
    files: &'a [File],
    ledger: BTreeMap<String, String>,
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
    pub(crate) fn open(root: &'a Path, files: &'a [File]) -> Result<Self, Trouble> {
        let path = root.join(LEDGER);
        let text = absent(fs::read_to_string(&path)).map_err(|error| Trouble::io("read", path.display(), &error))?;
        let entry = |line: &str| line.split_once("  ").map(|(sum, path)| (path.to_owned(), sum.to_owned()));
        Ok(Self { root, files, ledger: text.unwrap_or_default().lines().filter_map(entry).collect() })
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

    /// Makes the folder hold the files. A failure or a kill at any moment leaves it as it was, or as it is to be.
    pub(crate) fn write(&self, deltas: &[Delta], foreign: Foreign) -> Result<(), Trouble> {
        if foreign == Foreign::Kept {
            let lost = self.foreign(deltas)?;
            if !lost.is_empty() {
                let list = lost.iter().map(|path| format!("`{}`", self.root.join(path).display())).collect::<Vec<_>>();
                return Err(Trouble::refused(
                    format!("{} would be lost: somebody else wrote or edited it", list.join(", ")),
                    "move the change into the Rust program, name another folder with `--out`, or replace the files with `--force`",
                ));
            }
        }
        let current = deltas.iter().all(|delta| delta.change == Change::Unchanged) && self.ledger == self.sums();
        if current { Ok(()) } else { self.replace(deltas) }
    }

    /// Builds the whole folder beside the old one and swaps the two.
    fn replace(&self, deltas: &[Delta]) -> Result<(), Trouble> {
        let staging = swap::beside(self.root);
        let io = |what: &str, path: &Path, error: &io::Error| {
            // The trouble is told in either case; what is left beside the folder is only ours.
            let _ = fs::remove_dir_all(&staging);
            Trouble::io(what, path.display(), error)
        };
        swap::clear(&staging).map_err(|error| io("clear", &staging, &error))?;
        fs::create_dir_all(&staging).map_err(|error| io("create", &staging, &error))?;
        let ours: BTreeSet<PathBuf> =
            deltas.iter().map(|delta| PathBuf::from(&delta.path)).chain([LEDGER.into()]).collect();
        swap::carry_over(self.root, &staging, &ours)
            .map_err(|error| io("keep the other files of", self.root, &error))?;
        for file in self.files {
            swap::write(&staging.join(&file.path), file.text.as_bytes())
                .map_err(|error| io("write", &self.root.join(&file.path), &error))?;
        }
        let ledger: String = self.sums().iter().fold(String::new(), |mut text, (path, sum)| {
            writeln!(text, "{sum}  {path}").expect("a String takes all");
            text
        });
        swap::write(&staging.join(LEDGER), ledger.as_bytes())
            .map_err(|error| io("write", &self.root.join(LEDGER), &error))?;
        swap::exchange(&staging, self.root).map_err(|error| io("put the new files into", self.root, &error))
    }

    fn sums(&self) -> BTreeMap<String, String> {
        self.files.iter().map(|file| (file.path.clone(), sum(file.text.as_bytes()))).collect()
    }
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let path = self.root.join(path);
        absent(fs::read(&path)).map_err(|error| Trouble::io("read", path.display(), &error))
    }
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
