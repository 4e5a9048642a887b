//! Policies of the cluster: points that the specification leaves open are unknown, and invalid policies are refused.

use coderev_reach::{Cause, Convention, End, Objects, Outcome, Port, Reach, Verdict};
use k8s_openapi::api::core::v1::Pod;
use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde_json::{Value, json};

fn policy(name: &str, spec: Value) -> Value {
    json!({ "apiVersion": "policy.networking.k8s.io/v1alpha2", "kind": "ClusterNetworkPolicy",
        "metadata": { "name": name }, "spec": spec })
}

/// The rules of one direction, for all pods.
fn spec(tier: &str, priority: u32, side: &str, rules: Value) -> Value {
    let mut spec = json!({ "tier": tier, "priority": priority, "subject": { "namespaces": {} } });
    spec[side] = rules;
    spec
}

fn cluster(policies: &[Value]) -> Objects {
    let mut objects = Objects::new();
    for name in ["a", "b"] {
        let pod = json!({ "metadata": { "name": name, "labels": { "app": name } } });
        objects.add(&serde_json::from_value::<Pod>(pod).unwrap());
    }
    policies.iter().for_each(|it| objects.add_custom(it));
    objects
}

fn reach(objects: &Objects) -> Reach {
    Reach::new(objects, Convention::KUBERNETES).unwrap_or_else(|found| panic!("{found:?}"))
}

fn pod(reach: &Reach, name: &str) -> End {
    End::Peer(reach.peers().find(|(_, it)| it.pod == name).expect("the pod is there").0)
}

fn everybody() -> Value {
    json!([{ "namespaces": {} }])
}

#[test]
fn equal_priorities_with_different_actions_are_unknown() {
    let rules = |action: &str| json!([{ "action": action, "from": everybody(), "protocols": [{ "tcp": { "destinationPort": { "number": 80 } } }] }]);
    let asked = |second: &str, priority: u32| {
        let objects = cluster(&[
            policy("one", spec("Admin", 5, "ingress", rules("Deny"))),
            policy("two", spec("Admin", priority, "ingress", rules(second))),
        ]);
        let reach = reach(&objects);
        let answer = reach.ask(pod(&reach, "a"), pod(&reach, "b"), Port::tcp(80));
        assert_eq!(reach.ask(pod(&reach, "a"), pod(&reach, "b"), Port::tcp(81)).verdict(), Outcome::Allowed);
        (answer.verdict(), answer.ingress)
    };
    let policies = ["ClusterNetworkPolicy one", "ClusterNetworkPolicy two"].map(str::to_owned);
    let tie = Verdict::Unknown(vec![Cause::Priority { policies, priority: 5 }]);
    assert_eq!(asked("Accept", 5), (Outcome::Unknown, tie.clone()));
    assert_eq!(asked("Pass", 5), (Outcome::Unknown, tie), "passed traffic is allowed: no other policy is there");
    assert_eq!(asked("Deny", 5).0, Outcome::Denied);
    assert_eq!(asked("Accept", 6).1, Verdict::Denied(vec!["ClusterNetworkPolicy one".into()]));
    assert_eq!(asked("Accept", 4).1, Verdict::Allowed(vec!["ClusterNetworkPolicy two".into()]));
}

#[test]
fn a_rule_of_an_equal_priority_is_final_where_it_alone_matches() {
    let rules = |action: &str, port: u16| json!([{ "action": action, "from": everybody(), "protocols": [{ "tcp": { "destinationPort": { "number": port } } }] }]);
    let reach = reach(&cluster(&[
        policy("one", spec("Admin", 5, "ingress", rules("Deny", 80))),
        policy("two", spec("Admin", 5, "ingress", rules("Deny", 81))),
        policy("later", spec("Admin", 6, "ingress", rules("Accept", 80))),
    ]));
    let answer = reach.ask(pod(&reach, "a"), pod(&reach, "b"), Port::tcp(80));
    assert_eq!(answer.ingress, Verdict::Denied(vec!["ClusterNetworkPolicy one".into()]));
}

