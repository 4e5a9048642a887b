//! The conflicts of one object.
use crate::{Help, Report};
use coderev_objects::Entry;
use std::fmt::{Arguments, Display};

/// A JSON pointer that is formatted only for a conflict: almost no field has one.
pub(super) type Pointer<'p> = Arguments<'p>;

/// Reports conflicts of one object.
pub(super) struct Conflicts<'r, 'a> {
    pub(super) entry: Entry<'a>,
    pub(super) report: &'r mut Report,
}
impl Conflicts<'_, '_> {
    pub(super) fn push(&mut self, pointer: impl Display, message: impl Into<String>, help: impl Into<Help>) {
        let finding = self.report.finding(self.entry.subject(), message).at(self.entry.origin_of(&pointer.to_string()));
        self.report.push(finding.help(help));
    }
}
