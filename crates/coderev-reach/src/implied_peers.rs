//! The implied peers of all rules, with their numbers.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::cause::PolicyType;
use crate::direction::Direction;
use crate::ignored::Ignored;
use crate::implied_peer::ImpliedPeer;
use crate::policy::{Policy, Rule};
use crate::tiers::{TierPolicy, TierRule};
use crate::universe::{Class, Universe};

/// The implied peers of all rules.
#[derive(Debug)]
pub(crate) struct Exposure {
    /// Sorted. The first one is any pod of the cluster.
    pub(crate) peers: Vec<Rc<ImpliedPeer>>,
    /// Implied peers of other objects, in a comparison. They are numbered after `peers`.
    foreign: RefCell<Foreign>,
    /// For each policy and each of its rules, the implied peers that the rule names, by direction.
    pub(crate) ingress: Vec<Vec<Vec<u32>>>,
    pub(crate) egress: Vec<Vec<Vec<u32>>>,
    /// For each class the first class that policies treat alike, by direction.
    pub(crate) alike: [Vec<u32>; 2],
}

#[derive(Debug, Default)]
struct Foreign {
    peers: Vec<Rc<ImpliedPeer>>,
    numbers: BTreeMap<Rc<ImpliedPeer>, u32>,
}

impl Exposure {
    pub(crate) fn new(
        policies: &[Policy],
        cluster: &[TierPolicy],
        universe: &Universe,
        directions: [&Direction; 2],
        ignored: &[Ignored],
    ) -> Self {
        let read = |policy: &Policy, rule: &Rule| -> Vec<ImpliedPeer> {
            let Some(peers) = &rule.peers else { return vec![ImpliedPeer::any()] };
            let named = peers.iter().filter_map(|it| ImpliedPeer::of_rule(&policy.namespace, it)?.settle(universe));
            named.collect()
        };
        let mut ids = BTreeMap::from([(ImpliedPeer::any(), 0)]);
        let rules = |policy: &Policy| {
            let both = [&policy.ingress, &policy.egress];
            both.map(|rules| rules.iter().flatten().map(|rule| read(policy, rule)).collect::<Vec<_>>())
        };
        let all: Vec<[Vec<Vec<ImpliedPeer>>; 2]> = policies.iter().map(rules).collect();
        let of_tiers = cluster.iter().flat_map(|it| it.ingress.iter().chain(&it.egress)).flat_map(TierRule::implied);
        let of_tiers: Vec<ImpliedPeer> = of_tiers.filter_map(|it| it.settle(universe)).collect();
        for peer in all.iter().flatten().flatten().flatten().chain(&of_tiers) {
            ids.entry(peer.clone()).or_insert(0);
        }
        for (number, id) in (0..).zip(ids.values_mut()) {
            *id = number;
        }
        let numbers = |side: usize| {
            let of_rule = |rule: &Vec<ImpliedPeer>| rule.iter().map(|it| ids[it]).collect();
            all.iter().map(|policy| policy[side].iter().map(of_rule).collect()).collect()
        };
        let (ingress, egress) = (numbers(0), numbers(1));
        let [ingress_side, egress_side] = directions;
        let alike =
            [alike(universe, ingress_side, egress_side, ignored), alike(universe, egress_side, ingress_side, ignored)];
        let peers = ids.into_keys().map(Rc::new).collect();
        Self { peers, foreign: RefCell::default(), ingress, egress, alike }
    }

    /// The implied peer with a number.
    pub(crate) fn at(&self, number: usize) -> Rc<ImpliedPeer> {
        match number.checked_sub(self.peers.len()) {
            None => Rc::clone(&self.peers[number]),
            Some(foreign) => Rc::clone(&self.foreign.borrow().peers[foreign]),
        }
    }

    /// The number of an implied peer. A peer of other objects gets the next number.
    pub(crate) fn number(&self, peer: &ImpliedPeer) -> u32 {
        if let Ok(number) = self.peers.binary_search_by(|it| (**it).cmp(peer)) {
            return number as u32;
        }
        let mut foreign = self.foreign.borrow_mut();
        if let Some(number) = foreign.numbers.get(peer) {
            return *number;
        }
        let (number, peer) = ((self.peers.len() + foreign.peers.len()) as u32, Rc::new(peer.clone()));
        foreign.peers.push(Rc::clone(&peer));
        foreign.numbers.insert(peer, number);
        number
    }
}

/// For each class the first class with the same policies, objects that are not evaluated, and named ports. The policies
/// of the cluster for the other end, in the direction `far`, treat both alike, too.
fn alike(universe: &Universe, direction: &Direction, far: &Direction, ignored: &[Ignored]) -> Vec<u32> {
    let mut first = BTreeMap::new();
    let ignored: Vec<&Ignored> = ignored.iter().filter(|it| it.applies_to(direction.way)).collect();
    let of_class = |(number, class): (u32, &Class)| {
        let names = if direction.way == PolicyType::Ingress { class.names } else { 0 };
        let about = ignored.iter().enumerate().filter(|(_, it)| it.classes.binary_search(&number).is_ok());
        let about: Vec<usize> = about.map(|(at, _)| at).collect();
        let host = class.host_network.then_some(number);
        let by_far = (!far.tiers.is_empty()).then(|| (far.tiers.roles_of(number).1, &far.at[number as usize]));
        let key = (direction.group_of[number as usize], names, direction.tiers.subject_of(number), about, host, by_far);
        *first.entry(key).or_insert(number)
    };
    (0..).zip(&universe.classes).map(of_class).collect()
}
