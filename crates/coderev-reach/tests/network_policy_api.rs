//! The conformance suite of the Network Policy API: each of its expectations, for ClusterNetworkPolicy and for the older
//! AdminNetworkPolicy and BaselineAdminNetworkPolicy.

use coderev_reach::{ContainerPort, Convention, End, Labels, Objects, Outcome, Peer, Port, Protocol, Reach, Workload};
use k8s_openapi::api::core::v1::Namespace;
use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde_json::{Value, json};

const TEXT: &str = include_str!("network-policy-api/expectations.txt");

/// The policies of a block, and its expectations.
#[derive(Default)]
struct Block<'a> {
    policies: Vec<(&'a str, Vec<&'a str>)>,
    /// The label of a namespace that differs from the namespace's name.
    label: Option<(&'a str, &'a str)>,
    expectations: Vec<&'a str>,
}

fn blocks() -> Vec<Block<'static>> {
    let mut all = Vec::new();
    for text in TEXT.split("\n\n") {
        let mut block = Block::default();
        for line in text.lines().filter(|it| !it.starts_with('#')) {
            if let Some(rule) = line.strip_prefix("  ") {
                block.policies.last_mut().expect("a rule follows its policy").1.push(rule);
            } else if line.starts_with(char::is_uppercase) {
                block.policies.push((line, Vec::new()));
            } else if let Some(label) = line.strip_prefix("label ") {
                block.label = label.split_once(' ');
            } else {
                block.expectations.push(line);
            }
        }
        if !block.expectations.is_empty() {
            all.push(block);
        }
    }
    all
}

fn selector(text: &str) -> Value {
    match text.split_once(':').expect("a kind of selector") {
        ("name", name) => json!({ "matchLabels": { "kubernetes.io/metadata.name": name } }),
        ("nodes", os) => json!({ "matchLabels": { "kubernetes.io/os": os } }),
        (_, label) => json!({ "matchLabels": { "house": label } }),
    }
}

fn peer(text: &str) -> Value {
    match text.split_once(':').map(|(kind, _)| kind) {
        Some("pods") => json!({ "pods": { "namespaceSelector": selector(text), "podSelector": selector(text) } }),
        Some("nodes") => json!({ "nodes": selector(text) }),
        _ => json!({ "namespaces": selector(text) }),
    }
}

fn is_network(text: &str) -> bool {
    text.contains('/') && text.starts_with(|it: char| it.is_ascii_digit() || it == ':')
}

fn port(text: &str, is_old: bool) -> Value {
    let (protocol, port) = text.split_once('/').expect("a port has a protocol");
    let number = |text: &str| text.parse::<u16>().expect("a number");
    let upper = protocol.to_uppercase();
    match (protocol, port.split_once('-')) {
        ("named", _) if is_old => json!({ "namedPort": port }),
        ("named", _) => json!({ "destinationNamedPort": port }),
        (_, None) if is_old => json!({ "portNumber": { "protocol": upper, "port": number(port) } }),
        (_, None) => json!({ protocol: { "destinationPort": { "number": number(port) } } }),
        (_, Some((start, end))) => {
            let range = json!({ "start": number(start), "end": number(end) });
            if is_old {
                json!({ "portRange": { "protocol": upper, "start": range["start"], "end": range["end"] } })
            } else {
                json!({ protocol: { "destinationPort": { "range": range } } })
            }
        }
    }
}

fn rule(text: &str, is_old: bool) -> (&'static str, Value) {
    let words: Vec<&str> = text.split(' ').collect();
    let (direction, side) = if words[0] == "out" { ("egress", "to") } else { ("ingress", "from") };
    let action = match words[1] {
        "accept" if is_old => "Allow",
        "accept" => "Accept",
        "deny" => "Deny",
        _ => "Pass",
    };
    let is_port = |it: &&str| it.contains('/') && !is_network(it);
    let networks: Vec<&str> = words[2..].iter().copied().filter(|it| is_network(it)).collect();
    let ports: Vec<Value> = words[2..].iter().copied().filter(is_port).map(|it| port(it, is_old)).collect();
    let selected = words[2..].iter().filter(|it| !it.contains('/'));
    let mut peers: Vec<Value> = selected.map(|it| peer(it)).collect();
    if !networks.is_empty() {
        peers.push(json!({ "networks": networks }));
    }
    let mut rule = json!({ "action": action, side: peers });
    if !ports.is_empty() {
        rule[if is_old { "ports" } else { "protocols" }] = ports.into();
    }
    (direction, rule)
}

