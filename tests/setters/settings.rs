//! Setters that no other test calls on their type, each tested by the object in its documentation.
use crate::{object, objects, platform, rules, small};
use coderev_infra::EgressByName;
use coderev_infra::prelude::*;
use serde_json::json;

fn web() -> Service<Stable> {
    Service::new("web", "web:1").pod(small()).readiness(Probe::http("/ready"))
}
fn shop() -> Namespace<Stable> {
    Namespace::new("shop", Stable)
}
fn deployment(service: Service<Stable>) -> serde_json::Value {
    object(&platform(shop().service(service)), "Deployment", "web")["spec"].clone()
}

#[test]
fn a_deployment_of_a_service_has_a_selector_and_a_strategy() {
    let spec = deployment(web().selector("app", "web-old").strategy(Strategy::recreate()));
    assert_eq!(spec["selector"]["matchLabels"], json!({"app": "web-old"}));
    assert_eq!(spec["strategy"], json!({"type": "Recreate"}));
}

#[test]
fn nodes_are_selected_by_labels() {
    let nodes = Nodes::any().label("kubernetes.io/arch", "arm64");
    let spec = deployment(web().nodes(nodes));
    assert_eq!(spec["template"]["spec"]["nodeSelector"]["kubernetes.io/arch"], "arm64");
}

#[test]
fn an_autoscaler_follows_memory() {
    let scale = Autoscale::new(3..=9).memory(percent(75));
    let scaler = object(&platform(shop().service(web().autoscale(scale))), "HorizontalPodAutoscaler", "web-hpa");
    let target = json!({"type": "Utilization", "averageUtilization": 75});
    assert_eq!(
        scaler["spec"]["metrics"],
        json!([{"type": "Resource", "resource": {"name": "memory", "target": target}}])
    );
}

#[test]
fn a_cluster_has_a_storage_class() {
    let claim = PersistentVolumeClaim::new("data", gibi(1));
    let set = StatefulSet::new("index", "index:1").pod(small()).volume_claim_template(claim, "/data");
    let cluster = Cluster::generic().storage_class("fast");
    let platform = Platform::new(cluster).part_of("acme").namespace(shop().stateful_set(set));
    let set = object(&platform, "StatefulSet", "index");
    assert_eq!(set["spec"]["volumeClaimTemplates"][0]["spec"]["storageClassName"], "fast");
}

#[test]
fn a_namespace_has_annotations_and_allows() {
    let two = || shop().annotation("acme.dev/on-call", "sre").service(web().replicas(2));
    let allowed = platform(two().allow("replicas-outside-tier", "a trial"));
    assert!(rules(&platform(two())).contains(&"replicas-outside-tier"));
    assert!(!rules(&allowed).contains(&"replicas-outside-tier"));
    assert_eq!(object(&allowed, "Namespace", "shop")["metadata"]["annotations"]["acme.dev/on-call"], "sre");
}

#[test]
fn a_platform_has_a_name() {
    let synthesis = coderev_infra::synth(&Platform::new(Cluster::generic()).name("staging"));
    assert_eq!(synthesis.name(), Some("staging"));
    let readme = synthesis.file("README.md").expect("the README is always in the output");
    assert!(readme.text().starts_with("# staging\n"));
}

#[test]
fn a_tier_has_labels_a_budget_and_a_rate_limit() {
    let spec = Stable.spec().label("acme.dev/pci", "yes").disruption_budget(min_available(2)).rate_limit(per_second(7));
    let spec = spec.quota(Quota::new().cpu(cores(9)..).memory(gibi(8)..=gibi(16)).pods(20).services(9));
    let shop = shop().spec(spec).host(Host::new("shop.acme.dev")).service(web().route(prefix("/")));
    let platform = platform(shop).edge(Edge::ingress_nginx());
    let of = |kind, name| object(&platform, kind, name);
    assert_eq!(of("Namespace", "shop")["metadata"]["labels"]["acme.dev/pci"], "yes");
    assert_eq!(of("PodDisruptionBudget", "web")["spec"]["minAvailable"], 2);
    assert_eq!(of("Ingress", "shop.acme.dev")["metadata"]["annotations"]["nginx.ingress.kubernetes.io/limit-rps"], "7");
    let quotas = objects(&platform).into_iter().filter(|it| it["kind"] == "ResourceQuota");
    let hard =
        quotas.map(|it| it["spec"]["hard"].clone()).find(|hard| hard["pods"] == "20").expect("the tier has a quota");
    assert_eq!((&hard["requests.memory"], &hard["limits.memory"]), (&json!("8Gi"), &json!("16Gi")));
}

