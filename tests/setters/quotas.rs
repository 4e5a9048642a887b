//! Quotas: the numbers that a tier declares, and numbers that are computed instead.
use crate::{object, platform, small};
use coderev_infra::prelude::*;
use coderev_infra::{NVIDIA_GPU, Raw};
use serde_json::{Value, json};

fn hard<T: Tier>(namespace: Namespace<T>) -> Value {
    let program = Platform::new(Cluster::generic()).part_of("acme").namespace(namespace);
    object(&program, "ResourceQuota", "tier-quota")["spec"]["hard"].clone()
}
fn rooms() -> StatefulSet<Stable> {
    StatefulSet::new("rooms", "rooms:1").pod(small()).replicas(3).port(Port::udp(7777)).port(Port::tcp(7788))
}

#[test]
fn a_quota_without_numbers_is_computed() {
    let balancer = LoadBalancer::public(Port::udp(7777)).port(Port::tcp(7788));
    let claims = PersistentVolumeClaim::new("saves", gibi(10));
    let shared = PersistentVolumeClaim::new("maps", mebi(512));
    let set = rooms()
        .load_balancer_per_pod(balancer)
        .volume_claim_template(claims, "/saves")
        .mount("/maps", &shared)
        .extended_resource(NVIDIA_GPU, 2);
    let hard = hard(Namespace::new("game", Stable).stateful_set(set));
    assert_eq!(hard["services.loadbalancers"], "4", "three, and one more during a change");
    assert_eq!(hard["services.nodeports"], "8", "two ports of each");
    assert_eq!(hard["persistentvolumeclaims"], "5");
    assert_eq!(hard["requests.storage"], "41472Mi", "30.5Gi, and the largest claim again");
    assert_eq!(hard["requests.nvidia.com/gpu"], "8", "a pod that is terminated counts next to its successor");
    assert_eq!(hard["services"], "20");
}

#[test]
fn raw_objects_are_counted() {
    let gateway = Raw::yaml(
        "apiVersion: v1\nkind: Service\nmetadata: {name: gateway}\nspec: {type: LoadBalancer, ports: [{port: 22}]}\n",
    );
    let disk = Raw::yaml(
        "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: disk}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n",
    );
    let hard = hard(Namespace::new("game", Stable).stateful_set(rooms()).raw(gateway).raw(disk));
    assert_eq!((&hard["services.loadbalancers"], &hard["services.nodeports"]), (&json!("2"), &json!("2")));
    assert_eq!((&hard["persistentvolumeclaims"], hard.get("requests.storage")), (&json!("2"), None));
}

#[test]
fn a_declared_quota_also_limits_resources_that_cost_money_outside_the_cluster() {
    let spec = Stable.spec().quota(Quota::new().cpu(cores(9)..).load_balancers(2));
    let stated = hard(Namespace::new("game", Stable).spec(spec).stateful_set(rooms()));
    let expected = json!({
        "persistentvolumeclaims": "0",
        "requests.cpu": "9",
        "services.loadbalancers": "2",
        "services.nodeports": "0",
    });
    assert_eq!(stated, expected);
}

#[test]
fn a_computed_quota_counts_the_overhead_of_a_runtime_class() {
    let class = || {
        Raw::yaml(
            "apiVersion: node.k8s.io/v1\nkind: RuntimeClass\nmetadata: {name: kata}\nhandler: kata\noverhead: {podFixed: {cpu: 250m, memory: 160Mi}}\n",
        )
    };
    let of = |pod: Pod<Stable>, replicas| {
        let worker = Worker::new("ingest", "ghcr.io/acme/ingest:1").replicas(replicas).pod(pod);
        let worker = worker.cpu(millis(250)..=cores(1)).memory(mebi(352)..=mebi(864)).liveness(Probe::exec(["true"]));
        let shop = Namespace::new("shop", Stable).worker(worker);
        let program = Platform::new(Cluster::generic()).part_of("acme").raw(class()).namespace(shop);
        let found = coderev_infra::synth(&program).findings().iter().any(|it| it.rule().name() == "quota-too-small");
        assert!(!found);
        object(&program, "ResourceQuota", "tier-quota")["spec"]["hard"].clone()
    };
    let (without, with) = (of(Pod::new(), 50), of(Pod::new().runtime_class("kata"), 50));
    // 100 pods, and 5 % more.
    assert_eq!((&without["requests.cpu"], &with["requests.cpu"]), (&json!("27"), &json!("53")));
    assert_eq!((&without["limits.cpu"], &with["limits.cpu"]), (&json!("110"), &json!("140")));
    assert_eq!((&without["requests.memory"], &with["requests.memory"]), (&json!("37Gi"), &json!("53Gi")));
}

