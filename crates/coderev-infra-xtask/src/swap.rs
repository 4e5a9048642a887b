//! A folder that is replaced at once: the new one is built beside it, and the two change names.
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Where the new folder is built: on the same file system, so that a rename is enough.
pub(crate) fn beside(folder: &Path) -> PathBuf {
    let name = folder.file_name().map_or_else(|| "kubernetes".into(), |name| name.to_string_lossy().into_owned());
    folder.with_file_name(format!(".{name}.coderev-infra-new"))
}

/// Removes what a killed run left there.
pub(crate) fn clear(staging: &Path) -> io::Result<()> {
    match fs::remove_dir_all(staging) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Writes a file and waits until the disk has it.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Brings everything of `from` that is not `ours` into `to`: files of somebody else stay where they are looked for.
pub(crate) fn carry_over(from: &Path, to: &Path, ours: &BTreeSet<PathBuf>) -> io::Result<()> {
    carry(from, to, Path::new(""), ours)
}
fn carry(from: &Path, to: &Path, below: &Path, ours: &BTreeSet<PathBuf>) -> io::Result<()> {
    let entries = match fs::read_dir(from.join(below)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let path = below.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir_all(to.join(&path))?;
            carry(from, to, &path, ours)?;
        } else if !ours.contains(&path) {
            // A link shares the file's content and dates; where links cannot be had, a copy does.
            fs::hard_link(from.join(&path), to.join(&path))
                .or_else(|_| fs::copy(from.join(&path), to.join(&path)).map(drop))?;
        }
    }
    Ok(())
}

/// Puts `staging` in the place of `folder`, and removes what was there.
pub(crate) fn exchange(staging: &Path, folder: &Path) -> io::Result<()> {
    if !folder.exists() {
        return fs::rename(staging, folder);
    }
    swap_names(staging, folder)?;
    fs::remove_dir_all(staging)
}

/// One step for the file system: nobody ever sees half of it.
#[cfg(target_os = "linux")]
fn swap_names(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE) {
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => swap_in_steps(a, b),
        done => done.map_err(Into::into),
    }
}
#[cfg(not(target_os = "linux"))]
use swap_in_steps as swap_names;

/// Where names cannot be exchanged: three renames. A kill between them leaves the old folder whole, under its name with `-old`.
fn swap_in_steps(a: &Path, b: &Path) -> io::Result<()> {
    let old = a.with_extension("coderev-infra-old");
    fs::rename(b, &old)?;
    if let Err(error) = fs::rename(a, b) {
        fs::rename(&old, b)?;
        return Err(error);
    }
    fs::rename(&old, a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_swapping_swap() {
        for swap in [swap_names, swap_in_steps] {
            let dir = tempfile::tempdir().expect("a temporary folder");
            let (a, b) = (dir.path().join("a"), dir.path().join("b"));
            write(&a.join("new"), b"new").expect("writes");
            write(&b.join("old"), b"old").expect("writes");
            swap(&a, &b).expect("swaps");
            assert!(a.join("old").exists() && b.join("new").exists());
        }
    }
}
