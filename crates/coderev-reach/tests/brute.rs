//! Compares the crate with a short evaluator that follows the specification, one pod and one port at a time, on
//! generated clusters and policies.

use coderev_reach::{
    Connections, ContainerPort, Convention, End, HostNetwork, ImpliedPeer, IpBlocks, Labels, NamedPort, Objects,
    Outcome, Party, Peer, PolicyType, Port, Protocol, Reach, SelfTraffic, Side, Verdict, Workload, difference,
};
use k8s_openapi::api::core::v1::Namespace;
use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};
use std::net::IpAddr;

mod evaluator {
    //! This module shares only the types of Kubernetes with the library.
    use super::*;
    use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

    pub(super) struct World<'a> {
        pub(super) spaces: &'a [Namespace],
        pub(super) policies: &'a [NetworkPolicy],
        /// Specifications of ClusterNetworkPolicies.
        pub(super) tiers: &'a [Value],
        /// The labels and the address of each node.
        pub(super) nodes: &'a [(Labels, IpAddr)],
        pub(super) convention: Convention,
    }
    /// A pod, or an address outside the cluster.
    pub(super) type Party<'a> = Result<&'a Peer, IpAddr>;

    /// The side whose policies decide.
    #[derive(Clone, Copy)]
    pub(super) enum Own<'a> {
        Known(Party<'a>),
        /// A pod that is not in the objects. Its own NetworkPolicies are not known, and not counted.
        Added(&'a Peer),
    }

    fn selects(selector: &LabelSelector, labels: &Labels) -> bool {
        selector.match_labels.iter().flatten().all(|(key, value)| labels.get(key) == Some(value))
            && selector.match_expressions.iter().flatten().all(|it| match (&*it.operator, labels.get(&it.key)) {
                ("In", value) => value.is_some_and(|value| it.values.iter().flatten().any(|other| other == value)),
                ("NotIn", value) => value.is_none_or(|value| it.values.iter().flatten().all(|other| other != value)),
                ("Exists", value) => value.is_some(),
                (_, value) => value.is_none(),
            })
    }
    fn bits(address: IpAddr) -> (bool, u128) {
        match address {
            IpAddr::V4(it) => (true, u128::from(u32::from(it)) << 96),
            IpAddr::V6(it) => (false, it.into()),
        }
    }
    fn within(address: IpAddr, cidr: &str) -> bool {
        let (base, length) = cidr.split_once('/').unwrap();
        let ((old, a), (other, b)) = (bits(address), bits(base.parse().unwrap()));
        old == other && (length == "0" || (a ^ b) >> (128 - length.parse::<u32>().unwrap()) == 0)
    }
    impl World<'_> {
        fn is_node(&self, peer: &Peer) -> bool {
            peer.host_network && self.convention.host_network == HostNetwork::Node
        }
        fn is_peer(&self, own: &str, of: &NetworkPolicyPeer, other: Party<'_>) -> bool {
            if let Some(block) = &of.ip_block {
                let holds = |it: &IpAddr| {
                    within(*it, &block.cidr) && !block.except.iter().flatten().any(|hole| within(*it, hole))
                };
                return match other {
                    Err(address) => holds(&address),
                    Ok(peer) => {
                        (self.is_node(peer) || self.convention.ip_blocks == IpBlocks::PodsToo)
                            && peer.addresses.iter().any(holds)
                    }
                };
            }
            let Ok(peer) = other else { return false };
            let space = self.spaces.iter().find(|it| it.metadata.name.as_ref() == Some(&peer.workload.namespace));
            let mut labels = space.and_then(|it| it.metadata.labels.clone()).unwrap_or_default();
            labels.insert("kubernetes.io/metadata.name".into(), peer.workload.namespace.clone());
            !self.is_node(peer)
                && of.pod_selector.as_ref().is_none_or(|it| selects(it, &peer.labels))
                && of.namespace_selector.as_ref().map_or(peer.workload.namespace == own, |it| selects(it, &labels))
        }
        fn is_port(&self, of: &NetworkPolicyPort, to: Party<'_>, port: Port) -> bool {
            of.protocol.as_deref().unwrap_or("TCP") == port.protocol.to_string()
                && match &of.port {
                    None => true,
                    Some(IntOrString::Int(from)) => {
                        (*from..=of.end_port.unwrap_or(*from)).contains(&port.number.into())
                    }
                    Some(IntOrString::String(name)) => to.is_ok_and(|peer| {
                        peer.ports
                            .iter()
                            .any(|it| it.name == *name && (it.protocol, it.number) == (port.protocol, port.number))
                    }),
                }
        }
        /// Whether the rules of NetworkPolicies allow the connection to or from `other`. None if no policy isolates `own`.
        fn by_policies(&self, is_egress: bool, own: Party<'_>, other: Party<'_>, port: Port) -> Option<bool> {
            let Ok(peer) = own else { return None };
            let to = if is_egress { other } else { own };
            let mut isolated = false;
            for policy in
                self.policies.iter().filter(|it| it.metadata.namespace.as_ref() == Some(&peer.workload.namespace))
            {
                let spec = policy.spec.clone().unwrap();
                let says = if is_egress { "Egress" } else { "Ingress" };
                let types = spec.policy_types.unwrap_or_default();
                let applies = if types.is_empty() {
                    !is_egress || spec.egress.iter().flatten().next().is_some()
                } else {
                    types.iter().any(|it| it == says)
                };
                let selector = spec.pod_selector.unwrap_or_default();
                if !applies || self.is_node(peer) || !selects(&selector, &peer.labels) {
                    continue;
                }
                isolated = true;
                let ingress = spec.ingress.into_iter().flatten().map(|it| (it.from, it.ports)).filter(|_| !is_egress);
                let egress = spec.egress.into_iter().flatten().map(|it| (it.to, it.ports)).filter(|_| is_egress);
                for (peers, ports) in ingress.chain(egress) {
                    let (peers, ports) = (peers.unwrap_or_default(), ports.unwrap_or_default());
                    if (peers.is_empty() || peers.iter().any(|it| self.is_peer(&peer.workload.namespace, it, other)))
                        && (ports.is_empty() || ports.iter().any(|it| self.is_port(it, to, port)))
                    {
                        return Some(true);
                    }
                }
            }
            isolated.then_some(false)
        }

        fn is_pod(&self, of: &Value, peer: &Peer) -> bool {
            let selector = |it: &Value| serde_json::from_value::<LabelSelector>(it.clone()).unwrap();
            let (namespaces, pods) = match of.get("pods") {
                Some(both) => (selector(&both["namespaceSelector"]), selector(&both["podSelector"])),
                None => (selector(&of["namespaces"]), LabelSelector::default()),
            };
            let space = self.spaces.iter().find(|it| it.metadata.name.as_ref() == Some(&peer.workload.namespace));
            let mut labels = space.and_then(|it| it.metadata.labels.clone()).unwrap_or_default();
            labels.insert("kubernetes.io/metadata.name".into(), peer.workload.namespace.clone());
            !peer.host_network && selects(&namespaces, &labels) && selects(&pods, &peer.labels)
        }

        /// Whether a peer of a rule matches; None if that is unknown.
        fn is_tier_peer(&self, of: &Value, other: Party<'_>) -> Option<bool> {
            let address = match other {
                Err(address) => address,
                Ok(peer) => peer.addresses[0],
            };
            let is_node = other.is_err() || other.is_ok_and(|it| it.host_network);
            if let Some(networks) = of.get("networks") {
                return Some(networks.as_array().unwrap().iter().any(|it| within(address, it.as_str().unwrap())));
            }
            if of.get("domainNames").is_some() {
                return if other.is_err() { None } else { Some(false) };
            }
            if let Some(nodes) = of.get("nodes") {
                let selector: LabelSelector = serde_json::from_value(nodes.clone()).unwrap();
                return match self.nodes {
                    _ if !is_node => Some(false),
                    [] => None,
                    all => Some(all.iter().any(|(labels, it)| selects(&selector, labels) && *it == address)),
                };
            }
            Some(other.is_ok_and(|peer| self.is_pod(of, peer)))
        }

        fn is_tier_port(&self, rule: &Value, to: Party<'_>, port: Port) -> bool {
            let Some(all) = rule.get("protocols") else { return true };
            all.as_array().unwrap().iter().any(|it| {
                if let Some(name) = it["destinationNamedPort"].as_str() {
                    return to.is_ok_and(|peer| {
                        let is_own = |own: &ContainerPort| (own.protocol, own.number) == (port.protocol, port.number);
                        peer.ports.iter().any(|own| own.name == name && is_own(own))
                    });
                }
                let of = &it[port.protocol.to_string().to_lowercase()]["destinationPort"];
                let (start, end) = match of["number"].as_u64() {
                    Some(number) => (number, number),
                    None => (of["range"]["start"].as_u64().unwrap_or(1), of["range"]["end"].as_u64().unwrap_or(0)),
                };
                (start..=end).contains(&port.number.into())
            })
        }

        /// The decisions that a tier may make.
        fn tier(&self, name: &str, is_egress: bool, own: &Peer, other: Party<'_>, port: Port) -> Vec<String> {
            let (side, peers) = if is_egress { ("egress", "to") } else { ("ingress", "from") };
            let to = if is_egress { other } else { Ok(own) };
            let mut decisions = Vec::new();
            for priority in 0..4 {
                let mut may_go_on = true;
                for policy in self.tiers.iter().filter(|it| it["tier"] == name && it["priority"] == priority) {
                    if !self.is_pod(&policy["subject"], own) {
                        continue;
                    }
                    let mut may_miss = true;
                    for rule in policy[side].as_array().unwrap() {
                        let each = rule[peers].as_array().unwrap().iter().map(|it| self.is_tier_peer(it, other));
                        let each: Vec<_> = each.collect();
                        if !self.is_tier_port(rule, to, port) || each.iter().all(|it| *it == Some(false)) {
                            continue;
                        }
                        decisions.push(rule["action"].as_str().unwrap().to_owned());
                        if each.contains(&Some(true)) {
                            may_miss = false;
                            break;
                        }
                    }
                    may_go_on &= may_miss;
                }
                if !may_go_on {
                    return decisions;
                }
            }
            decisions.push("Pass".to_owned());
            decisions
        }

        /// What may be true: that `own` allows the connection to or from `other`, and that it does not.
        fn at_address(&self, is_egress: bool, own: Own<'_>, other: Party<'_>, port: Port) -> [bool; 2] {
            let (by_policies, peer) = match own {
                Own::Known(Err(_)) => return [true, false],
                Own::Known(Ok(peer)) => (self.by_policies(is_egress, Ok(peer), other, port), peer),
                Own::Added(peer) => (None, peer),
            };
            let decided = |decisions: Vec<String>, passed: [bool; 2]| {
                let mut all = [false, false];
                for decision in decisions {
                    match &*decision {
                        "Accept" => all[0] = true,
                        "Deny" => all[1] = true,
                        _ => all = [all[0] | passed[0], all[1] | passed[1]],
                    }
                }
                all
            };
            let passed = match by_policies {
                Some(lets) => [lets, !lets],
                None => {
                    let [yes, no] = decided(self.tier("Baseline", is_egress, peer, other, port), [true, false]);
                    // A policy that is not known can select an added pod, so that this tier does not apply.
                    [yes || matches!(own, Own::Added(_)), no]
                }
            };
            decided(self.tier("Admin", is_egress, peer, other, port), passed)
        }

        /// The same, by any of the addresses of `other`.
        pub(super) fn lets(&self, is_egress: bool, own: Own<'_>, other: Party<'_>, port: Port) -> Vec<bool> {
            let [yes, no] = match other {
                Err(_) => self.at_address(is_egress, own, other, port),
                Ok(peer) => {
                    let mut all = [false, true];
                    for address in &peer.addresses {
                        let mut one = peer.clone();
                        one.addresses = vec![*address];
                        let [yes, no] = self.at_address(is_egress, own, Ok(&one), port);
                        all = [all[0] | yes, all[1] & no];
                    }
                    all
                }
            };
            [yes.then_some(true), no.then_some(false)].into_iter().flatten().collect()
        }

        /// Whether a policy has a block with this address in a rule of the direction.
        pub(super) fn is_in_block(&self, is_egress: bool, address: IpAddr) -> bool {
            let holds = |block: &k8s_openapi::api::networking::v1::IPBlock| {
                within(address, &block.cidr) && !block.except.iter().flatten().any(|hole| within(address, hole))
            };
            let of_policies = self.policies.iter().any(|it| {
                let spec = it.spec.clone().unwrap();
                let has_types = spec.policy_types.clone().unwrap_or_default();
                let applies = |name: &str| has_types.is_empty() || has_types.iter().any(|it| it == name);
                let egress = spec
                    .egress
                    .iter()
                    .flatten()
                    .filter(|_| is_egress && applies("Egress"))
                    .flat_map(|it| it.to.clone());
                let ingress = spec
                    .ingress
                    .iter()
                    .flatten()
                    .filter(|_| !is_egress && applies("Ingress"))
                    .flat_map(|it| it.from.clone());
                egress.chain(ingress).flatten().any(|it| it.ip_block.as_ref().is_some_and(holds))
            });
            let networks = self
                .tiers
                .iter()
                .flat_map(|it| it["egress"].as_array().unwrap())
                .flat_map(|it| it["to"].as_array().unwrap());
            let in_network = |it: &Value| {
                it["networks"].as_array().into_iter().flatten().any(|it| within(address, it.as_str().unwrap()))
            };
            of_policies || is_egress && networks.into_iter().any(in_network)
        }
    }
}

