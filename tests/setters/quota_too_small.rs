//! The resources that a quota must cover, in addition to pods.
use super::*;
use coderev_infra::{NVIDIA_GPU, Raw, Severity};
use serde_json::json;

fn small_lab(quota: Quota) -> Namespace<Exp> {
    Namespace::new("lab", Exp).spec(Exp.spec().quota(quota))
}
/// The findings.
fn printed(namespace: Namespace<Exp>) -> Vec<String> {
    let findings = coderev_infra::synth(&platform(namespace)).findings().to_vec();
    let are_of_quotas =
        findings.iter().all(|it| (it.rule().name(), it.severity()) == ("quota-too-small", Severity::Error));
    assert!(are_of_quotas, "{findings:#?}");
    findings.iter().map(|finding| finding.message().to_owned()).collect()
}

#[test]
fn a_raw_load_balancer_counts_like_a_declared_load_balancer() {
    let raw = Raw::object(&json!({
        "apiVersion": "v1", "kind": "Service", "metadata": {"name": "mail"},
        "spec": {"type": "LoadBalancer", "ports": [{"port": 25}]},
    }));
    let relay = || {
        Service::new("relay", "ghcr.io/acme/relay:1")
            .port(Port::tcp(25))
            .readiness(Probe::tcp())
            .load_balancer(LoadBalancer::public(Port::tcp(25)))
            .pod(small())
    };
    let quota = |n| Quota::new().load_balancers(n);
    assert_eq!(
        printed(small_lab(quota(1)).service(relay()).raw(raw.clone())),
        ["the namespace needs up to 2 of `services.loadbalancers` (`mail`: 1, `relay-lb`: 1), but the quota allows 1"]
    );
    assert_eq!(printed(small_lab(quota(2)).service(relay()).raw(raw)), [""; 0]);
}

#[test]
fn claims_and_extended_resources_are_counted() {
    let train = || {
        Worker::new("train", "ghcr.io/acme/train:1")
            .replicas(1)
            .pod(small())
            .extended_resource(NVIDIA_GPU, 2)
            .mount("/models", &PersistentVolumeClaim::new("models", gibi(80)))
    };
    // A rollout adds one pod.
    let quota = |storage, cards| Quota::new().storage(storage).extended_resource(NVIDIA_GPU, cards);
    assert_eq!(printed(small_lab(quota(gibi(80), 4)).worker(train())), [""; 0]);
    assert_eq!(
        printed(small_lab(quota(gibi(79), 3)).worker(train())),
        [
            "the namespace needs up to 4 of `requests.nvidia.com/gpu` (`train`: 2 × 2), but the quota allows 3",
            "the namespace needs up to 80.0Gi of `requests.storage` (`models`: 80Gi), but the quota allows 79Gi",
        ]
    );
}
