//! The list of the files that this program wrote, with their checksums. Files of other programs are never changed.
use super::{inside, read_if_there};
use crate::error::CliError;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Component, Path};

/// The name of the list in its folder.
pub(crate) const LEDGER: &str = ".coderev-infra";
/// The first line of the list for one of several platforms: this text and the platform's name.
const ONE_OF: &str = "one of several: ";

/// The owner of the output in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner<'a> {
    /// The only platform of the program.
    Only,
    /// One of several platforms, by name.
    OneOf(&'a str),
    /// A platform that the program no longer has.
    Removed,
}

/// The list as it is on the disk.
#[derive(Default)]
pub(crate) struct Ledger {
    /// The checksum of each file when it was last written, by path.
    sums: BTreeMap<String, String>,
    /// The complete text. After a merge conflict it contains other lines.
    text: String,
}

impl Ledger {
    /// The list of a folder, or an empty list.
    pub(crate) fn read(root: &Path) -> Result<Self, CliError> {
        inside::require_plain(root, LEDGER)?;
        let path = root.join(LEDGER);
        let text =
            read_if_there(fs::read_to_string(&path)).map_err(|error| CliError::io("read", path.display(), error))?;
        let text = text.unwrap_or_default();
        let entry = |line: &str| line.split_once("  ").map(|(sum, path)| (path.to_owned(), sum.to_owned()));
        let is_below =
            |(path, _): &(String, String)| Path::new(path).components().all(|it| matches!(it, Component::Normal(_)));
        Ok(Self { sums: text.lines().filter_map(entry).filter(is_below).collect(), text })
    }

    /// The paths of the files that were written.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &String> {
        self.sums.keys()
    }
    /// Whether these are the bytes that were last written to `path`.
    pub(crate) fn wrote(&self, path: &str, bytes: &[u8]) -> bool {
        self.sums.get(path) == Some(&sum([bytes]))
    }
    /// Whether the folder has a list.
    pub(crate) fn exists(&self) -> bool {
        !self.text.is_empty()
    }
    /// Whether the list on the disk has this text.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.text == text
    }
    /// Whether the folder contains output with an owner for which `is` returns true.
    pub(crate) fn is_owned(&self, is: impl FnOnce(Owner<'_>) -> bool) -> bool {
        // Not always the first line: the markers of a merge conflict may come before it.
        let name = self.text.lines().find_map(|line| line.strip_prefix(ONE_OF));
        !self.text.is_empty() && is(name.map_or(Owner::Only, Owner::OneOf))
    }
}

/// The text of the list for files with these checksums, by path.
pub(crate) fn text(sums: &BTreeMap<&str, &str>, owner: Owner<'_>) -> String {
    let first = match owner {
        Owner::OneOf(name) => format!("{ONE_OF}{name}\n"),
        Owner::Only | Owner::Removed => String::new(),
    };
    sums.iter().fold(first, |mut text, (path, sum)| {
        writeln!(text, "{sum}  {path}").expect("writing to a String cannot fail");
        text
    })
}

/// The checksum of a text in parts: SHA-256 in hexadecimal digits.
pub(super) fn sum<P: AsRef<[u8]>>(parts: impl IntoIterator<Item = P>) -> String {
    let mut hash = Sha256::new();
    parts.into_iter().for_each(|part| hash.update(part));
    hexadecimal(hash)
}
pub(super) fn hexadecimal(hash: Sha256) -> String {
    hash.finalize().iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("writing to a String cannot fail");
        hex
    })
}
