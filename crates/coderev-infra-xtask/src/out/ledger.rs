//! The list of the files that this program wrote, with their checksums, and of the objects that it no longer writes. Files of
//! other programs are never changed.
use super::{inside, read_if_there};
use crate::error::CliError;
use coderev_infra::ObjectId;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Component, Path};

/// The name of the list in its folder.
pub(crate) const LEDGER: &str = ".coderev-infra";
/// The first line of the list for one of several platforms: this text and the platform's name.
const ONE_OF: &str = "one of several: ";
/// The start of the line for a removed object: `removed: apps/v1 Deployment shop web`. The namespace of a cluster-scoped
/// object is `-`.
const REMOVED: &str = "removed: ";

/// The owner of the output in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner<'a> {
    /// The only platform of the program.
    Only,
    /// One of several platforms, by name.
    OneOf(&'a str),
    /// A platform that the program no longer has, with its name if it was one of several.
    Removed(Option<&'a str>),
}

/// The list as it is on the disk.
#[derive(Default)]
pub(crate) struct Ledger {
    /// The checksum of each file when it was last written, by path.
    sums: BTreeMap<String, String>,
    /// Objects that were in the files before, and may still be in the cluster.
    removed: BTreeSet<ObjectId>,
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
        Ok(Self::parse(text.unwrap_or_default()))
    }
    /// A list with this text.
    pub(crate) fn parse(text: String) -> Self {
        let entry = |line: &str| line.split_once("  ").map(|(sum, path)| (path.to_owned(), sum.to_owned()));
        let is_below =
            |(path, _): &(String, String)| Path::new(path).components().all(|it| matches!(it, Component::Normal(_)));
        let removed = text.lines().filter_map(removed_object).collect();
        let files = text.lines().filter(|line| !line.starts_with(REMOVED));
        Self { sums: files.filter_map(entry).filter(is_below).collect(), removed, text }
    }

    /// The paths of the files that were written.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &String> {
        self.sums.keys()
    }
    /// The objects that were in the files before.
    pub(crate) fn removed(&self) -> &BTreeSet<ObjectId> {
        &self.removed
    }
    /// The text of the list without some removed objects.
    pub(crate) fn without(&self, forgotten: &BTreeSet<ObjectId>) -> String {
        let is_kept = |line: &&str| removed_object(line).is_none_or(|object| !forgotten.contains(&object));
        self.text.lines().filter(is_kept).fold(String::new(), |text, line| text + line + "\n")
    }
    /// Whether the file at `path` had this checksum when it was last written.
    pub(crate) fn has(&self, path: &str, sum: &str) -> bool {
        self.sums.get(path).is_some_and(|it| it == sum)
    }
    /// Whether these are the bytes that were last written to `path`.
    pub(crate) fn wrote(&self, path: &str, bytes: &[u8]) -> bool {
        self.sums.get(path) == Some(&sum([bytes]))
    }
    /// The number of the first line that does not belong to a list, such as the marker of a merge conflict.
    pub(crate) fn unknown_line(&self) -> Option<usize> {
        let is_sum =
            |text: &str| text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let is_file = |line: &str| line.split_once("  ").is_some_and(|(sum, path)| is_sum(sum) && !path.is_empty());
        let is_known = |(at, line): &(usize, &str)| {
            is_file(line) || removed_object(line).is_some() || (*at == 0 && line.starts_with(ONE_OF))
        };
        self.text.lines().enumerate().find(|line| !is_known(line)).map(|(at, _)| at + 1)
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

/// The object of a line.
fn removed_object(line: &str) -> Option<ObjectId> {
    let mut parts = line.strip_prefix(REMOVED)?.splitn(4, ' ');
    let [api_version, kind, namespace, name] = [parts.next()?, parts.next()?, parts.next()?, parts.next()?];
    Some(ObjectId::new(api_version, kind, if namespace == "-" { "" } else { namespace }, name))
}

/// The text of the list for files with these checksums, by path, and for these removed objects.
pub(crate) fn text(sums: &BTreeMap<&str, &str>, removed: &BTreeSet<ObjectId>, owner: Owner<'_>) -> String {
    let first = match owner {
        Owner::OneOf(name) | Owner::Removed(Some(name)) => format!("{ONE_OF}{name}\n"),
        Owner::Only | Owner::Removed(None) => String::new(),
    };
    let files = sums.iter().fold(first, |mut text, (path, sum)| {
        writeln!(text, "{sum}  {path}").expect("writing to a String cannot fail");
        text
    });
    removed.iter().fold(files, |mut text, object| {
        let namespace = if object.namespace().is_empty() { "-" } else { object.namespace() };
        writeln!(text, "{REMOVED}{} {} {namespace} {}", object.api_version(), object.kind(), object.name())
            .expect("writing to a String cannot fail");
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