const ADDRESSES: [&str; 6] = ["10.0.0.1", "10.0.0.130", "10.0.1.1", "8.8.8.8", "fd00::1", "2001:db8::1"];

fn labels() -> impl Strategy<Value = Labels> {
    proptest::collection::btree_map("[ab]", "[xy]", 0..3)
}

fn selector() -> impl Strategy<Value = Value> {
    let values = proptest::collection::vec("[xy]", 1..3);
    let expression = ("[ab]", "In|NotIn|Exists|DoesNotExist", values).prop_map(|(key, operator, values)| {
        if operator.ends_with("In") {
            json!({ "key": key, "operator": operator, "values": values })
        } else {
            json!({ "key": key, "operator": operator })
        }
    });
    let expressions = proptest::collection::vec(expression, 0..2);
    (proptest::collection::btree_map("[ab]", "[xy]", 0..2), expressions)
        .prop_map(|(labels, expressions)| json!({ "matchLabels": labels, "matchExpressions": expressions }))
}

fn block() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!({ "cidr": "0.0.0.0/0" })),
        Just(json!({ "cidr": "10.0.0.0/8", "except": ["10.0.0.0/25"] })),
        Just(json!({ "cidr": "10.0.0.0/24" })),
        Just(json!({ "cidr": "10.0.0.130/32" })),
        Just(json!({ "cidr": "0.0.0.0/0", "except": ["10.0.0.0/24", "8.0.0.0/8"] })),
        Just(json!({ "cidr": "::/0", "except": ["fd00::/8"] })),
        Just(json!({ "cidr": "fd00::/64" })),
    ]
}

