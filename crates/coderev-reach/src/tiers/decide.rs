//! The decisions of a tier about the ports of one connection.

use super::own::Own;
use super::{
    Action, Compiled, CompiledRule, Decider, LABELS, Match, NAMED_PORT, OWN_POLICIES, Other, SUBJECT, Tier, Tiers,
};
use crate::arena::Arena;
use crate::cause::PolicyType;
use crate::direction::Direction;
use crate::ports::{Connections, Port};

/// For each decision the ports that may have it. A port with one possible decision is certain.
pub(crate) struct Decisions {
    pub(crate) accept: Connections,
    pub(crate) deny: Connections,
    /// Passed by a rule, or matched by no rule.
    pub(crate) pass: Connections,
}

fn matches(rule: &CompiledRule, other: &Other<'_>) -> Match {
    let is_in = |list: &[u32], number: u32| list.binary_search(&number).is_ok();
    let is_node = other.may_be_node && is_in(&rule.nodes, other.address);
    if is_in(&rule.pods, other.node) || is_in(&rule.networks, other.address) || is_node {
        return Match::Yes;
    }
    if let Some((peer, universe)) = &other.implied {
        if rule.peers.iter().any(|it| peer.implies(it, universe)) {
            return Match::Yes;
        }
        // Pods that only some rules accept are an implied peer of their own.
        let is_some = rule.action != Action::Accept && rule.peers.iter().any(|it| peer.overlaps(it, universe));
        return if is_some { Match::Maybe } else { Match::No };
    }
    match rule.unknown {
        Some("nodes") if other.may_be_node => Match::Maybe,
        Some("domainNames") if other.is_outside => Match::Maybe,
        _ => Match::No,
    }
}

impl Tiers {
    /// Whether each rule for the own pods matches the other end.
    pub(crate) fn matches(&self, own: &Own<'_>, other: &Other<'_>) -> Vec<Match> {
        let policies = self.levels.values().flatten().filter(|it| own.is_subject(it) != Match::No);
        policies.flat_map(|it| &it.rules).map(|rule| matches(rule, other)).collect()
    }

    /// The decisions of a tier for the own pods.
    pub(crate) fn decide(
        &self,
        direction: &Direction,
        arena: &Arena,
        tier: Tier,
        own: &Own<'_>,
        other: &Other<'_>,
    ) -> Decisions {
        let nothing = Connections::default;
        let mut all = Decisions { accept: nothing(), deny: nothing(), pass: nothing() };
        let mut rest = Connections::all();
        for level in self.of_tier(tier) {
            let mut missed_by_all = Connections::all();
            for policy in level {
                let subject = own.is_subject(policy);
                if subject == Match::No {
                    continue;
                }
                let mut missed = rest.clone();
                for rule in &policy.rules {
                    let is = matches(rule, other);
                    if is == Match::No || missed.is_empty() {
                        continue;
                    }
                    let ports = arena.get(direction.resolve(rule.ports, other.names));
                    // The number of a port by name is not known at an implied peer.
                    let more = other.unnumbered(own, direction, rule.ports);
                    let may = ports.union(&more);
                    let decided = match rule.action {
                        Action::Accept => &mut all.accept,
                        Action::Deny => &mut all.deny,
                        Action::Pass => &mut all.pass,
                    };
                    *decided = decided.union(&missed.intersection(&may));
                    if is == Match::Yes {
                        missed = missed.minus(&ports);
                    }
                }
                // With equal priorities, any of the policies that match may decide.
                if subject == Match::Yes {
                    missed_by_all = missed_by_all.intersection(&missed);
                }
            }
            rest = rest.intersection(&missed_by_all);
        }
        all.pass = all.pass.union(&rest);
        all
    }

    /// The rules of a tier that decide, or may decide, about one port.
    pub(crate) fn deciders(
        &self,
        direction: &Direction,
        arena: &Arena,
        tier: Tier,
        own: &Own<'_>,
        other: &Other<'_>,
        port: Port,
    ) -> Vec<Decider> {
        let mut all = Vec::new();
        for ((_, priority), level) in self.levels.iter().filter(|((of, _), _)| *of == tier) {
            let mut is_certain = false;
            for policy in level {
                let subject = own.is_subject(policy);
                if subject == Match::No {
                    continue;
                }
                for (at, rule) in policy.rules.iter().enumerate() {
                    let is = matches(rule, other);
                    let is_number = arena.contains(direction.resolve(rule.ports, other.names), port);
                    if is == Match::No || !is_number && !other.unnumbered(own, direction, rule.ports).contains(port) {
                        continue;
                    }
                    let is = if is_number { is } else { Match::Maybe };
                    let is_final = is == Match::Yes;
                    // NetworkPolicies come before this tier, and the own pods have unknown ones.
                    let is_overruled = tier == Tier::Baseline && own.is_implied() && rule.action == Action::Deny;
                    let field = match (is_number, other.implied.is_some()) {
                        _ if is_final && subject == Match::Maybe => Some(SUBJECT),
                        _ if is_final && is_overruled => Some(OWN_POLICIES),
                        _ if is_final => None,
                        (false, _) => Some(NAMED_PORT),
                        (true, true) => Some(LABELS),
                        (true, false) => rule.unknown,
                    };
                    all.push(Decider {
                        policy: policy.name.clone(),
                        rule: at + 1,
                        action: rule.action,
                        tier,
                        priority: *priority,
                        unknown: field,
                        by_network: is_final && rule.pods.binary_search(&other.node).is_err(),
                    });
                    if is_final {
                        is_certain |= subject == Match::Yes;
                        break;
                    }
                }
            }
            if is_certain {
                break;
            }
        }
        all
    }

    fn of_tier(&self, tier: Tier) -> impl Iterator<Item = &Vec<Compiled>> {
        self.levels.iter().filter(move |((of, _), _)| *of == tier).map(|(_, level)| level)
    }
}

impl Other<'_> {
    /// Every port that a port by name may be, at an implied peer that is the destination.
    fn unnumbered(&self, own: &Own<'_>, direction: &Direction, ports: u32) -> Connections {
        let is_implied = match direction.way {
            PolicyType::Egress => self.implied.is_some(),
            PolicyType::Ingress => own.is_implied(),
        };
        is_implied.then(|| direction.whole(ports)).flatten().unwrap_or_default()
    }
}