fn add_policy(objects: &mut Objects, number: usize, head: &str, rules: &[&str], is_old: bool) {
    let words: Vec<&str> = head.split(' ').collect();
    let mut spec = json!({ "ingress": [], "egress": [] });
    if words[0] == "NetworkPolicy" {
        for text in rules {
            let words: Vec<&str> = text.split(' ').collect();
            let (direction, side) = if words[0] == "out" { ("egress", "to") } else { ("ingress", "from") };
            let rule = json!({ side: [{ "namespaceSelector": selector(words[2]) }] });
            spec[direction].as_array_mut().expect("a list").push(rule);
        }
        spec["podSelector"] = json!({});
        spec["policyTypes"] = json!(["Ingress", "Egress"]);
        let policy: NetworkPolicy =
            serde_json::from_value(json!({ "metadata": { "name": "np", "namespace": words[1] }, "spec": spec }))
                .unwrap();
        objects.add(&policy);
        return;
    }
    for text in rules {
        let (direction, rule) = rule(text, is_old);
        spec[direction].as_array_mut().expect("a list").push(rule);
    }
    spec["subject"] = peer(words[2]);
    let priority = words[1].parse::<u32>().expect("a priority");
    let (version, kind, name) = match (is_old, words[0]) {
        (false, tier) => {
            spec["tier"] = tier.into();
            spec["priority"] = priority.into();
            ("v1alpha2", "ClusterNetworkPolicy", format!("p{number}"))
        }
        (true, "Admin") => {
            spec["priority"] = priority.into();
            ("v1alpha1", "AdminNetworkPolicy", format!("p{number}"))
        }
        (true, _) => ("v1alpha1", "BaselineAdminNetworkPolicy", "default".to_owned()),
    };
    let version = format!("policy.networking.k8s.io/{version}");
    objects.add_custom(&json!({ "apiVersion": version, "kind": kind, "metadata": { "name": name }, "spec": spec }));
}

/// Five namespaces with two pods each, and two nodes.
fn cluster(label: Option<(&str, &str)>, has_addresses: bool) -> Objects {
    let mut objects = Objects::new();
    for (at, name) in ["g", "s", "h", "r", "f"].into_iter().enumerate() {
        let house = label.filter(|(of, _)| *of == name).map_or(name, |(_, house)| house);
        let namespace = json!({ "metadata": { "name": name, "labels": { "house": house } } });
        objects.add(&serde_json::from_value::<Namespace>(namespace).unwrap());
        for number in 0..2 {
            let labels = Labels::from([("house".to_owned(), name.to_owned())]);
            let mut pod = Peer::new(Workload::new(name, format!("{name}{number}"), "Pod"), labels);
            pod.pod = format!("{name}{number}");
            pod.host_network = name == "f";
            pod.ports =
                vec![ContainerPort::new("web", Protocol::Tcp, 80), ContainerPort::new("dns", Protocol::Udp, 53)];
            let address = if pod.host_network {
                format!("192.168.0.{}", number + 1)
            } else {
                format!("10.0.{}.{}", at + 1, number + 1)
            };
            pod.addresses = has_addresses.then(|| address.parse().unwrap()).into_iter().collect();
            objects.add(&pod);
        }
    }
    for number in 1..3 {
        let addresses = json!([{ "type": "InternalIP", "address": format!("192.168.0.{number}") }]);
        objects.add_custom(&json!({ "apiVersion": "v1", "kind": "Node",
            "metadata": { "name": format!("n{number}"), "labels": { "kubernetes.io/os": "linux" } },
            "status": { "addresses": addresses } }));
    }
    objects
}

/// The number of expectations, and the expectations that are not met. `is_met` has the outcome, and whether traffic is expected.
fn check(is_old: bool, has_addresses: bool, is_met: fn(Outcome, bool) -> bool) -> (usize, Vec<String>) {
    let (mut count, mut wrong) = (0, Vec::new());
    for block in blocks() {
        let mut objects = cluster(block.label, has_addresses);
        for (number, (head, rules)) in block.policies.iter().enumerate() {
            add_policy(&mut objects, number, head, rules, is_old);
        }
        let reach = Reach::new(&objects, Convention::KUBERNETES).unwrap_or_else(|found| panic!("{found:?}"));
        let find = |name: &str| End::Peer(reach.peers().find(|(_, it)| it.pod == name).expect(name).0);
        for line in &block.expectations {
            let [from, to, port, expected] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
            let (protocol, number) = port.split_once('/').expect("a port has a protocol");
            let port = Port { protocol: protocol.to_uppercase().parse().unwrap(), number: number.parse().unwrap() };
            let answer = reach.ask(find(from), find(to), port);
            count += 1;
            if !is_met(answer.verdict(), expected == "yes") {
                wrong.push(format!("{:?}\n  {line}: {answer:?}", block.policies));
            }
            let is_certain = reach.between(find(from), find(to)).contains(port);
            assert_eq!(is_certain, answer.verdict() == Outcome::Allowed, "{line}");
        }
    }
    (count, wrong)
}

#[test]
fn every_expectation_is_met() {
    for is_old in [false, true] {
        let (count, wrong) = check(is_old, true, |outcome, expected| {
            outcome == if expected { Outcome::Allowed } else { Outcome::Denied }
        });
        assert_eq!(count, 301);
        assert!(wrong.is_empty(), "{} of {count}, older API {is_old}:\n{}", wrong.len(), wrong.join("\n"));
    }
}

/// Manifests do not have addresses. The verdict may be unknown, but it must not be wrong.
#[test]
fn no_expectation_is_contradicted_without_addresses() {
    let (count, wrong) =
        check(false, false, |outcome, expected| outcome != if expected { Outcome::Denied } else { Outcome::Allowed });
    assert!(count == 301 && wrong.is_empty(), "{}", wrong.join("\n"));
    let (_, unknown) = check(false, false, |outcome, _| outcome != Outcome::Unknown);
    assert!(!unknown.is_empty() && unknown.len() < 60, "{}", unknown.len());
}