fn peer_of() -> impl Strategy<Value = Value> {
    prop_oneof![
        selector().prop_map(|it| json!({ "podSelector": it })),
        selector().prop_map(|it| json!({ "namespaceSelector": it })),
        (selector(), selector()).prop_map(|(a, b)| json!({ "namespaceSelector": a, "podSelector": b })),
        Just(json!({ "namespaceSelector": { "matchLabels": { "kubernetes.io/metadata.name": "n1" } } })),
        selector().prop_map(|it| json!({
            "namespaceSelector": { "matchLabels": { "kubernetes.io/metadata.name": "n7" } }, "podSelector": it,
        })),
        block().prop_map(|it| json!({ "ipBlock": it })),
    ]
}

fn port_of() -> impl Strategy<Value = Value> {
    let protocol = prop_oneof!["TCP", "UDP", "SCTP"];
    let port = prop_oneof![
        Just(json!({})),
        Just(json!({ "port": 80 })),
        Just(json!({ "port": "web" })),
        Just(json!({ "port": "dns" })),
        Just(json!({ "port": 79, "endPort": 81 })),
        Just(json!({ "port": 8000, "endPort": 65535 })),
    ];
    (protocol, port, any::<bool>()).prop_map(|(protocol, mut port, says)| {
        if says {
            port["protocol"] = protocol.into();
        }
        port
    })
}

fn rules(side: &'static str) -> impl Strategy<Value = Value> {
    let rule = (proptest::collection::vec(peer_of(), 0..3), proptest::collection::vec(port_of(), 0..3))
        .prop_map(move |(peers, ports)| json!({ side: peers, "ports": ports }));
    proptest::collection::vec(rule, 0..3).prop_map(Value::from)
}