/// A handle with a computed name is the same handle in all other respects.
#[test]
fn handles_have_computed_names() {
    const KEYS: Secret = Secret::new("keys");
    const EVENTS: Topic = KAFKA.topic("events");
    let tenant = "acme";
    let web = web().env("KEY", KEYS.name(format!("keys-{tenant}")).key("private"));
    let lag = Autoscale::new(3..=9).kafka_lag(EVENTS.name(format!("events-{tenant}")), "ingest", 500);
    let ingest = Worker::new("ingest", "ingest:1").pod(small()).uses(&KAFKA).autoscale(lag);
    let platform = platform(shop().worker(ingest).service(web));
    let scaler = object(&platform, "ScaledObject", "ingest");
    assert_eq!(scaler["spec"]["triggers"][0]["metadata"]["topic"], "events-acme");
    let variables = object(&platform, "Deployment", "web")["spec"]["template"]["spec"]["containers"][0]["env"].clone();
    let key = variables
        .as_array()
        .expect("a list")
        .iter()
        .find(|it| it["name"] == "KEY")
        .expect("the variable is set")
        .clone();
    assert_eq!(key["valueFrom"]["secretKeyRef"], json!({"name": "keys-acme", "key": "private"}));
}

#[test]
fn an_external_has_a_computed_host() {
    /// As `Stable`, with the internet as an allowed destination.
    struct Outbound;
    impl Tier for Outbound {
        fn spec(&self) -> TierSpec {
            Stable.spec().name("outbound")
        }
    }
    impl Calls<Internet> for Outbound {}
    const API: External = External::new("api.acme.dev");
    let cluster = Cluster::generic().egress_by_name(EgressByName::Cilium);
    let web = Service::new("web", "web:1").pod(small()).calls(&API.name(format!("{}.api.dev", "acme")));
    let platform = Platform::new(cluster).part_of("acme").namespace(Namespace::new("lab", Outbound).service(web));
    let egress = object(&platform, "CiliumNetworkPolicy", "web")["spec"]["egress"].to_string();
    assert!(egress.contains("acme.api.dev") && !egress.contains("api.acme.dev"), "{egress}");
}

#[test]
fn a_store_has_a_computed_name() {
    const ORDERS: Store<Postgres> = Store::postgres("orders").env(&[("ORDERS_URL", "url")]);
    const ADDRESS: External = External::new("db.acme.dev").cidrs(&["10.20.0.0/24"]);
    let orders = ORDERS.name(format!("orders-{}", "acme"));
    let data = Namespace::new("data", Shared).store(ExternalStore::new(&orders, ADDRESS));
    let platform = platform(shop().service(web().uses(&orders))).namespace(data);
    let env = object(&platform, "Deployment", "web")["spec"]["template"]["spec"]["containers"][0]["env"].clone();
    let url =
        env.as_array().expect("a list").iter().find(|it| it["name"] == "ORDERS_URL").expect("the variable is set");
    assert_eq!(url["valueFrom"]["secretKeyRef"], json!({"name": "orders-acme-credentials", "key": "url"}));
    let egress = object(&platform, "NetworkPolicy", "web")["spec"]["egress"].clone();
    let to_store = json!({
        "to": [{"ipBlock": {"cidr": "10.20.0.0/24"}}], "ports": [{"port": 5432, "protocol": "TCP"}],
    });
    assert!(egress.as_array().expect("a list").contains(&to_store), "{egress}");
}

#[test]
fn pods_of_a_set_call_each_other_on_any_port() {
    let set = StatefulSet::new("ring", "ring:1").pod(small()).port(Port::tcp(9042)).peers_on_any_port();
    let policy = object(&platform(shop().stateful_set(set)), "NetworkPolicy", "ring");
    let rules = policy["spec"]["ingress"].as_array().expect("a list").clone();
    assert!(rules.iter().any(|rule| rule.get("ports").is_none() && rule.get("from").is_some()), "{rules:#?}");
}
