//! Compares the crate with a short evaluator that follows the specification, one pod and one port at a time, on
//! generated clusters and policies.

use coderev_reach::{
    ContainerPort, Convention, End, HostNetwork, ImpliedPeer, IpBlocks, Labels, Objects, Party, Peer, Port, Protocol,
    Reach, SelfTraffic, Side, Workload, difference,
};
use k8s_openapi::api::core::v1::Namespace;
use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::net::IpAddr;

mod evaluator {
    //! This module shares only the types of Kubernetes with the library.
    use super::*;
    use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

    pub(super) struct World<'a>(pub(super) &'a [Namespace], pub(super) &'a [NetworkPolicy], pub(super) Convention);
    /// A pod, or an address outside the cluster.
    pub(super) type Party<'a> = Result<&'a Peer, IpAddr>;

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
            peer.host_network && self.2.host_network == HostNetwork::Node
        }
        fn is_peer(&self, own: &str, of: &NetworkPolicyPeer, other: Party<'_>) -> bool {
            if let Some(block) = &of.ip_block {
                let holds = |it: &IpAddr| {
                    within(*it, &block.cidr) && !block.except.iter().flatten().any(|hole| within(*it, hole))
                };
                return match other {
                    Err(address) => holds(&address),
                    Ok(peer) if self.is_node(peer) && peer.addresses.is_empty() => {
                        block.cidr == "0.0.0.0/0" && block.except.iter().flatten().next().is_none()
                    }
                    Ok(peer) => {
                        (self.is_node(peer) || self.2.ip_blocks == IpBlocks::PodsToo)
                            && peer.addresses.iter().any(holds)
                    }
                };
            }
            let Ok(peer) = other else { return false };
            let space = self.0.iter().find(|it| it.metadata.name.as_ref() == Some(&peer.workload.namespace));
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
        /// Whether `own` allows the connection to or from `other`.
        pub(super) fn lets(&self, is_egress: bool, own: Party<'_>, other: Party<'_>, port: Port) -> bool {
            let Ok(peer) = own else { return true };
            let to = if is_egress { other } else { own };
            let mut isolated = false;
            for policy in self.1.iter().filter(|it| it.metadata.namespace.as_ref() == Some(&peer.workload.namespace)) {
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
                        return true;
                    }
                }
            }
            !isolated
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
    any::<(bool, bool, bool)>().prop_map(|(always, outside, node)| {
        Convention::KUBERNETES
            .self_traffic(if always { SelfTraffic::Always } else { SelfTraffic::ByPolicy })
            .ip_blocks(if outside { IpBlocks::Outside } else { IpBlocks::PodsToo })
            .host_network(if node { HostNetwork::Node } else { HostNetwork::Pod })
    })
}

