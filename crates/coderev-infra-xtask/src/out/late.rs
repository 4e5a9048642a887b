//! Files that another program puts into the output folder while a run builds the new one.
use super::atomic_dir::step;
use super::ledger::LEDGER;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

/// The entries of a folder that a run has linked, copied or replaced.
#[derive(Default)]
pub(crate) struct Carried {
    folders: BTreeSet<PathBuf>,
    files: BTreeMap<PathBuf, Version>,
}

/// A file as it was when the run saw it.
#[derive(PartialEq, Eq)]
enum Version {
    /// The new folder has the same file, so its content may change.
    Link(Id),
    /// The new folder has another file.
    Copy(Id, (u64, i128)),
}
/// The device and the number of a file. None on systems without such numbers.
type Id = Option<(u64, u64)>;

impl Carried {
    pub(super) fn add_folder(&mut self, path: &Path) {
        self.folders.insert(path.to_owned());
    }
    /// The folders in the folder.
    pub(crate) fn folders(&self) -> impl DoubleEndedIterator<Item = &Path> {
        self.folders.iter().map(|path| &**path)
    }
    pub(super) fn add_link(&mut self, path: &Path, found: &Metadata) {
        self.files.insert(path.to_owned(), Version::Link(id(found)));
    }
    pub(super) fn add_copy(&mut self, path: &Path, found: &Metadata) {
        self.files.insert(path.to_owned(), Version::Copy(id(found), state(found)));
    }
    /// Whether the run has seen this version of the entry.
    pub(super) fn is_known(&self, path: &Path, found: &Metadata) -> bool {
        if found.is_dir() {
            return self.folders.contains(path);
        }
        match self.files.get(path) {
            Some(Version::Link(seen)) => *seen == id(found),
            Some(Version::Copy(seen, state)) => *seen == id(found) && *state == self::state(found),
            None => false,
        }
    }
}

/// Removes the folder `old`. Entries that are not known are moved to the same path in `new`.
///
/// Only known files are deleted, and then empty folders. If a folder is not empty then, an entry was created in it
/// meanwhile.
pub(super) fn bring(old: &Path, new: &Path, is_known: impl Fn(&Path, &Metadata) -> bool) -> io::Result<()> {
    let found = match fs::symlink_metadata(old) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        found => found?,
    };
    // The files behind a link belong to another program.
    if !found.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    bring_below(old, new, Path::new(""), &is_known)
}
fn bring_below(old: &Path, new: &Path, below: &Path, is_known: &impl Fn(&Path, &Metadata) -> bool) -> io::Result<()> {
    loop {
        let mut entries = fs::read_dir(old.join(below))?.collect::<io::Result<Vec<_>>>()?;
        // After a kill, the next run needs the list of the written files to know them.
        entries.sort_by_key(|entry| entry.file_name() == LEDGER);
        for entry in entries {
            step();
            let path = below.join(entry.file_name());
            let found = match entry.metadata() {
                // Its program has removed it.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                found => found?,
            };
            match (found.is_dir(), is_known(&path, &found)) {
                (true, known) => {
                    if !known && fs::read_dir(old.join(&path))?.next().is_none() {
                        fs::create_dir_all(new.join(&path))?;
                    }
                    bring_below(old, new, &path, is_known)?;
                }
                (false, true) => if_there(fs::remove_file(old.join(&path)))?,
                (false, false) => {
                    fs::create_dir_all(new.join(below))?;
                    if_there(fs::rename(old.join(&path), new.join(&path)))?;
                }
            }
        }
        match fs::remove_dir(old.join(below)) {
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {}
            done => return done,
        }
    }
}
/// A file that its program removes meanwhile is not a failure.
fn if_there(done: io::Result<()>) -> io::Result<()> {
    done.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

#[cfg(unix)]
fn id(found: &Metadata) -> Id {
    use std::os::unix::fs::MetadataExt;
    Some((found.dev(), found.ino()))
}
#[cfg(not(unix))]
fn id(_: &Metadata) -> Id {
    None
}
/// The length of a file and the time of its last change.
fn state(found: &Metadata) -> (u64, i128) {
    let since = |time: std::time::SystemTime| time.duration_since(std::time::UNIX_EPOCH).ok();
    let changed = found.modified().ok().and_then(since).and_then(|time| i128::try_from(time.as_nanos()).ok());
    (found.len(), changed.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::super::atomic_dir::{AtomicDir, carry_over, write};
    use std::collections::BTreeSet;
    use std::fs;

    #[test]
    fn late_files_are_brought_over_and_replaced_files_are_not() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let folder = AtomicDir::at(&dir.path().join("out")).expect("a folder has a name");
        let old = |path: &str| folder.folder.join(path);
        for path in ["ours.yaml", "gone/ours.yaml", "theirs.md", "edited.md", "deep/theirs.md"] {
            write(&old(path), [b"old"]).expect("writes");
        }
        let replaced = BTreeSet::from(["ours.yaml".into(), "gone/ours.yaml".into()]);
        let carried = carry_over(&folder.folder, &folder.staging, &replaced).expect("carries");
        write(&folder.staging.join("ours.yaml"), [b"new"]).expect("writes");
        // Meanwhile, another program creates files, and saves one as editors do: under another name, then renamed.
        write(&old("late.md"), [b"late"]).expect("writes");
        write(&old("late/deep/late.md"), [b"late"]).expect("writes");
        fs::create_dir(old("empty")).expect("creates");
        write(&old("edited.md~"), [b"edited"]).expect("writes");
        fs::rename(old("edited.md~"), old("edited.md")).expect("renames");
        folder.exchange().expect("exchanges");
        folder.remove_old(&carried).expect("removes");
        let read = |path: &str| fs::read_to_string(old(path)).expect(path);
        assert_eq!(read("ours.yaml"), "new");
        assert_eq!((read("theirs.md"), read("deep/theirs.md")), ("old".into(), "old".into()));
        assert_eq!(
            (read("late.md"), read("late/deep/late.md"), read("edited.md")),
            ("late".into(), "late".into(), "edited".into())
        );
        assert!(old("empty").is_dir() && !old("gone").exists());
        assert_eq!(fs::read_dir(dir.path()).expect("reads").count(), 1, "nothing is left next to it");
    }

    #[test]
    fn a_late_file_survives_a_kill_before_the_old_folder_is_removed() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let folder = AtomicDir::at(&dir.path().join("out")).expect("a folder has a name");
        write(&folder.folder.join("ours.yaml"), [b"old"]).expect("writes");
        write(&folder.folder.join("removed.yaml"), [b"old"]).expect("writes");
        write(&folder.staging.join("ours.yaml"), [b"new"]).expect("writes");
        write(&folder.folder.join("late.md"), [b"late"]).expect("writes");
        folder.exchange().expect("exchanges");
        folder.recover(|_| BTreeSet::from(["removed.yaml".into()])).expect("recovers");
        assert_eq!(fs::read_to_string(folder.folder.join("late.md")).expect("it is there"), "late");
        assert_eq!(fs::read_to_string(folder.folder.join("ours.yaml")).expect("it is there"), "new");
        assert!(!folder.folder.join("removed.yaml").exists());
        assert_eq!(fs::read_dir(dir.path()).expect("reads").count(), 1, "nothing is left next to it");
    }
}
