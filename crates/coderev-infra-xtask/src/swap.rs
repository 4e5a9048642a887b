//! A folder that is replaced at once: the new one is built beside it, and the two change names.
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A folder, and the two names beside it that only we use: on the same file system, so that a rename is enough.
pub(crate) struct Swap {
    pub(crate) folder: PathBuf,
    pub(crate) staging: PathBuf,
    old: PathBuf,
}
impl Swap {
    /// Links are followed first: what they point at is replaced, and they stay.
    pub(crate) fn at(root: &Path) -> io::Result<Self> {
        let folder = match fs::canonicalize(root) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => std::path::absolute(root)?,
            found => found?,
        };
        let beside = |suffix: &str| {
            let mut name = OsString::from(".");
            name.push(folder.file_name().unwrap_or_default());
            name.push(suffix);
            folder.with_file_name(name)
        };
        Ok(Self { staging: beside(".coderev-infra-new"), old: beside(".coderev-infra-old"), folder })
    }

    /// Whether the process stands in the folder: replaced, it would vanish under the feet of the user's shell.
    pub(crate) fn holds(&self, here: &Path) -> bool {
        here.starts_with(&self.folder)
    }

    /// Undoes or finishes what a killed run left.
    pub(crate) fn recover(&self) -> io::Result<()> {
        if self.old.exists() && !self.folder.exists() {
            fs::rename(&self.old, &self.folder)?;
        }
        clear(&self.old)?;
        clear(&self.staging)
    }

    /// Puts `staging` in the place of the folder. What was there stands in `staging` or `old` afterwards.
    pub(crate) fn exchange(&self) -> io::Result<()> {
        step();
        if self.folder.exists() { self.swap_names() } else { fs::rename(&self.staging, &self.folder) }
    }

    /// One step for the file system: nobody ever sees half of it.
    #[cfg(target_os = "linux")]
    fn swap_names(&self) -> io::Result<()> {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, &self.staging, CWD, &self.folder, RenameFlags::EXCHANGE) {
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => self.swap_in_steps(),
            done => done.map_err(Into::into),
        }
    }
    #[cfg(not(target_os = "linux"))]
    fn swap_names(&self) -> io::Result<()> {
        self.swap_in_steps()
    }

    /// Where names cannot be exchanged. A kill between the two renames leaves the old folder whole under its other name,
    /// and the next run brings it back.
    fn swap_in_steps(&self) -> io::Result<()> {
        fs::rename(&self.folder, &self.old)?;
        step();
        fs::rename(&self.staging, &self.folder).inspect_err(|_| {
            // The first failure is the one to tell; should this one fail too, the next run tries again.
            let _ = fs::rename(&self.old, &self.folder);
        })
    }
}

/// Two runs at once would build in one place: the second waits until the answer is dropped. Where folders cannot be
/// locked, nobody waits.
pub(crate) fn turn(out: &Path, waiting: impl FnOnce()) -> Option<File> {
    let out = std::path::absolute(out).ok()?;
    let above = File::open(out.ancestors().skip(1).find(|path| path.is_dir())?).ok()?;
    match above.try_lock() {
        Err(TryLockError::WouldBlock) => {
            waiting();
            above.lock().ok()?;
        }
        locked => locked.ok()?,
    }
    Some(above)
}

fn clear(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Writes a file and waits until the disk has it.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    step();
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut file = File::create(path)?;
    step();
    file.write_all(bytes)?;
    step();
    file.sync_all()
}