#[test]
fn the_admin_tier_is_before_network_policies_and_baseline_is_after() {
    let all = |action: &str| json!([{ "action": action, "from": everybody() }]);
    let asked = |policies: &[Value], is_isolated: bool| {
        let mut objects = cluster(policies);
        if is_isolated {
            let spec = json!({ "podSelector": { "matchLabels": { "app": "b" } }, "policyTypes": ["Ingress"] });
            let isolating = json!({ "metadata": { "name": "isolated" }, "spec": spec });
            objects.add(&serde_json::from_value::<NetworkPolicy>(isolating).unwrap());
        }
        let reach = reach(&objects);
        reach.ask(pod(&reach, "a"), pod(&reach, "b"), Port::tcp(80)).ingress
    };
    let admin = |action: &str| policy("admin", spec("Admin", 1, "ingress", all(action)));
    let baseline = |action: &str| policy("base", spec("Baseline", 1, "ingress", all(action)));
    let by = |name: &str| vec![name.to_owned()];
    assert_eq!(asked(&[admin("Accept")], true), Verdict::Allowed(by("ClusterNetworkPolicy admin")));
    assert_eq!(asked(&[admin("Pass")], true), Verdict::Denied(by("default/isolated")));
    assert_eq!(asked(&[admin("Pass"), baseline("Accept")], true), Verdict::Denied(by("default/isolated")));
    assert_eq!(asked(&[admin("Pass"), baseline("Deny")], false), Verdict::Denied(by("ClusterNetworkPolicy base")));
    assert_eq!(asked(&[baseline("Accept")], false), Verdict::Allowed(by("ClusterNetworkPolicy base")));
    assert_eq!(asked(&[admin("Pass")], false), Verdict::Free);
}

#[test]
fn nodes_and_dns_names_without_addresses_are_unknown() {
    let rules = |peer: Value| {
        json!([
            { "action": "Accept", "to": [peer] },
            { "action": "Deny", "to": [{ "networks": ["0.0.0.0/0"] }] },
        ])
    };
    let asked = |peer: Value, more: &[Value]| {
        let mut objects = cluster(&[policy("out", spec("Admin", 1, "egress", rules(peer)))]);
        more.iter().for_each(|it| objects.add_custom(it));
        let reach = reach(&objects);
        reach.ask(pod(&reach, "a"), End::Address("10.0.0.1".parse().unwrap()), Port::tcp(443)).egress
    };
    let unknown =
        |field| Verdict::Unknown(vec![Cause::Peer { policy: "ClusterNetworkPolicy out".into(), rule: 1, field }]);
    let denied = Verdict::Denied(vec!["ClusterNetworkPolicy out".into()]);
    assert_eq!(asked(json!({ "domainNames": ["acme.dev"] }), &[]), unknown("domainNames"));
    assert_eq!(asked(json!({ "nodes": {} }), &[]), unknown("nodes"));
    let node = |address: &str| {
        json!({ "apiVersion": "v1", "kind": "Node", "metadata": { "name": "n" },
            "status": { "addresses": [{ "type": "InternalIP", "address": address }] } })
    };
    assert_eq!(asked(json!({ "nodes": {} }), &[node("10.0.0.2")]), denied);
    assert!(asked(json!({ "nodes": {} }), &[node("10.0.0.1")]).is_allowed());
}

#[test]
fn networks_also_match_pods() {
    let rules = json!([{ "action": "Deny", "to": [{ "networks": ["0.0.0.0/0"] }] }]);
    let reach = reach(&cluster(&[policy("out", spec("Admin", 1, "egress", rules))]));
    let answer = reach.ask(pod(&reach, "a"), pod(&reach, "b"), Port::tcp(443));
    assert_eq!(answer.verdict(), Outcome::Denied, "the API says so: {answer:?}");
    let rules = json!([{ "action": "Deny", "to": [{ "networks": ["10.0.0.0/8"] }] }]);
    let reach = self::reach(&cluster(&[policy("out", spec("Admin", 1, "egress", rules))]));
    let answer = reach.ask(pod(&reach, "a"), pod(&reach, "b"), Port::tcp(443));
    assert_eq!(answer.verdict(), Outcome::Unknown, "the address is unknown: {answer:?}");
}