fn policy() -> impl Strategy<Value = Value> {
    let types = prop_oneof![
        Just(json!(null)),
        Just(json!([])),
        Just(json!(["Ingress"])),
        Just(json!(["Egress"])),
        Just(json!(["Ingress", "Egress"])),
    ];
    (0..3, selector(), types, rules("from"), rules("to")).prop_map(|(namespace, pods, types, ingress, egress)| {
        let spec = json!({ "podSelector": pods, "policyTypes": types, "ingress": ingress, "egress": egress });
        json!({ "metadata": { "namespace": format!("n{namespace}") }, "spec": spec })
    })
}

fn cluster_policy() -> impl Strategy<Value = Value> {
    let pods = || {
        prop_oneof![
            selector().prop_map(|it| json!({ "namespaces": it })),
            (selector(), selector()).prop_map(|(a, b)| json!({ "pods": { "namespaceSelector": a, "podSelector": b } })),
        ]
    };
    let network = prop_oneof![
        Just(json!(["0.0.0.0/0"])),
        Just(json!(["0.0.0.0/0", "::/0"])),
        Just(json!(["10.0.0.0/24", "8.0.0.0/8"])),
        Just(json!(["10.0.0.128/25"])),
        Just(json!(["fd00::/8"])),
    ];
    let outside = prop_oneof![
        3 => network.prop_map(|it| json!({ "networks": it })),
        1 => selector().prop_map(|it| json!({ "nodes": it })),
        1 => Just(json!({ "domainNames": ["acme.dev"] })),
    ];
    let action = || prop_oneof!["Accept", "Deny", "Pass"];
    let port = || {
        prop_oneof![
            Just(json!({ "tcp": { "destinationPort": { "number": 80 } } })),
            Just(json!({ "udp": { "destinationPort": { "range": { "start": 79, "end": 81 } } } })),
            Just(json!({ "tcp": { "destinationPort": { "range": { "start": 1, "end": 65535 } } } })),
            Just(json!({ "destinationNamedPort": "web" })),
        ]
    };
    let rule = move |side: &'static str, peers: BoxedStrategy<Value>| {
        let peers = proptest::collection::vec(peers, 1..3);
        (action(), peers, proptest::collection::vec(port(), 0..3)).prop_map(move |(action, peers, mut ports)| {
            let is_named = |it: &Value| it.get("domainNames").is_some();
            let action = if peers.iter().any(is_named) { "Accept".to_owned() } else { action };
            if peers.iter().any(|it| it.get("namespaces").is_none() && it.get("pods").is_none()) {
                ports.retain(|it| it.get("destinationNamedPort").is_none());
            }
            let mut rule = json!({ "action": action, side: peers });
            if !ports.is_empty() {
                rule["protocols"] = ports.into();
            }
            rule
        })
    };
    let ingress = proptest::collection::vec(rule("from", pods().boxed()), 0..3);
    let egress = proptest::collection::vec(rule("to", prop_oneof![pods(), outside].boxed()), 0..3);
    (prop_oneof!["Admin", "Baseline"], 0..2_u32, pods(), ingress, egress).prop_map(
        |(tier, priority, subject, ingress, egress)| {
            json!({ "tier": tier, "priority": priority, "subject": subject, "ingress": ingress, "egress": egress })
        },
    )
}

fn peer() -> impl Strategy<Value = Peer> {
    let port = (prop_oneof!["web", "dns", ""], prop_oneof![Just(80), Just(81), Just(8080)], 0..3_usize)
        .prop_map(|(name, number, protocol)| ContainerPort::new(name, Protocol::ALL[protocol], number));
    let ports = proptest::collection::vec(port, 0..3);
    let addresses = proptest::sample::subsequence(ADDRESSES.to_vec(), 0..3);
    (0..3, "(one)?", labels(), ports, addresses, proptest::bool::weighted(0.2)).prop_map(
        |(namespace, pod, labels, mut ports, addresses, host)| {
            ports.sort();
            ports.dedup();
            let mut peer = Peer::new(Workload::new(format!("n{namespace}"), "", "Pod"), labels);
            peer.pod = pod;
            peer.ports = ports;
            peer.addresses = addresses.into_iter().map(|it| it.parse().unwrap()).collect();
            peer.host_network = host;
            peer
        },
    )
}

fn convention() -> impl Strategy<Value = Convention> {
    let blocks = prop_oneof![Just(IpBlocks::Undecided), Just(IpBlocks::Outside), Just(IpBlocks::PodsToo)];
    let hosts = prop_oneof![Just(HostNetwork::Undecided), Just(HostNetwork::Node), Just(HostNetwork::Pod)];
    (any::<bool>(), blocks, hosts).prop_map(|(always, blocks, hosts)| {
        Convention::KUBERNETES
            .self_traffic(if always { SelfTraffic::Always } else { SelfTraffic::ByPolicy })
            .ip_blocks(blocks)
            .host_network(hosts)
    })
}

/// The decided conventions that an undecided one leaves open.
fn decided(convention: Convention) -> Vec<Convention> {
    let blocks = match convention.ip_blocks {
        IpBlocks::Undecided => vec![IpBlocks::Outside, IpBlocks::PodsToo],
        it => vec![it],
    };
    let hosts = match convention.host_network {
        HostNetwork::Undecided => vec![HostNetwork::Node, HostNetwork::Pod],
        it => vec![it],
    };
    let pairs =
        blocks.iter().flat_map(|blocks| hosts.iter().map(|hosts| convention.ip_blocks(*blocks).host_network(*hosts)));
    pairs.collect()
}

