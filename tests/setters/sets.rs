use crate::{object, objects, platform, rules, small};
use coderev_infra::FirstPeer;
use coderev_infra::prelude::*;
use serde_json::{Value, json};

const CLICKHOUSE: Store<Database> =
    Store::new("events", Port::tcp(9000)).secret(Secret::new("ch")).env(&[("CH_URL", "url")]);

fn clickhouse() -> StatefulSet<Shared> {
    StatefulSet::new("clickhouse", "clickhouse:25.8").port(Port::tcp(9000)).pod(small())
}

#[test]
fn a_stateful_set_has_claims_and_a_headless_service() {
    let set = clickhouse()
        .replicas(3)
        .parallel()
        .disruption_budget(max_unavailable(1))
        .volume_claim_template(PersistentVolumeClaim::new("data", gibi(20)).storage_class("fast"), "/var/lib/data");
    let platform = platform(Namespace::new("data", Shared).stateful_set(set));
    let set = object(&platform, "StatefulSet", "clickhouse");
    let spec = &set["spec"];
    assert_eq!((&spec["replicas"], &spec["serviceName"]), (&json!(3), &json!("clickhouse")));
    assert_eq!(spec["podManagementPolicy"], "Parallel");
    let template = &spec["volumeClaimTemplates"][0];
    assert_eq!(template["metadata"]["name"], "data");
    assert_eq!(template["spec"]["storageClassName"], "fast");
    assert_eq!(template["spec"]["resources"]["requests"]["storage"], "20Gi");
    let mounts = spec["template"]["spec"]["containers"][0]["volumeMounts"].as_array().expect("mounts");
    assert!(mounts.contains(&json!({"name": "data", "mountPath": "/var/lib/data"})));
    assert_eq!(object(&platform, "Service", "clickhouse")["spec"]["clusterIP"], "None");
    assert_eq!(object(&platform, "PodDisruptionBudget", "clickhouse")["spec"]["maxUnavailable"], 1);
}

#[test]
fn a_set_that_provides_a_store_admits_only_the_users_of_the_store() {
    let user = Worker::<Stable>::new("ingest", "ingest:1").pod(small()).uses(&CLICKHOUSE);
    let stranger = Worker::<Stable>::new("stranger", "stranger:1").pod(small());
    let shop = Namespace::new("shop", Stable).worker(user).worker(stranger);
    let platform =
        platform(shop).namespace(Namespace::new("data", Shared).stateful_set(clickhouse().provides(&CLICKHOUSE)));
    let policy = object(&platform, "NetworkPolicy", "clickhouse");
    let rules = policy["spec"]["ingress"].as_array().expect("users are allowed");
    assert_eq!(rules.len(), 1, "{rules:#?}");
    assert_eq!(rules[0]["from"][0]["podSelector"]["matchLabels"]["app.kubernetes.io/name"], "ingest");
    assert_eq!(rules[0]["ports"], json!([{"port": 9000, "protocol": "TCP"}]));
    let policy = object(&platform, "NetworkPolicy", "ingest");
    let egress = policy["spec"]["egress"][0].clone();
    assert_eq!(egress["to"][0]["podSelector"]["matchLabels"]["app.kubernetes.io/name"], "clickhouse");
    let worker = object(&platform, "Deployment", "ingest");
    let env = worker["spec"]["template"]["spec"]["containers"][0]["env"].as_array().expect("variables");
    assert!(env.iter().any(|it| it["name"] == "CH_URL" && it["valueFrom"]["secretKeyRef"]["name"] == "ch"));
}

#[test]
fn a_store_on_a_missing_port_of_the_set_is_a_finding() {
    let set = StatefulSet::new("clickhouse", "clickhouse:25.8").pod(small()).provides(&CLICKHOUSE);
    assert!(rules(&platform(Namespace::new("data", Shared).stateful_set(set))).contains(&"missing-port"));
}

#[test]
fn a_daemon_set_runs_on_every_node() {
    let agent = DaemonSet::new("agent", "agent:1").pod(small()).metrics(Port::metrics(9100));
    let platform = platform(Namespace::new("agents", Shared).daemon_set(agent));
    let set = object(&platform, "DaemonSet", "agent");
    assert_eq!(set["spec"]["updateStrategy"]["rollingUpdate"]["maxUnavailable"], 1);
    assert_eq!(set["spec"].get("replicas"), None);
    let policy = object(&platform, "NetworkPolicy", "agent");
    assert_eq!(policy["spec"]["ingress"][0]["ports"][0]["port"], 9100, "Prometheus is allowed");
    assert!(!objects(&platform).iter().any(|it| it["kind"] == "Service"));
}

