//! Exposure: the connections that policies allow with pods that are not in the objects.
//!
//! A rule allows a connection with an implied peer if it allows it with every pod that the implied peer stands for. So
//! a pod that is added later has exactly the ports of all implied peers that it is one of, together.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::rc::Rc;

use crate::cause::PolicyType;
use crate::direction::Direction;
use crate::end::ImpliedId;
use crate::flows::{Flow, Party};
use crate::ignored::Ignored;
use crate::implied_peer::ImpliedPeer;
use crate::known::{Forms, Known};
use crate::objects::Workload;
use crate::opened::Allowed;
use crate::policy::{Policy, Rule};
use crate::ports::{NONE, Protocol};
use crate::reach::Reach;
use crate::tiers::{self, TierPolicy};
use crate::universe::{Class, PeerId, Universe};

/// Implied peers by their ids, and what policies allow with each.
type Exposures = [(u32, Allowed)];

/// A port by its name. The number depends on the destination, which is not known. It prints as `TCP dns`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct NamedPort {
    /// The protocol.
    pub protocol: Protocol,
    /// The name.
    pub name: String,
}

impl Display for NamedPort {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.protocol, self.name)
    }
}

/// The directions in which a policy selects all pods of a workload. Without a policy every connection is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Isolation {
    /// Whether ingress is limited.
    pub ingress: bool,
    /// Whether egress is limited.
    pub egress: bool,
}

/// The implied peers of all rules.
#[derive(Debug)]
pub(crate) struct Exposure {
    /// Sorted. The first one is any pod of the cluster.
    pub(crate) peers: Vec<Rc<ImpliedPeer>>,
    /// Implied peers of other objects, in a comparison. They are numbered after `peers`.
    foreign: RefCell<Foreign>,
    /// For each policy and each of its rules, the implied peers that the rule names, by direction.
    ingress: Vec<Vec<Vec<u32>>>,
    egress: Vec<Vec<Vec<u32>>>,
    /// For each class the first class that policies treat alike, by direction.
    alike: [Vec<u32>; 2],
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
        let of_tiers = cluster.iter().flat_map(|it| it.ingress.iter().chain(&it.egress)).flat_map(tiers::implied);
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
        let alike = directions.map(|it| alike(universe, it, ignored));
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

/// For each class the first class with the same policies, objects that are not evaluated, and named ports.
fn alike(universe: &Universe, direction: &Direction, ignored: &[Ignored]) -> Vec<u32> {
    let mut first = BTreeMap::new();
    let ignored: Vec<&Ignored> = ignored.iter().filter(|it| it.applies_to(direction.way)).collect();
    let of_class = |(number, class): (u32, &Class)| {
        let names = if direction.way == PolicyType::Ingress { class.names } else { 0 };
        let about = ignored.iter().enumerate().filter(|(_, it)| it.classes.binary_search(&number).is_ok());
        let about: Vec<usize> = about.map(|(at, _)| at).collect();
        let host = class.host_network.then_some(number);
        let key = (direction.group_of[number as usize], names, direction.tiers.subject_of(number), about, host);
        *first.entry(key).or_insert(number)
    };
    (0..).zip(&universe.classes).map(of_class).collect()
}

impl Reach {
    /// The connections with pods that are not in the objects, by workload, sorted by workload.
    ///
    /// A peer lists only the ports that no wider peer has: if any pod of the cluster may connect on 8080, "pods with
    /// app=agent" does not list 8080 again. A peer in a namespace with a known name is left out where a pod of another
    /// workload in the objects is one of its pods: [`Reach::flows`] has that connection.
    pub fn exposed(&self) -> impl Iterator<Item = Flow> + '_ {
        let mut known = Known::new(self);
        let mut computed: BTreeMap<(PolicyType, Vec<u32>), Rc<Exposures>> = BTreeMap::new();
        self.classes_of_workloads().into_iter().flat_map(move |(workload, classes)| {
            let mut flows = Vec::new();
            for side in [PolicyType::Ingress, PolicyType::Egress] {
                let alike = self.alike(side, &classes);
                let own = computed.entry((side, alike.clone())).or_insert_with(|| self.opened(side, &alike).into());
                for (id, Allowed { ports, names }) in own.iter() {
                    let peer: &ImpliedPeer = &self.exposure.peers[*id as usize];
                    if known.has_other(peer, workload) {
                        continue;
                    }
                    let (own, other) = (Party::Workload(workload.clone()), Party::Implied(peer.clone()));
                    let (from, to) = if side == PolicyType::Ingress { (other, own) } else { (own, other) };
                    flows.push(Flow { from, to, ports: self.arena.get(*ports), names: names.clone() });
                }
            }
            flows
        })
    }

