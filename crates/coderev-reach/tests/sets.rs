//! Templates with several pods.

use coderev_reach::{Convention, End, Objects, Port, Reach, Verdict};
use k8s_openapi::api::apps::v1::StatefulSet;
use k8s_openapi::api::core::v1::{Pod, Service};
use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde_json::{Value, json};

fn set(objects: &mut Objects, name: &str) {
    let pod = json!({ "containers": [{ "name": "db", "ports": [{ "name": "sql", "containerPort": 5432 }] }] });
    let template = json!({ "metadata": { "labels": { "app": "db" } }, "spec": pod });
    let spec = json!({ "serviceName": name, "replicas": 3, "selector": { "matchLabels": { "app": "db" } }, "template": template });
    let set: StatefulSet = serde_json::from_value(json!({ "metadata": { "name": name }, "spec": spec })).unwrap();
    objects.add(&set);
}
fn pod(objects: &mut Objects, name: &str) {
    let owner = json!({ "apiVersion": "apps/v1", "kind": "StatefulSet", "name": "db", "uid": "1", "controller": true });
    let labels = json!({ "app": "db", "statefulset.kubernetes.io/pod-name": name });
    let metadata = json!({ "name": name, "labels": labels, "ownerReferences": [owner] });
    objects.add(&serde_json::from_value::<Pod>(json!({ "metadata": metadata })).unwrap());
}
fn closed(objects: &mut Objects) {
    let spec = json!({ "podSelector": {}, "policyTypes": ["Ingress"] });
    let policy: NetworkPolicy =
        serde_json::from_value(json!({ "metadata": { "name": "closed" }, "spec": spec })).unwrap();
    objects.add(&policy);
}
fn reach(objects: &Objects) -> Reach {
    Reach::new(objects, Convention::KUBERNETES).unwrap()
}

#[test]
fn two_pods_of_one_template_are_two_ends() {
    let mut objects = Objects::new();
    set(&mut objects, "db");
    assert!(reach(&objects).counterexample(|_| true, |_| true).is_some(), "one reaches the other");
    closed(&mut objects);
    let reach = reach(&objects);
    let db = End::Peer(reach.peers().next().unwrap().0);
    let answer = reach.ask(db, db, Port::tcp(5432));
    assert_eq!((answer.egress, answer.ingress), (Verdict::Free, Verdict::Denied(vec!["default/closed".into()])));
    assert_eq!(reach.counterexample(|_| true, |_| true), None);
}

#[test]
fn a_pod_of_a_set_reaches_itself_and_not_the_next() {
    let mut objects = Objects::new();
    pod(&mut objects, "db-0");
    pod(&mut objects, "db-1");
    closed(&mut objects);
    let reach = reach(&objects);
    let [zero, one] = ["db-0", "db-1"].map(|name| End::Peer(reach.peers().find(|(_, it)| it.pod == name).unwrap().0));
    assert_eq!(reach.ask(zero, zero, Port::tcp(5432)).ingress, Verdict::Itself);
    assert!(!reach.ask(zero, one, Port::tcp(5432)).is_allowed());
    assert_eq!(reach.counterexample(|_| true, |_| true), None, "a pod and itself are not a counterexample");
}

/// The workloads that a LoadBalancer with this selector makes reachable.
fn entry_points(selector: &Value) -> Vec<String> {
    let mut objects = Objects::new();
    set(&mut objects, "db");
    set(&mut objects, "db-old");
    let spec =
        json!({ "type": "LoadBalancer", "selector": selector, "ports": [{ "port": 5432, "targetPort": "sql" }] });
    let service: Service = serde_json::from_value(json!({ "metadata": { "name": "first" }, "spec": spec })).unwrap();
    objects.add(&service);
    let reach = reach(&objects);
    let entries = reach.entry_points(&objects);
    assert!(entries.iter().all(|it| it.port == Port::tcp(5432)));
    entries.iter().map(|it| reach.peer(it.peer).workload.name.clone()).collect()
}

#[test]
fn a_service_of_one_pod_makes_its_set_reachable() {
    let name = "statefulset.kubernetes.io/pod-name";
    let index = "apps.kubernetes.io/pod-index";
    assert_eq!(entry_points(&json!({ name: "db-0" })), ["db"]);
    assert_eq!(entry_points(&json!({ "app": "db", name: "db-12" })), ["db"]);
    assert_eq!(entry_points(&json!({ "app": "db", index: "0" })), ["db", "db-old"]);
    assert_eq!(entry_points(&json!({ index: "1", name: "db-old-1" })), ["db-old"]);
    for none in [
        json!({ name: "db" }),
        json!({ name: "db-x" }),
        json!({ name: "db-00" }),
        json!({ name: "web-0" }),
        json!({ index: "first" }),
        json!({ index: "2", name: "db-1" }),
        json!({ "app": "web", name: "db-0" }),
    ] {
        assert_eq!(entry_points(&none), [""; 0], "{none}");
    }
}