#[test]
fn a_worker_is_a_deployment_without_a_service() {
    let worker = Worker::<Stable>::new("audit", "audit:1")
        .pod(small())
        .replicas(4)
        .strategy(Strategy::recreate())
        .disruption_budget(min_available(2))
        .selector("app", "audit-old");
    let platform = platform(Namespace::new("shop", Stable).worker(worker));
    let deployment = object(&platform, "Deployment", "audit");
    assert_eq!(deployment["spec"]["replicas"], 4);
    assert_eq!(deployment["spec"]["strategy"]["type"], "Recreate");
    assert_eq!(deployment["spec"]["selector"]["matchLabels"], json!({"app": "audit-old"}));
    let pod = &deployment["spec"]["template"];
    assert_eq!(pod["metadata"]["labels"]["app"], "audit-old");
    assert_eq!(pod["spec"]["containers"][0].get("ports"), None);
    assert_eq!(object(&platform, "PodDisruptionBudget", "audit")["spec"]["minAvailable"], 2);
    assert!(!objects(&platform).iter().any(|it| it["kind"] == "Service"));
}

#[test]
fn a_set_that_serves_requests_has_an_address_routes_and_an_autoscaler() {
    let set = StatefulSet::<Exp>::new("search", "search:1")
        .port(Port::http(9200))
        .pod(small())
        .readiness(Probe::http("/ready"))
        .autoscale(Autoscale::new(1..=2))
        .route(prefix("/search"));
    assert_eq!(set.url(), "http://search:9200");
    let lab = Namespace::new("lab", Exp).host(Host::new("lab.acme.dev")).stateful_set(set);
    let edge = Edge::gateway().tls(Tls::secret(Secret::new("tls")));
    let platform = Platform::new(Cluster::generic()).part_of("acme").edge(edge).namespace(lab);
    let route =
        objects(&platform).into_iter().find(|it| it["kind"] == "HTTPRoute" && it["metadata"]["namespace"] == "lab");
    let backend = route.expect("a route")["spec"]["rules"][0]["backendRefs"][0].clone();
    assert_eq!((&backend["name"], &backend["port"]), (&json!("search"), &json!(9200)));
    let target = &object(&platform, "HorizontalPodAutoscaler", "search-hpa")["spec"]["scaleTargetRef"];
    assert_eq!((&target["kind"], &target["name"]), (&json!("StatefulSet"), &json!("search")));
    assert_eq!(object(&platform, "StatefulSet", "search")["spec"].get("replicas"), None);
}

#[test]
fn peers_find_each_other_and_admit_no_other_workload() {
    const GOSSIP: Port = Port::tcp(7000).name("gossip");
    let ring = StatefulSet::new("ring", "ring:1")
        .pod(small())
        .port(Port::tcp(9042))
        .peers(GOSSIP)
        .liveness(Probe::tcp())
        .env("SEED", FirstPeer)
        .called_by(Peer::namespace("batch"));
    let program = platform(Namespace::new("data", Stable).stateful_set(ring));
    let peers = object(&program, "Service", "ring-peers");
    assert_eq!(peers["spec"]["publishNotReadyAddresses"], true);
    let names = |service: &Value| -> Vec<Value> {
        service["spec"]["ports"].as_array().expect("ports").iter().map(|it| it["name"].clone()).collect()
    };
    assert_eq!(names(&peers), ["gossip"]);
    let clients = object(&program, "Service", "ring");
    assert_eq!((names(&clients), clients["spec"].get("publishNotReadyAddresses")), (vec![json!("tcp")], None));
    let policy = object(&program, "NetworkPolicy", "ring");
    let themselves = json!([{"podSelector": {"matchLabels": {"app.kubernetes.io/name": "ring"}}}]);
    let ports = json!([{"port": 7000, "protocol": "TCP"}]);
    assert_eq!(policy["spec"]["ingress"][0]["ports"], json!([{"port": 9042, "protocol": "TCP"}]), "the batch");
    assert_eq!(policy["spec"]["ingress"][1], json!({"from": themselves, "ports": ports}));
    assert_eq!(policy["spec"]["egress"][0], json!({"to": themselves, "ports": ports}));
    let set = object(&program, "StatefulSet", "ring");
    assert_eq!(set["spec"]["serviceName"], "ring-peers", "names of pods resolve before the pods are ready");
    let container = &set["spec"]["template"]["spec"]["containers"][0];
    assert_eq!(container["ports"][1]["name"], "gossip");
    assert_eq!(container["livenessProbe"]["tcpSocket"]["port"], "tcp", "the port that others call");
    let seed = container["env"].as_array().expect("variables").iter().find(|it| it["name"] == "SEED");
    assert_eq!(seed.expect("a seed")["value"], "ring-0.ring-peers");
}