    /// The implied peers of all policies: any pod of the cluster, and the pods that each rule names.
    pub fn implied_peers(&self) -> impl Iterator<Item = (ImpliedId, &ImpliedPeer)> {
        (0..).map(ImpliedId).zip(self.exposure.peers.iter().map(|it| &**it))
    }

    /// The implied peer with this id.
    #[must_use]
    pub fn implied_peer(&self, id: ImpliedId) -> &ImpliedPeer {
        &self.exposure.peers[id.0 as usize]
    }

    /// The ports that policies allow a pod by name to an implied peer. [`Reach::ask`] does not count them, because their
    /// numbers are not known.
    #[must_use]
    pub fn named_ports(&self, from: PeerId, to: ImpliedId) -> Vec<NamedPort> {
        let alike = self.alike(PolicyType::Egress, &[self.universe.class_of[from.0 as usize]]);
        let groups = self.opened_by(PolicyType::Egress, &alike);
        self.allowed_by_any(&groups, self.implied_peer(to)).names
    }

    /// Whether policies limit the connections of a workload.
    #[must_use]
    pub fn isolation(&self, workload: &Workload) -> Isolation {
        let is_limited = |side| {
            let mut classes = self.of_workload(workload).map(|PeerId(it)| self.universe.class_of[it as usize]);
            classes.all(|class| self.direction(side).group_of[class as usize] != 0)
        };
        Isolation { ingress: is_limited(PolicyType::Ingress), egress: is_limited(PolicyType::Egress) }
    }

    /// The classes of a workload: one of those that policies treat alike in one direction.
    pub(crate) fn alike(&self, side: PolicyType, classes: &[u32]) -> Vec<u32> {
        let mut all: Vec<u32> = classes.iter().map(|it| self.exposure.alike[side as usize][*it as usize]).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The implied peers of some pods, with the ports that no wider peer has.
    fn opened(&self, side: PolicyType, alike: &[u32]) -> Vec<(u32, Allowed)> {
        let groups = self.opened_by(side, alike);
        let mut ids: Vec<u32> = groups.iter().flat_map(|it| it.named().collect::<Vec<_>>()).collect();
        ids.sort_unstable();
        ids.dedup();
        let peers: Vec<&ImpliedPeer> = ids.iter().map(|id| &*self.exposure.peers[*id as usize]).collect();
        let all: Vec<Allowed> = peers.iter().map(|it| self.allowed_by_any(&groups, it)).collect();
        let own = self.beyond_wider(&peers, &all);
        ids.into_iter().zip(own).filter(|(_, it)| it.ports != NONE || !it.names.is_empty()).collect()
    }

    /// For each peer, what no wider one of the peers has.
    fn beyond_wider(&self, peers: &[&ImpliedPeer], all: &[Allowed]) -> Vec<Allowed> {
        let by_form = Forms::new(peers.iter().copied());
        let own = peers.iter().zip(all).map(|(peer, own)| {
            let mut wider = Allowed::default();
            for at in by_form.wider(peer) {
                if peers[at] != *peer && peer.implies(peers[at], &self.universe) {
                    wider = self.joined(&wider, &all[at]);
                }
            }
            let ports = match (own.ports, wider.ports) {
                (ports, NONE) => ports,
                (a, b) if a == b => NONE,
                (a, b) => self.arena.intern(self.arena.get(a).minus(&self.arena.get(b))),
            };
            let names = own.names.iter().filter(|it| !wider.names.contains(it)).cloned().collect();
            Allowed { ports, names }
        });
        own.collect()
    }

    pub(crate) fn direction(&self, side: PolicyType) -> &Direction {
        match side {
            PolicyType::Ingress => &self.ingress,
            PolicyType::Egress => &self.egress,
        }
    }

    /// The implied peers that each rule of a policy names.
    pub(crate) fn implied_of(&self, side: PolicyType, policy: u32) -> &[Vec<u32>] {
        let all = if side == PolicyType::Ingress { &self.exposure.ingress } else { &self.exposure.egress };
        &all[policy as usize]
    }

    /// Each workload with its classes, sorted.
    pub(crate) fn classes_of_workloads(&self) -> Vec<(&Workload, Vec<u32>)> {
        let mut all: Vec<(&Workload, Vec<u32>)> = Vec::new();
        for (peer, &class) in self.universe.peers.iter().zip(&self.universe.class_of) {
            match all.last_mut() {
                Some((workload, classes)) if **workload == peer.workload => {
                    if !classes.contains(&class) {
                        classes.push(class);
                    }
                }
                _ => all.push((&peer.workload, vec![class])),
            }
        }
        all
    }
}
