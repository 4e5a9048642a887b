//! Compiles policies to the directions: the classes that selectors match, and the groups that policies isolate.

use std::collections::BTreeMap;

use crate::address::Addresses;
use crate::arena::{Arena, PortsId};
use crate::cause::PolicyType;
use crate::convention::HostNetwork;
use crate::direction::{Direction, Ports};
use crate::labels::{CHOSEN, Index, Selector};
use crate::objects::Node;
use crate::parts::{Parts, in_order};
use crate::policy::{PeerOf, Policy, Rule};
use crate::ports::Connections;
use crate::set::Set;
use crate::tiers::{self, TierPolicy};
use crate::universe::{Class, Outside, Universe};

/// The state that compiling both directions shares.
pub(crate) struct Compiler<'a> {
    pub(crate) universe: &'a Universe,
    pub(crate) nodes: &'a BTreeMap<String, Node>,
    /// How pods on the network of their node are treated: as their node, or as pods.
    host_network: HostNetwork,
    arena: &'a Arena,
    pods: Index<'a>,
    /// The classes with a label whose value a controller chooses.
    pub(crate) chosen: Vec<u32>,
    namespaces: Index<'a>,
    /// The classes of each namespace.
    of_namespace: Vec<Vec<u32>>,
    selected: BTreeMap<Selector, Vec<u32>>,
    selected_namespaces: BTreeMap<Selector, Vec<u32>>,
}

impl<'a> Compiler<'a> {
    pub(crate) fn new(
        universe: &'a Universe,
        nodes: &'a BTreeMap<String, Node>,
        host_network: HostNetwork,
        arena: &'a Arena,
    ) -> Self {
        let mut of_namespace = vec![Vec::new(); universe.namespaces.len()];
        for (number, class) in (0..).zip(&universe.classes) {
            of_namespace[class.namespace as usize].push(number);
        }
        let is_chosen = |class: &Class| class.labels.values().any(|it| it == CHOSEN);
        let chosen = (0..).zip(&universe.classes).filter(|(_, it)| is_chosen(it)).map(|(number, _)| number).collect();
        Self {
            chosen,
            universe,
            nodes,
            host_network,
            arena,
            pods: Index::new(universe.classes.iter().map(|it| &it.labels).collect()),
            namespaces: Index::new(universe.namespaces.iter().map(|(_, labels)| labels).collect()),
            of_namespace,
            selected: BTreeMap::new(),
            selected_namespaces: BTreeMap::new(),
        }
    }

    /// The same compiler, with another treatment of pods on the network of their node.
    pub(crate) fn with_host_network(self, host_network: HostNetwork) -> Self {
        Self { host_network, ..self }
    }

    /// The namespaces that match, sorted.
    pub(crate) fn namespaces(&mut self, selector: &Selector) -> Vec<u32> {
        let index = &self.namespaces;
        self.selected_namespaces.entry(selector.clone()).or_insert_with(|| index.select(selector)).clone()
    }

    /// The classes that match in any of `namespaces`, sorted. If pods on the network of their node are treated as the
    /// node, policies do not see their labels.
    pub(crate) fn select(&mut self, namespaces: &[u32], selector: &Selector) -> Vec<u32> {
        let mut found = self.select_all(namespaces, selector);
        if self.host_network == HostNetwork::Node {
            found.retain(|&it| !self.universe.classes[it as usize].host_network);
        }
        found
    }

    /// The classes that match in any of `namespaces`, sorted, with pods on the network of their node.
    pub(crate) fn select_all(&mut self, namespaces: &[u32], selector: &Selector) -> Vec<u32> {
        let classes = &self.universe.classes;
        let mut found: Vec<u32> = if selector.is_everything() {
            namespaces.iter().flat_map(|&it| &self.of_namespace[it as usize]).copied().collect()
        } else {
            let all = self.selected.entry(selector.clone()).or_insert_with(|| self.pods.select(selector));
            let in_namespaces: usize = namespaces.iter().map(|&it| self.of_namespace[it as usize].len()).sum();
            if in_namespaces < all.len() {
                let candidates = namespaces.iter().flat_map(|&it| &self.of_namespace[it as usize]);
                candidates.copied().filter(|&it| selector.matches(&classes[it as usize].labels)).collect()
            } else {
                let is_in = |it: &u32| namespaces.binary_search(&classes[*it as usize].namespace).is_ok();
                all.iter().copied().filter(is_in).collect()
            }
        };
        found.sort_unstable();
        found
    }

