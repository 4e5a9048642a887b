//! A rule about the change from one version of the objects to the next.
use crate::{Report, Rule};
use coderev_objects::Inventory;

/// A rule about a change: its data and its function.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ChangeRule {
    /// The name, the severity and the manual.
    pub rule: &'static Rule,
    /// Compares the objects before with the objects after the change, and reports findings.
    pub check: fn(&Inventory, &Inventory, &mut Report),
}