/// Every peer that this one may be: with its addresses, or with an IPv4 address and perhaps an IPv6 address.
fn may_be(party: evaluator::Party<'_>) -> Vec<Result<Peer, IpAddr>> {
    let peer = match party {
        Err(address) => return vec![Err(address)],
        Ok(peer) if !peer.addresses.is_empty() => return vec![Ok(peer.clone())],
        Ok(peer) => peer,
    };
    let mut all = Vec::new();
    for four in ["10.0.0.1", "10.0.0.130", "10.0.0.200", "10.0.1.1", "8.8.8.8", "9.9.9.9"] {
        for six in [None, Some("fd00::1"), Some("fd00:0:0:1::1"), Some("2001:db8::1")] {
            let mut peer = peer.clone();
            peer.addresses = [Some(four), six].into_iter().flatten().map(|it| it.parse().unwrap()).collect();
            all.push(Ok(peer));
        }
    }
    all
}

/// Allowed if every case is true, denied if every case is false.
fn outcome(cases: impl Iterator<Item = bool>) -> Outcome {
    let mut all: Vec<bool> = cases.collect();
    all.sort();
    all.dedup();
    match all[..] {
        [true] => Outcome::Allowed,
        [false] => Outcome::Denied,
        _ => Outcome::Unknown,
    }
}

fn ports() -> impl Iterator<Item = Port> {
    let numbers = [1, 79, 80, 81, 82, 8080, 65535];
    Protocol::ALL.into_iter().flat_map(move |protocol| numbers.map(|number| Port { protocol, number }))
}

