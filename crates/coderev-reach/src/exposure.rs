//! Exposure: the connections that policies allow with pods that are not in the objects.
//!
//! A rule allows a connection with an implied peer if it allows it with every pod that the implied peer stands for. So
//! a pod that is added later has exactly the ports of all implied peers that it is one of, together.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::rc::Rc;

use crate::direction::Direction;
use crate::flows::{Flow, Party};
use crate::implied_peer::ImpliedPeer;
use crate::labels::Index;
use crate::objects::Workload;
use crate::policy::{Policy, Rule};
use crate::ports::{ALL, NONE, PortsId, Protocol};
use crate::reach::{ImpliedId, Reach};
use crate::universe::{PeerId, Universe};

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
    pub(crate) peers: Vec<ImpliedPeer>,
    /// For each policy and each of its rules, the implied peers that the rule names, by direction.
    ingress: Vec<Vec<Vec<u32>>>,
    egress: Vec<Vec<Vec<u32>>>,
}

impl Exposure {
    pub(crate) fn new(policies: &[Policy], universe: &Universe) -> Self {
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
        for peer in all.iter().flatten().flatten().flatten() {
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
        Self { peers: ids.into_keys().collect(), ingress, egress }
    }
}

/// Which side of a connection the policies are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PolicyType {
    Ingress,
    Egress,
}

/// What policies allow with an implied peer: ports, and ports by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Allowed {
    pub(crate) ports: PortsId,
    pub(crate) names: Vec<NamedPort>,
}

/// The pods of a workload that policies treat alike in one direction: their group and their list of named ports.
type Alike = (u32, u32);

/// Implied peers by their ids, and what policies allow with each.
type Exposures = [(u32, Allowed)];

/// The rules of one group of pods, by the implied peers that they name.
pub(crate) struct Opened<'a> {
    reach: &'a Reach,
    side: PolicyType,
    names: u32,
    is_free: bool,
    /// Implied peers with the ports of a rule.
    rules: Vec<(u32, u32)>,
    forms: Forms<'a>,
}

impl<'a> Opened<'a> {
    fn new(reach: &'a Reach, side: PolicyType, (group, names): Alike) -> Self {
        let direction = reach.direction(side);
        let mut rules = Vec::new();
        for &policy in &direction.groups[group as usize] {
            let edges = direction.rules[policy as usize].iter();
            for (&(_, ports), named) in edges.zip(reach.implied_of(side, policy)) {
                rules.extend(named.iter().map(|id| (*id, ports)));
            }
        }
        rules.sort_unstable();
        rules.dedup();
        let forms = Forms::new(rules.iter().map(|(id, _)| &reach.exposure.peers[*id as usize]));
        Self { reach, side, names, is_free: group == 0, rules, forms }
    }

    /// The implied peers that the rules name.
    pub(crate) fn named(&self) -> impl Iterator<Item = u32> + '_ {
        let any = self.is_free.then_some(0);
        self.rules.iter().map(|(id, _)| *id).chain(any)
    }

    fn allowed(&self, peer: &ImpliedPeer) -> Allowed {
        if self.is_free {
            return Allowed { ports: ALL, names: Vec::new() };
        }
        let (reach, direction) = (self.reach, self.reach.direction(self.side));
        let mut allowed = Allowed { ports: NONE, names: Vec::new() };
        for at in self.forms.wider(peer) {
            let (id, ports) = self.rules[at];
            if !peer.implies(&reach.exposure.peers[id as usize], &reach.universe) {
                continue;
            }
            let numbers = match self.side {
                PolicyType::Ingress => direction.resolve(ports, Some(self.names)),
                PolicyType::Egress => {
                    let named = direction.ports[ports as usize].names.iter();
                    let named = named.map(|(protocol, name)| NamedPort { protocol: *protocol, name: name.clone() });
                    allowed.names.extend(named);
                    direction.resolve(ports, None)
                }
            };
            allowed.ports = reach.arena.union(allowed.ports, numbers);
        }
        allowed.names.sort();
        allowed.names.dedup();
        allowed
    }
}

