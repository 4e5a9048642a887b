//! One direction, compiled: the policies that isolate each pod, and the peers that the rules of these policies allow.

use std::collections::BTreeMap;

use crate::arena::{ALL, NONE, PortsId};
use crate::cause::PolicyType;
use crate::ports::Connections;
use crate::set::Set;
use crate::tiers::Tiers;
use crate::universe::Outside;

/// The ports of a rule, resolved as far as they are the same for every destination.
#[derive(Debug)]
pub(crate) struct Ports {
    pub(crate) numbers: PortsId,
    pub(crate) names: Vec<(crate::ports::Protocol, String)>,
}

/// A rule: the index of a set of nodes, and of a set of ports.
pub(crate) type Edge = (u32, u32);

/// Ingress, or egress. The nodes are the classes of pods, followed by the classes of addresses outside the cluster.
#[derive(Debug)]
pub(crate) struct Direction {
    pub(crate) way: PolicyType,
    pub(crate) outside: Outside,
    /// Distinct sets of nodes.
    pub(crate) sets: Vec<Set>,
    pub(crate) ports: Vec<Ports>,
    /// The nodes that a rule may also match, because a controller chooses a label: by policy, with the index of the rule.
    pub(crate) maybe: BTreeMap<u32, Vec<(usize, Vec<u32>)>>,
    /// The rules of each policy; empty where the policy does not apply to this direction.
    pub(crate) rules: Vec<Vec<Edge>>,
    /// The policies that isolate the pods of each group. The first group is not isolated.
    pub(crate) groups: Vec<Vec<u32>>,
    pub(crate) group_of: Vec<u32>,
    pub(crate) members: Vec<Vec<u32>>,
    /// For each class of pods, the classes of its addresses. Empty where its addresses are unknown.
    pub(crate) at: Vec<Vec<u32>>,
    /// The classes of addresses that a pod with unknown addresses may have.
    pub(crate) of_pods: [Vec<u32>; 2],
    /// The policies of the cluster.
    pub(crate) tiers: Tiers,
    /// The resolved ports for each pair of a set of ports and a list of names.
    pub(crate) resolved: BTreeMap<(u32, u32), PortsId>,
}

impl Direction {
    /// The ports of a rule at a destination with this list of names. An address outside the cluster has no list.
    pub(crate) fn resolve(&self, ports: u32, names: Option<u32>) -> PortsId {
        let of = &self.ports[ports as usize];
        match names {
            Some(names) if !of.names.is_empty() => self.resolved[&(ports, names)],
            _ => of.numbers,
        }
    }

    /// The rules that may match a class because of a label that a controller chooses.
    pub(crate) fn maybe_of(&self, class: u32) -> Vec<(u32, usize)> {
        let rules = self.maybe.iter().flat_map(|(policy, rules)| rules.iter().map(move |rule| (*policy, rule)));
        let of_class = rules.filter(|(_, (_, nodes))| nodes.binary_search(&class).is_ok());
        of_class.map(|(policy, (rule, _))| (policy, *rule)).collect()
    }

    /// Every port with the protocol of a port by name. None for a rule without a port by name.
    pub(crate) fn whole(&self, ports: u32) -> Option<Connections> {
        let names = &self.ports[ports as usize].names;
        let spans = names.iter().map(|(protocol, _)| (*protocol, 1, u16::MAX));
        (!names.is_empty()).then(|| Connections::from_spans(spans))
    }

    /// The number of the first node after the addresses outside. `pods` is the number of classes of pods.
    pub(crate) fn outside_end(&self, pods: usize) -> usize {
        pods + self.outside.classes.len()
    }

    /// The ports that are allowed before any rule is applied.
    pub(crate) fn start(&self, group: u32) -> PortsId {
        if group == 0 { ALL } else { NONE }
    }

    /// The rules that apply to a group, without duplicates.
    pub(crate) fn edges(&self, group: u32) -> Vec<Edge> {
        let policies = &self.groups[group as usize];
        let mut all: Vec<Edge> = policies.iter().flat_map(|&it| &self.rules[it as usize]).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