/// The same cases in each run. Another seed finds other cases.
const SEED: RngSeed = RngSeed::Fixed(15);

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, rng_seed: SEED, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_evaluators_agree(
        spaces in proptest::collection::vec(labels(), 3),
        mut peers in proptest::collection::vec(peer(), 1..6),
        policies in proptest::collection::vec(policy(), 0..4),
        tiers in proptest::collection::vec(cluster_policy(), 0..4),
        nodes in proptest::collection::vec((labels(), prop_oneof![Just("10.0.0.1"), Just("8.8.8.8")]), 0..3),
        convention in convention(),
    ) {
        let nodes: Vec<(Labels, IpAddr)> = nodes.into_iter().map(|(labels, it)| (labels, it.parse().unwrap())).collect();
        let named = |(at, labels): (usize, &Labels)| {
            serde_json::from_value(json!({ "metadata": { "name": format!("n{at}"), "labels": labels } })).unwrap()
        };
        let spaces: Vec<Namespace> = spaces.iter().enumerate().map(named).collect();
        let mut objects = Objects::new();
        spaces.iter().for_each(|it| objects.add(it));
        for (at, peer) in peers.iter_mut().enumerate() {
            peer.workload.name = format!("p{at}");
            objects.add(peer);
        }
        let mut read: Vec<NetworkPolicy> = Vec::new();
        for (at, mut policy) in policies.into_iter().enumerate() {
            policy["metadata"]["name"] = format!("policy-{at}").into();
            read.push(serde_json::from_value(policy).unwrap());
        }
        read.iter().for_each(|it| objects.add(it));
        for (at, spec) in tiers.iter().enumerate() {
            objects.add_custom(&json!({ "apiVersion": "policy.networking.k8s.io/v1alpha2", "kind": "ClusterNetworkPolicy",
                "metadata": { "name": format!("tier-{at}") }, "spec": spec }));
        }
        for (at, (labels, address)) in nodes.iter().enumerate() {
            objects.add_custom(&json!({ "apiVersion": "v1", "kind": "Node",
                "metadata": { "name": format!("node-{at}"), "labels": labels },
                "status": { "addresses": [{ "address": address }, { "address": "a-name" }] } }));
        }
        let reach = Reach::new(&objects, convention).unwrap();
        let worlds: Vec<_> = decided(convention)
            .into_iter()
            .map(|convention| evaluator::World { spaces: &spaces, policies: &read, tiers: &tiers, nodes: &nodes, convention })
            .collect();

        let inside: Vec<(End, evaluator::Party<'_>)> = reach.peers().map(|(id, peer)| (End::Peer(id), Ok(peer))).collect();
        let outside = ADDRESSES.map(|it| it.parse().unwrap()).map(|it| (End::Address(it), Err(it)));
        let all: Vec<_> = inside.into_iter().chain(outside).collect();
        let cases: std::collections::BTreeMap<End, Vec<Result<Peer, IpAddr>>> = all.iter().map(|(end, party)| (*end, may_be(*party))).collect();
        for &(from_end, from) in &all {
            for &(to_end, to) in &all {
                if matches!((from_end, to_end), (End::Address(_), End::Address(_))) {
                    continue;
                }
                let (between, possible) = (reach.between(from_end, to_end), reach.possible(from_end, to_end));
                let segments = reach.segments(from_end, to_end);
                let whole = segments.iter().fold(Connections::default(), |all, (it, _)| all.union(it));
                prop_assert!(whole.is_all());
                for port in ports() {
                    let found = segments.iter().find(|(it, _)| it.contains(port)).map(|(_, it)| &it.answer);
                    prop_assert_eq!(found, Some(&reach.ask(from_end, to_end, port)));
                    // If both ends are the same template, the question is about two of its pods.
                    let is_template = from.is_ok_and(|peer| peer.pod.is_empty());
                    let is_itself = from_end == to_end && !is_template && convention.self_traffic == SelfTraffic::Always;
                    // One side sees the other end only: its addresses decide.
                    let (from_cases, to_cases) = (&cases[&from_end], &cases[&to_end]);
                    let lets = |world: &evaluator::World<'_>, is_egress: bool| -> Vec<bool> {
                        let (own, others) = if is_egress { (from, to_cases) } else { (to, from_cases) };
                        let is_unknown = others.len() > 1;
                        let is_case = |it: &&Result<Peer, IpAddr>| match it {
                            Ok(peer) if is_unknown => peer.addresses.get(1).is_none_or(|it| world.is_in_block(is_egress, *it)),
                            _ => true,
                        };
                        let cases = others.iter().filter(is_case);
                        let mut all: Vec<bool> = cases.flat_map(|it| world.lets(is_egress, evaluator::Own::Known(own), it.as_ref().map_err(|it| *it), port)).collect();
                        all.sort();
                        all.dedup();
                        all
                    };
                    let each: Vec<(Vec<bool>, Vec<bool>)> = worlds.iter().map(|it| (lets(it, true), lets(it, false))).collect();
                    let out = outcome(each.iter().flat_map(|(out, _)| out.iter().copied()));
                    let into = outcome(each.iter().flat_map(|(_, into)| into.iter().copied()));
                    let both = outcome(each.iter().flat_map(|(out, into)| out.iter().flat_map(|a| into.iter().map(move |b| *a && *b))));
                    let answer = reach.ask(from_end, to_end, port);
                    let always = |it| if is_itself { Outcome::Allowed } else { it };
                    prop_assert_eq!(answer.egress.outcome(), always(out), "out of {:?} to {:?} {}", from, to, port);
                    prop_assert_eq!(answer.ingress.outcome(), always(into), "from {:?} into {:?} {}", from, to, port);
                    prop_assert_eq!(answer.verdict(), always(both), "{:?} to {:?} {}", from, to, port);
                    prop_assert_eq!(between.contains(port), both == Outcome::Allowed, "between {:?} and {:?} {}", from, to, port);
                    prop_assert_eq!(possible.contains(port), both != Outcome::Denied, "possibly {:?} to {:?} {}", from, to, port);
                    for verdict in [&answer.egress, &answer.ingress] {
                        if let Verdict::Unknown(causes) = verdict {
                            prop_assert!(!causes.is_empty(), "{:?} to {:?} {}", from, to, port);
                        }
                    }
                }
            }
        }
        // The matrix agrees with single questions and omits denied pairs.
        for row in reach.rows() {
            let own = |side: &Side<'_>| -> Vec<End> {
                match side {
                    Side::Peers(peers) => peers.iter().map(|it| End::Peer(*it)).collect(),
                    Side::Addresses(ranges) => ranges.iter().map(|it| End::Address(it.first)).collect(),
                }
            };
            let from = own(&row.from());
            let mut told = std::collections::BTreeMap::new();
            for (side, ports) in row.each() {
                for to in own(&side) {
                    told.insert(to, ports.clone());
                }
            }
            for from in from {
                for (to, _) in &all {
                    let pods = matches!((from, to), (End::Peer(_), _) | (_, End::Peer(_)));
                    if pods && let End::Peer(_) = to {
                        prop_assert_eq!(told.get(to).cloned().unwrap_or_default(), reach.between(from, *to));
                    }
                }
                for (to, ports) in &told {
                    prop_assert_eq!(ports.clone(), reach.between(from, *to));
                }
            }
        }
        // So does the matrix by groups of workloads.
        let mut groups = reach.groups();
        let workloads: Vec<_> = groups.workloads().map(|(it, group)| (it.clone(), group)).collect();
        let end = |it: &Workload| End::Peer(reach.of_workload(it).next().unwrap());
        for (from, group) in &workloads {
            let row = groups.row(*group);
            for (to, other) in workloads.iter().filter(|(to, _)| to != from) {
                prop_assert_eq!(groups.ports(row.to[*other]), reach.between(end(from), end(to)));
            }
            for (ranges, ports) in groups.destinations().into_iter().zip(&row.to_addresses) {
                for range in ranges.iter() {
                    prop_assert_eq!(groups.ports(*ports), reach.between(end(from), End::Address(range.first)));
                }
            }
        }
        // A counterexample is an allowed pair, or else an unknown pair. Without one every pair is denied.
        let found = |outcome: Outcome, is_from: &dyn Fn(&Peer) -> bool, is_to: &dyn Fn(&Peer) -> bool| {
            ports().any(|port| reach.peers().any(|(from, a)| reach.peers().any(|(to, b)| {
                is_from(a) && is_to(b) && (from != to || a.pod.is_empty()) && reach.ask(from.into(), to.into(), port).verdict() == outcome
            })))
        };
        let check = |is_from: &dyn Fn(&Peer) -> bool, is_to: &dyn Fn(&Peer) -> bool| {
            let outcome = reach.counterexample(is_from, is_to).map(|it| {
                assert_eq!(reach.ask(it.from.into(), it.to.into(), it.port), it.answer);
                it.answer.verdict()
            });
            let expected = [Outcome::Allowed, Outcome::Unknown].into_iter().find(|it| found(*it, is_from, is_to));
            (outcome, expected)
        };
        let (outcome, expected) = check(&|it| it.workload.namespace == "n0", &|it| it.workload.namespace == "n1");
        prop_assert_eq!(outcome, expected);
        // Inside one namespace, the counterexample is not a pod and itself. It may be two pods of one template.
        for name in ["p0", ""] {
            let is_own = |it: &Peer| it.workload.namespace == "n0";
            let (outcome, expected) = check(&is_own, &|it| is_own(it) && it.workload.name.starts_with(name));
            prop_assert_eq!(outcome, expected);
        }
    }
}