    /// Compiles egress, or ingress.
    pub(crate) fn direction(&mut self, policies: &[Policy], cluster: &[TierPolicy], is_egress: bool) -> Direction {
        let rules: fn(&Policy) -> Option<&Vec<Rule>> =
            if is_egress { |it| it.egress.as_ref() } else { |it| it.ingress.as_ref() };
        let networks: Vec<Addresses> = tiers::networks(cluster, self.nodes, is_egress).collect();
        // Rules with the same CIDR blocks share one set of addresses.
        let mut blocks = BTreeMap::new();
        for rule in policies.iter().filter_map(rules).flatten() {
            if let Some(all) = blocks_of(rule) {
                let next = blocks.len();
                blocks.entry(all).or_insert(next);
            }
        }
        for all in &networks {
            let next = blocks.len();
            blocks.entry(all.clone()).or_insert(next);
        }
        let mut sorted: Vec<(&Addresses, usize)> = blocks.iter().map(|(all, number)| (all, *number)).collect();
        sorted.sort_unstable_by_key(|(_, number)| *number);
        let single = policies.iter().filter_map(rules).flatten().flat_map(single_blocks).chain(&networks).collect();
        let outside = Outside::new(&sorted.iter().map(|(all, _)| *all).collect::<Vec<_>>(), &single);
        let size = self.universe.classes.len() + outside.classes.len();
        let mut parts = Parts { sets: BTreeMap::new(), ports: BTreeMap::new() };
        let mut compiled = Vec::with_capacity(policies.len());
        let mut maybe: BTreeMap<u32, Vec<(usize, Vec<u32>)>> = BTreeMap::new();
        for (number, policy) in (0..).zip(policies) {
            let mut edges = Vec::new();
            for (at, rule) in rules(policy).into_iter().flatten().enumerate() {
                let chosen = self.maybe(policy, rule);
                if !chosen.is_empty() {
                    maybe.entry(number).or_default().push((at, chosen));
                }
                let nodes = self.nodes(policy, rule, &blocks, &outside, size);
                edges.push((parts.set(Set::from_sorted(nodes, size)), parts.ports(&rule.ports)));
            }
            compiled.push(edges);
        }
        let tiers = self.tiers(cluster, is_egress, &blocks, &outside, &mut parts);
        let (groups, group_of) = self.groups(policies, rules);
        let mut members = vec![Vec::new(); groups.len()];
        for (class, &group) in (0..).zip(&group_of) {
            members[group as usize].push(class);
        }
        let ports: Vec<Ports> = in_order(parts.ports)
            .into_iter()
            .map(|it| Ports { numbers: self.arena.intern(it.numbers), names: it.names })
            .collect();
        let resolved = self.resolve(&ports);
        let at = self.universe.classes.iter().map(|class| {
            let mut all: Vec<u32> = class.addresses.iter().map(|it| outside.class_of(*it) as u32).collect();
            all.sort_unstable();
            all.dedup();
            all
        });
        let (at, of_pods) = (at.collect(), outside.of_pods());
        Direction {
            way: if is_egress { PolicyType::Egress } else { PolicyType::Ingress },
            maybe,
            at,
            of_pods,
            tiers,
            outside,
            sets: in_order(parts.sets),
            ports,
            rules: compiled,
            groups,
            group_of,
            members,
            resolved,
        }
    }