#[test]
fn the_selector_of_an_existing_set_can_be_kept() {
    let set = clickhouse().selector("app", "clickhouse-old");
    let set = object(&platform(Namespace::new("data", Shared).stateful_set(set)), "StatefulSet", "clickhouse");
    assert_eq!(set["spec"]["selector"]["matchLabels"], json!({"app": "clickhouse-old"}));
}

#[test]
fn a_set_has_an_update_strategy_and_a_retention_of_its_claims() {
    let spec = |set| {
        object(&platform(Namespace::new("data", Shared).stateful_set(set)), "StatefulSet", "clickhouse")["spec"].clone()
    };
    let canary = spec(clickhouse().partition(2).when_deleted(coderev_infra::ClaimRetention::Delete));
    assert_eq!(canary["updateStrategy"], json!({"type": "RollingUpdate", "rollingUpdate": {"partition": 2}}));
    let kept = json!({"whenDeleted": "Delete", "whenScaled": "Retain"});
    assert_eq!(canary["persistentVolumeClaimRetentionPolicy"], kept);
    let faster = spec(clickhouse().max_unavailable(percent(25)));
    assert_eq!(faster["updateStrategy"]["rollingUpdate"], json!({"maxUnavailable": "25%"}));
    let by_hand = spec(clickhouse().on_delete().when_scaled(coderev_infra::ClaimRetention::Delete));
    assert_eq!(by_hand["updateStrategy"], json!({"type": "OnDelete"}));
    assert_eq!(by_hand["persistentVolumeClaimRetentionPolicy"]["whenScaled"], "Delete");
    assert_eq!(spec(clickhouse()).get("persistentVolumeClaimRetentionPolicy"), None);
    let both = clickhouse().on_delete().partition(1);
    assert!(rules(&platform(Namespace::new("data", Shared).stateful_set(both))).contains(&"partition-with-on-delete"));
}

#[test]
fn a_daemon_set_has_an_update_strategy() {
    let spec =
        |set| object(&platform(Namespace::new("agents", Shared).daemon_set(set)), "DaemonSet", "agent")["spec"].clone();
    let agent = || DaemonSet::new("agent", "agent:1").pod(small());
    let tenth = spec(agent().max_unavailable(percent(10)));
    assert_eq!(tenth["updateStrategy"]["rollingUpdate"]["maxUnavailable"], "10%");
    assert_eq!(spec(agent().on_delete())["updateStrategy"], json!({"type": "OnDelete"}));
}

#[test]
fn a_load_balancer_for_each_pod_of_a_set() {
    const PLAY: Port = Port::udp(7777);
    let rooms = StatefulSet::<Shared>::new("rooms", "rooms:1").pod(small()).replicas(2).port(PLAY);
    let named = LoadBalancer::public(PLAY).annotation("external-dns.alpha.kubernetes.io/hostname", "room-{n}.acme.dev");
    let rooms = rooms.load_balancer_per_pod(named).load_balancer(LoadBalancer::public(PLAY));
    let platform = platform(Namespace::new("game", Shared).stateful_set(rooms));
    let second = object(&platform, "Service", "rooms-lb-1");
    assert_eq!(second["spec"]["selector"]["statefulset.kubernetes.io/pod-name"], "rooms-1");
    assert_eq!(second["spec"]["type"], "LoadBalancer");
    let host = &second["metadata"]["annotations"]["external-dns.alpha.kubernetes.io/hostname"];
    assert_eq!(host, "room-1.acme.dev");
    assert_eq!(
        object(&platform, "Service", "rooms-lb")["spec"]["type"],
        "LoadBalancer",
        "a load balancer for all pods"
    );
    assert!(!objects(&platform).iter().any(|it| it["metadata"]["name"] == "rooms-lb-2"));
}
