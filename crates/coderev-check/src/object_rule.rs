//! A rule about objects.
use crate::{Report, Rule};
use coderev_objects::Inventory;

/// A rule about objects: its data and its function.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ObjectRule {
    /// Name, severity and manual.
    pub rule: &'static Rule,
    /// Reports what is wrong with the objects.
    pub check: fn(&Inventory, &mut Report),
}
