//! The steps that replace an object with an immutable field.
use super::commands::{reference, steps, title};
use super::diff::{Diff, value};
use super::order::{apply_only, is_scaled_in_cluster, quotas};
use super::table::Replacement;
use crate::object_id::quoted;
use crate::{Change, Help, Target};
use coderev_objects::{Entry, quantity};
use k8s_openapi::api::core::v1::ResourceQuota;
use serde_json::Value;
use std::collections::BTreeMap;

/// The steps for an object of both versions: `was` and `is` are its values.
pub(super) fn help(
    change: &Change<'_>,
    (old, new): (Entry<'_>, Entry<'_>),
    replacement: Replacement,
    [was, is]: [&Value; 2],
) -> Help {
    let target = change.target;
    match replacement {
        Replacement::Adopted => adopted(change, old, was, is).into(),
        Replacement::Orphaned => orphaned(change, old, new).into(),
        Replacement::Recreated(effect) => {
            let end =
                format!("or delete the old one before you apply the new files: `{}` ({effect})", target.delete(old));
            let other_name = format!("give the new object another name, {end}");
            match old.kind() {
                "Job" => Help::forms(format!("give the Job a new name with `.run(\"again\")`, {end}"), other_name),
                _ => other_name.into(),
            }
        }
    }
}

/// A StatefulSet, whose pods stay if only its claims or its Service change.
fn adopted(change: &Change<'_>, old: Entry<'_>, was: &Value, is: &Value) -> String {
    let target = change.target;
    let apply = format!("apply the new files, `{}`", target.apply_all());
    if was.pointer("/spec/selector") != is.pointer("/spec/selector") {
        return steps([
            format!("`{}`: its pods stop, and its volume claims stay", target.delete(old)),
            format!("{apply}: the new pods use the volume claims of the old pods"),
        ]);
    }
    let mut all = Vec::new();
    let grown = grown_claims(target, old, was, is);
    if !grown.is_empty() {
        all.extend(larger_quota(change, old));
    }
    all.push(orphan(target, old));
    if !grown.is_empty() {
        all.push(format!("grow the claim of each pod, as far as its StorageClass allows it: {}", grown.join(", ")));
    }
    if adds_claim(was, is) {
        // `UpdateStatefulPod` in pkg/controller/statefulset/stateful_pod_control.go of Kubernetes: the controller adds the
        // volume to the pod, the API server refuses it, and no later pod is updated.
        all.push(format!("{apply}: the new StatefulSet adopts the pods, and cannot add a volume to them"));
        let delete = |at| target.kubectl(&format!("delete pod {}-{at} -n {}", old.name(), old.namespace()));
        let pods: Vec<String> = ordinals(old, was).rev().map(|at| format!("`{}`", delete(at))).collect();
        all.push(format!("delete the pods one after another, and wait until each is ready: {}", pods.join(", ")));
    } else {
        all.push(format!("{apply}: the new StatefulSet adopts the pods and restarts them one by one"));
    }
    if has_smaller_claim(was, is) {
        all.push("existing volume claims keep their size: only new pods get smaller ones".into());
    }
    steps(all)
}
fn orphan(target: &Target, old: Entry<'_>) -> String {
    format!("`{} --cascade=orphan`: its pods keep running", target.delete(old))
}

/// A workload whose pods stay without an owner until the new pods are ready.
fn orphaned(change: &Change<'_>, old: Entry<'_>, new: Entry<'_>) -> String {
    let (target, namespace) = (change.target, quoted(old.namespace()));
    let mut all = Vec::new();
    let labels = labels_of_services(old, new);
    let selector = selector(old);
    if let Some((key, value)) = labels.iter().find(|(key, _)| selector.contains_key(*key)) {
        return format!(
            "give the {} a new name too: the Service would select no pod until the new ones are ready, and with the label `{key}={value}` the \
old pods would leave their controller",
            old.kind()
        );
    }
    if !labels.is_empty() {
        let has_key = |key| old.as_workload().is_some_and(|it| it.template().labels().any(|(other, _)| other == key));
        let overwrite = if labels.keys().any(has_key) { " --overwrite" } else { "" };
        let pods = pairs(&selector, ",");
        let label = target.kubectl(&format!(
            "label pods -n {namespace} -l {} {}{overwrite}",
            quoted(&pods),
            pairs(&labels, " ")
        ));
        all.push(format!("let the Service select the old pods until the new ones are ready: `{label}`"));
    }
    let left = if old.kind() == "Deployment" { "replicaset" } else { "pod" };
    let list = format!(
        "get {left} -n {namespace} -o go-template='{{{{range .items}}}}{{{{if not .metadata.ownerReferences}}}}{{{{.metadata.name}}}}{{{{\"\\n\"}}}}{{{{end}}}}{{{{end}}}}'"
    );
    let quotas = quotas(change, new);
    if !quotas.is_empty() {
        let delete = target.delete_all(quotas.iter().copied());
        all.push(format!("delete the ResourceQuota, which has no room for the old and the new pods: {delete}"));
    }
    let is_scaled = is_scaled_in_cluster(old, new);
    if is_scaled {
        let live = target.kubectl(&format!("get {} -o jsonpath='{{.spec.replicas}}'", reference(old)));
        all.push(format!("store the number of pods: `replicas=$({live})`"));
    }
    all.push(orphan(target, old));
    // With the quota, the new pods could not start.
    let apply = if quotas.is_empty() {
        format!("apply the new files: `{}`", target.apply_all())
    } else {
        apply_only(change, new, "")
    };
    all.push(apply);
    if is_scaled {
        let scale = target.kubectl(&format!("scale {} --replicas=$replicas", reference(new)));
        all.push(format!("start as many pods as before: `{scale}`"));
    }
    all.push(format!("wait: `{}`", target.rollout(old)));
    all.push(format!("delete what the old object left: it is in the list of `{}`", target.kubectl(&list)));
    if !quotas.is_empty() {
        all.push(format!("apply all new files, which create the ResourceQuota again: `{}`", target.apply_all()));
    }
    steps(all)
}
/// The labels in the selectors of the new Services that the old pods do not have.
fn labels_of_services(old: Entry<'_>, new: Entry<'_>) -> BTreeMap<String, String> {
    let (Some(old), Some(new)) = (old.as_workload(), new.as_workload()) else { return BTreeMap::new() };
    let has = |key: &str, value: &str| old.template().labels().any(|label| label == (key, value));
    let selectors = new.services().map(|service| value(service)["spec"]["selector"].clone());
    let selected = selectors.filter_map(|it| serde_json::from_value::<BTreeMap<String, String>>(it).ok());
    selected.flatten().filter(|(key, value)| !has(key, value)).collect()
}
fn selector(entry: Entry<'_>) -> BTreeMap<String, String> {
    serde_json::from_value(value(entry)["spec"]["selector"]["matchLabels"].clone()).unwrap_or_default()
}
fn pairs(labels: &BTreeMap<String, String>, between: &str) -> String {
    labels.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(between)
}

