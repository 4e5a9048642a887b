//! Which workloads may connect on the platform of the deployment guide: the flow matrix, cell by cell, computed from
//! the output of `synth`.
use coderev_reach::{
    Convention, End, HostNetwork, IpBlocks, Labels, Object, Objects, Outcome, Peer, Port, Reach, Workload,
};
use k8s_openapi::api::apps::v1::Deployment;
use k8s_openapi::api::core::v1::Namespace;
use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The labels of a pod that represents a workload outside the platform.
type Labelled = &'static [(&'static str, &'static str)];

/// Golden folders, and the namespace and labels of the pods of their edges.
const FOLDERS: [(&str, &str, Labelled); 2] = [
    (
        "golden/ingress-nginx",
        "ingress-nginx",
        &[("app.kubernetes.io/name", "ingress-nginx"), ("app.kubernetes.io/component", "controller")],
    ),
    (
        "golden/gateway",
        "envoy-gateway-system",
        &[
            ("app.kubernetes.io/name", "envoy"),
            ("app.kubernetes.io/component", "proxy"),
            ("gateway.envoyproxy.io/owning-gateway-namespace", "platform-edge"),
            ("gateway.envoyproxy.io/owning-gateway-name", "platform-gateway"),
        ],
    ),
];

/// The destinations and ports of the columns. In a read-only tier the edge reaches the port of the gate, and only
/// Prometheus reaches the port of the application.
const COLUMNS: [(&str, &str, u16); 14] = [
    ("auth", "auth-service", 8000),
    ("v1", "v1-api", 8000),
    ("v3", "v3-api", 8000),
    ("gate", "v3-api", 8080),
    ("pg", "postgres", 5432),
    ("redis", "redis", 6379),
    ("neo4j", "neo4j", 7687),
    ("minio", "minio", 9000),
    ("kafka", "kafka", 9092),
    ("opa", "opa", 8181),
    ("otel", "otel-collector", 4318),
    ("prom", "prometheus", 9090),
    ("web", "8.8.8.8", 443),
    ("dns", "kube-dns", 53),
];

/// `y` is open and `n` is closed, by the policies of both ends.
///
/// Stores and monitoring are not part of the platform yet, and so are their own policies. Pods with their labels
/// represent them, and the policies of their namespaces apply to these pods. `o`: the source allows the connection
/// and the policy of the destination is missing, so the connection is closed. `i`: the destination allows the
/// connection and the policy of the source is missing. `c`: both policies are missing. When these policies are added,
/// these cells fail and must be changed. `-` is not specified.
const MATRIX: &str = "
    from              auth v1 v3 gate pg redis neo4j minio kafka opa otel prom web dns
    edge              y    y  n  y    n  n     n     n     n     n   o    n    -   -
    auth-service      n    n  n  n    o  o     n     n     o     o   o    n    n   y
    analysis-service  n    n  n  n    o  o     o     o     o     o   o    n    n   y
    ai-orchestrator   n    n  n  n    o  o     n     n     o     o   o    n    n   y
    v1-api            n    n  n  n    o  o     o     o     o     o   o    n    y   y
    v3-api            n    n  n  n    o  n     n     n     n     n   o    n    n   y
    prometheus        i    i  i  n    n  n     n     c     n     n   y    -    i   y
    grafana           n    n  n  n    n  n     n     n     n     n   y    y    n   y
    postgres          n    n  n  n    -  y     y     y     y     y   n    n    n   y
    stranger          n    n  n  n    n  n     n     n     n     n   n    n    -   -
";

fn add<T: Object + DeserializeOwned>(objects: &mut Objects, value: &Value) {
    objects.add(&serde_json::from_value::<T>(value.clone()).expect("synth writes objects"));
}

fn stand_in(objects: &mut Objects, namespace: &str, name: &str, labels: &[(&str, &str)]) {
    let labels: Labels = labels.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
    let mut peer = Peer::new(Workload::new(namespace, name, "Pod"), labels);
    peer.pod = name.into();
    objects.add(&peer);
}

