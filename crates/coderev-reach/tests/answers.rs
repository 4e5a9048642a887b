//! Results that are not in the matrix: the edge, the pods of one workload, DNS names, and versions of Jobs.

use coderev_reach::{Connections, Convention, Objects, Port, Reach, Workload, difference};
use k8s_openapi::api::apps::v1::Deployment;
use k8s_openapi::api::batch::v1::Job;
use k8s_openapi::api::core::v1::Service;
use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde_json::{Value, from_value, json};

fn metadata(name: &str) -> Value {
    json!({"name": name, "namespace": "shop", "labels": {"app.kubernetes.io/name": "migrate"}})
}

fn template(app: &str) -> Value {
    json!({"metadata": {"labels": {"app": app}}, "spec": {"containers": [{"name": "main"}]}})
}

/// Adds a Deployment, and a policy for it.
fn deployment(objects: &mut Objects, name: &str, policy: &Value) {
    let spec = json!({"selector": {"matchLabels": {"app": name}}, "template": template(name)});
    objects.add(&from_value::<Deployment>(json!({"metadata": metadata(name), "spec": spec})).expect("a Deployment"));
    let mut spec = policy.clone();
    spec["podSelector"] = json!({"matchLabels": {"app": name}});
    objects.add(&from_value::<NetworkPolicy>(json!({"metadata": metadata(name), "spec": spec})).expect("a policy"));
}

fn workload(name: &str) -> Workload {
    Workload::new("shop", name, "Deployment")
}

fn reach(objects: &Objects) -> Reach {
    Reach::new(objects, Convention::KUBERNETES).expect("the policies are valid")
}

#[test]
fn the_edge_reaches_routed_ports_that_policies_allow() {
    let from_edge = |ingress: Value| {
        let mut objects = Objects::new();
        deployment(&mut objects, "web", &json!({ "ingress": ingress }));
        let spec = json!({"selector": {"app": "web"}, "ports": [{"port": 80, "targetPort": 8080}]});
        objects.add(&from_value::<Service>(json!({"metadata": metadata("web"), "spec": spec})).expect("a Service"));
        objects.add_custom(&json!({
            "apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": metadata("web"),
            "spec": {"rules": [{"backendRefs": [{"name": "web", "port": 80}]}]},
        }));
        let reach = reach(&objects);
        let entry_points = reach.entry_points(&objects);
        assert!(matches!(&entry_points[..], [one] if one.is_routed() && one.port == Port::tcp(8080)));
        reach.from_edge(&entry_points).remove(&workload("web"))
    };
    assert_eq!(from_edge(json!([{}])), Some(Port::tcp(8080).into()), "no other port is routed");
    assert_eq!(from_edge(json!([{"ports": [{"port": 9000}]}])), None);
    assert_eq!(from_edge(json!([{"from": [{"podSelector": {"matchLabels": {"app": "api"}}}]}])), None);
}

#[test]
fn two_pods_of_a_workload_connect_if_policies_allow_it() {
    let within = |policy: Value| {
        let mut objects = Objects::new();
        deployment(&mut objects, "db", &policy);
        reach(&objects).within(&workload("db"))
    };
    let same = json!([{"from": [{"podSelector": {"matchLabels": {"app": "db"}}}], "ports": [{"port": 5432}]}]);
    assert_eq!(within(json!({ "ingress": same })), Port::tcp(5432).into());
    assert_eq!(within(json!({ "ingress": [] })), Connections::default());
}

#[test]
fn a_service_entry_needs_a_policy_and_a_cilium_policy_does_not() {
    let mut objects = Objects::new();
    deployment(&mut objects, "web", &json!({"policyTypes": ["Egress"]}));
    objects.add_custom(&json!({
        "apiVersion": "networking.istio.io/v1", "kind": "ServiceEntry", "metadata": metadata("stripe"),
        "spec": {"hosts": ["api.stripe.com"], "ports": [{"number": 443}]},
    }));
    objects.add_custom(&json!({
        "apiVersion": "cilium.io/v2", "kind": "CiliumNetworkPolicy", "metadata": metadata("web"),
        "spec": {"endpointSelector": {"matchLabels": {"app": "web"}}, "egress": [
            {"toFQDNs": [{"matchName": "s3.acme.dev"}], "toPorts": [{"ports": [{"port": "443", "protocol": "TCP"}]}]},
        ]},
    }));
    let egress: Vec<_> = objects.fqdn_egress().cloned().collect();
    let names = |by_policy: Connections| {
        let reach = reach(&objects);
        let names = reach.fqdn_connections(&workload("web"), &egress, &by_policy);
        names.into_iter().map(|(name, ports)| format!("{name} {ports}")).collect::<Vec<_>>()
    };
    assert_eq!(names(Connections::default()), ["s3.acme.dev TCP 443"]);
    assert_eq!(names(Port::tcp(443).into()), ["api.stripe.com TCP 443", "s3.acme.dev TCP 443"]);
    assert_eq!(objects.unevaluated(), [], "a NetworkPolicy of the same name denies all other egress");
}

#[test]
fn a_new_version_of_a_job_is_the_same_workload() {
    let with_jobs = |names: &[&str]| {
        let mut objects = Objects::new();
        for name in names {
            let spec = json!({ "template": template("migrate") });
            objects.add(&from_value::<Job>(json!({"metadata": metadata(name), "spec": spec})).expect("a Job"));
        }
        objects
    };
    let changes = |old: &[&str], new: &[&str]| {
        let [mut old, mut new] = [old, new].map(with_jobs);
        Objects::align_job_versions(&mut old, &mut new);
        difference(&reach(&old), &reach(&new)).len()
    };
    assert_eq!(changes(&["migrate-1-0-0"], &["migrate-1-1-0"]), 0);
    assert_ne!(changes(&["migrate-1-0-0"], &["seed-1-1-0"]), 0, "the label does not match the name");
    assert_ne!(changes(&["migrate-1-0-0"], &["migrate-1-0-0", "migrate-1-1-0"]), 0, "the second one is new");
}
