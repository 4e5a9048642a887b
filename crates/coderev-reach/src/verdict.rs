//! The verdict of one side, and the policies that decide it.

use crate::answer::Verdict;
use crate::direction::Direction;
use crate::end::End;
use crate::ports::Port;
use crate::reach::Reach;
use crate::universe::PeerId;
use crate::world::World;

impl Reach {
    pub(crate) fn verdict(
        &self,
        world: World<'_>,
        direction: &Direction,
        own: End,
        other: End,
        names: Option<u32>,
        port: Port,
    ) -> Verdict {
        let is_implied = match own {
            End::Peer(_) => false,
            End::Implied(_) if !direction.tiers.is_empty() => true,
            End::Implied(_) | End::Address(_) => return Verdict::Free,
        };
        let (own, node) = (self.node(direction, own), self.node(direction, other));
        if is_implied || direction.tiers.apply_to(own) {
            return self.tiered(world, direction, own, node, names, port);
        }
        if direction.group_of[own as usize] == 0 {
            return Verdict::Free;
        }
        let bounds = self.one_side(world, direction, own, node, names);
        let [is_certain, is_possible] = [bounds.certain, bounds.possible].map(|it| self.arena.contains(it, port));
        if !is_possible {
            return Verdict::Denied(self.isolating(direction, own));
        }
        if !is_certain {
            return Verdict::Unknown(self.unknown_rules(world, direction, own, node, names, port));
        }
        Verdict::Allowed(self.allowing(world, direction, own, node, names, port))
    }

    /// The NetworkPolicies that select a class of pods.
    pub(crate) fn isolating(&self, direction: &Direction, own: u32) -> Vec<String> {
        let all = &direction.groups[direction.group_of[own as usize] as usize];
        all.iter().map(|it| self.policies[*it as usize].clone()).collect()
    }

    /// The NetworkPolicies with a rule that allows the connection.
    pub(crate) fn allowing(
        &self,
        world: World<'_>,
        direction: &Direction,
        own: u32,
        node: u32,
        names: Option<u32>,
        port: Port,
    ) -> Vec<String> {
        let lets = |policy: &&u32| {
            direction.rules[**policy as usize].iter().enumerate().any(|(rule, &(_, ports))| {
                self.matches(world, direction, (**policy, rule), node)
                    && self.arena.contains(direction.resolve(ports, names), port)
            })
        };
        let all = &direction.groups[direction.group_of[own as usize] as usize];
        all.iter().filter(lets).map(|it| self.policies[*it as usize].clone()).collect()
    }

    /// The ingress policies of a pod that have a rule for a port, for any peer. None where no ingress policy selects
    /// the pod.
    #[must_use]
    pub fn admitting(&self, to: PeerId, port: Port) -> Option<Vec<String>> {
        let group = self.group(&self.ingress, to.into());
        let names = self.names(to.into());
        let has = |policy: &&u32| {
            let rules = &self.ingress.rules[**policy as usize];
            rules.iter().any(|&(_, ports)| self.arena.contains(self.ingress.resolve(ports, names), port))
        };
        let all = &self.ingress.groups[group as usize];
        (group != 0).then(|| all.iter().filter(has).map(|it| self.policies[*it as usize].clone()).collect())
    }
}
