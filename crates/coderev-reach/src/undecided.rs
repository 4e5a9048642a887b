//! Unknown verdicts by workload: one entry for all pods that a CIDR block may match, not one for each pair of pods.

use std::collections::{BTreeMap, BTreeSet};

use crate::arena::{NONE, PortsId};
use crate::cause::{Cause, PolicyType};
use crate::convention::{HostNetwork, IpBlocks};
use crate::direction::Direction;
use crate::objects::Workload;
use crate::ports::Connections;
use crate::reach::Reach;
use crate::world::World;

/// Connections of a workload that are unknown, all for one reason.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Undecided {
    /// The direction.
    pub policy_type: PolicyType,
    /// The ports that may be allowed.
    pub ports: Connections,
    /// The reasons.
    pub causes: Vec<Cause>,
}

impl Reach {
    /// The workloads with unknown connections, which [`Reach::flows`] does not have.
    ///
    /// An `ipBlock` may also match pods: one entry for each direction has the ports, and the other end is any pod whose
    /// own policies allow the connection. A workload on the network of its node has one entry for each direction.
    #[must_use]
    pub fn undecided(&self) -> BTreeMap<&Workload, Vec<Undecided>> {
        let mut all: BTreeMap<&Workload, BTreeSet<Undecided>> = BTreeMap::new();
        for (way, world, direction) in self
            .worlds()
            .flat_map(|world| [(PolicyType::Ingress, world, world.ingress), (PolicyType::Egress, world, world.egress)])
        {
            let mut of_group = BTreeMap::new();
            let places = self.places(world, direction);
            let everybody: Vec<bool> = direction.sets.iter().map(|set| self.has_every_pod(set)).collect();
            let classes = (0..).zip(self.universe.classes.iter().zip(&direction.group_of));
            // Where policies of the cluster apply, they and the blocks are one entry.
            for (_, (class, group)) in classes.filter(|(number, _)| !direction.tiers.apply_to(*number)) {
                let found =
                    of_group.entry(*group).or_insert_with(|| self.by_block(direction, *group, &places, &everybody));
                for peer in class.peers.iter().filter(|_| !found.ports.is_empty()) {
                    let causes = found.causes.clone();
                    let entry = Undecided { policy_type: way, ports: found.ports.clone(), causes };
                    all.entry(&self.peer(*peer).workload).or_default().insert(entry);
                }
            }
        }
        if self.as_pods.is_some() {
            for class in self.universe.classes.iter().filter(|it| it.host_network) {
                for workload in class.peers.iter().map(|peer| &self.peer(*peer).workload) {
                    let own = all.entry(workload).or_default();
                    for way in [PolicyType::Ingress, PolicyType::Egress] {
                        let causes = vec![Cause::HostNetwork(workload.clone())];
                        own.insert(Undecided { policy_type: way, ports: Connections::all(), causes });
                    }
                }
            }
        }
        for way in [PolicyType::Ingress, PolicyType::Egress] {
            for (workload, entry) in self.by_ignored(way).into_iter().chain(self.by_tiers(way)) {
                all.entry(workload).or_default().insert(entry);
            }
        }
        all.into_iter().map(|(workload, own)| (workload, own.into_iter().collect())).collect()
    }

    /// The classes of addresses that pods have or may have, if it is not certain that blocks match pods.
    fn places(&self, world: World<'_>, direction: &Direction) -> BTreeSet<u32> {
        let mut places = BTreeSet::new();
        for (class, at) in self.universe.classes.iter().zip(&direction.at) {
            let is_host = class.host_network && world.host_network == HostNetwork::Node;
            match (self.convention.ip_blocks, is_host) {
                (IpBlocks::Outside, false) => {}
                _ if at.is_empty() => places.extend(direction.of_pods.iter().flatten()),
                (IpBlocks::Undecided, false) => places.extend(at),
                _ => {}
            }
        }
        places
    }

    fn has_every_pod(&self, set: &crate::set::Set) -> bool {
        (0..self.universe.classes.len() as u32).all(|class| set.contains(class))
    }

    /// The ports that CIDR blocks allow to or from addresses that pods may have, without the ports that are allowed for all pods.
    fn by_block(&self, direction: &Direction, group: u32, places: &BTreeSet<u32>, everybody: &[bool]) -> Undecided {
        let first = self.universe.classes.len() as u32;
        let union = |all: PortsId, ports: u32| self.arena.union(all, direction.ports[ports as usize].numbers);
        let holds = |set: u32| places.iter().any(|it| direction.sets[set as usize].contains(first + it));
        let mut causes = BTreeSet::new();
        let (mut certain, mut possible) = (NONE, NONE);
        for &policy in &direction.groups[group as usize] {
            for (at, &(set, ports)) in direction.rules[policy as usize].iter().enumerate() {
                if everybody[set as usize] {
                    certain = union(certain, ports);
                } else if holds(set) {
                    possible = union(possible, ports);
                    causes.insert(Cause::IpBlock {
                        policy: self.policies[policy as usize].clone(),
                        rule: at + 1,
                        is_undecided: self.convention.ip_blocks == IpBlocks::Undecided,
                    });
                }
            }
        }
        let whole = direction.of_pods[0].iter().map(|class| {
            let edges = direction.edges(group).into_iter();
            let holding = edges.filter(|(set, _)| direction.sets[*set as usize].contains(first + class));
            holding.fold(NONE, |all, (_, ports)| union(all, ports))
        });
        if self.convention.ip_blocks == IpBlocks::PodsToo {
            let whole = whole.reduce(|a, b| self.arena.intersection(a, b)).unwrap_or(NONE);
            certain = self.arena.union(certain, whole);
        }
        let ports = self.arena.get(possible).minus(&self.arena.get(certain));
        Undecided { policy_type: PolicyType::Egress, ports, causes: causes.into_iter().collect() }
    }

    /// Whether it is undecided how CIDR blocks apply to pods.
    #[must_use]
    pub fn has_undecided_blocks(&self) -> bool {
        let is_held = |it: &Direction| !it.outside.of_blocks.is_empty();
        self.convention.ip_blocks == IpBlocks::Undecided && (is_held(&self.egress) || is_held(&self.ingress))
    }
}
