//! Questions about two ends of a connection, and the answers.

use core::net::IpAddr;

use crate::convention::{Convention, SelfTraffic};
use crate::direction::{Compiler, Direction};
use crate::error::Invalid;
use crate::exposure::{Exposure, PolicyType};
use crate::objects::{Objects, Peer, Workload};
use crate::policy::Policy;
use crate::ports::{Arena, Connections, Port, PortsId};
use crate::universe::{PeerId, Universe};

/// One end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// A pod, or the pods of a template.
    Peer(PeerId),
    /// An address outside the cluster.
    Address(IpAddr),
    /// Pods that are not in the objects.
    Implied(ImpliedId),
}

/// The id of an implied peer: its index in the sorted list of [`Reach::implied_peers`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ImpliedId(pub(crate) u32);

impl From<PeerId> for End {
    fn from(peer: PeerId) -> Self {
        Self::Peer(peer)
    }
}

/// Whether a connection is allowed, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The verdict of the policies of the source.
    pub egress: Verdict,
    /// The verdict of the policies of the destination.
    pub ingress: Verdict,
}

impl Answer {
    /// Whether both sides allow it.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.egress.is_allowed() && self.ingress.is_allowed()
    }
}

/// The verdict of one side, and the policies that decided: `namespace/name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Both ends are the same pod.
    Itself,
    /// No policy selects this side: an address outside the cluster, a pod without a policy, or an implied peer, whose
    /// policies are not known.
    Free,
    /// Each of these policies has a rule that allows the connection.
    Allowed(Vec<String>),
    /// These policies select the pod, and none of their rules allows the connection.
    Denied(Vec<String>),
}

impl Verdict {
    /// Whether this side allows the connection.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        !matches!(self, Self::Denied(_))
    }
}

/// The network policies of a cluster, compiled for questions.
#[derive(Debug)]
pub struct Reach {
    pub(crate) convention: Convention,
    pub(crate) universe: Universe,
    pub(crate) arena: Arena,
    pub(crate) ingress: Direction,
    pub(crate) egress: Direction,
    pub(crate) exposure: Exposure,
    /// `namespace/name` of each policy.
    policies: Vec<String>,
}

impl Reach {
    /// Compiles the objects of a cluster.
    ///
    /// # Errors
    ///
    /// When the API server would refuse a policy. The result has all errors of all policies.
    pub fn new(objects: &Objects, convention: Convention) -> Result<Self, Vec<Invalid>> {
        let (mut policies, mut found) = (Vec::new(), Vec::new());
        for ((namespace, _), policy) in &objects.policies {
            match Policy::read(namespace, policy) {
                Ok(policy) => policies.push(policy),
                Err(wrong) => found.extend(wrong),
            }
        }
        if !found.is_empty() {
            return Err(found);
        }
        let universe = Universe::new(objects, convention);
        let arena = Arena::new();
        let mut compiler = Compiler::new(&universe, convention, &arena);
        let ingress = compiler.direction(&policies, |it| it.ingress.as_ref());
        let egress = compiler.direction(&policies, |it| it.egress.as_ref());
        let exposure = Exposure::new(&policies, &universe);
        let policies = objects.policies.keys().map(|(namespace, name)| format!("{namespace}/{name}")).collect();
        Ok(Self { convention, universe, arena, ingress, egress, exposure, policies })
    }

    /// All pods and templates, sorted by workload.
    pub fn peers(&self) -> impl Iterator<Item = (PeerId, &Peer)> {
        (0..).map(PeerId).zip(&self.universe.peers)
    }

    /// The pod or template with this id.
    #[must_use]
    pub fn peer(&self, id: PeerId) -> &Peer {
        &self.universe.peers[id.0 as usize]
    }

    /// The peers of a workload. There are several if its pods were added one by one.
    pub fn of_workload(&self, workload: &Workload) -> impl Iterator<Item = PeerId> {
        let first = self.universe.peers.partition_point(|it| it.workload < *workload);
        let count = self.universe.peers[first..].iter().take_while(|it| it.workload == *workload).count();
        (first as u32..(first + count) as u32).map(PeerId)
    }