fn objects(folder: &str, edge: &str, edge_labels: &[(&str, &str)]) -> Objects {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut objects = Objects::new();
    for entry in fs::read_dir(&folder).expect("the folder exists") {
        let path = entry.expect("readable").path();
        let is_manifest = path.extension().is_some_and(|end| end == "yaml");
        if !is_manifest || path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
            continue;
        }
        for document in
            coderev_yaml::read(&fs::read(&path).expect("readable")).expect("the library reads its own output")
        {
            match document.value["kind"].as_str() {
                Some("Namespace") => add::<Namespace>(&mut objects, &document.value),
                Some("Deployment") => add::<Deployment>(&mut objects, &document.value),
                Some("NetworkPolicy") => add::<NetworkPolicy>(&mut objects, &document.value),
                _ => {}
            }
        }
    }
    stand_in(&mut objects, edge, "edge", edge_labels);
    stand_in(&mut objects, "kube-system", "kube-dns", &[("k8s-app", "kube-dns")]);
    stand_in(&mut objects, "default", "stranger", &[]);
    for name in ["postgres", "redis", "neo4j", "minio", "kafka", "opa"] {
        stand_in(&mut objects, "platform-infrastructure", name, &[("app.kubernetes.io/name", name)]);
    }
    for name in ["otel-collector", "prometheus", "grafana"] {
        stand_in(&mut objects, "platform-monitoring", name, &[("app.kubernetes.io/name", name)]);
    }
    objects
}

/// Every folder under every convention: a verdict that is certain while both points are undecided holds for all plugins.
fn cases() -> impl Iterator<Item = ((&'static str, &'static str, Labelled), Convention)> {
    let blocks = [IpBlocks::Undecided, IpBlocks::Outside, IpBlocks::PodsToo];
    let hosts = [HostNetwork::Undecided, HostNetwork::Node, HostNetwork::Pod];
    FOLDERS.into_iter().flat_map(move |folder| {
        blocks.into_iter().flat_map(move |blocks| {
            hosts.map(|hosts| (folder, Convention::KUBERNETES.ip_blocks(blocks).host_network(hosts)))
        })
    })
}

#[test]
fn the_flow_matrix_is_exact() {
    for ((folder, edge, edge_labels), convention) in cases() {
        let reach = Reach::new(&objects(folder, edge, edge_labels), convention).expect("the policies are valid");
        let ends: BTreeMap<&str, End> =
            reach.peers().map(|(id, peer)| (peer.workload.name.as_str(), End::Peer(id))).collect();
        let mut lines = MATRIX.lines().filter(|line| !line.trim().is_empty());
        let head: Vec<&str> = lines.next().expect("a head").split_whitespace().skip(1).collect();
        assert_eq!(head, COLUMNS.map(|(name, ..)| name));
        let (mut wrong, mut asked) = (Vec::new(), 0);
        for line in lines {
            let cells: Vec<&str> = line.split_whitespace().collect();
            assert_eq!(cells.len(), COLUMNS.len() + 1, "{line}");
            let from = ends[cells[0]];
            for ((_, name, number), cell) in COLUMNS.into_iter().zip(&cells[1..]) {
                let to = ends.get(name).copied().unwrap_or_else(|| End::Address(name.parse().expect("an address")));
                let port = if number == 53 { Port::udp(number) } else { Port::tcp(number) };
                let answer = reach.ask(from, to, port);
                let [out, into] = [answer.egress.outcome(), answer.ingress.outcome()];
                let holds = match *cell {
                    "y" => answer.verdict() == Outcome::Allowed,
                    "n" => answer.verdict() == Outcome::Denied,
                    "o" => (out, into) == (Outcome::Allowed, Outcome::Denied),
                    "i" => (out, into) == (Outcome::Denied, Outcome::Allowed),
                    "c" => (out, into) == (Outcome::Denied, Outcome::Denied),
                    "-" => continue,
                    other => panic!("unknown cell `{other}`"),
                };
                asked += 1;
                if !holds {
                    wrong.push(format!("{} to {name} on {port}: {cell}, but out {out} and in {into}", cells[0]));
                }
            }
        }
        assert!(asked > 120, "{asked}");
        assert!(wrong.is_empty(), "{folder}, {convention:?}:\n{}", wrong.join("\n"));
    }
}

/// The guarantee of the tiers in one question: no experiment reaches production, on any port.
#[test]
fn no_experiment_reaches_production() {
    for ((folder, edge, edge_labels), convention) in cases() {
        let reach = Reach::new(&objects(folder, edge, edge_labels), convention).expect("the policies are valid");
        let in_tier =
            |tier: &'static str| move |peer: &Peer| peer.labels.get("coderev.dev/tier").is_some_and(|it| it == tier);
        assert!(reach.peers().any(|(_, it)| in_tier("exp")(it)) && reach.peers().any(|(_, it)| in_tier("stable")(it)));
        assert_eq!(reach.counterexample(in_tier("exp"), in_tier("stable")), None);
        assert!(reach.counterexample(|it| it.workload.name == "edge", in_tier("stable")).is_some(), "the edge does");
    }
}