    /// The peers that a rule allows, sorted: pods by selectors, and addresses by CIDR blocks. Whether a block also
    /// matches a pod depends on the convention, see `bounds.rs`.
    fn nodes(
        &mut self,
        policy: &Policy,
        rule: &Rule,
        blocks: &BTreeMap<Addresses, usize>,
        outside: &Outside,
        size: usize,
    ) -> Vec<u32> {
        let Some(peers) = &rule.peers else { return (0..size as u32).collect() };
        let mut found = Vec::new();
        for peer in peers {
            let PeerOf::Pods { namespaces, pods } = peer else { continue };
            let namespaces = match namespaces {
                None => self.universe.namespace(&policy.namespace).into_iter().collect(),
                Some(selector) => self.namespaces(selector),
            };
            found.extend(self.select(&namespaces, pods));
        }
        if let Some(all) = blocks_of(rule) {
            let first = self.universe.classes.len() as u32;
            found.extend(outside.of_blocks[blocks[&all]].iter().map(|it| first + it));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The classes that a rule may match, because a controller chooses a label, sorted.
    fn maybe(&self, policy: &Policy, rule: &Rule) -> Vec<u32> {
        let may_match = |class: &&u32| {
            let class = &self.universe.classes[**class as usize];
            let (space, labels) = &self.universe.namespaces[class.namespace as usize];
            rule.peers.iter().flatten().any(|peer| match peer {
                PeerOf::Block(_) => false,
                PeerOf::Pods { namespaces, pods } => {
                    let is_in = namespaces.as_ref().map_or(*space == policy.namespace, |it| it.matches(labels));
                    is_in && pods.depends_on_chosen(&class.labels)
                }
            })
        };
        self.chosen.iter().filter(may_match).copied().collect()
    }

    /// Groups the classes by the policies that isolate them. Policies that select many classes come first, because
    /// they split few groups.
    fn groups(&mut self, policies: &[Policy], rules: fn(&Policy) -> Option<&Vec<Rule>>) -> (Vec<Vec<u32>>, Vec<u32>) {
        let mut selections: Vec<(u32, Vec<u32>)> = Vec::new();
        for (number, policy) in (0..).zip(policies) {
            if rules(policy).is_some()
                && let Some(namespace) = self.universe.namespace(&policy.namespace)
            {
                selections.push((number, self.select(&[namespace], &policy.pods)));
            }
        }
        selections.sort_by_key(|(number, classes)| (std::cmp::Reverse(classes.len()), *number));
        // A group is stored as the group that was split, and the policy that split it.
        let mut made: Vec<(u32, u32)> = vec![(0, u32::MAX)];
        let mut group_of = vec![0_u32; self.universe.classes.len()];
        for (policy, classes) in selections {
            let mut split = BTreeMap::new();
            for class in classes {
                let group = &mut group_of[class as usize];
                *group = *split.entry(*group).or_insert_with(|| {
                    made.push((*group, policy));
                    made.len() as u32 - 1
                });
            }
        }
        let mut kept = BTreeMap::from([(0, 0)]);
        let mut groups = vec![Vec::new()];
        for group in &mut group_of {
            *group = *kept.entry(*group).or_insert_with(|| {
                let mut policies = Vec::new();
                let mut at = *group;
                while at != 0 {
                    let (parent, policy) = made[at as usize];
                    policies.push(policy);
                    at = parent;
                }
                policies.sort_unstable();
                groups.push(policies);
                groups.len() as u32 - 1
            });
        }
        (groups, group_of)
    }

    /// Resolves named ports, for each list of names that some pods have.
    fn resolve(&self, ports: &[Ports]) -> BTreeMap<(u32, u32), PortsId> {
        let mut resolved = BTreeMap::new();
        for (number, of) in (0..).zip(ports).filter(|(_, of)| !of.names.is_empty()) {
            for (list, names) in (0..).zip(&self.universe.names) {
                let is_meant = |port: &&crate::objects::ContainerPort| {
                    of.names.iter().any(|(protocol, name)| *protocol == port.protocol && *name == port.name)
                };
                let spans = names.iter().filter(is_meant).map(|port| (port.protocol, port.number, port.number));
                let named = self.arena.intern(Connections::from_spans(spans));
                resolved.insert((number, list), self.arena.union(of.numbers, named));
            }
        }
        resolved
    }
}

fn single_blocks(rule: &Rule) -> impl Iterator<Item = &Addresses> {
    rule.peers.iter().flatten().filter_map(|peer| match peer {
        PeerOf::Block(addresses) => Some(addresses),
        PeerOf::Pods { .. } => None,
    })
}

/// The addresses of all CIDR blocks of a rule. None where the rule has no block.
fn blocks_of(rule: &Rule) -> Option<Addresses> {
    single_blocks(rule).next()?;
    Some(Addresses::union(single_blocks(rule)))
}
