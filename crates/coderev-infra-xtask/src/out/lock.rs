//! One run at a time for each output folder.
use super::atomic_dir;
use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// How often the locks are taken again because a folder was replaced meanwhile.
const TRIES: usize = 100;

/// The locks of a run, until it is dropped.
pub(crate) struct Locks {
    files: Vec<(PathBuf, File)>,
}

/// How a run locks a folder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lock {
    /// The run replaces a folder in it, so no other run may write below it.
    Exclusive,
    /// The run writes below it, so no other run may replace a folder in it.
    Shared,
}

/// Locks the folders that contain `folders`, after it creates them. If another run has one of the locks, calls `waiting`
/// and waits.
///
/// Two simultaneous runs would use the same staging folder. A run would replace a folder in which another run builds its
/// own. Links are followed first, because two paths may name one folder. On file systems without locks no run waits.
pub(crate) fn wait_for(folders: &[&Path], waiting: impl FnOnce()) -> Locks {
    let mut waiting = Some(waiting);
    let mut tries = 0;
    loop {
        let parents = parents(folders);
        let lock = |(path, how): (&PathBuf, &Lock)| Some((path.clone(), lock(path, *how, &mut waiting).ok()?));
        // Every run takes its locks in the same order, so that no two runs wait for each other.
        let locks = Locks { files: parents.iter().filter_map(lock).collect() };
        tries += 1;
        // While this run waited, another run may have replaced a folder or a link.
        if tries == TRIES || (self::parents(folders) == parents && locks.files.iter().all(|(path, it)| is_at(path, it)))
        {
            return locks;
        }
    }
}

/// The folders that contain `folders`, and all folders above them. A folder that cannot be created is reported when it is
/// written.
fn parents(folders: &[&Path]) -> BTreeMap<PathBuf, Lock> {
    let parent = |folder: &&Path| {
        let folder = atomic_dir::resolve(folder).ok()?;
        let parent = folder.parent()?;
        fs::create_dir_all(parent).ok()?;
        fs::canonicalize(parent).ok()
    };
    let parents: Vec<PathBuf> = folders.iter().filter_map(parent).collect();
    let above = parents.iter().flat_map(|it| it.ancestors().skip(1)).map(|it| (it.to_owned(), Lock::Shared));
    let mut locks: BTreeMap<PathBuf, Lock> = above.collect();
    locks.extend(parents.iter().map(|it| (it.clone(), Lock::Exclusive)));
    locks
}

fn lock(path: &Path, how: Lock, waiting: &mut Option<impl FnOnce()>) -> io::Result<File> {
    let file = File::open(path)?;
    let tried = match how {
        Lock::Exclusive => file.try_lock(),
        Lock::Shared => file.try_lock_shared(),
    };
    match tried {
        Err(TryLockError::WouldBlock) => {
            if let Some(waiting) = waiting.take() {
                waiting();
            }
            match how {
                Lock::Exclusive => file.lock()?,
                Lock::Shared => file.lock_shared()?,
            }
        }
        locked => locked?,
    }
    Ok(file)
}

/// Whether the locked folder still has this path.
#[cfg(unix)]
fn is_at(path: &Path, locked: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |it: &fs::Metadata| (it.dev(), it.ino());
    matches!((fs::metadata(path), locked.metadata()), (Ok(there), Ok(ours)) if id(&there) == id(&ours))
}
#[cfg(not(unix))]
fn is_at(path: &Path, _: &File) -> bool {
    path.is_dir()
}
