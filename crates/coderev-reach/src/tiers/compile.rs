//! The tiers of one direction, compiled for the classes of pods and addresses.

use std::collections::BTreeMap;

use super::{Compiled, CompiledRule, PodsOf, TierPeer, TierPolicy, Tiers, addresses};
use crate::address::Addresses;
use crate::compiler::Compiler;
use crate::implied_peer::ImpliedPeer;
use crate::parts::Parts;
use crate::universe::Outside;

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
                    peers: rule.implied(),
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
            let rules = rules.collect();
            let of = ImpliedPeer::of_selectors(&policy.subject.namespaces, &policy.subject.pods);
            let compiled = Compiled { name: policy.name.clone(), subject, of, rules };
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
