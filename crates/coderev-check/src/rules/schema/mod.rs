//! Fields of objects and the values that the API server accepts in them, as data.
//!
//! A rule has a table of [`Node`]s for each kind. Only fields in the table are serialized, so a check of an object costs little.
pub(super) mod forms;
mod walk;

use crate::{Finding, Help, Report};
use coderev_objects::{Entry, Origin};
use std::borrow::Cow;
use std::collections::BTreeSet;
pub(super) use walk::faults;

/// A value that the API server rejects, or the reason why it does.
pub(super) struct Fault {
    /// A sentence without its subject, which is the value in backticks: `is not a valid key`.
    pub(super) predicate: Cow<'static, str>,
    pub(super) help: Help,
}
impl Fault {
    pub(super) fn new(predicate: impl Into<Cow<'static, str>>, help: impl Into<Help>) -> Self {
        Self { predicate: predicate.into(), help: help.into() }
    }
}

/// The fault of a text; none if the API server accepts it.
pub(super) type Format = fn(&str) -> Option<Fault>;

/// The values of a field.
#[derive(Clone, Copy)]
pub(super) enum Node {
    /// Fields of an object. Fields that are not in the list have any value.
    Fields(&'static [(&'static str, &'static Node)]),
    /// Each item of a list.
    Each(&'static Node),
    /// The same, with the smallest and the largest number of items.
    Items(usize, usize, &'static Node),
    /// The keys and the values of a map.
    Map(Format, &'static Node),
    /// Several nodes for one value.
    All(&'static [&'static Node]),
    /// A text.
    Text(Format),
    /// A number, from the first to the second.
    Int(i64, i64),
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// One of these texts, or the empty text, for which the API server sets the default of the field.
    Defaulted(&'static [&'static str]),
    /// A number of pods or a percentage. The second is the largest percentage.
    Share(u32),
    /// Any value.
    Any,
}

/// A fault with the JSON pointer of its value.
pub(super) struct Found {
    pub(super) pointer: String,
    pub(super) value: String,
    pub(super) fault: Fault,
}
impl Found {
    pub(super) fn message(&self) -> String {
        format!("`{}` {}", shortened(&self.value), self.fault.predicate)
    }
}
/// The beginning of a long text.
pub(super) fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}..", &text[..at]).into(),
        None => text.into(),
    }
}

/// Reports faults. In a program, several objects have the same value from one setter: it is reported once.
#[derive(Default)]
pub(super) struct Once(BTreeSet<(Origin, String)>);
impl Once {
    pub(super) fn report(&mut self, entry: Entry<'_>, found: Found, report: &mut Report) {
        let (origin, message) = (entry.origin_of(&found.pointer), found.message());
        if self.0.insert((origin.clone(), message.clone())) {
            // A finding without a subject would hide findings about the whole platform.
            let subject = match entry.subject() {
                "" => format!("{}/{}", entry.namespace(), entry.name()),
                subject => subject.to_owned(),
            };
            let finding: Finding = report.finding(subject, message).at(origin);
            report.push(finding.help(found.fault.help));
        }
    }
}