#[test]
fn policies_that_the_definitions_refuse() {
    let rule = |rule: Value| spec("Admin", 1, "egress", json!([rule]));
    let to = |peer: Value| rule(json!({ "action": "Deny", "to": [peer] }));
    let port = |port: Value| rule(json!({ "action": "Deny", "to": everybody(), "protocols": [port] }));
    for (spec, field) in [
        (spec("Middle", 1, "egress", json!([])), "spec.tier: the tier is `Admin` or `Baseline`, not `Middle`"),
        (spec("Admin", 1001, "egress", json!([])), "spec.priority: a priority is a number from 0 to 1000"),
        (json!({ "tier": "Admin", "priority": 1 }), "spec.subject"),
        (json!({ "tier": "Admin", "priority": 1, "subject": { "namespaces": {}, "pods": {} } }), "spec.subject"),
        (
            rule(json!({ "action": "Allow", "to": everybody() })),
            "spec.egress[0].action: the action is `Accept`, `Deny` or `Pass`",
        ),
        (rule(json!({ "action": "Deny" })), "spec.egress[0].to: a rule needs at least one peer"),
        (rule(json!({ "action": "Deny", "from": everybody() })), "from"),
        (rule(json!({ "action": "Deny", "to": everybody(), "ports": [] })), "ports"),
        (to(json!({})), "spec.egress[0].to[0]: a peer has exactly one"),
        (to(json!({ "networks": ["10.0.0.0/99"] })), "is not a CIDR block"),
        (to(json!({ "networks": [] })), "it needs at least one network"),
        (to(json!({ "domainNames": ["acme.dev"] })), "only a rule that accepts can have DNS names"),
        (
            to(json!({ "namespaces": { "matchExpressions": [{ "key": "a", "operator": "Like" }] } })),
            "no operator `Like`",
        ),
        (port(json!({ "tcp": {} })), "a protocol needs a `destinationPort`"),
        (port(json!({ "tcp": { "destinationPort": { "number": 0 } } })), "a port is a number from 1 to 65535"),
        (
            port(json!({ "udp": { "destinationPort": { "range": { "start": 9, "end": 9 } } } })),
            "the start 9 is not below the end 9",
        ),
        (
            rule(
                json!({ "action": "Deny", "to": [{ "networks": ["10.0.0.0/8"] }], "protocols": [{ "destinationNamedPort": "web" }] }),
            ),
            "must not name ports",
        ),
    ] {
        let found =
            Reach::new(&cluster(&[policy("wrong", spec.clone())]), Convention::KUBERNETES).expect_err("refused");
        let all: Vec<String> = found.iter().map(ToString::to_string).collect();
        let is_told = |it: &String| it.starts_with("ClusterNetworkPolicy wrong, ") && it.contains(field);
        assert!(all.iter().any(is_told), "{spec}: {all:?}");
    }
    let old = json!({ "apiVersion": "policy.networking.k8s.io/v1alpha1", "kind": "BaselineAdminNetworkPolicy",
        "metadata": { "name": "other" }, "spec": { "subject": { "namespaces": {} },
        "ingress": [{ "action": "Pass", "from": everybody() }] } });
    let found = Reach::new(&cluster(&[old]), Convention::KUBERNETES).expect_err("refused");
    let all: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert!(all.iter().any(|it| it.contains("has the name `default`")), "{all:?}");
    assert!(all.iter().any(|it| it.contains("the action is `Allow` or `Deny`, not `Pass`")), "{all:?}");
}

