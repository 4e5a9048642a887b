//! The objects of two versions, matched by group, kind, namespace and name.
use coderev_objects::crd::keda::ScaledObject;
use coderev_objects::{Entry, Inventory, Object, labels};
use serde_json::Value;

/// The objects of two versions.
pub(super) struct Diff<'a> {
    /// Objects of both versions.
    pub(super) kept: Vec<(Entry<'a>, Entry<'a>)>,
    /// Objects that stay in the cluster without a file.
    pub(super) removed: Vec<Entry<'a>>,
    /// New objects.
    pub(super) added: Vec<Entry<'a>>,
}
impl<'a> Diff<'a> {
    pub(super) fn new(before: &'a Inventory, after: &'a Inventory) -> Self {
        let (mut kept, mut removed) = (Vec::new(), Vec::new());
        for old in before.entries() {
            match counterpart(old, after) {
                Some(new) => kept.push((old, new)),
                None if is_deleted_by_itself(old) || is_taken_over(old, after) => {}
                None => removed.push(old),
            }
        }
        let added = after.entries().filter(|new| counterpart(*new, before).is_none()).collect();
        Self { kept, removed, added }
    }
}

/// The same object in the other version.
pub(super) fn counterpart<'b>(entry: Entry<'_>, other: &'b Inventory) -> Option<Entry<'b>> {
    other.find(entry.api_version(), entry.kind(), entry.namespace(), entry.name())
}

/// The tier of an object.
pub(super) fn tier(entry: Entry<'_>) -> Option<&str> {
    entry.object().metadata().labels.as_ref()?.get(labels::TIER).map(|tier| &**tier)
}
/// The object as a value.
pub(super) fn value(entry: Entry<'_>) -> Value {
    serde_json::to_value(entry.document()).unwrap_or_default()
}

/// Whether Kubernetes deletes the object: a finished Job with `ttlSecondsAfterFinished`.
fn is_deleted_by_itself(entry: Entry<'_>) -> bool {
    matches!(entry.object(), Object::Job(_)) && value(entry).pointer("/spec/ttlSecondsAfterFinished").is_some()
}

/// The annotation by which KEDA takes over an HPA, instead of refusing the ScaledObject.
/// <https://keda.sh/docs/2.21/reference/scaledobject-spec/#transfer-ownership-of-an-existing-hpa>
pub(super) const TRANSFER: &str = "scaledobject.keda.sh/transfer-hpa-ownership";

/// Whether a ScaledObject takes over this HPA.
fn is_taken_over(entry: Entry<'_>, after: &Inventory) -> bool {
    matches!(entry.object(), Object::HorizontalPodAutoscaler(_))
        && after
            .all::<ScaledObject>()
            .any(|(other, _)| other.namespace() == entry.namespace() && takes_over(other, entry.name()))
}
/// Whether `scaled` is a ScaledObject that takes over the HPA `name` of its namespace.
pub(super) fn takes_over(scaled: Entry<'_>, name: &str) -> bool {
    let Object::ScaledObject(it) = scaled.object() else { return false };
    let annotations = it.metadata.annotations.as_ref();
    let transfers = annotations.and_then(|all| all.get(TRANSFER)).is_some_and(|value| value == "true");
    transfers && it.spec.advanced.horizontal_pod_autoscaler_config.name == name
}
