//! Files of a revision. `git` runs as a program.
use crate::error::CliError;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A file of a revision.
pub(crate) struct Blob {
    top: PathBuf,
    /// `<commit>:<path>`.
    name: String,
}
impl Blob {
    /// The bytes of the file.
    pub(crate) fn read(&self) -> Result<Vec<u8>, CliError> {
        run(&self.top, &["cat-file", "blob", &self.name])?.map_err(|reason| failed(&self.name, &reason))
    }
}

/// The files below `folder` in a revision, by their paths below it.
pub(crate) fn files(revision: &str, folder: &Path) -> Result<BTreeMap<String, Blob>, CliError> {
    let folder = existing(folder)?;
    let here = folder.ancestors().find(|path| path.is_dir()).unwrap_or(Path::new("."));
    let top = run(here, &["rev-parse", "--show-toplevel"])?.map_err(|reason| failed(revision, &reason))?;
    let top = PathBuf::from(line(&top));
    let commit =
        run(&top, &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")])?
            .map_err(|_| {
                CliError::usage(format!("`{revision}` is neither a folder nor a revision of git"))
                    .with_help("name a folder, a branch, a tag or a commit: `--against main`; in CI, fetch it first")
            })?;
    let commit = line(&commit);
    let below = folder.strip_prefix(&top).map_err(|_| {
        CliError::usage(format!("`{}` is not in the repository `{}`", folder.display(), top.display()))
            .with_help("choose a folder inside it with `--out DIR`")
    })?;
    let below: Vec<String> = below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let prefix = if below.is_empty() { String::new() } else { format!("{}/", below.join("/")) };
    let mut list = vec!["ls-tree", "-r", "-z", "--name-only", "--full-tree", &commit];
    if !prefix.is_empty() {
        list.extend(["--", &prefix]);
    }
    let listed = run(&top, &list)?.map_err(|reason| failed(revision, &reason))?;
    let listed = String::from_utf8_lossy(&listed).into_owned();
    let paths = listed.split('\0').filter_map(|path| Some((path, path.strip_prefix(&prefix)?)));
    let blob = |path: &str| Blob { top: top.clone(), name: format!("{commit}:{path}") };
    Ok(paths.filter(|(_, path)| !path.is_empty()).map(|(all, path)| (path.to_owned(), blob(all))).collect())
}

/// Runs git. The inner error is the first line that git printed.
fn run(here: &Path, arguments: &[&str]) -> Result<Result<Vec<u8>, String>, CliError> {
    let output = Command::new("git").current_dir(here).args(arguments).output().map_err(|error| {
        CliError::io("run", "git", error).with_help("install git, or compare with a folder: `--against DIR`")
    })?;
    Ok(if output.status.success() { Ok(output.stdout) } else { Err(line(&output.stderr)) })
}
fn failed(revision: &str, reason: &str) -> CliError {
    CliError::usage(format!("git cannot read `{revision}`: {reason}"))
        .with_help("run it in a repository that has this revision, or compare with a folder: `--against DIR`")
}
fn line(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).lines().next().unwrap_or_default().to_owned()
}

/// The path without links, as git names it. The folder may not exist yet.
fn existing(folder: &Path) -> Result<PathBuf, CliError> {
    let failed = |error: io::Error| CliError::io("use", folder.display(), error);
    let whole = std::path::absolute(folder).map_err(failed)?;
    let there = whole.ancestors().find(|path| path.exists()).unwrap_or(&whole);
    let rest = whole.strip_prefix(there).unwrap_or(Path::new(""));
    let there = std::fs::canonicalize(there).map_err(failed)?;
    Ok(if rest.as_os_str().is_empty() { there } else { there.join(rest) })
}
