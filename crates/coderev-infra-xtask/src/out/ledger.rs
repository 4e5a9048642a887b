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
/// The start of the line with the kubectl context of the platform. A platform without a context has no such line.
const CONTEXT: &str = "context: ";
/// The start of the line for a removed object: `removed: apps/v1 Deployment shop web`. The namespace of a cluster-scoped
/// object is `-`. A tab and the kubectl context of the object follow, if the context is known: a name and a context can contain
/// spaces.
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

/// An object that was in the files before, and may still be in its cluster.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Removed {
    pub(crate) object: ObjectId,
    /// The kubectl context of its cluster. None if the list has no context, as of a platform without one.
    pub(crate) context: Option<String>,
}

/// The list as it is on the disk.
#[derive(Default)]
pub(crate) struct Ledger {
    /// The checksum of each file when it was last written, by path.
    sums: BTreeMap<String, String>,
    /// The kubectl context of the platform when it was last written.
    context: Option<String>,
    /// Objects that were in the files before, and may still be in the cluster.
    removed: BTreeSet<Removed>,
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
        let context = text.lines().find_map(|line| line.strip_prefix(CONTEXT)).map(str::to_owned);
        // A line without a context is from a list without one.
        let in_context = |it: Removed| Removed { context: it.context.or_else(|| context.clone()), ..it };
        let removed = text.lines().filter_map(removed_object).map(in_context).collect();
        let files = text.lines().filter(|line| !line.starts_with(REMOVED) && !line.starts_with(CONTEXT));
        Self { sums: files.filter_map(entry).filter(is_below).collect(), context, removed, text }
    }

    /// The paths of the files that were written.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &String> {
        self.sums.keys()
    }
    /// The kubectl context of the platform when the files were last written.
    pub(crate) fn context(&self) -> Option<&str> {
        self.context.as_deref()
    }
    /// The objects that were in the files before.
    pub(crate) fn removed(&self) -> &BTreeSet<Removed> {
        &self.removed
    }
    /// The text of the list without some removed objects.
    pub(crate) fn without(&self, forgotten: &[&Removed]) -> String {
        let is_kept = |line: &&str| removed_object(line).is_none_or(|it| !forgotten.contains(&&it));
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
            is_file(line)
                || removed_object(line).is_some()
                || (*at == 0 && line.starts_with(ONE_OF))
                || (*at < 2 && line.starts_with(CONTEXT))
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
fn removed_object(line: &str) -> Option<Removed> {
    let line = line.strip_prefix(REMOVED)?;
    let (object, context) = line.rsplit_once('\t').map_or((line, None), |(object, context)| (object, Some(context)));
    let mut parts = object.splitn(4, ' ');
    let [api_version, kind, namespace, name] = [parts.next()?, parts.next()?, parts.next()?, parts.next()?];
    let object = ObjectId::new(api_version, kind, if namespace == "-" { "" } else { namespace }, name);
    Some(Removed { object, context: context.map(str::to_owned) })
}

/// The text of the list of a platform in this kubectl context, for files with these checksums, by path, and for these removed
/// objects.
pub(crate) fn text(
    sums: &BTreeMap<&str, &str>,
    removed: &BTreeSet<Removed>,
    owner: Owner<'_>,
    context: Option<&str>,
) -> String {
    let name = match owner {
        Owner::OneOf(name) | Owner::Removed(Some(name)) => format!("{ONE_OF}{name}\n"),
        Owner::Only | Owner::Removed(None) => String::new(),
    };
    let first = name + &context.map(|context| format!("{CONTEXT}{context}\n")).unwrap_or_default();
    let files = sums.iter().fold(first, |mut text, (path, sum)| {
        writeln!(text, "{sum}  {path}").expect("writing to a String cannot fail");
        text
    });
    removed.iter().fold(files, |mut text, Removed { object, context }| {
        let namespace = if object.namespace().is_empty() { "-" } else { object.namespace() };
        let context = context.as_ref().map(|context| format!("\t{context}")).unwrap_or_default();
        writeln!(text, "{REMOVED}{} {} {namespace} {}{context}", object.api_version(), object.kind(), object.name())
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
