//! The order in which a workload gets a new name or a new namespace.
//!
//! First the objects that the new pods need, then the new pods, as many as the old ones, then the traffic, then the end of the
//! old pods.
use super::commands::{copy, copy_reference, reference};
use super::diff::{Diff, counterpart, value};
use super::peers::policies_of_old_pods;
use super::renames::Removed;
use crate::Change;
use crate::object_id::quoted;
use crate::rules::too_small_for_both;
use coderev_objects::{Entry, Object, labels};
use k8s_openapi::api::batch::v1::Job;

/// The suffix of the copies of old policies, which exist until the old pods are deleted.
const OLD_PEERS: &str = "old-peers";

/// The steps for a workload with a new name or namespace.
pub(super) fn replacement(change: &Change<'_>, old: &Removed<'_>, new: Entry<'_>) -> Vec<String> {
    let policies = policies_of_old_pods(change, &[old.entry]);
    let quotas = quotas(change, new);
    let mut all = needs(change, old.entry, new, &policies);
    if !quotas.is_empty() {
        let delete = change.target.delete_all(quotas.iter().copied());
        all.push(format!("delete the ResourceQuota, which has no room for the old and the new pods: {delete}"));
    }
    all.extend(pods(change, old.entry, new));
    let again = quotas.iter().any(|quota| counterpart(*quota, change.after).is_some());
    all.extend(traffic(change, old, new, &policies, again));
    all
}
/// The steps for a namespace with a new name, which has these workloads, old and new.
pub(super) fn namespace<'a>(
    change: &Change<'a>,
    old: &Removed<'a>,
    workloads: &[(Entry<'a>, Entry<'a>)],
) -> Vec<String> {
    let Some((_, first)) = workloads.first() else { return Vec::new() };
    let before: Vec<Entry<'a>> = workloads.iter().map(|(was, _)| *was).collect();
    let policies = policies_of_old_pods(change, &before);
    let mut all = needs(change, before[0], *first, &policies);
    all.extend(workloads.iter().flat_map(|(was, is)| pods(change, *was, *is)));
    // The deletion of the namespace deletes all other objects in it.
    let dependents = old.dependents.iter().copied().filter(|it| it.kind() == "Ingress").collect();
    all.extend(traffic(change, &Removed { entry: old.entry, dependents }, *first, &policies, false));
    all
}

/// The objects that the new pods need, and the connections that the old pods need.
fn needs(change: &Change<'_>, old: Entry<'_>, new: Entry<'_>, policies: &[Entry<'_>]) -> Vec<String> {
    let target = change.target;
    let (from, to) = (old.namespace(), new.namespace());
    let mut all = Vec::new();
    for policy in policies {
        let copy = copy(target, *policy, OLD_PEERS);
        all.push(format!(
            "keep the old pods connected, because the new {} `{}` selects only the new pods: {copy}",
            policy.kind(),
            policy.name()
        ));
    }
    if from != to && !target.has_files() && change.before.find("v1", "Namespace", "", to).is_none() {
        all.push(format!("create the namespace: `{}`", target.kubectl(&format!("create namespace {}", quoted(to)))));
    }
    match target.files_before_pods(change.after) {
        files if files.is_empty() && target.has_files() => {}
        files if files.is_empty() => {
            all.push("apply what the new pods need: network policies, ConfigMaps, service accounts".to_owned());
        }
        files => all.push(format!("apply what the new pods need: `{}`", target.apply(&files))),
    }
    if from != to {
        all.push(format!("create in `{to}` each Secret that the pods read, and copy the data of their volume claims"));
    }
    all
}
/// The new pods, as many as the old ones.
fn pods(change: &Change<'_>, old: Entry<'_>, new: Entry<'_>) -> Vec<String> {
    let target = change.target;
    let mut all = Vec::new();
    for job in jobs_before(change, new) {
        let wait = target.kubectl(&format!("wait --for=condition=complete {} --timeout=1h", reference(job)));
        all.push(format!("run the Job `{}`: {}, and wait: `{wait}`", job.name(), apply_only(change, job, "")));
    }
    all.push(format!("start the new pods, before any traffic moves: {}", apply_only(change, new, "")));
    if is_scaled_in_cluster(old, new) {
        let live = target.kubectl(&format!("get {} -o jsonpath='{{.spec.replicas}}'", reference(old)));
        let scale = target.kubectl(&format!("scale {} --replicas=$({live})", reference(new)));
        all.push(format!("start as many pods as the old {} has: `{scale}`", old.kind()));
    }
    if has_rollout(new) {
        all.push(format!("wait until they are ready: `{}`", target.rollout(new)));
    } else {
        all.push("wait until they are ready".to_owned());
    }
    if has_own_data(old) {
        all.push("copy the data to the new volumes, after the last write to the old ones".to_owned());
    }
    all
}
/// The traffic, and the end of the old pods. `again` if the new files have a quota that was deleted.
fn traffic(change: &Change<'_>, old: &Removed<'_>, new: Entry<'_>, policies: &[Entry<'_>], again: bool) -> Vec<String> {
    let (target, removed) = (change.target, old.entry);
    let mut all = Vec::new();
    let (ingresses, others): (Vec<_>, Vec<_>) = old.dependents.iter().copied().partition(|it| it.kind() == "Ingress");
    if !ingresses.is_empty() {
        // ingress-nginx refuses a second Ingress with the same host and path, also in another namespace.
        let delete = target.delete_all(ingresses);
        all.push(format!("delete the old Ingress, and take the next step at once: {delete}"));
    }
    // With the quota, no pod of another rollout could start before the old pods are gone.
    let without_quota = if again { target.files_from_pods(change.after) } else { Vec::new() };
    all.push(if without_quota.is_empty() {
        format!("apply all new files, which moves the traffic: `{}`", target.apply_all())
    } else {
        format!("apply the Services and routes, which moves the traffic: `{}`", target.apply(&without_quota))
    });
    let copies = policies
        .iter()
        .map(|it| format!("`{}`", target.kubectl(&format!("delete {}", copy_reference(*it, OLD_PEERS)))));
    let gone = std::iter::once(removed).chain(others.iter().copied()).map(|it| format!("`{}`", target.delete(it)));
    let gone: Vec<String> = gone.chain(copies).collect();
    let address = if removed.namespace() == new.namespace() {
        let service = others.iter().find(|it| it.kind() == "Service");
        service.map(|it| format!("the Service `{}`", it.name()))
    } else {
        Some(match removed.kind() {
            "Namespace" => format!("a Service of `{}`", removed.name()),
            _ => format!("`{}.{}`", removed.name(), removed.namespace()),
        })
    };
    let when = address.map(|it| format!("when no caller uses {it} any more, ")).unwrap_or_default();
    all.push(format!("{when}delete the old objects: {}", gone.join(", ")));
    if let Some(claims) = claims(removed) {
        let delete = target.kubectl(&format!("delete {claims}"));
        all.push(format!("delete the old volume claims, when their data is not needed any more: `{delete}`"));
    }
    if !without_quota.is_empty() {
        all.push(format!("apply all new files, which create the ResourceQuota again: `{}`", target.apply_all()));
    }
    all
}

