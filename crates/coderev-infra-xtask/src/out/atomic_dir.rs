//! A folder that is replaced atomically: the new folder is built next to it, and the two exchange their names.
use super::late::{self, Carried};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A folder, and two names next to it that only this program uses. All three are on one file system, so that a rename
/// is enough.
pub(crate) struct AtomicDir {
    pub(crate) folder: PathBuf,
    pub(crate) staging: PathBuf,
    old: PathBuf,
}
impl AtomicDir {
    /// Follows links first: the target of a link is replaced, and the link stays.
    pub(crate) fn at(root: &Path) -> io::Result<Self> {
        let folder = resolve(root)?;
        let beside = |suffix: &str| {
            let mut name = OsString::from(".");
            name.push(folder.file_name().unwrap_or_default());
            name.push(suffix);
            folder.with_file_name(name)
        };
        Ok(Self { staging: beside(".coderev-infra-new"), old: beside(".coderev-infra-old"), folder })
    }

    /// Whether a path is the folder or inside it.
    pub(crate) fn contains(&self, here: &Path) -> bool {
        here.starts_with(&self.folder)
    }

    /// The two names that only this program uses: of the former folder, and of the new folder.
    pub(crate) fn other_names(&self) -> [&Path; 2] {
        [&self.old, &self.staging]
    }

    /// Undoes or completes the work of a killed run. `written` has the paths that a run wrote to a former folder.
    pub(crate) fn recover(&self, written: impl Fn(&Path) -> BTreeSet<PathBuf>) -> io::Result<()> {
        // A run leaves only folders under these names. The target of a link belongs to another program.
        self.other_names().into_iter().try_for_each(unlink)?;
        if self.old.exists() && !self.folder.exists() {
            fs::rename(&self.old, &self.folder)?;
        }
        // Without the list of the killed run, a file of another program is known by its absence from the new folder.
        let written = written(&self.old);
        late::bring(&self.old, &self.folder, |path, _| {
            written.contains(path) || self.folder.join(path).symlink_metadata().is_ok()
        })?;
        clear(&self.staging)
    }

    /// Puts `staging` in the place of the folder. Afterwards the former folder is in `old`.
    pub(crate) fn exchange(&self) -> io::Result<()> {
        step();
        if !self.folder.exists() {
            return fs::rename(&self.staging, &self.folder);
        }
        self.exchange_names()?;
        step();
        if self.staging.exists() { fs::rename(&self.staging, &self.old) } else { Ok(()) }
    }

    /// Removes the former folder. Files that another program put into it while this run built the new folder are moved
    /// to the new folder.
    pub(crate) fn remove_old(&self, carried: &Carried) -> io::Result<()> {
        late::bring(&self.old, &self.folder, |path, found| carried.is_known(path, found))
    }

    /// One step for the file system, so no reader sees an intermediate state.
    #[cfg(target_os = "linux")]
    fn exchange_names(&self) -> io::Result<()> {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, &self.staging, CWD, &self.folder, RenameFlags::EXCHANGE) {
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => self.rename_in_steps(),
            done => done.map_err(Into::into),
        }
    }
    #[cfg(not(target_os = "linux"))]
    fn exchange_names(&self) -> io::Result<()> {
        self.rename_in_steps()
    }

    /// For file systems that cannot exchange names. A kill between the two renames leaves the old folder under its
    /// other name, and the next run restores it.
    fn rename_in_steps(&self) -> io::Result<()> {
        fs::rename(&self.folder, &self.old)?;
        step();
        fs::rename(&self.staging, &self.folder).inspect_err(|_| {
            // The first failure is reported. If this rename fails too, the next run tries again.
            let _ = fs::rename(&self.old, &self.folder);
        })
    }
}

/// Removes a link, and not its target.
fn unlink(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => fs::remove_file(path),
        _ => Ok(()),
    }
}

fn clear(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Gives a new file or folder the permissions and the owner of the entry that it replaces, if there was one.
pub(crate) fn keep_permissions(before: &Path, after: &Path) -> io::Result<()> {
    let Ok(found) = fs::symlink_metadata(before) else { return Ok(()) };
    if !(found.is_file() || found.is_dir()) {
        return Ok(());
    }
    same_access(&found, after)
}
/// Gives a file or a folder the owner and the permissions of another.
fn same_access(found: &fs::Metadata, after: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, chown};
        // Only root may give a file to another owner; for every other user it is the same owner.
        let _ = chown(after, Some(found.uid()), Some(found.gid()));
    }
    fs::set_permissions(after, found.permissions())
}