/// Pods `a` and `b`, and a policy for pods of namespaces with `team=ops`. No namespace in the objects has this label.
fn asked_of_added(tier: &str, action: &str, side: &str, peers: &str) -> (Reach, Vec<String>) {
    let mut spec = json!({ "tier": tier, "priority": 1 });
    spec["subject"] = json!({ "namespaces": { "matchLabels": { "team": "ops" } } });
    let mut rule = json!({ "action": action });
    rule[peers] = everybody();
    spec[side] = json!([rule]);
    let mut objects = cluster(&[policy("ops", spec)]);
    // The implied peers: any pod of the cluster, and the pods of team=ops.
    let open = json!({ "metadata": { "name": "open" }, "spec": {
        "podSelector": { "matchLabels": { "app": "b" } },
        "ingress": [{ "from": [{ "namespaceSelector": { "matchLabels": { "team": "ops" } } }] }] } });
    objects.add(&serde_json::from_value::<NetworkPolicy>(open).unwrap());
    let reach = reach(&objects);
    let shown = reach.exposed().map(|it| format!("{} -> {}: {}", it.from, it.to, it.ports)).collect();
    (reach, shown)
}

#[test]
fn a_policy_of_the_cluster_also_applies_to_pods_that_are_not_in_the_objects() {
    let find = |reach: &Reach, text: &str| {
        End::Implied(reach.implied_peers().find(|(_, it)| it.to_string() == text).unwrap().0)
    };
    let opened = "any pod in namespaces with team=ops -> default/b[Pod]: All Connections";
    let (with_deny, shown) = asked_of_added("Admin", "Deny", "egress", "to");
    assert!(!shown.iter().any(|it| it == opened), "{shown:?}");
    let (ops, any) =
        (find(&with_deny, "any pod in namespaces with team=ops"), find(&with_deny, "any pod of the cluster"));
    let (a, b) = (pod(&with_deny, "a"), pod(&with_deny, "b"));
    let explained = with_deny.explain(ops, b, Port::tcp(80));
    assert_eq!(explained.answer.egress, Verdict::Denied(vec!["ClusterNetworkPolicy ops".into()]));
    assert_eq!(explained.answer.verdict(), Outcome::Denied);
    assert!(explained.egress[0].to_string().contains("rule 1 of ClusterNetworkPolicy ops"), "{:?}", explained.egress);
    // Some pods of the cluster are its subject.
    let subject = Cause::Subject { policy: "ClusterNetworkPolicy ops".into() };
    assert_eq!(with_deny.ask(any, a, Port::tcp(80)).egress, Verdict::Unknown(vec![subject.clone()]));
    let undecided = with_deny.undecided();
    let of_a = undecided.iter().find(|(workload, _)| workload.name == "a").expect("it is unknown").1;
    assert!(of_a.iter().any(|it| it.causes == [subject.clone()] && it.ports.is_all()), "{of_a:?}");

    let (baseline, shown) = asked_of_added("Baseline", "Deny", "egress", "to");
    assert!(!shown.iter().any(|it| it == opened), "{shown:?}");
    let ops = find(&baseline, "any pod in namespaces with team=ops");
    let cause = Cause::OwnPolicies { policy: "ClusterNetworkPolicy ops".into(), rule: 1 };
    assert_eq!(baseline.ask(ops, pod(&baseline, "b"), Port::tcp(80)).egress, Verdict::Unknown(vec![cause]));

    let (accepted, shown) = asked_of_added("Admin", "Accept", "egress", "to");
    assert!(shown.iter().any(|it| it == opened), "{shown:?}");
    let ops = find(&accepted, "any pod in namespaces with team=ops");
    let answer = accepted.ask(ops, pod(&accepted, "b"), Port::tcp(80));
    assert_eq!(answer.egress, Verdict::Allowed(vec!["ClusterNetworkPolicy ops".into()]));

    let (into, shown) = asked_of_added("Admin", "Deny", "ingress", "from");
    assert!(shown.iter().any(|it| it == opened), "{shown:?}");
    let any = find(&into, "any pod of the cluster");
    assert_eq!(into.ask(pod(&into, "a"), any, Port::tcp(80)).verdict(), Outcome::Unknown);
}
