//! `malformed-value`
mod admission;
mod core;
mod custom;
mod pods;
mod workloads;

use super::malformed_name::format::Format;
use super::schema::Node::{self, Any, Each, Fields, Map, Text};
use super::schema::{self, Once, forms};
use crate::object_rule::ObjectRule;
use crate::{Phase, Report, Rule};
use coderev_objects::{Entry, Inventory, Object, Origin};
use std::collections::BTreeSet;

/// The rule.
pub static MALFORMED_VALUE: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("malformed-value", Phase::Objects)
    .summary("strings and numbers that the API server rejects: names of variables, keys, references, annotations, selectors, quantities, percentages, \
         durations in seconds, and strings outside the set of allowed values")
    .why("The API server rejects the object, so only part of the manifests is applied. For a custom resource, the failure can come later: the operator creates an object that the API server rejects, such as the autoscaler of a ScaledObject.")
    .rust(
        r#"web().env("LOG=LEVEL", "debug")
  //  ^^^ error[malformed-value]: `LOG=LEVEL` is not a valid name for an environment variable"#,
        r#"web().env("LOG_LEVEL", "debug")"#,
    )
    .yaml(
        r#"apiVersion: v1
kind: ConfigMap
metadata: {name: shop}
data:
  "the key": value
# ^^^^^^^^^ error[malformed-value]: `the key` is not a valid key for a ConfigMap or a Secret
"#,
        r#"apiVersion: v1
kind: ConfigMap
metadata: {name: shop}
data:
  "the-key": value
"#,
    );

/// The metadata of each object. Other rules check its name, its namespace and its labels.
const META: Node = Fields(&[
    ("annotations", &Map(forms::annotation_key, &Any)),
    ("finalizers", &Each(&Text(forms::label_key))),
    ("ownerReferences", &Each(&Fields(&[("uid", &Text(forms::filled)), ("name", &Text(forms::filled))]))),
]);
static WEBHOOKS: Node = Fields(&[("metadata", &META), ("webhooks", &admission::WEBHOOKS)]);
static BINDING: Node = Fields(&[("metadata", &META), ("spec", &admission::BINDING)]);

fn check(inventory: &Inventory, report: &mut Report) {
    let mut once = Once::default();
    let mut reported = None;
    for entry in inventory.entries() {
        for found in schema::faults(entry.document(), table(entry.object())) {
            // `malformed-name` reports names of objects, and the labels that a selector repeats.
            let (names, labels) = reported.get_or_insert_with(|| (names_of(inventory), labels_of(inventory)));
            let is_selector = ["/matchLabels/", "/selector/"].iter().any(|part| found.pointer.contains(part));
            if names.contains(&*found.value) || has_rule_about_intent(entry, &found.pointer) {
                continue;
            }
            let is_reported = is_selector && labels.contains(&*found.value);
            if !is_reported && !is_named_by_host(entry.object(), &found.pointer) {
                once.report(entry, found, report);
            }
        }
    }
}
/// The malformed names of objects.
fn names_of(inventory: &Inventory) -> BTreeSet<&str> {
    let malformed = inventory.entries().filter(|entry| !Format::of_object(entry.object()).accepts(entry.name()));
    malformed.map(|entry| entry.name()).filter(|name| !name.is_empty()).collect()
}
/// Whether a rule about the intent of a program reports the field, at its setter: `malformed-origin` and `too-many-hosts`. Only fields of generated
/// objects have a line of their own.
fn has_rule_about_intent(entry: Entry<'_>, pointer: &str) -> bool {
    let is_generated =
        |pointer: &str| matches!(entry.origin(), Origin::Rust(_)) && entry.origin_of(pointer) != entry.origin();
    pointer.contains("/cors/allowOrigins/") && is_generated(pointer)
        || pointer == "/spec/listeners" && is_generated("/spec/listeners/1")
}
/// The keys and values of the labels of all pods.
fn labels_of(inventory: &Inventory) -> BTreeSet<&str> {
    let labels = inventory.workloads().filter_map(|workload| workload.object().template());
    labels.flat_map(|template| template.labels()).flat_map(|(key, value)| [key, value]).collect()
}

/// Whether the field is the name of a listener with a malformed host, which `malformed-host` reports.
fn is_named_by_host(object: &Object, pointer: &str) -> bool {
    let Object::Gateway(gateway) = object else { return false };
    let index = pointer.strip_prefix("/spec/listeners/").and_then(|it| it.strip_suffix("/name")?.parse().ok());
    let listener = index.and_then(|at: usize| gateway.spec.listeners.get(at));
    listener.and_then(|it| it.hostname.as_deref()).is_some_and(|host| forms::host(host).is_some())
}

/// The fields of the kind of `object`.
fn table(object: &Object) -> &'static Node {
    match object {
        Object::Pod(_) => &pods::POD,
        Object::Deployment(_) => &workloads::DEPLOYMENT,
        Object::ReplicaSet(_) | Object::ReplicationController(_) => &workloads::REPLICA_SET,
        Object::StatefulSet(_) => &workloads::STATEFUL_SET,
        Object::DaemonSet(_) => &workloads::DAEMON_SET,
        Object::Job(_) => &workloads::JOB,
        Object::CronJob(_) => &workloads::CRON_JOB,
        Object::ConfigMap(_) => &core::CONFIG_MAP,
        Object::Service(_) => &core::SERVICE,
        Object::PersistentVolumeClaim(_) => &core::CLAIM_OBJECT,
        Object::ResourceQuota(_) => &core::QUOTA,
        Object::LimitRange(_) => &core::LIMIT_RANGE,
        Object::PodDisruptionBudget(_) => &core::BUDGET,
        Object::NetworkPolicy(_) => &core::NETWORK_POLICY,
        Object::Ingress(_) => &core::INGRESS,
        Object::HorizontalPodAutoscaler(_) => &core::AUTOSCALER,
        Object::PriorityClass(_) => &core::PRIORITY_CLASS,
        Object::Role(_) | Object::ClusterRole(_) => &core::ROLE,
        Object::RoleBinding(_) => &core::BINDING,
        Object::ClusterRoleBinding(_) => &core::CLUSTER_BINDING,
        Object::HTTPRoute(_) => &custom::HTTP_ROUTE,
        Object::GRPCRoute(_) => &custom::GRPC_ROUTE,
        Object::Gateway(_) => &custom::GATEWAY,
        Object::BackendTrafficPolicy(_) => &custom::TRAFFIC_POLICY,
        Object::SecurityPolicy(_) => &custom::SECURITY_POLICY,
        Object::ClientTrafficPolicy(_) => &custom::CLIENT_POLICY,
        Object::EnvoyProxy(_) => &custom::ENVOY_PROXY,
        Object::ScaledObject(_) => &custom::SCALED_OBJECT,
        Object::Certificate(_) => &custom::CERTIFICATE,
        Object::ExternalSecret(_) => &custom::EXTERNAL_SECRET,
        Object::ClusterSecretStore(_) => &custom::SECRET_STORE,
        other => match (other.api_version(), other.kind()) {
            ("v1", "Secret") => &core::SECRET,
            ("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration" | "MutatingWebhookConfiguration") => {
                &WEBHOOKS
            }
            ("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding") => &BINDING,
            ("storage.k8s.io/v1", "StorageClass") => &core::STORAGE_CLASS,
            ("node.k8s.io/v1", "RuntimeClass") => &core::RUNTIME_CLASS,
            ("discovery.k8s.io/v1", "EndpointSlice") => &core::ENDPOINT_SLICE,
            _ => &core::OTHER,
        },
    }
}

#[cfg(test)]
mod tests;
