//! A rule about the change from one version of the objects to the next.
use crate::{Report, Rule, Target};
use coderev_objects::Inventory;

/// A rule about a change: its data and its function.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ChangeRule {
    /// The name, the severity and the manual.
    pub rule: &'static Rule,
    /// Compares the objects before with the objects after the change, and reports findings.
    pub check: fn(&Change<'_>, &mut Report),
}

/// Two versions of the objects, and where the new version is applied.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    pub(crate) before: &'a Inventory,
    pub(crate) after: &'a Inventory,
    pub(crate) target: &'a Target,
}
impl<'a> Change<'a> {
    /// The change from the objects `before` to the objects `after`, which are the files of `target`.
    #[must_use]
    pub const fn new(before: &'a Inventory, after: &'a Inventory, target: &'a Target) -> Self {
        Self { before, after, target }
    }
}
