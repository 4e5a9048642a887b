//! The tiers of one direction, compiled for the classes of pods and addresses.

use std::collections::{BTreeMap, BTreeSet};

use super::{Action, PodsOf, Tier, TierPeer, TierPolicy};
use crate::address::Addresses;
use crate::direction::{Compiler, Parts};
use crate::labels::Selector;
use crate::objects::Node;
use crate::universe::Outside;

/// Both tiers of one direction.
#[derive(Debug, Default)]
pub(crate) struct Tiers {
    /// The policies by tier and priority.
    pub(super) levels: BTreeMap<(Tier, u32), Vec<Compiled>>,
    /// The classes that are the subject of a policy with rules for this direction.
    pub(super) subjects: BTreeSet<u32>,
}

#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) name: String,
    /// The classes of its pods, sorted.
    pub(super) subject: Vec<u32>,
    pub(super) rules: Vec<CompiledRule>,
}

#[derive(Debug)]
pub(super) struct CompiledRule {
    pub(super) action: Action,
    /// The classes of pods, sorted.
    pub(super) pods: Vec<u32>,
    /// The classes of addresses in its networks, sorted.
    pub(super) networks: Vec<u32>,
    /// The classes of addresses of its nodes, sorted.
    pub(super) nodes: Vec<u32>,
    /// The field with peers that the objects do not decide.
    pub(super) unknown: Option<&'static str>,
    /// The index of its ports in the direction.
    pub(super) ports: u32,
}

impl Tiers {
    /// Whether a policy may decide for the pods of a class.
    pub(crate) fn apply_to(&self, class: u32) -> bool {
        self.subjects.contains(&class)
    }

    /// The indices of the ports of all rules for the pods of a class.
    pub(crate) fn ports_of(&self, class: u32) -> Vec<u32> {
        let policies = self.levels.values().flatten().filter(|it| it.subject.binary_search(&class).is_ok());
        policies.flat_map(|it| &it.rules).map(|it| it.ports).collect()
    }

    /// Whether there is no policy.
    pub(crate) fn is_empty(&self) -> bool {
        self.subjects.is_empty()
    }
}

/// The addresses in each rule's networks, and the addresses of its nodes.
pub(crate) fn networks<'a>(
    policies: &'a [TierPolicy],
    nodes: &'a BTreeMap<String, Node>,
    is_egress: bool,
) -> impl Iterator<Item = Addresses> + 'a {
    let peers = policies.iter().flat_map(move |it| it.rules(is_egress)).flat_map(|it| &it.peers);
    peers.filter_map(move |peer| match peer {
        TierPeer::Networks(networks) => Some(networks.clone()),
        TierPeer::Nodes(selector) => Some(addresses(selector, nodes)),
        TierPeer::Pods(_) | TierPeer::DomainNames => None,
    })
}

/// The addresses of the nodes with these labels.
fn addresses(selector: &Selector, nodes: &BTreeMap<String, Node>) -> Addresses {
    let matching = nodes.values().filter(|it| selector.matches(&it.labels));
    let all: Vec<Addresses> = matching.flat_map(|it| &it.addresses).map(|it| Addresses::one(*it)).collect();
    Addresses::union(all.iter())
}

impl Compiler<'_> {
    /// Compiles the tiers. `blocks` has the number of each set of addresses in `outside`.
    pub(crate) fn tiers(
        &mut self,
        policies: &[TierPolicy],
        is_egress: bool,
        blocks: &BTreeMap<Addresses, usize>,
        outside: &Outside,
        parts: &mut Parts,
    ) -> Tiers {
        let mut tiers = Tiers::default();
        for policy in policies.iter().filter(|it| !it.rules(is_egress).is_empty()) {
            let subject = self.pods_of(&policy.subject);
            tiers.subjects.extend(&subject);
            let rules = policy.rules(is_egress).iter().map(|rule| {
                let mut compiled = CompiledRule {
                    action: rule.action,
                    pods: Vec::new(),
                    networks: Vec::new(),
                    nodes: Vec::new(),
                    unknown: None,
                    ports: parts.ports(&rule.ports),
                };
                for peer in &rule.peers {
                    match peer {
                        TierPeer::Pods(of) => compiled.pods.extend(self.pods_of(of)),
                        TierPeer::Networks(all) => compiled.networks.extend(&outside.of_blocks[blocks[all]]),
                        TierPeer::Nodes(selector) if !self.nodes.is_empty() => {
                            let all = addresses(selector, self.nodes);
                            compiled.nodes.extend(&outside.of_blocks[blocks[&all]]);
                        }
                        TierPeer::Nodes(_) => compiled.unknown = Some("nodes"),
                        TierPeer::DomainNames => compiled.unknown = Some("domainNames"),
                    }
                }
                for list in [&mut compiled.pods, &mut compiled.networks, &mut compiled.nodes] {
                    list.sort_unstable();
                    list.dedup();
                }
                compiled
            });
            let compiled = Compiled { name: policy.name.clone(), subject, rules: rules.collect() };
            tiers.levels.entry((policy.tier, policy.priority)).or_default().push(compiled);
        }
        tiers
    }

    /// The classes of these pods, sorted. Pods on the network of their node are not included: the API excludes them.
    fn pods_of(&mut self, of: &PodsOf) -> Vec<u32> {
        let namespaces = self.namespaces(&of.namespaces);
        let mut found = self.select(&namespaces, &of.pods);
        found.retain(|it| !self.universe.classes[*it as usize].host_network);
        found
    }
}