fn ports() -> impl Iterator<Item = Port> {
    let numbers = [1, 79, 80, 81, 82, 8080, 65535];
    Protocol::ALL.into_iter().flat_map(move |protocol| numbers.map(|number| Port { protocol, number }))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_evaluators_agree(
        spaces in proptest::collection::vec(labels(), 3),
        mut peers in proptest::collection::vec(peer(), 1..6),
        policies in proptest::collection::vec(policy(), 0..4),
        convention in convention(),
    ) {
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
        let reach = Reach::new(&objects, convention).unwrap();
        let world = evaluator::World(&spaces, &read, convention);

        let inside: Vec<(End, evaluator::Party<'_>)> = reach.peers().map(|(id, peer)| (End::Peer(id), Ok(peer))).collect();
        let outside = ADDRESSES.map(|it| it.parse().unwrap()).map(|it| (End::Address(it), Err(it)));
        let all: Vec<_> = inside.into_iter().chain(outside).collect();
        for &(from_end, from) in &all {
            for &(to_end, to) in &all {
                if matches!((from_end, to_end), (End::Address(_), End::Address(_))) {
                    continue;
                }
                let between = reach.between(from_end, to_end);
                for port in ports() {
                    // If both ends are the same template, the question is about two of its pods.
                    let is_template = from.is_ok_and(|peer| peer.pod.is_empty());
                    let is_itself = from_end == to_end && !is_template && convention.self_traffic == SelfTraffic::Always;
                    let (out, into) = (world.lets(true, from, to, port), world.lets(false, to, from, port));
                    let answer = reach.ask(from_end, to_end, port);
                    prop_assert_eq!(answer.egress.is_allowed(), is_itself || out, "out of {:?} to {:?} {}", from, to, port);
                    prop_assert_eq!(answer.ingress.is_allowed(), is_itself || into, "from {:?} into {:?} {}", from, to, port);
                    prop_assert_eq!(between.contains(port), out && into, "between {:?} and {:?} {}", from, to, port);
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
        // A counterexample is an allowed pair. Without a counterexample no pair is allowed.
        let found = reach.counterexample(|it| it.workload.namespace == "n0", |it| it.workload.namespace == "n1");
        let talk = |port| reach.peers().any(|(from, a)| reach.peers().any(|(to, b)| {
            (a.workload.namespace.as_str(), b.workload.namespace.as_str()) == ("n0", "n1") && reach.ask(from.into(), to.into(), port).is_allowed()
        }));
        match found {
            Some(it) => prop_assert!(it.answer.is_allowed() && talk(it.port)),
            None => prop_assert!(!ports().any(talk)),
        }
        // Inside one namespace, the counterexample is not a pod and itself. It may be two pods of one template.
        for name in ["p0", ""] {
            let is_own = |it: &Peer| it.workload.namespace == "n0";
            let is_meant = |it: &Peer| it.workload.namespace == "n0" && it.workload.name.starts_with(name);
            let talk = |port| reach.peers().any(|(from, a)| reach.peers().any(|(to, b)| {
                is_own(a) && is_meant(b) && (from != to || a.pod.is_empty()) && reach.ask(from.into(), to.into(), port).is_allowed()
            }));
            prop_assert_eq!(reach.counterexample(is_own, is_meant).is_some(), ports().any(talk));
        }
    }
}

/// A pod that is not in the objects: its namespace, the labels of that namespace if it is new, and its own labels.
fn added_pod() -> impl Strategy<Value = (usize, Labels, Labels)> {
    let labels = || proptest::collection::btree_map("[ab]", "[xyz]", 0..3);
    (0..5_usize, labels(), labels())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    /// A pod that is added later has the ports of all implied peers that it is one of, and no other ports.
    #[test]
    fn implied_peers_have_the_ports_of_the_pods_they_stand_for(
        spaces in proptest::collection::vec(labels(), 3),
        mut peers in proptest::collection::vec(peer(), 1..4),
        policies in proptest::collection::vec(policy(), 0..5),
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
        let reach = Reach::new(&objects, convention).unwrap();
        let exposed: Vec<_> = reach.exposed().collect();

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
            let world = evaluator::World(&all, &read, convention);
            let is_one = |it: &ImpliedPeer| it.matches(name, &space_labels, &labels);
            for (id, peer) in reach.peers() {
                for port in ports() {
                    let expected = (world.lets(false, Ok(peer), Ok(&pod), port), world.lets(true, Ok(peer), Ok(&pod), port));
                    let (mut into, mut out) = (false, false);
                    for (implied, _) in reach.implied_peers().filter(|(_, it)| is_one(it)) {
                        let (from, to) = (End::Implied(implied), End::Peer(id));
                        into |= reach.between(from, to).contains(port);
                        out |= reach.between(to, from).contains(port);
                        prop_assert_eq!(reach.ask(from, to, port).is_allowed(), reach.between(from, to).contains(port));
                        prop_assert_eq!(reach.ask(to, from, port).is_allowed(), reach.between(to, from).contains(port));
                    }
                    prop_assert_eq!((into, out), expected, "{:?} {} of {:?}", pod, port, peer);

                    // The list has the same connections, except where a pod in the objects stands for them.
                    let own = Party::Workload(peer.workload.clone());
                    let listed = |is_ingress: bool| exposed.iter().any(|flow| {
                        let (near, far) = if is_ingress { (&flow.to, &flow.from) } else { (&flow.from, &flow.to) };
                        *near == own && matches!(far, Party::Implied(it) if is_one(it)) && flow.ports.contains(port)
                    });
                    let has_other = |implied: &ImpliedPeer| reach.peers().any(|(_, it)| {
                        it.workload != peer.workload
                            && implied.namespace() == Some(&it.workload.namespace)
                            && implied.matches(&it.workload.namespace, &namespace_labels(&spaces, it), &it.labels)
                    });
                    let mut stood_for = reach.implied_peers().filter(|(_, it)| is_one(it));
                    let is_stood_for = stood_for.any(|(_, it)| has_other(it));
                    for (is_ingress, expected) in [(true, expected.0), (false, expected.1)] {
                        prop_assert!(expected || !listed(is_ingress), "{:?} {} of {:?}", pod, port, peer);
                        prop_assert!(listed(is_ingress) || !expected || is_stood_for, "{:?} {} of {:?}", pod, port, peer);
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