/// The command that applies only the objects with the name of a workload of the new files, with an option of kubectl.
pub(super) fn apply_only(change: &Change<'_>, entry: Entry<'_>, option: &str) -> String {
    let Some(name) = entry.object().metadata().labels.as_ref().and_then(|all| all.get(labels::NAME)) else {
        let with = if option.is_empty() { String::new() } else { format!(", with `{option}`") };
        return format!("apply only the {} `{}` and its service account{with}", entry.kind(), entry.name());
    };
    let target = change.target;
    let apply = target.file_of(entry).map_or_else(|| target.apply_all(), |file| target.apply(&[file]));
    let option = if option.is_empty() { String::new() } else { format!(" {option}") };
    format!("`{apply} -l {}{option}`", quoted(&format!("{}={name}", labels::NAME)))
}

/// The quotas that are in force after the files of the namespaces are applied, and that have no room for the pods of both
/// names at the same time. Pods that run are never deleted for a quota.
/// <https://kubernetes.io/docs/concepts/policy/resource-quotas/>
pub(super) fn quotas<'a>(change: &Change<'a>, new: Entry<'a>) -> Vec<Entry<'a>> {
    let Some(workload) = new.as_workload() else { return Vec::new() };
    let mut added = Diff::new(change.before, change.after).added;
    added.retain(|it| it.namespace() == new.namespace());
    too_small_for_both(change.before, change.after, workload, &added)
}
/// The Jobs that run before the pods of a workload start.
fn jobs_before<'a>(change: &Change<'a>, new: Entry<'_>) -> Vec<Entry<'a>> {
    let waits = |job: &Entry<'_>| {
        let annotations = job.object().metadata().annotations.as_ref();
        let names = annotations.and_then(|all| all.get(labels::BEFORE)).map_or("", |names| names);
        job.namespace() == new.namespace() && names.split(',').any(|name| name == new.name())
    };
    change.after.all::<Job>().map(|(job, _)| job).filter(waits).collect()
}

/// Whether only the cluster has the number of pods, because the new manifest does not set it.
pub(super) fn is_scaled_in_cluster(old: Entry<'_>, new: Entry<'_>) -> bool {
    has_replicas(old) && has_replicas(new) && value(new).pointer("/spec/replicas").is_none()
}
/// Whether `kubectl scale` sets its number of pods.
fn has_replicas(entry: Entry<'_>) -> bool {
    matches!(entry.object(), Object::Deployment(_) | Object::StatefulSet(_) | Object::ReplicaSet(_))
}
/// Whether `kubectl rollout status` waits for its pods: not for the update strategy `OnDelete`.
pub(super) fn has_rollout(entry: Entry<'_>) -> bool {
    matches!(entry.kind(), "Deployment" | "DaemonSet" | "StatefulSet")
        && value(entry).pointer("/spec/updateStrategy/type").is_none_or(|it| it != "OnDelete")
}
/// Whether its pods have volumes of their own.
fn has_own_data(entry: Entry<'_>) -> bool {
    value(entry).pointer("/spec/volumeClaimTemplates").and_then(|it| it.as_array()).is_some_and(|it| !it.is_empty())
}
/// The volume claims that stay when a StatefulSet is deleted, as arguments of kubectl: each has the labels of the selector.
/// `getPersistentVolumeClaims` in `pkg/controller/statefulset/stateful_set_utils.go` of Kubernetes.
pub(super) fn claims(set: Entry<'_>) -> Option<String> {
    let fields = value(set);
    let retention = fields.pointer("/spec/persistentVolumeClaimRetentionPolicy/whenDeleted");
    let selector = fields.pointer("/spec/selector/matchLabels")?.as_object()?;
    let labels = selector.iter().map(|(key, value)| Some(format!("{key}={}", value.as_str()?)));
    let labels = labels.collect::<Option<Vec<_>>>()?.join(",");
    let stay = has_own_data(set) && retention.is_none_or(|it| it != "Delete") && !labels.is_empty();
    stay.then(|| format!("persistentvolumeclaim -n {} -l {}", quoted(set.namespace()), quoted(&labels)))
}
