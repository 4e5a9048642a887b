//! One run at a time for each output folder.
use std::fs::{File, TryLockError};
use std::path::Path;

/// Locks the folder that contains `out` until the returned file is dropped. If another run has the lock, calls
/// `waiting` and waits.
///
/// Two simultaneous runs would use the same staging folder. On file systems without locks no run waits.
pub(crate) fn wait_for(out: &Path, waiting: impl FnOnce()) -> Option<File> {
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
