//! Policies that a cluster would refuse, and large policies: the result or a clear error, in time.

use coderev_reach::{Convention, Objects, Port, Reach};
use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn policy(spec: Value) -> NetworkPolicy {
    serde_json::from_value(json!({ "metadata": { "name": "p", "namespace": "n" }, "spec": spec })).unwrap()
}

fn pod(name: &str, labels: Value) -> k8s_openapi::api::core::v1::Pod {
    serde_json::from_value(json!({ "metadata": { "name": name, "namespace": "n", "labels": labels } })).unwrap()
}

#[track_caller]
fn refused(spec: Value, messages: &[&str]) {
    let mut objects = Objects::new();
    objects.add(&policy(spec));
    let found = Reach::new(&objects, Convention::KUBERNETES).expect_err("refused");
    let said: Vec<String> = found.iter().map(ToString::to_string).collect();
    let expected: Vec<String> = messages.iter().map(|it| format!("network policy `n/p`, {it}")).collect();
    assert_eq!(said, expected);
}

#[test]
fn policies_that_a_cluster_refuses() {
    let from = |peer: Value| json!({ "ingress": [{ "from": [peer] }] });
    let block = "spec.ingress[0].from[0].ipBlock";
    refused(
        from(json!({ "ipBlock": { "cidr": "none" } })),
        &[&format!("{block}.cidr: `none` is not a CIDR block, such as `10.0.0.0/8`")],
    );
    refused(
        from(json!({ "ipBlock": { "cidr": "10.0.0.0/8", "except": ["11.0.0.0/8", "10.0.0.0/99"] } })),
        &[
            &format!("{block}.except[1]: `10.0.0.0/99` is not a CIDR block, such as `10.0.0.0/8`"),
            &format!("{block}.except[0]: it is not inside `10.0.0.0/8`"),
        ],
    );
    refused(from(json!({})), &["spec.ingress[0].from[0]: a peer needs a selector or an ipBlock"]);
    refused(
        from(json!({ "podSelector": {}, "ipBlock": { "cidr": "10.0.0.0/8" } })),
        &["spec.ingress[0].from[0]: a peer has an ipBlock or selectors, not both"],
    );
    let port = |port: Value| json!({ "egress": [{ "ports": [port] }] });
    refused(port(json!({ "port": 0 })), &["spec.egress[0].ports[0]: a port is a number from 1 to 65535"]);
    refused(
        port(json!({ "port": 80, "endPort": 79 })),
        &["spec.egress[0].ports[0]: the endPort 79 is below the port 80"],
    );
    refused(port(json!({ "endPort": 79 })), &["spec.egress[0].ports[0]: an endPort needs a port"]);
    refused(
        port(json!({ "port": "a", "endPort": 9 })),
        &["spec.egress[0].ports[0]: an endPort needs a port that is a number"],
    );
    refused(port(json!({ "protocol": "ICMP" })), &["spec.egress[0].ports[0].protocol: unknown protocol `ICMP`"]);
    let expression = |it: Value| json!({ "podSelector": { "matchExpressions": [it] } });
    refused(
        expression(json!({ "key": "a", "operator": "Like" })),
        &["spec.podSelector: a selector has no operator `Like`"],
    );
    refused(expression(json!({ "key": "a", "operator": "In" })), &["spec.podSelector: `In` of `a` has no values"]);
    refused(
        expression(json!({ "key": "a", "operator": "Exists", "values": ["b"] })),
        &["spec.podSelector: `Exists` of `a` must not have values"],
    );
    refused(
        json!({ "policyTypes": ["Both"] }),
        &["spec.policyTypes[0]: unknown policy type `Both`: write `Ingress` or `Egress`"],
    );
}

#[test]
fn selectors_that_contradict_themselves_match_nothing() {
    let contradiction =
        json!({ "matchLabels": { "a": "x" }, "matchExpressions": [{ "key": "a", "operator": "DoesNotExist" }] });
    let mut objects = Objects::new();
    objects.add(&pod("one", json!({ "a": "x" })));
    objects.add(&pod("two", json!({})));
    objects.add(&policy(json!({ "podSelector": contradiction, "policyTypes": ["Ingress"] })));
    let reach = Reach::new(&objects, Convention::KUBERNETES).unwrap();
    assert!(reach.counterexample(|it| it.pod == "two", |it| it.pod == "one").is_some(), "the policy selects no pod");
}

#[test]
fn a_policy_may_be_large() {
    let start = Instant::now();
    let ports: Vec<Value> = (0..100_000).map(|at| json!({ "port": at % 32_767 * 2 + 1 })).collect();
    let blocks: Vec<Value> = (0..20_000_u32)
        .map(|at| json!({ "ipBlock": { "cidr": format!("{}/32", std::net::Ipv4Addr::from(at * 200_000)) } }))
        .collect();
    let values: Vec<String> = (0..50_000).map(|at| format!("v{at}")).collect();
    let selector = json!({ "matchExpressions": [{ "key": "a", "operator": "NotIn", "values": values }] });
    let mut objects = Objects::new();
    objects.add(&pod("one", json!({ "a": "x" })));
    objects.add(&pod("two", json!({ "a": "v7" })));
    objects.add(&policy(json!({
        "podSelector": selector,
        "ingress": [{ "ports": ports }, { "from": blocks }],
    })));
    let reach = Reach::new(&objects, Convention::KUBERNETES).unwrap();
    let find = |name: &str| reach.peers().find(|(_, it)| it.pod == name).unwrap().0;
    assert!(reach.ask(find("two").into(), find("one").into(), Port::tcp(8081)).is_allowed());
    assert!(!reach.ask(find("two").into(), find("one").into(), Port::tcp(8080)).is_allowed());
    assert!(reach.flows().count() > 40_000, "every block is a range of its own");
    assert!(start.elapsed() < Duration::from_secs(120), "{:?}", start.elapsed());
}
