//! The namespaces of objects. They are DNS labels, and parts of paths in the output.
use super::format::Format;
use crate::Report;
use coderev_objects::Inventory;
use std::collections::BTreeSet;

/// A namespace that is malformed is reported for its Namespace object, or else for each position.
pub(super) fn check(inventory: &Inventory, report: &mut Report) {
    let format = Format::label();
    let malformed: Vec<_> = inventory
        .entries()
        .filter(|entry| !entry.namespace().is_empty() && !format.accepts(entry.namespace()))
        .collect();
    if malformed.is_empty() {
        return;
    }
    let declared: BTreeSet<&str> =
        inventory.entries().filter(|entry| entry.kind() == "Namespace").map(|entry| entry.name()).collect();
    let mut seen = BTreeSet::new();
    for entry in malformed.into_iter().filter(|entry| !declared.contains(entry.namespace())) {
        let (namespace, at) = (entry.namespace(), entry.origin_of("/metadata/namespace"));
        if seen.insert((at.clone(), namespace)) {
            let message = format!("`{namespace}` is not a valid namespace");
            report.push(report.finding(entry.subject(), message).at(at).help(format.to_string()).never_allowed());
        }
    }
}
