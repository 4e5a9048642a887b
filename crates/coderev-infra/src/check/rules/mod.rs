//! Rules about objects: one file for each, and its comment is the manual.
mod autoscaler_bounds;
mod claim_of_one_node;
mod duplicate_object;
mod example_host;
mod image_not_pinned;
mod limit_below_request;
mod malformed_failure_policy;
mod malformed_name;
mod malformed_port;
mod missing_resources;
mod pdb_blocks_drain;
mod placeholder_left;
mod pod_security;
mod pre_stop_over_grace_period;
mod quantity;
mod quota_too_small;
mod quota_without_limits;
mod secret_in_text;
mod volume_over_limit;

use crate::check::Rule;
use crate::manifest::{Manifest, Manifests};
use k8s_openapi::api::core::v1::Container;

pub(crate) const ALL: &[Rule] = &[
    ("autoscaler-bounds", autoscaler_bounds::check),
    ("claim-of-one-node", claim_of_one_node::check),
    ("duplicate-object", duplicate_object::check),
    ("example-host", example_host::check),
    ("image-not-pinned", image_not_pinned::check),
    ("limit-below-request", limit_below_request::check),
    ("malformed-failure-policy", malformed_failure_policy::check),
    ("malformed-name", malformed_name::check),
    ("malformed-port", malformed_port::check),
    ("missing-resources", missing_resources::check),
    ("pdb-blocks-drain", pdb_blocks_drain::check),
    ("placeholder-left", placeholder_left::check),
    ("pod-security", pod_security::check),
    ("pre-stop-over-grace-period", pre_stop_over_grace_period::check),
    ("quota-too-small", quota_too_small::check),
    ("quota-without-limits", quota_without_limits::check),
    ("secret-in-text", secret_in_text::check),
    ("volume-over-limit", volume_over_limit::check),
];

/// All containers, with the object that they are in.
fn containers(manifests: &Manifests) -> impl Iterator<Item = (&Manifest, &Container)> {
    manifests.pods().flat_map(|(manifest, pod)| {
        pod.init_containers.iter().flatten().chain(&pod.containers).map(move |container| (manifest, container))
    })
}

#[cfg(test)]
pub(super) mod tests {
    //! What the tests of all rules share.
    use crate::manifest::{Manifest, Manifests, Object};
    use crate::prelude::*;
    use k8s_openapi::api::core::v1 as core;

    /// Objects in Kubernetes' own words, for what the language does not say.
    pub(super) fn objects(objects: impl IntoIterator<Item = serde_json::Value>) -> Manifests {
        let at = std::panic::Location::caller();
        let manifest = |value: serde_json::Value| {
            let text =
                |pointer| value.pointer(pointer).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
            let subject = format!("{}/{}", text("/metadata/namespace"), text("/metadata/name"));
            Manifest { object: object(value), at, subject, words: Vec::new() }
        };
        Manifests::sorted(objects.into_iter().map(manifest).collect())
    }
    fn object(value: serde_json::Value) -> Object {
        fn typed<K: serde::de::DeserializeOwned + Into<Object>>(value: serde_json::Value) -> Object {
            serde_json::from_value::<K>(value).expect("an object of its kind").into()
        }
        match value["kind"].as_str() {
            Some("Namespace") => typed::<core::Namespace>(value),
            Some("Pod") => typed::<core::Pod>(value),
            Some("Service") => typed::<core::Service>(value),
            Some("ResourceQuota") => typed::<core::ResourceQuota>(value),
            Some("PersistentVolumeClaim") => typed::<core::PersistentVolumeClaim>(value),
            Some("StatefulSet") => typed::<k8s_openapi::api::apps::v1::StatefulSet>(value),
            Some("Deployment") => typed::<k8s_openapi::api::apps::v1::Deployment>(value),
            Some("DaemonSet") => typed::<k8s_openapi::api::apps::v1::DaemonSet>(value),
            Some("Job") => typed::<k8s_openapi::api::batch::v1::Job>(value),
            Some("CronJob") => typed::<k8s_openapi::api::batch::v1::CronJob>(value),
            Some("ConfigMap") => typed::<core::ConfigMap>(value),
            kind => panic!("these tests make no {kind:?}"),
        }
    }
    /// A service with nothing wrong.
    pub(in crate::check) fn service() -> Service<Stable> {
        Service::new("web", "web:1")
            .cpu(millis(100)..=millis(200))
            .memory(mebi(128)..=mebi(256))
            .liveness(Probe::http("/live"))
            .readiness(Probe::http("/ready"))
    }
    pub(in crate::check) fn platform(service: Service<Stable>) -> Platform {
        Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).service(service))
    }
    /// The names of the findings.
    pub(in crate::check) fn names(platform: &Platform) -> Vec<&'static str> {
        crate::synth(platform).findings.iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn nothing_is_wrong_with_the_service_of_these_tests() {
        assert_eq!(names(&platform(service())), [""; 0]);
    }
}
