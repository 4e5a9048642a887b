//! A rule about objects.
use crate::{Report, Rule};
use coderev_objects::Inventory;

/// A rule about objects: its data and its function.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ObjectRule {
    /// The name, the severity and the manual.
    pub rule: &'static Rule,
    /// Checks the objects, and reports findings.
    pub check: fn(&Inventory, &mut Report),
}