/// A pod that is not in the objects: its namespace, the labels of that namespace if it is new, and its own labels.
fn added_pod() -> impl Strategy<Value = (usize, Labels, Labels)> {
    let labels = || proptest::collection::btree_map("[ab]", "[xyz]", 0..3);
    (0..5_usize, labels(), labels())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, rng_seed: SEED, failure_persistence: None, ..ProptestConfig::default() })]

    /// A pod that is added later has the ports of all implied peers that it is one of, and no other ports.
    #[test]
    fn implied_peers_have_the_ports_of_the_pods_they_stand_for(
        spaces in proptest::collection::vec(labels(), 3),
        mut peers in proptest::collection::vec(peer(), 1..4),
        policies in proptest::collection::vec(policy(), 0..5),
        tiers in prop_oneof![1 => Just(Vec::new()), 1 => proptest::collection::vec(cluster_policy(), 1..4)],
        added in proptest::collection::vec(added_pod(), 4..10),
        convention in convention(),
    ) {
        let named = |name: &str, labels: &Labels| -> Namespace {
            serde_json::from_value(json!({ "metadata": { "name": name, "labels": labels } })).unwrap()
        };
        let spaces: Vec<Namespace> = spaces.iter().enumerate().map(|(at, it)| named(&format!("n{at}"), it)).collect();
        let mut objects = Objects::new();
        spaces.iter().for_each(|it| objects.add(it));
        for (at, peer) in peers.iter_mut().enumerate() {
            peer.workload.name = format!("p{at}");
            objects.add(peer);
        }
        let mut read: Vec<NetworkPolicy> = Vec::new();
        for (at, mut policy) in policies.into_iter().enumerate() {
            policy["metadata"]["name"] = format!("policy-{at}").into();
            read.push(serde_json::from_value(policy).unwrap());
        }
        read.iter().for_each(|it| objects.add(it));
        for (at, spec) in tiers.iter().enumerate() {
            objects.add_custom(&json!({ "apiVersion": "policy.networking.k8s.io/v1alpha2", "kind": "ClusterNetworkPolicy",
                "metadata": { "name": format!("tier-{at}") }, "spec": spec }));
        }
        let reach = Reach::new(&objects, convention).unwrap();
        let exposed: Vec<_> = reach.exposed().collect();
        let undecided = reach.undecided();

        for (at, space_labels, labels) in added {
            // `n7` is only in selectors, and `n9` is nowhere.
            let name = ["n0", "n1", "n2", "n7", "n9"][at];
            let mut all = spaces.clone();
            if at > 2 {
                all.push(named(name, &space_labels));
            }
            let space_labels = all.iter().find(|it| it.metadata.name.as_deref() == Some(name)).unwrap();
            let space_labels = space_labels.metadata.labels.clone().unwrap_or_default();
            let pod = Peer::new(Workload::new(name, "added", "Pod"), labels.clone());
            let worlds = |convention| -> Vec<evaluator::World<'_>> {
                let world = |convention| evaluator::World { spaces: &all, policies: &read, tiers: &tiers, nodes: &[], convention };
                decided(convention).into_iter().map(world).collect()
            };
            // In these worlds an ipBlock matches no pod.
            let (outside, worlds) = (worlds(convention.ip_blocks(IpBlocks::Outside)), worlds(convention));
            // The policies of the pods in the objects, with every address that the added pod may have.
            let cases = may_be(Ok(&pod));
            let near = |worlds: &[evaluator::World<'_>], is_egress: bool, peer: &Peer, port: Port| {
                let is_case = |world: &evaluator::World<'_>, it: &Result<Peer, IpAddr>| {
                    it.as_ref().is_ok_and(|it| it.addresses.get(1).is_none_or(|it| world.is_in_block(is_egress, *it)))
                };
                let each = worlds.iter().flat_map(|world| {
                    let cases = cases.iter().filter(|it| is_case(world, it));
                    cases.flat_map(|it| world.lets(is_egress, evaluator::Own::Known(Ok(peer)), it.as_ref().map_err(|it| *it), port))
                });
                outcome(each)
            };
            // The policies of the cluster also apply to the added pod.
            let lets = |worlds: &[evaluator::World<'_>], is_egress: bool, peer: &Peer, port: Port| {
                let own = evaluator::Own::Added(&pod);
                let cases = may_be(Ok(peer));
                let each = worlds.iter().flat_map(|world| {
                    cases.iter().flat_map(|it| world.lets(!is_egress, own, it.as_ref().map_err(|it| *it), port))
                });
                match [near(worlds, is_egress, peer, port), outcome(each)] {
                    [Outcome::Denied, _] | [_, Outcome::Denied] => Outcome::Denied,
                    [Outcome::Allowed, Outcome::Allowed] => Outcome::Allowed,
                    _ => Outcome::Unknown,
                }
            };
            let is_one = |it: &ImpliedPeer| it.matches(name, &space_labels, &labels);
            for (id, peer) in reach.peers() {
                for port in ports() {
                    let outcomes = (lets(&worlds, false, peer, port), lets(&worlds, true, peer, port));
                    let expected = (outcomes.0 == Outcome::Allowed, outcomes.1 == Outcome::Allowed);
                    let (mut into, mut out) = (false, false);
                    let (mut may_in, mut may_out) = (false, false);
                    for (implied, _) in reach.implied_peers().filter(|(_, it)| is_one(it)) {
                        let (from, to) = (End::Implied(implied), End::Peer(id));
                        into |= reach.between(from, to).contains(port);
                        out |= reach.between(to, from).contains(port);
                        may_in |= reach.possible(from, to).contains(port);
                        may_out |= reach.possible(to, from).contains(port);
                        for (from, to) in [(from, to), (to, from)] {
                            let answer = reach.ask(from, to, port);
                            let bounds = [reach.between(from, to), reach.possible(from, to)].map(|it| it.contains(port));
                            prop_assert_eq!(bounds, [answer.is_allowed(), answer.verdict() != Outcome::Denied]);
                            for verdict in [&answer.egress, &answer.ingress] {
                                prop_assert!(!matches!(verdict, Verdict::Unknown(causes) if causes.is_empty()));
                            }
                        }
                        prop_assert_eq!(reach.ask(from, to, port).is_allowed(), reach.between(from, to).contains(port));
                        prop_assert_eq!(reach.ask(to, from, port).is_allowed(), reach.between(to, from).contains(port));
                    }
                    // A certain connection is true, and a true connection is possible. Without policies of the cluster, all that is
                    // true is certain.
                    prop_assert!((expected.0 || !into) && (expected.1 || !out), "{:?} {} of {:?}", pod, port, peer);
                    prop_assert!((may_in || outcomes.0 == Outcome::Denied) && (may_out || outcomes.1 == Outcome::Denied), "{:?} {} of {:?}", pod, port, peer);
                    if tiers.is_empty() {
                        prop_assert_eq!((into, out), expected, "{:?} {} of {:?}", pod, port, peer);
                    }

                    // The list has the same connections, except where a pod in the objects stands for them.
                    let own = Party::Workload(peer.workload.clone());
                    let listed = |is_ingress: bool| exposed.iter().any(|flow| {
                        let (near, far) = if is_ingress { (&flow.to, &flow.from) } else { (&flow.from, &flow.to) };
                        let is_name = |it: &NamedPort| it.protocol == port.protocol;
                        let has_port = flow.ports.contains(port) || !tiers.is_empty() && flow.names.iter().any(is_name);
                        *near == own && matches!(far, Party::Implied(it) if is_one(it)) && has_port
                    });
                    let is_undecided = |way: PolicyType| {
                        let entries = undecided.get(&peer.workload).into_iter().flatten();
                        entries.into_iter().any(|it| it.policy_type == way && it.ports.contains(port))
                    };
                    let has_other = |implied: &ImpliedPeer| reach.peers().any(|(_, it)| {
                        it.workload != peer.workload
                            && implied.namespace() == Some(&it.workload.namespace)
                            && implied.matches(&it.workload.namespace, &namespace_labels(&spaces, it), &it.labels)
                    });
                    let mut stood_for = reach.implied_peers().filter(|(_, it)| is_one(it));
                    let is_stood_for = stood_for.any(|(_, it)| has_other(it));
                    for (way, expected) in [(PolicyType::Ingress, outcomes.0), (PolicyType::Egress, outcomes.1)] {
                        let is_ingress = way == PolicyType::Ingress;
                        let is_named = !tiers.is_empty() && !is_ingress;
                        prop_assert!(is_named || expected == Outcome::Allowed || !listed(is_ingress), "{:?} {} of {:?}", pod, port, peer);
                        let is_told = listed(is_ingress) || !tiers.is_empty() && is_undecided(way);
                        // If only an ipBlock may match the pod, the list has the range of the block.
                        let is_due = match expected {
                            Outcome::Unknown => !tiers.is_empty() && lets(&outside, !is_ingress, peer, port) == Outcome::Unknown,
                            expected => expected == Outcome::Allowed,
                        };
                        prop_assert!(is_told || !is_due || is_stood_for, "{:?} {} of {:?} is {:?}", pod, port, peer, expected);
                    }
                }
            }
        }
    }
}

