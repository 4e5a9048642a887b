//! The verdict where policies of the cluster apply, with the policies that decided.

use std::collections::BTreeSet;

use super::{Action, Decider, LABELS, NAMED_PORT, OWN_POLICIES, SUBJECT, Tier};
use crate::answer::Verdict;
use crate::cause::Cause;
use crate::direction::Direction;
use crate::ports::Port;
use crate::reach::Reach;
use crate::world::World;

impl Reach {
    /// The verdict for the pods with the number `own` as a node, which may be the subject of a policy of the cluster.
    pub(crate) fn tiered(
        &self,
        world: World<'_>,
        direction: &Direction,
        own: u32,
        other: u32,
        names: Option<u32>,
        port: Port,
    ) -> Verdict {
        let bounds = self.one_side(world, direction, own, other, names);
        let [is_certain, is_possible] = [bounds.certain, bounds.possible].map(|it| self.arena.contains(it, port));
        let (rules, is_passed) = self.deciding_rules(direction, own, other, names, port);
        let named = |action| -> BTreeSet<String> {
            let is_sure = |it: &&Decider| it.action == action && it.unknown != Some(SUBJECT);
            rules.iter().filter(is_sure).map(|it| it.policy.clone()).collect()
        };
        let is_isolated = direction.group_of.get(own as usize).is_some_and(|group| *group != 0);
        if is_possible && !is_certain {
            let mut causes = causes(&rules);
            if is_passed && is_isolated {
                causes.extend(self.unknown_rules(world, direction, own, other, names, port));
            }
            causes.sort();
            causes.dedup();
            return Verdict::Unknown(causes);
        }
        if is_certain {
            let mut policies = named(Action::Accept);
            if is_passed && is_isolated {
                policies.extend(self.allowing(world, direction, own, other, names, port));
            }
            let is_free = policies.is_empty();
            return if is_free { Verdict::Free } else { Verdict::Allowed(policies.into_iter().collect()) };
        }
        let mut policies = named(Action::Deny);
        if is_passed && is_isolated {
            policies.extend(self.isolating(direction, own));
        }
        Verdict::Denied(policies.into_iter().collect())
    }

    /// The rules of the policies of the cluster that decide, or may decide, and whether the tier Admin may pass the
    /// connection to NetworkPolicies.
    pub(crate) fn deciding_rules(
        &self,
        direction: &Direction,
        own: u32,
        other: u32,
        names: Option<u32>,
        port: Port,
    ) -> (Vec<Decider>, bool) {
        let (mut all, mut is_passed) = (BTreeSet::new(), false);
        let (addresses, is_known) = self.addresses(direction, other);
        let pods = self.own(direction, own);
        let is_isolated = direction.group_of.get(own as usize).is_some_and(|group| *group != 0);
        for address in addresses {
            let other = self.other(direction, other, address, names);
            let deciders = |tier| direction.tiers.deciders(direction, &self.arena, tier, &pods, &other, port);
            let admin = deciders(Tier::Admin);
            let passes =
                admin.iter().any(|it| it.action == Action::Pass) || admin.iter().all(|it| it.unknown.is_some());
            is_passed |= passes;
            let baseline = if passes && !is_isolated { deciders(Tier::Baseline) } else { Vec::new() };
            all.extend(
                admin.into_iter().chain(baseline).map(|it| Decider { by_network: it.by_network && !is_known, ..it }),
            );
        }
        (all.into_iter().collect(), is_passed)
    }
}

/// Why the rules do not decide.
fn causes(rules: &[Decider]) -> Vec<Cause> {
    let mut causes: Vec<Cause> = Vec::new();
    for rule in rules {
        let (policy, number) = (rule.policy.clone(), rule.rule);
        if let Some(field) = rule.unknown {
            causes.push(match field {
                LABELS => Cause::Labels { policy, rule: number },
                NAMED_PORT => Cause::NamedPort { policy, rule: number },
                SUBJECT => Cause::Subject { policy },
                OWN_POLICIES => Cause::OwnPolicies { policy, rule: number },
                _ => Cause::Peer { policy, rule: number, field },
            });
        } else if rule.by_network {
            causes.push(Cause::IpBlock { policy, rule: number, is_undecided: false });
        }
    }
    for rule in rules {
        let is_rival = |it: &&Decider| {
            (it.tier, it.priority) == (rule.tier, rule.priority) && it.policy != rule.policy && it.action != rule.action
        };
        if let Some(rival) = rules.iter().find(is_rival) {
            let mut policies = [rule.policy.clone(), rival.policy.clone()];
            policies.sort();
            causes.push(Cause::Priority { policies, priority: rule.priority });
        }
    }
    causes
}