/// The step for a quota of the namespace that changes too: the server refuses a claim above the quota.
fn larger_quota(change: &Change<'_>, old: Entry<'_>) -> Option<String> {
    let Change { before, after, target } = *change;
    let unchanged = Diff::new(before, after).kept.into_iter().filter(|(was, is)| value(*was) == value(*is));
    let unchanged: Vec<Entry<'_>> = unchanged.map(|(_, is)| is).collect();
    let here = after.all::<ResourceQuota>().map(|(quota, _)| quota).filter(|it| it.namespace() == old.namespace());
    let changed: Vec<Entry<'_>> = here.filter(|quota| !unchanged.contains(quota)).collect();
    let title = title(*changed.first()?);
    let files: Vec<&str> = changed.iter().filter_map(|quota| target.file_of(*quota)).collect();
    let room = "which has room for the larger claims";
    Some(match files.first() {
        Some(file) => format!("apply the new ResourceQuota, {room}: `{}`", target.apply(&[file])),
        None => format!("apply the new {title}, {room}"),
    })
}

/// The requested size of a claim, in bytes.
pub(super) fn size(claim: &Value) -> Option<quantity::Amount> {
    quantity::parse(claim.pointer("/spec/resources/requests/storage")?.as_str()?)
}
fn claims(set: &Value) -> impl Iterator<Item = &Value> {
    set.pointer("/spec/volumeClaimTemplates").and_then(Value::as_array).into_iter().flatten()
}
/// The claim template of the same name in the old StatefulSet.
fn counterpart<'a>(was: &'a Value, claim: &Value) -> Option<&'a Value> {
    let name = claim.pointer("/metadata/name")?;
    claims(was).find(|it| it.pointer("/metadata/name") == Some(name))
}
fn adds_claim(was: &Value, is: &Value) -> bool {
    claims(is).any(|claim| counterpart(was, claim).is_none())
}
fn has_smaller_claim(was: &Value, is: &Value) -> bool {
    claims(is).any(|claim| counterpart(was, claim).is_some_and(|old| size(claim) < size(old)))
}
/// The numbers of the pods of a StatefulSet.
/// <https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#start-ordinal>
fn ordinals(set: Entry<'_>, fields: &Value) -> std::ops::Range<i64> {
    let start = fields.pointer("/spec/ordinals/start").and_then(Value::as_i64).unwrap_or_default();
    let pods = set.as_workload().map_or(1, |it| it.scale().max);
    start..start.saturating_add(pods.into())
}
/// The commands that grow the claims of a StatefulSet. The set itself does not grow them: KEP-4650 is not in a release.
fn grown_claims(target: &Target, old: Entry<'_>, was: &Value, is: &Value) -> Vec<String> {
    let grown = |claim| {
        let larger = size(claim) > size(counterpart(was, claim)?);
        let name = claim.pointer("/metadata/name")?.as_str()?;
        let storage = claim.pointer("/spec/resources/requests/storage")?.as_str()?;
        larger.then_some((name, storage))
    };
    let patch = |name: &str, storage: &str, at: i64| {
        let fields = format!("{{\"spec\":{{\"resources\":{{\"requests\":{{\"storage\":\"{storage}\"}}}}}}}}");
        let claim = format!("{name}-{}-{at}", old.name());
        format!("`{}`", target.kubectl(&format!("patch pvc {claim} -n {} -p '{fields}'", old.namespace())))
    };
    let all = claims(is).filter_map(grown);
    all.flat_map(|(name, storage)| ordinals(old, was).map(move |at| patch(name, storage, at))).collect()
}