fn namespace_labels(spaces: &[Namespace], peer: &Peer) -> Labels {
    let space = spaces.iter().find(|it| it.metadata.name.as_ref() == Some(&peer.workload.namespace));
    space.and_then(|it| it.metadata.labels.clone()).unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// The difference has each connection that only one of two clusters allows, and no other.
    #[test]
    fn a_difference_has_every_change(
        mut peers in proptest::collection::vec(peer(), 1..5),
        policies in proptest::collection::vec(policy(), 1..5),
        in_both in 0..3_usize,
        convention in convention(),
    ) {
        for (at, peer) in peers.iter_mut().enumerate() {
            peer.workload.name = format!("p{at}");
        }
        let reach = |is_new: bool| {
            let mut objects = Objects::new();
            // The first pod is only in the old cluster, and the last one only in the new one.
            let all = if is_new { &peers[1..] } else { &peers[..peers.len() - 1] };
            all.iter().for_each(|it| objects.add(it));
            for (at, policy) in policies.iter().enumerate().filter(|(at, _)| *at < in_both || (at % 2 == 0) == is_new) {
                let mut policy = policy.clone();
                policy["metadata"]["name"] = format!("policy-{at}").into();
                objects.add(&serde_json::from_value::<NetworkPolicy>(policy).unwrap());
            }
            Reach::new(&objects, convention).unwrap()
        };
        let [old, new] = [reach(false), reach(true)];
        let changes = difference(&old, &new);
        let addresses = ADDRESSES.map(|it| it.parse::<IpAddr>().unwrap());
        let between = |reach: &Reach, from: Result<&Peer, IpAddr>, to: Result<&Peer, IpAddr>| {
            let end = |it: Result<&Peer, IpAddr>| match it {
                Ok(peer) => reach.of_workload(&peer.workload).next().map(End::Peer),
                Err(address) => Some(End::Address(address)),
            };
            end(from).zip(end(to)).map(|(from, to)| reach.between(from, to)).unwrap_or_default()
        };
        let is_end = |party: &Party, end: Result<&Peer, IpAddr>| match (party, end) {
            (Party::Workload(workload), Ok(peer)) => *workload == peer.workload,
            (Party::Range(range), Err(address)) => range.first <= address && address <= range.last,
            _ => false,
        };
        let all: Vec<_> = peers.iter().map(Ok).chain(addresses.map(Err)).collect();
        for &from in &all {
            for &to in &all {
                if (from.is_err() && to.is_err()) || from.ok().is_some_and(|it| to.is_ok_and(|to| it.workload == to.workload)) {
                    continue;
                }
                let [before, after] = [&old, &new].map(|it| between(it, from, to));
                let found: Vec<_> = changes.iter().filter(|it| is_end(&it.from, from) && is_end(&it.to, to)).collect();
                prop_assert_eq!(found.len(), usize::from(before != after), "{:?} to {:?}", from, to);
                prop_assert!(found.iter().all(|it| it.old == before && it.new == after));
            }
        }
    }
}
