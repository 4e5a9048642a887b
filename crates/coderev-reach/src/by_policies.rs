//! The bounds by NetworkPolicies: the union of the rules that match the other end, or may match it.

use crate::arena::{ALL, Bounds, NONE, PortsId};
use crate::cause::PolicyType;
use crate::direction::Direction;
use crate::ports::Connections;
use crate::reach::Reach;
use crate::set::Set;
use crate::world::{Blocks, Place, World};

/// A rule: the index of its policy, and its index in the policy.
pub(crate) type RuleAt = (u32, usize);

impl Reach {
    /// The bounds by NetworkPolicies for a class of pods.
    pub(crate) fn by_policies(
        &self,
        direction: &Direction,
        own: u32,
        other: u32,
        place: &Place<'_>,
        blocks: Blocks,
        names: Option<u32>,
    ) -> Bounds {
        let group = direction.group_of[own as usize];
        if group == 0 {
            return Bounds::ALL;
        }
        let by_selectors = self.by_selectors(direction, group, other, names);
        if blocks == Blocks::Ignored {
            return by_selectors;
        }
        let first = self.universe.classes.len() as u32;
        let edges = direction.edges(group);
        let union = |ports: &dyn Fn(u32) -> PortsId, matches: &dyn Fn(&Set) -> bool| {
            let matching = edges.iter().filter(|(set, _)| matches(&direction.sets[*set as usize]));
            matching.fold(NONE, |all, (_, of)| self.arena.union(all, ports(*of)))
        };
        let most = |ports: u32| self.most(direction, ports, other, names);
        let least = |ports: u32| direction.resolve(ports, names);
        let holds = |set: &Set, class: &u32| set.contains(first + class);
        let known = |ports: &dyn Fn(u32) -> PortsId| match place {
            Place::Known(classes) => union(ports, &|set| classes.iter().any(|it| holds(set, it))),
            Place::Unknown => union(ports, &|set| direction.of_pods.iter().flatten().any(|it| holds(set, it))),
        };
        let possible = known(&most);
        let certain = match (blocks, place) {
            (Blocks::Undecided, _) => NONE,
            (_, Place::Known(_)) => known(&least),
            (_, Place::Unknown) => {
                let each = direction.of_pods[0].iter().map(|class| union(&least, &|set| holds(set, class)));
                each.fold(ALL, |all, it| self.arena.intersection(all, it))
            }
        };
        Bounds {
            certain: self.arena.union(by_selectors.certain, certain),
            possible: self.arena.union(by_selectors.possible, possible),
        }
    }

    fn by_selectors(&self, direction: &Direction, group: u32, other: u32, names: Option<u32>) -> Bounds {
        let mut all = Bounds::exactly(NONE);
        if other as usize >= direction.outside_end(self.universe.classes.len()) {
            for &policy in &direction.groups[group as usize] {
                for (rule, &(_, ports)) in direction.rules[policy as usize].iter().enumerate() {
                    if self.selects(direction, (policy, rule), other) {
                        all.certain = self.arena.union(all.certain, direction.resolve(ports, names));
                        all.possible = self.arena.union(all.possible, self.most(direction, ports, other, names));
                    }
                }
            }
            return all;
        }
        for (set, ports) in direction.edges(group) {
            if direction.sets[set as usize].contains(other) {
                all.certain = self.arena.union(all.certain, direction.resolve(ports, names));
            }
        }
        all.possible = all.certain;
        for (policy, rule) in self.maybe_selecting(direction, group, other) {
            let (_, ports) = direction.rules[policy as usize][rule];
            all.possible = self.arena.union(all.possible, direction.resolve(ports, names));
        }
        all
    }

    /// The rules that may select a node, because a controller chooses one of its labels.
    pub(crate) fn maybe_selecting(&self, direction: &Direction, group: u32, node: u32) -> Vec<RuleAt> {
        if direction.maybe.is_empty() {
            return Vec::new();
        }
        let policies = direction.groups[group as usize].iter();
        let rules = policies.flat_map(|it| direction.maybe.get(it).into_iter().flatten().map(move |rule| (*it, rule)));
        let selecting = rules.filter(|(_, (_, nodes))| nodes.binary_search(&node).is_ok());
        selecting.map(|(policy, (rule, _))| (policy, *rule)).collect()
    }

    /// The ports that a rule may allow. The number of a port by name is not known at an implied peer.
    pub(crate) fn most(&self, direction: &Direction, ports: u32, other: u32, names: Option<u32>) -> PortsId {
        let numbers = direction.resolve(ports, names);
        match self.unnumbered(direction, ports, other) {
            Some(whole) => self.arena.union(numbers, self.arena.intern(whole)),
            None => numbers,
        }
    }

    /// Every port with the protocol of a port by name, if the other end is an implied peer and the destination.
    pub(crate) fn unnumbered(&self, direction: &Direction, ports: u32, other: u32) -> Option<Connections> {
        let is_far =
            direction.way == PolicyType::Egress && other as usize >= direction.outside_end(self.universe.classes.len());
        is_far.then(|| direction.whole(ports)).flatten()
    }

    /// Whether a selector of a rule matches a node. An implied peer matches if all of its pods match.
    pub(crate) fn selects(&self, direction: &Direction, (policy, rule): RuleAt, node: u32) -> bool {
        match self.implied_at(direction, node) {
            None => direction.sets[direction.rules[policy as usize][rule].0 as usize].contains(node),
            Some(peer) => {
                let mut named = self.implied_of(direction.way, policy)[rule].iter();
                named.any(|it| peer.implies(&self.exposure.peers[*it as usize], &self.universe))
            }
        }
    }

    /// Whether the peers of a rule include a node: by a selector, or by an address in a CIDR block.
    pub(crate) fn matches(&self, world: World<'_>, direction: &Direction, rule: RuleAt, other: u32) -> bool {
        let set = &direction.sets[direction.rules[rule.0 as usize][rule.1].0 as usize];
        let first = self.universe.classes.len() as u32;
        let in_block = || match self.place(direction, other) {
            Place::Known(classes) => classes.iter().any(|it| set.contains(first + it)),
            Place::Unknown => direction.of_pods[0].iter().any(|it| set.contains(first + it)),
        };
        self.selects(direction, rule, other) || self.blocks(world, direction, other) == Blocks::Applied && in_block()
    }
}
