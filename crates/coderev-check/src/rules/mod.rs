//! The rules about objects: one file for each.
use crate::{Finding, Inventory, Report, Rule};

/// A rule about objects: its data and its function.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ObjectRule {
    /// Name, severity and manual.
    pub rule: &'static Rule,
    /// Reports what is wrong with the objects.
    pub check: fn(&Inventory, &mut Report),
}

/// All rules about objects, by name.
#[must_use]
pub const fn rules() -> &'static [ObjectRule] {
    ALL
}
const ALL: &[ObjectRule] = &[];

/// Runs all rules about objects. [`settle`](crate::settle) the findings before you show them.
#[must_use]
pub fn check(inventory: &Inventory) -> Vec<Finding> {
    let run = |it: &ObjectRule| {
        let mut report = Report::new(it.rule);
        (it.check)(inventory, &mut report);
        report.into_findings()
    };
    rules().iter().flat_map(run).collect()
}
