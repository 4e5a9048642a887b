//! Selects the files to check, and how to read each file.
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Markdown,
    /// Rust. In a file of test code, strings are data.
    Rust {
        is_test: bool,
    },
    /// Comments that begin with `#`.
    Hash,
}

/// Folders without text of this repository: builds, output, and inputs from a fuzzer.
const SKIPPED: [&str; 5] = [".git", "target", "kubernetes", "corpus", "artifacts"];

/// The files of the repository below `start` that are checked, by path relative to the root.
pub(super) fn below(root: &Path, start: &Path) -> io::Result<Vec<(String, Format)>> {
    let mut found = Vec::new();
    let mut waiting = vec![start.to_path_buf()];
    while let Some(path) = waiting.pop() {
        let relative = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
        if path.is_dir() {
            let mut entries: Vec<PathBuf> =
                fs::read_dir(&path)?.map(|entry| entry.map(|it| it.path())).collect::<io::Result<_>>()?;
            entries.retain(|it| it.file_name().is_none_or(|name| !SKIPPED.iter().any(|skipped| *skipped == name)));
            waiting.extend(entries);
        } else if let Some(format) = format(&relative) {
            found.push((relative, format));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}

/// How to read the file at `path`. None for a file that is not checked.
pub(super) fn format(path: &str) -> Option<Format> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let golden = folder.starts_with("tests/golden");
    match name.rsplit_once('.').map_or("", |(_, end)| end) {
        // The owner's text, which this project must not rewrite.
        "md" if path == "docs/deployment-guide.md" => None,
        "md" => Some(Format::Markdown),
        "rs" => {
            let is_test = path.starts_with("tests/") || path.contains("/tests/") || name == "tests.rs";
            Some(Format::Rust { is_test })
        }
        "toml" => Some(Format::Hash),
        "yaml" | "flags" if golden => Some(Format::Hash),
        "txt" if golden && name == "secrets.commands.txt" => Some(Format::Hash),
        "" if folder == ".ci" => Some(Format::Hash),
        _ => None,
    }
}