    /// Whether a connection is allowed, and by which policies.
    ///
    /// If both ends are the same pod, the answer is about the traffic of the pod to itself. If both ends are the same
    /// template, the answer is about two of its pods: policies decide, as for any two pods.
    #[must_use]
    pub fn ask(&self, from: End, to: End, port: Port) -> Answer {
        if self.is_itself(from, to) && self.convention.self_traffic == SelfTraffic::Always {
            return Answer { egress: Verdict::Itself, ingress: Verdict::Itself };
        }
        let names = self.names(to);
        let egress = self.verdict(PolicyType::Egress, from, to, names, port);
        let ingress = self.verdict(PolicyType::Ingress, to, from, names, port);
        Answer { egress, ingress }
    }

    /// All ports that policies allow for a connection. The traffic of a pod to itself is not treated specially.
    #[must_use]
    pub fn between(&self, from: End, to: End) -> Connections {
        let names = self.names(to);
        let out = self.allowed(PolicyType::Egress, from, to, names);
        let into = self.allowed(PolicyType::Ingress, to, from, names);
        self.arena.get(self.arena.intersection(out, into))
    }

    fn is_itself(&self, from: End, to: End) -> bool {
        match from {
            End::Peer(peer) => from == to && self.peer(peer).is_one(),
            End::Address(_) | End::Implied(_) => from == to && !matches!(from, End::Implied(_)),
        }
    }

    fn verdict(&self, side: PolicyType, own: End, other: End, names: Option<u32>, port: Port) -> Verdict {
        let direction = self.direction(side);
        let group = self.group(direction, own);
        if group == 0 {
            return Verdict::Free;
        }
        let node = self.node(direction, other);
        let lets = |policy: &u32| {
            direction.rules[*policy as usize].iter().enumerate().any(|(rule, &(_, ports))| {
                self.names_peer(side, *policy, rule, node) && self.arena.contains(direction.resolve(ports, names), port)
            })
        };
        let all = &direction.groups[group as usize];
        let named = |it: &u32| self.policies[*it as usize].clone();
        let allowing: Vec<String> = all.iter().filter(|it| lets(it)).map(named).collect();
        if allowing.is_empty() { Verdict::Denied(all.iter().map(named).collect()) } else { Verdict::Allowed(allowing) }
    }

    fn allowed(&self, side: PolicyType, own: End, other: End, names: Option<u32>) -> PortsId {
        let direction = self.direction(side);
        let group = self.group(direction, own);
        let node = self.node(direction, other);
        let mut all = direction.start(group);
        for &policy in &direction.groups[group as usize] {
            for (rule, &(_, ports)) in direction.rules[policy as usize].iter().enumerate() {
                if self.names_peer(side, policy, rule, node) {
                    all = self.arena.union(all, direction.resolve(ports, names));
                }
            }
        }
        all
    }

    /// Whether a rule of a policy names a node. The implied peers are the last nodes.
    fn names_peer(&self, side: PolicyType, policy: u32, rule: usize, node: u32) -> bool {
        let direction = self.direction(side);
        match (node as usize).checked_sub(self.universe.classes.len() + direction.outside.classes.len()) {
            None => direction.sets[direction.rules[policy as usize][rule].0 as usize].contains(node),
            Some(implied) => {
                let peer = &self.exposure.peers[implied];
                let mut named = self.implied_of(side, policy)[rule].iter();
                named.any(|it| peer.implies(&self.exposure.peers[*it as usize], &self.universe))
            }
        }
    }

    fn group(&self, direction: &Direction, end: End) -> u32 {
        match end {
            End::Peer(PeerId(peer)) => direction.group_of[self.universe.class_of[peer as usize] as usize],
            End::Address(_) | End::Implied(_) => 0,
        }
    }

    fn node(&self, direction: &Direction, end: End) -> u32 {
        match end {
            End::Peer(PeerId(peer)) => self.universe.class_of[peer as usize],
            End::Address(address) => (self.universe.classes.len() + direction.outside.class_of(address)) as u32,
            End::Implied(ImpliedId(id)) => (self.universe.classes.len() + direction.outside.classes.len()) as u32 + id,
        }
    }

    fn names(&self, end: End) -> Option<u32> {
        match end {
            End::Peer(PeerId(peer)) => {
                Some(self.universe.classes[self.universe.class_of[peer as usize] as usize].names)
            }
            End::Address(_) | End::Implied(_) => None,
        }
    }

    /// Whether a rule distinguishes IPv6 addresses. If none does, they are one class, and lists may leave them out.
    #[must_use]
    pub fn names_ipv6(&self) -> bool {
        let is_cut = |direction: &Direction| direction.outside.classes.iter().filter(|it| it.has_v6()).count() > 1;
        is_cut(&self.ingress) || is_cut(&self.egress)
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