/// Writes the parts of a file and waits until it is on the disk.
pub(crate) fn write<P: AsRef<[u8]>>(path: &Path, parts: impl IntoIterator<Item = P>) -> io::Result<()> {
    step();
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut file = BufWriter::new(File::create(path)?);
    step();
    parts.into_iter().try_for_each(|part| file.write_all(part.as_ref()))?;
    let file = file.into_inner()?;
    step();
    file.sync_all()
}

/// Replaces a file in one step. It keeps its permissions and its owner.
pub(crate) fn replace(path: &Path, text: &str) -> io::Result<()> {
    let mut name = OsString::from(path.file_name().unwrap_or_default());
    name.push(".new");
    let new = path.with_file_name(name);
    // A killed run leaves its file. A link or a pipe of this name must not be opened.
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = File::create_new(&new)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    keep_permissions(path, &new)?;
    fs::rename(&new, path)
}

/// The folder at a path, with all links followed. A folder that does not exist yet is in the folder to which its path
/// leads.
pub(super) fn resolve(root: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(root) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let folder = std::path::absolute(root)?;
            let above = folder.parent().and_then(|above| fs::canonicalize(above).ok());
            Ok(above.and_then(|above| Some(above.join(folder.file_name()?))).unwrap_or(folder))
        }
        found => found,
    }
}

/// Links or copies every entry of `from` into `to` with its dates, except the entries in `replaced`. The result has every
/// one.
pub(crate) fn carry_over(from: &Path, to: &Path, replaced: &BTreeSet<PathBuf>) -> io::Result<Carried> {
    let mut carried = Carried::default();
    match fs::metadata(from) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        found => {
            found?;
            fs::create_dir_all(to)?;
            carry(from, to, Path::new(""), replaced, &mut carried)?;
        }
    }
    Ok(carried)
}
fn carry(from: &Path, to: &Path, below: &Path, replaced: &BTreeSet<PathBuf>, carried: &mut Carried) -> io::Result<()> {
    let (source, target) = (from.join(below), to.join(below));
    let entries = fs::read_dir(&source)?.collect::<io::Result<Vec<_>>>()?;
    // A folder that contained only generated files is removed with them. A folder that was already empty stays.
    if entries.is_empty() {
        fs::create_dir_all(&target)?;
    }
    for entry in entries {
        let path = below.join(entry.file_name());
        step();
        if entry.file_type()?.is_dir() {
            if device(&source)? != device(&from.join(&path))? {
                let message = format!("another disk is mounted in `{}`", path.display());
                return Err(io::Error::new(io::ErrorKind::CrossesDevices, message));
            }
            carried.add_folder(&path);
            carry(from, to, &path, replaced, carried)?;
        } else if replaced.contains(&path) {
            carried.add_copy(&path, &entry.metadata()?);
        } else {
            fs::create_dir_all(&target)?;
            let found = entry.metadata()?;
            // A hard link shares the content and the dates of the file. Some file systems have no hard links, and some
            // systems refuse hard links to the files of other users; there, a copy is enough.
            match fs::hard_link(from.join(&path), to.join(&path)) {
                Ok(()) => carried.add_link(&path, &found),
                Err(_) => {
                    copy(&from.join(&path), &to.join(&path))?;
                    carried.add_copy(&path, &found);
                }
            }
        }
    }
    // Last, because nothing can be created in a read-only folder.
    if target.exists() { same_access(&fs::metadata(&source)?, &target) } else { Ok(()) }
}

/// Copies a file with its dates, or a link without its target.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let found = fs::symlink_metadata(from)?;
    #[cfg(unix)]
    if found.is_symlink() {
        return std::os::unix::fs::symlink(fs::read_link(from)?, to);
    }
    if !found.is_file() {
        let message = format!("`{}` is not a file and cannot be copied: move it away", from.display());
        return Err(io::Error::new(io::ErrorKind::Unsupported, message));
    }
    fs::copy(from, to)?;
    let dates = fs::FileTimes::new().set_modified(found.modified()?).set_accessed(found.accessed()?);
    match File::options().write(true).open(to).and_then(|file| file.set_times(dates)) {
        // The copy of a read-only file.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => File::open(to)?.set_times(dates),
        done => done,
    }
}

