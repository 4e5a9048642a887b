//! A cluster of the size of a large organisation's, in which every workload has its own labels and policy.

use crate::process::Measured;
use coderev_reach::{Convention, Objects, Reach};
use serde_json::{Value, json};

/// The number of namespaces in any cluster.
const NAMESPACES: usize = 50;

/// `count` Deployments with a policy each. Each workload is called by the next one and calls the previous one, is
/// scraped from one namespace, admits all traffic on one port, and may connect to DNS and to the public internet.
fn cluster(count: usize) -> Objects {
    let mut objects = Objects::new();
    for number in 0..NAMESPACES {
        add::<k8s_openapi::api::core::v1::Namespace>(
            &mut objects,
            json!({ "metadata": { "name": format!("area-{number}"), "labels": { "team": format!("team-{}", number % 7) } } }),
        );
    }
    for number in 0..count {
        let labels = |number: usize| json!({ "app": format!("service-{}", number % count), "part-of": "shop" });
        let area = |number: usize| format!("area-{}", number % count % NAMESPACES);
        let peer = |number: usize| {
            json!({
                "namespaceSelector": { "matchLabels": { "kubernetes.io/metadata.name": area(number) } },
                "podSelector": { "matchLabels": labels(number) },
            })
        };
        let metadata = json!({ "name": format!("service-{number}"), "namespace": area(number) });
        let container = json!({ "name": "app", "ports": [{ "name": "http", "containerPort": 8000 + number % 10 }] });
        add::<k8s_openapi::api::apps::v1::Deployment>(
            &mut objects,
            json!({ "metadata": metadata, "spec": {
                "selector": { "matchLabels": labels(number) },
                "template": { "metadata": { "labels": labels(number) }, "spec": { "containers": [container] } },
            } }),
        );
        let public =
            json!({ "ipBlock": { "cidr": "0.0.0.0/0", "except": ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"] } });
        add::<k8s_openapi::api::networking::v1::NetworkPolicy>(
            &mut objects,
            json!({ "metadata": metadata, "spec": {
                "podSelector": { "matchLabels": labels(number) },
                "policyTypes": ["Ingress", "Egress"],
                "ingress": [
                    { "from": [peer(number + count - 1)], "ports": [{ "port": "http" }] },
                    { "from": [{ "namespaceSelector": { "matchLabels": { "team": "team-1" } } }], "ports": [{ "port": 9090 }] },
                    { "from": [{ "namespaceSelector": {} }], "ports": [{ "port": 8080, "endPort": 8081 + number % 5 }] },
                ],
                "egress": [
                    { "to": [peer(number + 1)], "ports": [{ "port": "http" }] },
                    { "to": [{ "podSelector": {} }], "ports": [{ "port": 53, "protocol": "UDP" }, { "port": 9090 }] },
                    { "to": [public], "ports": [{ "port": 443 }] },
                ],
            } }),
        );
    }
    objects
}

fn add<T: coderev_reach::Object + serde::de::DeserializeOwned>(objects: &mut Objects, value: Value) {
    objects.add(&serde_json::from_value::<T>(value).expect("an object"));
}

/// The whole matrix, from objects to the last row.
pub(crate) fn measure(count: usize) -> Measured {
    let objects = cluster(count);
    Measured::during(|| {
        let reach = Reach::new(&objects, Convention::KUBERNETES).expect("the policies are valid");
        let pairs: usize = reach.rows().map(|row| row.pairs()).sum();
        assert!(pairs > count, "{pairs} pairs are allowed");
    })
}

/// `count` pods with labels of their own and without a policy: all pairs may connect.
fn open_cluster(count: usize) -> Objects {
    let mut objects = Objects::new();
    for number in 0..count {
        let name = format!("service-{number}");
        let metadata = json!({
            "name": name, "namespace": format!("area-{}", number % NAMESPACES), "labels": { "app": name },
        });
        let container = json!({ "name": "app", "ports": [{ "name": "http", "containerPort": 8000 + number % 10 }] });
        add::<k8s_openapi::api::core::v1::Pod>(
            &mut objects,
            json!({ "metadata": metadata, "spec": { "containers": [container] } }),
        );
    }
    objects
}

/// The data of the overview of a cluster, from objects to the connections of each workload, by groups.
fn overview(objects: &Objects) -> usize {
    let reach = Reach::new(objects, Convention::KUBERNETES).expect("the policies are valid");
    let mut groups = reach.groups();
    let mut pairs = 0;
    for (workload, group) in groups.workloads().collect::<Vec<_>>() {
        let row = groups.row(group);
        let to = row.to.iter().enumerate().filter(|(_, ports)| !ports.is_empty());
        pairs += to.map(|(to, _)| groups.members(to).len()).sum::<usize>();
        pairs += usize::from(!reach.within(workload).is_empty());
    }
    pairs + reach.exposed().count() + reach.entry_points(objects).len()
}

/// The overview of a cluster without policies.
pub(crate) fn measure_open(count: usize) -> Measured {
    let objects = open_cluster(count);
    Measured::during(|| {
        let pairs = overview(&objects);
        assert!(pairs > count * count, "{pairs} pairs are allowed");
    })
}