#[test]
fn a_derived_tier_does_not_inherit_the_texts_of_its_source() {
    let purpose = |spec: TierSpec| {
        let program = platform(Namespace::new("shop", Stable).spec(spec));
        object(&program, "Namespace", "shop")["metadata"]["annotations"]["coderev.dev/purpose"].clone()
    };
    assert_eq!(purpose(Stable.spec().replicas(1..)), "Production: the only tier end users reach");
    assert_eq!(purpose(Stable.spec().name("payments")), Value::Null);
    assert_eq!(purpose(Quarantine.spec().name("vetting")), Value::Null);
    assert_eq!(purpose(Shared.spec().name("tools")), Value::Null);
    assert_eq!(purpose(Stable.spec().environment("staging")), Value::Null);
    assert_eq!(purpose(Stable.spec().purpose("Card data").name("payments")), "Card data");
    assert_eq!(purpose(Stable.spec().name("payments").purpose("Card data")), "Card data");
}

#[test]
fn a_bucket_belongs_to_its_store() {
    const ARTIFACTS: Store<Minio> = Store::minio("artifacts");
    const MODELS: Store<Minio> = Store::minio("models").bucket("acme-models");
    let bucket = |name: &str, store: &Store<Minio>| {
        let worker = Worker::<Stable>::new("ingest", "ingest:1").pod(small()).uses(store);
        let set = StatefulSet::<Shared>::new("s3", "s3:1").pod(small()).port(Port::tcp(9000)).provides(store);
        let program = platform(Namespace::new("shop", Stable).worker(worker))
            .namespace(Namespace::new("data", Shared).stateful_set(set));
        object(&program, "ConfigMap", name)["data"]["bucket"].clone()
    };
    assert_eq!(bucket("artifacts-config", &ARTIFACTS), "artifacts");
    assert_eq!(bucket("models-config", &MODELS), "acme-models");
}

#[test]
fn a_computed_quota_is_overridden_by_declared_numbers() {
    let spec = Stable.spec().quota(Quota::computed().extended_resource(NVIDIA_GPU, 24));
    let hard = hard(Namespace::new("game", Stable).spec(spec).stateful_set(rooms()));
    assert_eq!((&hard["requests.nvidia.com/gpu"], &hard["pods"]), (&json!("24"), &json!("14")));
    assert!(hard.get("requests.memory").is_some(), "{hard}");
}

#[test]
fn every_workload_and_default_is_within_the_limits() {
    let range = |pod: Pod<Stable>| {
        let worker = Worker::<Stable>::new("tiny", "tiny:1").pod(pod).liveness(Probe::exec(["true"]));
        let program = platform(Namespace::new("shop", Stable).worker(worker));
        let item = object(&program, "LimitRange", "tier-limits")["spec"]["limits"][0].clone();
        (item["min"].clone(), item["default"].clone(), item["max"].clone())
    };
    let tiny = range(Pod::new().cpu(millis(5)..=millis(20)).memory(mebi(8)..=mebi(32)));
    let half = json!({"cpu": "500m", "memory": "512Mi"});
    assert_eq!((&tiny.0, &tiny.2), (&json!({"cpu": "5m", "memory": "8Mi"}), &half));
    assert_eq!(tiny.1, json!({"cpu": "500m", "memory": "512Mi", "ephemeral-storage": "512Mi"}));
    let large = range(Pod::new().cpu(cores(1)..=cores(4)).memory(gibi(1)..=gibi(8)));
    assert_eq!((large.0, large.2), (json!({"cpu": "10m", "memory": "16Mi"}), json!({"cpu": "4", "memory": "8Gi"})));
}

#[test]
fn a_request_of_disk_without_a_limit_gets_no_limit() {
    let range = |pod: Pod<Stable>, spec: TierSpec| {
        let worker = Worker::<Stable>::new("cache", "cache:1").pod(small()).pod(pod).liveness(Probe::exec(["true"]));
        let program = platform(Namespace::new("shop", Stable).spec(spec).worker(worker));
        object(&program, "LimitRange", "tier-limits")["spec"]["limits"][0].clone()
    };
    let storage = |spec: TierSpec, pod: Pod<Stable>| range(pod, spec)["default"]["ephemeral-storage"].clone();
    let stated = || {
        let limits = Limits::new().default_ephemeral_storage(mebi(256)..=gibi(1));
        Stable.spec().limits(limits)
    };
    assert_eq!(storage(Stable.spec(), Pod::new()), "512Mi");
    assert_eq!(storage(stated(), Pod::new()), "1Gi");
    let request_only = || Pod::new().ephemeral_storage(gibi(2)..);
    assert_eq!(storage(Stable.spec(), request_only()), Value::Null);
    assert_eq!(storage(stated(), request_only()), Value::Null);
    let log = Container::new("log", "log:1")
        .cpu(millis(20)..=millis(50))
        .memory(mebi(32)..=mebi(64))
        .ephemeral_storage(gibi(2)..);
    assert_eq!(storage(Stable.spec(), Pod::new().sidecar(log)), Value::Null);
}

#[test]
fn a_minimum_is_no_larger_than_the_default_request() {
    let limits = Limits::new().default(millis(5)..=millis(50), mebi(8)..=mebi(64)).min(millis(10), mebi(16));
    let program = platform(Namespace::new("shop", Stable).spec(Stable.spec().limits(limits)).stateful_set(rooms()));
    let item = object(&program, "LimitRange", "tier-limits")["spec"]["limits"][0].clone();
    assert_eq!(item["min"], json!({"cpu": "5m", "memory": "8Mi"}), "the API server refuses a smaller default");
}
