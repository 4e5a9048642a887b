//! The rules about a change: they compare the objects of two versions of a platform, one file each.
//!
//! The API server refuses some changes, and others interrupt requests although both versions are right.
mod autoscaler_handover;
mod commands;
mod diff;
mod immutable_field;
mod order;
mod peers;
mod port_changed;
mod removed;
mod renamed;
mod renames;
mod replaced;
mod replicas_dip;
mod service_ports;
mod table;
mod tier_changed;
mod tier_effects;

use crate::{Change, ChangeRule, Finding, ObjectId, Report, Target};
pub use autoscaler_handover::TRANSITION_AUTOSCALER_HANDOVER;
use coderev_objects::Inventory;
use diff::Diff;
pub use immutable_field::TRANSITION_IMMUTABLE_FIELD;
pub use port_changed::TRANSITION_PORT_CHANGED;
pub use removed::TRANSITION_REMOVED;
pub use renamed::TRANSITION_RENAMED;
pub use replicas_dip::TRANSITION_REPLICAS_DIP;
pub use tier_changed::TRANSITION_TIER_CHANGED;

/// All rules about a change, by name.
#[must_use]
pub fn all() -> &'static [&'static ChangeRule] {
    ALL
}
static ALL: &[&ChangeRule] = &[
    &TRANSITION_AUTOSCALER_HANDOVER,
    &TRANSITION_IMMUTABLE_FIELD,
    &TRANSITION_PORT_CHANGED,
    &TRANSITION_REMOVED,
    &TRANSITION_RENAMED,
    &TRANSITION_REPLICAS_DIP,
    &TRANSITION_TIER_CHANGED,
];

/// Runs all rules about a change. `target` is the place of the new files, for the commands of the findings. Pass the findings to
/// [`suppress`](crate::suppress) before you show them.
///
/// ```
/// use coderev_check::{Inventory, Target, read, transitions};
///
/// let old = b"{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: uploads, namespace: shop}, spec: {}}";
/// let (old, new) = (Inventory::new(read("old.yaml", old)?), Inventory::new(Vec::new()));
/// let findings = transitions::check(&old, &new, &Target::new("kubernetes"));
/// assert_eq!(findings[0].rule().name(), "transition-removed");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn check(before: &Inventory, after: &Inventory, target: &Target) -> Vec<Finding> {
    let change = Change::new(before, after, target);
    let run = |it: &&ChangeRule| {
        let mut report = Report::new(it.rule);
        (it.check)(&change, &mut report);
        report.into_findings()
    };
    all().iter().flat_map(run).collect()
}

/// The objects that are only in `before`, and stay in the cluster when `after` is applied. Sorted. A finished Job that
/// Kubernetes deletes by itself, and an autoscaler that KEDA takes over, are not among them.
#[must_use]
pub fn removed(before: &Inventory, after: &Inventory) -> Vec<ObjectId> {
    let diff = Diff::new(before, after);
    let mut ids: Vec<ObjectId> = diff.removed.into_iter().map(ObjectId::from).collect();
    ids.sort();
    ids
}

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