/// The disk of a folder. A disk that is mounted inside would stay with the old folder and be emptied with it.
#[cfg(unix)]
fn device(folder: &Path) -> io::Result<u64> {
    fs::metadata(folder).map(|it| std::os::unix::fs::MetadataExt::dev(&it))
}
#[cfg(not(unix))]
fn device(_: &Path) -> io::Result<u64> {
    Ok(0)
}

/// A point at which a kill would leave unfinished work. The tests stop there.
#[cfg(not(test))]
pub(super) fn step() {}
#[cfg(test)]
pub(super) use kill::step;
#[cfg(test)]
pub(crate) mod kill;

#[cfg(test)]
mod tests {
    use super::*;

    fn check(exchange: fn(&AtomicDir) -> io::Result<()>) {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let folder = AtomicDir::at(&dir.path().join("out")).expect("a folder has a name");
        write(&folder.staging.join("new"), [b"new"]).expect("writes");
        write(&folder.folder.join("old"), [b"old"]).expect("writes");
        exchange(&folder).expect("exchanges");
        assert!(folder.folder.join("new").exists() && !folder.folder.join("old").exists());
        folder.recover(|_| BTreeSet::new()).expect("clears");
        let left = fs::read_dir(dir.path()).expect("reads").count();
        assert_eq!(left, 1, "only the folder is left");
    }
    #[test]
    fn exchanges_the_names() {
        check(AtomicDir::exchange_names);
    }
    #[test]
    fn exchanges_the_names_in_steps() {
        check(AtomicDir::rename_in_steps);
    }

    #[test]
    fn restores_the_old_folder_after_a_kill_between_the_steps() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let folder = AtomicDir::at(&dir.path().join("out")).expect("a folder has a name");
        write(&folder.folder.join("old"), [b"old"]).expect("writes");
        write(&folder.staging.join("new"), [b"new"]).expect("writes");
        assert!(kill::at(1, || folder.rename_in_steps()).is_none(), "the run is killed between the renames");
        assert!(!folder.folder.exists());
        folder.recover(|_| BTreeSet::new()).expect("recovers");
        assert!(folder.folder.join("old").exists() && !folder.staging.exists() && !folder.old.exists());
    }

    #[test]
    #[cfg(unix)]
    fn a_copy_has_the_dates_of_the_file_and_follows_no_link() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let dir = tempfile::tempdir().expect("a temporary folder");
        let at = |name: &str| dir.path().join(name);
        write(&at("file"), [b"theirs"]).expect("writes");
        let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        let file = File::options().write(true).open(at("file")).expect("opens");
        file.set_times(fs::FileTimes::new().set_modified(long_ago)).expect("sets the date");
        fs::set_permissions(at("file"), fs::Permissions::from_mode(0o444)).expect("sets the mode");
        symlink("file", at("link")).expect("links");
        symlink("nowhere", at("dangling")).expect("links");
        let _socket = std::os::unix::net::UnixListener::bind(at("socket")).expect("binds");
        copy(&at("file"), &at("a")).expect("copies");
        let found = fs::metadata(at("a")).expect("it is there");
        assert_eq!((found.modified().expect("a date"), found.permissions().mode() & 0o777), (long_ago, 0o444));
        for link in ["link", "dangling"] {
            copy(&at(link), &at("b")).expect("copies");
            assert_eq!(fs::read_link(at("b")).expect("a link"), fs::read_link(at(link)).expect("a link"));
            fs::remove_file(at("b")).expect("removes");
        }
        let refused = copy(&at("socket"), &at("c")).expect_err("not a file");
        assert!(refused.to_string().contains("is not a file and cannot be copied"), "{refused}");
    }

    #[test]
    fn a_folder_is_removed_with_its_last_generated_file() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let (from, to) = (dir.path().join("from"), dir.path().join("to"));
        write(&from.join("ours/a.yaml"), [b"a"]).expect("writes");
        write(&from.join("theirs/deep/b.yaml"), [b"b"]).expect("writes");
        fs::create_dir(from.join("empty")).expect("creates");
        carry_over(&from, &to, &BTreeSet::from(["ours/a.yaml".into()])).expect("carries");
        assert!(!to.join("ours").exists(), "the folder is empty");
        assert!(to.join("theirs/deep/b.yaml").exists() && to.join("empty").exists(), "entries of other programs stay");
    }
}
