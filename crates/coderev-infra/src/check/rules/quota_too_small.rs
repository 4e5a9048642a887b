//! What it does: finds quotas that do not hold what all pods, Services and claims of the namespace are at their most.
//!
//! Why it is bad: under load, or in the middle of a rollout, new pods are refused; or a Service or a claim is, when it is applied.
//!
//! Instead of `Quota::new().pods(3)` for three pods that are rolled out by one more say `Quota::new().pods(4)`, or scale less far.
mod objects;
mod parts;
mod pods;

use crate::check::rules::quantity::value;
use crate::finding::Finding;
use crate::manifest::{Manifest, Manifests, kind};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscalerSpec;
use k8s_openapi::api::core::v1::{PersistentVolumeClaimSpec, ResourceQuotaSpec};
use parts::Part;
use std::collections::BTreeMap;

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let mut findings = Vec::new();
    let sums = sums(manifests);
    for (manifest, quota) in manifests.of(kind!(ResourceQuota)) {
        let spec: Option<&ResourceQuotaSpec> = (&quota.spec).into();
        let sums = sums.get(manifest.object.namespace());
        // A scope bounds some pods alone, and which they are is not looked at here.
        let spec = spec.filter(|spec| spec.scopes.is_none() && spec.scope_selector.is_none());
        for (name, hard) in spec.iter().flat_map(|spec| spec.hard.iter().flatten()) {
            let Some(parts) = sums.and_then(|sums| sums.get(counted(name))) else { continue };
            let needed: f64 = parts.iter().map(Part::amount).sum();
            if needed > value(&hard.0) {
                findings.push(
                    Finding::error("quota-too-small", &manifest.subject, Some(manifest.at))
                        .message(format!(
                            "at its most `{}` needs {} of {name}: {}; the quota has {}",
                            manifest.object.namespace(),
                            shown(name, needed),
                            parts::largest(name, parts),
                            hard.0
                        ))
                        .help("raise the tier's quota by `.spec(..quota(..))`, scale less far, or run less"),
                );
            }
        }
    }
    findings
}
/// `cpu` is another name for `requests.cpu`, and `count/services` for `services`.
fn counted(name: &str) -> &str {
    match name {
        "cpu" => "requests.cpu",
        "memory" => "requests.memory",
        "ephemeral-storage" => "requests.ephemeral-storage",
        "count/services" => "services",
        "count/persistentvolumeclaims" => "persistentvolumeclaims",
        _ => name,
    }
}
/// In the unit that people read: cores or gibibytes.
fn shown(name: &str, amount: f64) -> String {
    let memory = name.ends_with("memory") || name.ends_with("storage");
    // Sums of millicores are not exact in binary.
    if memory {
        format!("{:.1}Gi", amount / f64::from(1 << 30))
    } else {
        format!("{}", (amount * 1000.0).round() / 1000.0)
    }
}

