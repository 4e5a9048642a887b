//! The conflicts of one object.
use crate::{Help, Report};
use coderev_objects::Entry;

/// Reports conflicts of one object.
pub(super) struct Conflicts<'r, 'a> {
    pub(super) entry: Entry<'a>,
    pub(super) report: &'r mut Report,
}
impl Conflicts<'_, '_> {
    pub(super) fn push(&mut self, pointer: &str, message: impl Into<String>, help: impl Into<Help>) {
        let finding = self.report.finding(self.entry.subject(), message).at(self.entry.origin_of(pointer));
        self.report.push(finding.help(help));
    }
}
