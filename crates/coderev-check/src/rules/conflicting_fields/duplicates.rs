//! Lists with keys: server-side apply refuses two items with one key.
//!
//! "duplicate entries for key", <https://github.com/kubernetes-sigs/structured-merge-diff/blob/v6.4.2/typed/validate.go>. The keys are
//! `x-kubernetes-list-map-keys`, or the items of a list of the type `set`:
//! <https://github.com/kubernetes/kubernetes/blob/v1.36.3/api/openapi-spec/swagger.json>. Other functions check volumes, mounts, ports and
//! spread constraints.
use super::conflicts::{Conflicts, Pointer};
use k8s_openapi::api::core::v1::{Container, PodResourceClaim, PodSpec, ServiceAccount};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use std::collections::BTreeSet;

pub(super) fn metadata(metadata: &ObjectMeta, found: &mut Conflicts<'_, '_>) {
    let finalizers = metadata.finalizers.iter().flatten().map(|it| &**it);
    list(finalizers, format_args!("/metadata/finalizers"), "finalizer", found);
    let owners = metadata.owner_references.iter().flatten().map(|it| &*it.uid).filter(|uid| !uid.is_empty());
    list(owners, format_args!("/metadata/ownerReferences"), "owner with the uid", found);
    // "metadata.managedFields must be nil", `Apply` in
    // <https://github.com/kubernetes/apimachinery/blob/v0.36.4/pkg/util/managedfields/internal/structuredmerge.go>.
    if metadata.managed_fields.is_some() {
        let message = "the manifest has `metadata.managedFields`, which server-side apply refuses";
        found.push("/metadata/managedFields", message, "remove it: the API server writes it");
    }
    // "uid mismatch", `applyPatcher.applyPatchToCurrentObject` and `GetObject` in
    // <https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/endpoints/handlers/patch.go>.
    if metadata.uid.as_ref().is_some_and(|uid| !uid.is_empty()) {
        let message = "the manifest has `metadata.uid`, with which the API server creates no object";
        found.push("/metadata/uid", message, "remove it: the API server writes it");
    }
}
pub(super) fn account(account: &ServiceAccount, found: &mut Conflicts<'_, '_>) {
    let secrets = account.secrets.iter().flatten().map(|it| it.name.as_deref().unwrap_or_default());
    list(secrets, format_args!("/secrets"), "Secret", found);
}
pub(super) fn pod(pod: &PodSpec, root: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    list(pod.host_aliases.iter().flatten().map(|it| &*it.ip), format_args!("{root}/hostAliases"), "IP address", found);
    list(
        pod.image_pull_secrets.iter().flatten().map(|it| &*it.name),
        format_args!("{root}/imagePullSecrets"),
        "pull Secret",
        found,
    );
    list(
        pod.scheduling_gates.iter().flatten().map(|it| &*it.name),
        format_args!("{root}/schedulingGates"),
        "gate",
        found,
    );
    list(
        pod.resource_claims.iter().flatten().map(|it| &*it.name),
        format_args!("{root}/resourceClaims"),
        "resource claim",
        found,
    );
    for (index, claim) in pod.resource_claims.iter().flatten().enumerate() {
        source_of_claim(claim, format_args!("{root}/resourceClaims/{index}"), found);
    }
    containers(pod, root, found);
}
/// `validatePodResourceClaim` in
/// <https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go>.
fn source_of_claim(claim: &PodResourceClaim, at: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    if claim.resource_claim_name.is_some() == claim.resource_claim_template_name.is_some() {
        let message = format!("the resource claim `{}` needs a claim or a template, and not both", claim.name);
        found.push(at, message, "set either `resourceClaimName` or `resourceClaimTemplateName`");
    }
}
/// The names of all containers are different: `validateInitContainers` in
/// <https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go>.
fn containers(pod: &PodSpec, root: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    let main = pod.containers.iter().enumerate().map(|it| ("containers", it));
    let init = pod.init_containers.iter().flatten().enumerate().map(|it| ("initContainers", it));
    let mut names = BTreeSet::new();
    for (list, (at, container)) in main.chain(init) {
        let pointer = format_args!("{root}/{list}/{at}");
        if !names.insert(&*container.name) && !container.name.is_empty() {
            let message = format!("two containers have the name `{}`", container.name);
            found.push(format_args!("{pointer}/name"), message, "give each container a name of its own");
        }
        of_container(container, pointer, found);
    }
}
fn of_container(container: &Container, at: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    list(container.env.iter().flatten().map(|it| &*it.name), format_args!("{at}/env"), "variable", found);
    list(
        container.volume_devices.iter().flatten().map(|it| &*it.device_path),
        format_args!("{at}/volumeDevices"),
        "device",
        found,
    );
    let claims = container.resources.as_ref().and_then(|it| it.claims.as_ref());
    let claims = claims.into_iter().flatten();
    list(claims.map(|it| &*it.name), format_args!("{at}/resources/claims"), "resource claim", found);
    // `validateResizePolicy` in the same file of Kubernetes.
    unique(container.resize_policy.iter().flatten().map(|it| &*it.resource_name), |index, name| {
        let message = format!("the container `{}` has two resize policies for `{name}`", container.name);
        found.push(format_args!("{at}/resizePolicy/{index}"), message, "keep one of them");
    });
}
fn list<'a>(keys: impl Iterator<Item = &'a str>, at: Pointer<'_>, what: &str, found: &mut Conflicts<'_, '_>) {
    unique(keys, |index, key| {
        let message = format!("the {what} `{key}` is in the list more than once, which server-side apply refuses");
        found.push(format_args!("{at}/{index}"), message, "keep one of them");
    });
}
/// Calls `report` with the index of each item that repeats an earlier one.
pub(super) fn unique<T: Ord + Copy>(items: impl Iterator<Item = T>, mut report: impl FnMut(usize, T)) {
    let mut seen = BTreeSet::new();
    for (at, item) in items.enumerate() {
        if !seen.insert(item) {
            report(at, item);
        }
    }
}
