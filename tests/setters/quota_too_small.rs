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
    // A rollout adds one pod, while the old pod is being terminated.
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

/// The number of pods in a computed quota without the ten for later workloads, and the smallest number without a finding.
fn counted(workload: impl Fn() -> Worker<Stable>) -> [u32; 2] {
    let namespace = |spec: TierSpec| platform(Namespace::new("shop", Stable).spec(spec).worker(workload()));
    let hard = object(&namespace(Stable.spec()), "ResourceQuota", "tier-quota")["spec"]["hard"]["pods"].clone();
    let computed: u32 = hard.as_str().expect("a quantity").parse().expect("a number of pods");
    let is_enough = |pods: &u32| {
        let synthesis = coderev_infra::synth(&namespace(Stable.spec().quota(Quota::new().pods(*pods))));
        !synthesis.findings().iter().any(|it| it.rule().name() == "quota-too-small")
    };
    [computed - 10, (0..100).find(is_enough).expect("a large quota is enough")]
}
#[test]
fn a_quota_counts_pods_that_are_being_terminated() {
    let worker = |replicas: u32, strategy: Strategy| {
        counted(move || {
            Worker::new("ingest", "ghcr.io/acme/ingest:1").replicas(replicas).strategy(strategy.clone()).pod(small())
        })
    };
    let rolling = |surge: u32, unavailable: u32| Strategy::rolling().max_surge(surge).max_unavailable(unavailable);
    assert_eq!(worker(6, rolling(2, 0)), [12, 10], "six, two new pods, and two that are being terminated");
    assert_eq!(worker(6, rolling(1, 1)), [12, 9], "one step replaces two pods");
    assert_eq!(worker(6, rolling(0, 2)), [12, 8]);
    assert_eq!(worker(6, Strategy::rolling().max_surge(percent(25)).max_unavailable(percent(25))), [12, 11]);
    assert_eq!(worker(6, Strategy::rolling()), [12, 11], "the default of Kubernetes");
    assert_eq!(worker(6, Strategy::recreate()), [6; 2]);
    let scaled = || Worker::new("ingest", "ghcr.io/acme/ingest:1").pod(small()).autoscale(Autoscale::new(3..=20));
    assert_eq!(counted(scaled), [40, 30], "the maximum of the autoscaler");
}
#[test]
fn a_computed_quota_has_room_for_the_resources_of_a_rollout() {
    let limits = |replicas, memory: std::ops::RangeInclusive<Memory>| {
        let web = Worker::<Stable>::new("web", "ghcr.io/acme/web:1").cpu(millis(500)..=cores(1)).memory(memory);
        let program = platform(Namespace::new("shop", Stable).worker(web.replicas(replicas)));
        object(&program, "ResourceQuota", "tier-quota")["spec"]["hard"]["limits.memory"].clone()
    };
    assert_eq!(limits(6, gibi(1)..=gibi(2)), "26Gi", "twelve pods of 2Gi, and 5 % more");
    assert_eq!(limits(20, mebi(512)..=gibi(1)), "42Gi", "forty pods of 1Gi, and 5 % more");
}
#[test]
fn a_computed_quota_has_room_for_the_pods_of_a_stateful_set_that_are_being_terminated() {
    let hard = |set: StatefulSet<Stable>| {
        let program = platform(Namespace::new("shop", Stable).stateful_set(set.pod(small())));
        object(&program, "ResourceQuota", "tier-quota")["spec"]["hard"].clone()
    };
    let set = || StatefulSet::new("db", "ghcr.io/acme/db:1").replicas(5);
    assert_eq!(hard(set())["pods"], "16", "five, one that is being terminated, and ten");
    assert_eq!(hard(set().max_unavailable(2))["pods"], "17");
    assert_eq!(hard(set().max_unavailable(percent(50)))["pods"], "18", "rounded up");
    let data = PersistentVolumeClaim::new("data", gibi(10));
    assert_eq!(hard(set().volume_claim_template(data, "/data"))["persistentvolumeclaims"], "6", "claims stay");
}
#[test]
fn a_computed_quota_has_no_room_for_a_patch_and_the_help_tells_it() {
    let patch = coderev_infra::Patch::new(coderev_infra::Object::DEPLOYMENT).set("/spec/replicas", 400);
    let web = Worker::<Stable>::new("web", "ghcr.io/acme/web:1").pod(small()).patch(patch);
    let synthesis = coderev_infra::synth(&platform(Namespace::new("shop", Stable).worker(web)));
    let mut found = synthesis.findings().iter().filter(|it| it.rule().name() == "quota-too-small");
    let help = found.next().expect("a finding").help_text();
    assert!(help.contains("a computed quota has no room for raw objects and patches"), "{help}");
}
#[test]
fn runs_of_a_cron_job_that_meet_have_room() {
    let pods = |policy: Concurrency| {
        let report = CronJob::new("report", "ghcr.io/acme/report:1", Schedule::cron("0 3 * * *")).parallelism(4);
        let program = platform(Namespace::new("shop", Stable).cron_job(report.concurrency(policy).pod(small())));
        object(&program, "ResourceQuota", "tier-quota")["spec"]["hard"]["pods"].clone()
    };
    let all = [Concurrency::Forbid, Concurrency::Replace, Concurrency::Allow].map(pods);
    assert_eq!(all, ["14", "18", "18"]);
}