/// Brings everything of `from` that is not among `replaced` into `to`: it stays where it is looked for, as old as it is.
pub(crate) fn carry_over(from: &Path, to: &Path, replaced: &BTreeSet<PathBuf>) -> io::Result<()> {
    match fs::metadata(from) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        found => {
            found?;
            fs::create_dir_all(to)?;
            carry(from, to, Path::new(""), replaced)
        }
    }
}
fn carry(from: &Path, to: &Path, below: &Path, replaced: &BTreeSet<PathBuf>) -> io::Result<()> {
    let (source, target) = (from.join(below), to.join(below));
    let entries = fs::read_dir(&source)?.collect::<io::Result<Vec<_>>>()?;
    // A folder that held only files of ours goes with them; one that somebody made and left empty stays.
    if entries.is_empty() {
        fs::create_dir_all(&target)?;
    }
    for entry in entries {
        let path = below.join(entry.file_name());
        step();
        if entry.file_type()?.is_dir() {
            if device(&source)? != device(&from.join(&path))? {
                let told = format!("another disk is mounted in `{}`", path.display());
                return Err(io::Error::new(io::ErrorKind::CrossesDevices, told));
            }
            carry(from, to, &path, replaced)?;
        } else if !replaced.contains(&path) {
            fs::create_dir_all(&target)?;
            // A link shares the file's content and dates; where links cannot be had, a copy does.
            fs::hard_link(from.join(&path), to.join(&path))
                .or_else(|_| fs::copy(from.join(&path), to.join(&path)).map(drop))?;
        }
    }
    // Last, since nothing can be put into a folder that may only be read.
    if target.exists() { fs::set_permissions(&target, fs::metadata(&source)?.permissions()) } else { Ok(()) }
}

/// The disk that a folder is on: one that is mounted further down stays with the old folder and would be emptied with it.
#[cfg(unix)]
fn device(folder: &Path) -> io::Result<u64> {
    fs::metadata(folder).map(|it| std::os::unix::fs::MetadataExt::dev(&it))
}
#[cfg(not(unix))]
fn device(_: &Path) -> io::Result<u64> {
    Ok(0)
}

/// A moment at which a kill would find the disk half done; the tests stop there.
#[cfg(not(test))]
fn step() {}
#[cfg(test)]
use stop::step;
#[cfg(test)]
pub(crate) mod stop;

#[cfg(test)]
mod tests {
    use super::*;

    fn check(swap_names: fn(&Swap) -> io::Result<()>) {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let swap = Swap::at(&dir.path().join("out")).expect("a folder has a name");
        write(&swap.staging.join("new"), b"new").expect("writes");
        write(&swap.folder.join("old"), b"old").expect("writes");
        swap_names(&swap).expect("swaps");
        assert!(swap.folder.join("new").exists() && !swap.folder.join("old").exists());
        swap.recover().expect("clears");
        let left = fs::read_dir(dir.path()).expect("reads").count();
        assert_eq!(left, 1, "only the folder is left");
    }
    #[test]
    fn exchanges_the_names() {
        check(Swap::swap_names);
    }
    #[test]
    fn exchanges_the_names_in_steps() {
        check(Swap::swap_in_steps);
    }

    #[test]
    fn brings_the_old_folder_back_when_a_kill_came_between_the_steps() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let swap = Swap::at(&dir.path().join("out")).expect("a folder has a name");
        write(&swap.folder.join("old"), b"old").expect("writes");
        write(&swap.staging.join("new"), b"new").expect("writes");
        assert!(stop::at(1, || swap.swap_in_steps()).is_none(), "it is killed between the renames");
        assert!(!swap.folder.exists());
        swap.recover().expect("recovers");
        assert!(swap.folder.join("old").exists() && !swap.staging.exists() && !swap.old.exists());
    }

    #[test]
    fn a_folder_goes_with_our_last_file_in_it() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let (from, to) = (dir.path().join("from"), dir.path().join("to"));
        write(&from.join("ours/a.yaml"), b"a").expect("writes");
        write(&from.join("theirs/deep/b.yaml"), b"b").expect("writes");
        fs::create_dir(from.join("empty")).expect("creates");
        carry_over(&from, &to, &BTreeSet::from(["ours/a.yaml".into()])).expect("carries");
        assert!(!to.join("ours").exists(), "nothing is left in it");
        assert!(to.join("theirs/deep/b.yaml").exists() && to.join("empty").exists(), "what others made stays");
    }
}