impl Reach {
    /// The connections with pods that are not in the objects, by workload, sorted by workload.
    ///
    /// A peer lists only the ports that no wider peer has: if any pod of the cluster may connect on 8080, "pods with
    /// app=agent" does not list 8080 again. A peer in a namespace with a known name is left out where a pod of another
    /// workload in the objects is one of its pods: [`Reach::flows`] has that connection.
    pub fn exposed(&self) -> impl Iterator<Item = Flow> + '_ {
        let mut known = Known::new(self);
        let mut computed: BTreeMap<(PolicyType, Vec<Alike>), Rc<Exposures>> = BTreeMap::new();
        self.classes_of_workloads().into_iter().flat_map(move |(workload, classes)| {
            let mut flows = Vec::new();
            for side in [PolicyType::Ingress, PolicyType::Egress] {
                let alike = self.alike(side, &classes);
                let own = computed.entry((side, alike.clone())).or_insert_with(|| self.opened(side, &alike).into());
                for (id, Allowed { ports, names }) in own.iter() {
                    let peer = &self.exposure.peers[*id as usize];
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
        (0..).map(ImpliedId).zip(&self.exposure.peers)
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

    /// The groups of the pods of a workload, without duplicates.
    pub(crate) fn alike(&self, side: PolicyType, classes: &[u32]) -> Vec<Alike> {
        let direction = self.direction(side);
        let groups = classes.iter().map(|&class| {
            let names = if side == PolicyType::Ingress { self.universe.classes[class as usize].names } else { 0 };
            (direction.group_of[class as usize], names)
        });
        let mut all: Vec<Alike> = groups.collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The implied peers of some pods, with the ports that no wider peer has.
    fn opened(&self, side: PolicyType, alike: &[Alike]) -> Vec<(u32, Allowed)> {
        let groups = self.opened_by(side, alike);
        let mut ids: Vec<u32> = groups.iter().flat_map(|it| it.named().collect::<Vec<_>>()).collect();
        ids.sort_unstable();
        ids.dedup();
        let peers: Vec<&ImpliedPeer> = ids.iter().map(|id| &self.exposure.peers[*id as usize]).collect();
        let all: Vec<Allowed> = peers.iter().map(|it| self.allowed_by_any(&groups, it)).collect();
        let own = self.beyond_wider(&peers, &all);
        ids.into_iter().zip(own).filter(|(_, it)| it.ports != NONE || !it.names.is_empty()).collect()
    }

    pub(crate) fn opened_by(&self, side: PolicyType, alike: &[Alike]) -> Vec<Opened<'_>> {
        alike.iter().map(|it| Opened::new(self, side, *it)).collect()
    }

    /// The ports on which at least one of the groups admits, or reaches, all pods of `peer`.
    pub(crate) fn allowed_by_any(&self, groups: &[Opened<'_>], peer: &ImpliedPeer) -> Allowed {
        groups.iter().map(|it| it.allowed(peer)).reduce(|a, b| self.joined(&a, &b)).unwrap_or_default()
    }

    fn joined(&self, a: &Allowed, b: &Allowed) -> Allowed {
        let mut names = [&*a.names, &*b.names].concat();
        names.sort();
        names.dedup();
        Allowed { ports: self.arena.union(a.ports, b.ports), names }
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

/// Peers by the form of their selectors, so that few are compared.
pub(crate) struct Forms<'a> {
    by_label: BTreeMap<(&'a str, &'a str), Vec<usize>>,
    by_namespace: BTreeMap<&'a str, Vec<usize>>,
    others: Vec<usize>,
}

impl<'a> Forms<'a> {
    pub(crate) fn new(peers: impl Iterator<Item = &'a ImpliedPeer>) -> Self {
        let mut forms = Self { by_label: BTreeMap::new(), by_namespace: BTreeMap::new(), others: Vec::new() };
        for (at, peer) in peers.enumerate() {
            let list = match (peer.labels().next(), peer.namespace()) {
                (Some(label), _) => forms.by_label.entry(label).or_default(),
                (None, Some(name)) => forms.by_namespace.entry(name).or_default(),
                (None, None) => &mut forms.others,
            };
            list.push(at);
        }
        forms
    }

    /// The positions of the peers that may be wider than `peer`, or equal.
    pub(crate) fn wider<'b>(&'b self, peer: &'b ImpliedPeer) -> impl Iterator<Item = usize> + 'b {
        let by_label = peer.labels().filter_map(|label| self.by_label.get(&label));
        let by_namespace = peer.namespace().and_then(|name| self.by_namespace.get(name));
        by_label.chain(by_namespace).chain([&self.others]).flatten().copied()
    }
}

/// The workloads in the objects that an implied peer with a known namespace names too.
pub(crate) struct Known<'a> {
    reach: &'a Reach,
    index: Option<Index<'a>>,
    /// Up to two workloads for each implied peer.
    found: BTreeMap<ImpliedPeer, Vec<&'a Workload>>,
}

impl<'a> Known<'a> {
    pub(crate) fn new(reach: &'a Reach) -> Self {
        Self { reach, index: None, found: BTreeMap::new() }
    }

    /// Whether the peer is also a pod of a workload other than `own`.
    pub(crate) fn has_other(&mut self, peer: &ImpliedPeer, own: &Workload) -> bool {
        let universe = &self.reach.universe;
        let Some(namespace) = peer.namespace().and_then(|name| universe.namespace(name)) else { return false };
        if let Some(found) = self.found.get(peer) {
            return found.iter().any(|it| *it != own);
        }
        let index =
            self.index.get_or_insert_with(|| Index::new(universe.classes.iter().map(|it| &it.labels).collect()));
        let found = self.found.entry(peer.clone()).or_insert_with(|| {
            let mut few: Vec<&Workload> = Vec::new();
            for class in index.select(peer.pods()) {
                let class = &universe.classes[class as usize];
                if class.namespace != namespace || class.host_network {
                    continue;
                }
                for PeerId(pod) in &class.peers {
                    let workload = &universe.peers[*pod as usize].workload;
                    if few.first() != Some(&workload) {
                        few.push(workload);
                    }
                    if few.len() == 2 {
                        return few;
                    }
                }
            }
            few
        });
        found.iter().any(|it| *it != own)
    }
}