/// What is needed by namespace, then by the name that a quota has for it.
type Sums<'a> = BTreeMap<&'a str, BTreeMap<String, Vec<Part<'a>>>>;
/// What all that is in each namespace asks for while every workload is at its most and takes over a new version.
fn sums(manifests: &Manifests) -> Sums<'_> {
    let mut most = BTreeMap::new();
    for (manifest, scaler) in manifests.of(kind!(HorizontalPodAutoscaler)) {
        let spec: Option<&HorizontalPodAutoscalerSpec> = (&scaler.spec).into();
        most.insert(&*manifest.subject, spec.map_or(1, |spec| spec.max_replicas));
    }
    for (manifest, scaled) in manifests.of(kind!(ScaledObject)) {
        most.insert(&*manifest.subject, scaled.spec.max_replica_count);
    }
    let mut sums = Sums::new();
    for (manifest, pod) in manifests.pods() {
        let scaled = most.get(&*manifest.subject).copied();
        let pods = f64::from(pods::pods(&manifest.object, scaled));
        let each = pods::asked(pod).into_iter().chain(objects::of_each_pod(&manifest.object, pod));
        add(&mut sums, manifest, pods, each.chain([("pods".to_owned(), 1.0)]));
    }
    for (manifest, service) in manifests.of(kind!(Service)) {
        add(&mut sums, manifest, 1.0, objects::of_service(service));
    }
    for (manifest, claim) in manifests.of(kind!(PersistentVolumeClaim)) {
        let spec: Option<&PersistentVolumeClaimSpec> = (&claim.spec).into();
        add(&mut sums, manifest, 1.0, spec.into_iter().flat_map(objects::of_claim));
    }
    sums
}
/// So many of `manifest`, each of these amounts.
fn add<'a>(sums: &mut Sums<'a>, manifest: &'a Manifest, count: f64, amounts: impl IntoIterator<Item = (String, f64)>) {
    let sums = sums.entry(manifest.object.namespace()).or_default();
    for (name, each) in amounts {
        let (who, parts) = (manifest.object.name(), sums.entry(name).or_default());
        // Two claims of each pod are one part of it.
        match parts.last_mut().filter(|last| last.who == who && last.count == count) {
            Some(last) => last.each += each,
            None => parts.push(Part { who, count, each }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::check::rules::tests::{names, objects, platform, service};
    use crate::prelude::*;
    use serde_json::{Value, json};

    fn with(quota: Quota) -> Vec<&'static str> {
        let namespace = Namespace::new("small", Stable).spec(Stable.spec().quota(quota));
        names(&platform(service()).namespace(namespace.service(service())))
    }
    #[test]
    fn trips() {
        assert!(with(Quota::new().pods(3)).contains(&"quota-too-small"));
        assert!(with(Quota::new().cpu(millis(100)..)).contains(&"quota-too-small"));
    }
    #[test]
    fn passes() {
        assert!(!with(Quota::new().pods(4).cpu(cores(8)..)).contains(&"quota-too-small"));
        assert!(!names(&platform(service())).contains(&"quota-too-small"));
    }

    /// What is found about these objects, and a quota of `hard`, in one namespace.
    fn found(hard: Value, all: impl IntoIterator<Item = Value>) -> Vec<String> {
        let quota = json!({"kind": "ResourceQuota", "metadata": {"name": "quota"}, "spec": {"hard": hard}});
        let here = all.into_iter().chain([quota]).map(|mut object| {
            object["metadata"]["namespace"] = "small".into();
            object
        });
        check(&objects(here)).into_iter().map(|finding| finding.message).collect()
    }
    fn needs(needed: &str, name: &str, parts: &str, has: &str) -> Vec<String> {
        vec![format!("at its most `small` needs {needed} of {name}: {parts}; the quota has {has}")]
    }
    fn raw_service(name: &str, mut spec: Value) -> Value {
        spec["ports"] = json!([{"name": "a", "port": 1}, {"name": "b", "port": 2, "nodePort": 30002}]);
        json!({"kind": "Service", "metadata": {"name": name}, "spec": spec})
    }

    #[test]
    fn services_are_counted_by_what_they_take() {
        let services = || {
            [
                raw_service("inside", json!({"type": "ClusterIP"})),
                raw_service("nodes", json!({"type": "NodePort"})),
                raw_service("outside", json!({"type": "LoadBalancer"})),
                raw_service("direct", json!({"type": "LoadBalancer", "allocateLoadBalancerNodePorts": false})),
            ]
        };
        let all = "`direct` 1, `inside` 1, `nodes` 1 and 1 more";
        for (name, most, parts) in [
            ("services", 4, all),
            ("count/services", 4, all),
            ("services.loadbalancers", 2, "`direct` 1, `outside` 1"),
            ("services.nodeports", 5, "`nodes` 2, `outside` 2, `direct` 1"),
        ] {
            let quota = |n: i32| json!({name: n.to_string()});
            assert_eq!(found(quota(most), services()), [""; 0], "{name}");
            assert_eq!(
                found(quota(most - 1), services()),
                needs(&most.to_string(), name, parts, &(most - 1).to_string())
            );
        }
    }
    #[test]
    fn claims_are_counted_with_those_that_each_pod_brings() {
        let spec = json!({"storageClassName": "fast", "resources": {"requests": {"storage": "10Gi"}}});
        let all = || {
            let scratch = json!({"name": "scratch", "ephemeral": {"volumeClaimTemplate": {"spec": spec}}});
            let template = json!({"metadata": {"name": "data"}, "spec": spec});
            [
                json!({"kind": "PersistentVolumeClaim", "metadata": {"name": "models"}, "spec": spec}),
                json!({"kind": "StatefulSet", "metadata": {"name": "db"}, "spec": {
                    "serviceName": "db", "selector": {}, "replicas": 3, "volumeClaimTemplates": [template],
                    "template": {"spec": {"containers": [{"name": "db"}], "volumes": [scratch]}},
                }}),
            ]
        };
        let of_class = "fast.storageclass.storage.k8s.io/requests.storage";
        let storage = "`db` 3 × 20Gi, `models` 10Gi";
        for (name, most, less, shown, parts) in [
            ("persistentvolumeclaims", "7", "6", "7", "`db` 3 × 2, `models` 1"),
            ("requests.storage", "70Gi", "69Gi", "70.0Gi", storage),
            (of_class, "70Gi", "69Gi", "70.0Gi", storage),
        ] {
            assert_eq!(found(json!({name: most}), all()), [""; 0], "{name}");
            assert_eq!(found(json!({name: less}), all()), needs(shown, name, parts, less));
        }
        assert_eq!(found(json!({"slow.storageclass.storage.k8s.io/requests.storage": "0"}), all()), [""; 0]);
    }
    #[test]
    fn a_limit_alone_is_a_request_too() {
        let train = || {
            let resources = json!({"limits": {"nvidia.com/gpu": "2", "cpu": "4"}, "requests": {"cpu": "1"}});
            [
                json!({"kind": "Pod", "metadata": {"name": "train"}, "spec": {"containers": [{"name": "train", "resources": resources}]}}),
            ]
        };
        assert_eq!(found(json!({"requests.nvidia.com/gpu": "2", "cpu": "1"}), train()), [""; 0]);
        assert_eq!(
            found(json!({"requests.nvidia.com/gpu": "1"}), train()),
            needs("2", "requests.nvidia.com/gpu", "`train` 2", "1")
        );
        assert_eq!(found(json!({"cpu": "500m"}), train()), needs("1", "cpu", "`train` 1", "500m"));
    }
    #[test]
    fn a_quota_of_some_pods_says_nothing_of_the_others() {
        let pod = || json!({"kind": "Pod", "metadata": {"name": "web", "namespace": "small"}, "spec": {"containers": [{"name": "web"}]}});
        let quota = json!({"kind": "ResourceQuota", "metadata": {"name": "jobs", "namespace": "small"},
            "spec": {"hard": {"pods": "0"}, "scopes": ["Terminating"]}});
        assert!(check(&objects([pod(), quota])).is_empty());
        assert_eq!(found(json!({"pods": "0"}), [pod()]).len(), 1);
    }
}
