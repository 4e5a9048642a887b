//! Questions about two ends of a connection, and the answers.

use core::net::IpAddr;
use std::borrow::Cow;
use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::Service;

use crate::cause::PolicyType;
use crate::cause::{Cause, Outcome};
use crate::convention::{Convention, HostNetwork, SelfTraffic};
use crate::direction::{Compiler, Direction};
use crate::error::Invalid;
use crate::ignored::Ignored;
use crate::objects::{Objects, Peer, Workload};
use crate::policy::{PeerOf, Policy};
use crate::ports::{Arena, Connections, Port};
use crate::tiers::{self, TierPolicy};
use crate::universe::{Cuts, PeerId, Universe};
use crate::warnings::{self, Warning};
use crate::world::World;

/// One end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// A pod, or the pods of a template.
    Peer(PeerId),
    /// An address outside the cluster.
    Address(IpAddr),
}

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
    verdict: Outcome,
}

impl Answer {
    /// The verdict of both sides.
    ///
    /// It can be certain where the verdict of each side is unknown: both sides can have the same cause.
    #[must_use]
    pub fn verdict(&self) -> Outcome {
        self.verdict
    }

    /// Whether it is certain that both sides allow it.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.verdict == Outcome::Allowed
    }

    fn new(egress: Verdict, ingress: Verdict) -> Self {
        let verdict = match [egress.outcome(), ingress.outcome()] {
            [Outcome::Denied, _] | [_, Outcome::Denied] => Outcome::Denied,
            [Outcome::Allowed, Outcome::Allowed] => Outcome::Allowed,
            _ => Outcome::Unknown,
        };
        Self { egress, ingress, verdict }
    }

    /// The answer if it is unknown which of two answers is true. `hosts` are the workloads that make them differ.
    fn either(self, other: Self, hosts: &[Workload]) -> Self {
        let verdict = if self.verdict == other.verdict { self.verdict } else { Outcome::Unknown };
        let side = |a: Verdict, b: Verdict| {
            if a.outcome() == b.outcome() && a.outcome() != Outcome::Unknown {
                return a;
            }
            let mut causes = Vec::new();
            if a.outcome() != b.outcome() {
                causes.extend(hosts.iter().cloned().map(Cause::HostNetwork));
            }
            for it in [a, b] {
                if let Verdict::Unknown(more) = it {
                    causes.extend(more);
                }
            }
            causes.sort();
            causes.dedup();
            Verdict::Unknown(causes)
        };
        Self { egress: side(self.egress, other.egress), ingress: side(self.ingress, other.ingress), verdict }
    }
}

/// The verdict of one side, and the policies that decided: `namespace/name`, or `ClusterNetworkPolicy name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Both ends are the same pod.
    Itself,
    /// No policy decides: an address outside the cluster, or a pod without a policy.
    Free,
    /// Each of these policies has a rule that allows the connection.
    Allowed(Vec<String>),
    /// These policies select the pod, and none of their rules allows the connection; or a rule of the policy of the
    /// cluster denies it.
    Denied(Vec<String>),
    /// The manifests do not decide, for these reasons.
    Unknown(Vec<Cause>),
}

impl Verdict {
    /// Whether it is certain that this side allows the connection.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.outcome() == Outcome::Allowed
    }

    /// The verdict without its reason.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Itself | Self::Free | Self::Allowed(_) => Outcome::Allowed,
            Self::Denied(_) => Outcome::Denied,
            Self::Unknown(_) => Outcome::Unknown,
        }
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
    /// How `ingress` and `egress` treat pods on the network of their node: as their node, or as pods.
    pub(crate) host_network: HostNetwork,
    /// Egress and ingress if these pods are treated as pods, where that is undecided.
    pub(crate) as_pods: Option<Box<[Direction; 2]>>,
    /// Objects that are not evaluated.
    pub(crate) ignored: Vec<Ignored>,
    pub(crate) warnings: Vec<Warning>,
    /// For explanations, by namespace and name.
    pub(crate) services: BTreeMap<(String, String), Service>,
    /// The NetworkPolicies, for explanations.
    pub(crate) rules: Vec<Policy>,
    /// `namespace/name` of each policy.
    pub(crate) policies: Vec<String>,
}

impl Reach {
    /// Compiles the objects of a cluster.
    ///
    /// # Errors
    ///
    /// When the API server would refuse a policy. The result has all errors of all policies.
    pub fn new(objects: &Objects, convention: Convention) -> Result<Self, Vec<Invalid>> {
        let mut settled = Cow::Borrowed(objects);
        if !objects.is_settled() {
            settled.to_mut().settle();
        }
        let objects = &*settled;
        let (mut policies, mut found) = (Vec::new(), Vec::new());
        for ((namespace, _), policy) in &objects.policies {
            match Policy::read(namespace, policy) {
                Ok(policy) => policies.push(policy),
                Err(wrong) => found.extend(wrong),
            }
        }
        let mut cluster = Vec::new();
        for ((kind, _), policy) in &objects.cluster_policies {
            match TierPolicy::read(kind, policy) {
                Ok(policy) => cluster.push(policy),
                Err(wrong) => found.extend(wrong),
            }
        }
        if !found.is_empty() {
            return Err(found);
        }
        let universe = Universe::new(objects, &cuts(&policies, &cluster, objects));
        let arena = Arena::new();
        let is_undecided = convention.host_network == HostNetwork::Undecided;
        let host_network = if is_undecided { HostNetwork::Node } else { convention.host_network };
        let mut compiler = Compiler::new(&universe, &objects.nodes, host_network, &arena);
        let ingress = compiler.direction(&policies, &cluster, false);
        let egress = compiler.direction(&policies, &cluster, true);
        let ignored = Ignored::all(objects, &mut compiler);
        let warnings = warnings::find(&policies, &mut compiler);
        let as_pods = (is_undecided && universe.classes.iter().any(|it| it.host_network)).then(|| {
            let mut compiler = compiler.with_host_network(HostNetwork::Pod);
            let egress = compiler.direction(&policies, &cluster, true);
            Box::new([egress, compiler.direction(&policies, &cluster, false)])
        });
        let rules = policies;
        let policies = objects.policies.keys().map(|(namespace, name)| format!("{namespace}/{name}")).collect();
        Ok(Self {
            services: objects.services.clone(),
            rules,
            warnings,
            convention,
            universe,
            arena,
            ingress,
            egress,
            host_network,
            as_pods,
            ignored,
            policies,
        })
    }

    /// The policies that select no pod, and the peers that match no pod although their namespace has pods. Peers in
    /// namespaces without pods are not reported: other manifests may have them.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
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
            return Answer::new(Verdict::Itself, Verdict::Itself);
        }
        let names = self.names(to);
        let answers = self.worlds().map(|world| {
            let egress = self.verdict(world, world.egress, from, to, names, port);
            let ingress = self.verdict(world, world.ingress, to, from, names, port);
            Answer::new(self.doubted(PolicyType::Egress, from, egress), self.doubted(PolicyType::Ingress, to, ingress))
        });
        let answer = answers.reduce(|a, b| a.either(b, &self.hosts([from, to])));
        answer.expect("there is at least one way to treat the network of nodes")
    }

    /// All ports that are certainly allowed for a connection. The traffic of a pod to itself is not treated
    /// specially.
    #[must_use]
    pub fn between(&self, from: End, to: End) -> Connections {
        self.arena.get(self.bounds(from, to).certain)
    }

    /// The ends that are on the network of their node.
    fn hosts(&self, ends: [End; 2]) -> Vec<Workload> {
        let peers = ends.into_iter().filter_map(|end| match end {
            End::Peer(id) => Some(self.peer(id)),
            End::Address(_) => None,
        });
        peers.filter(|it| it.host_network).map(|it| it.workload.clone()).collect()
    }

    fn is_itself(&self, from: End, to: End) -> bool {
        match from {
            End::Peer(peer) => from == to && self.peer(peer).is_one(),
            End::Address(_) => from == to,
        }
    }

    fn verdict(
        &self,
        world: World<'_>,
        direction: &Direction,
        own: End,
        other: End,
        names: Option<u32>,
        port: Port,
    ) -> Verdict {
        let group = self.group(direction, own);
        if let (End::Peer(_), class, node) = (own, self.node(direction, own), self.node(direction, other))
            && direction.tiers.apply_to(class)
        {
            return self.tiered(world, direction, class, node, names, port);
        }
        if group == 0 {
            return Verdict::Free;
        }
        let (own, node) = (self.node(direction, own), self.node(direction, other));
        let bounds = self.one_side(world, direction, own, node, names);
        let [is_certain, is_possible] = [bounds.certain, bounds.possible].map(|it| self.arena.contains(it, port));
        if !is_possible {
            return Verdict::Denied(self.isolating(direction, own));
        }
        if !is_certain {
            return Verdict::Unknown(self.unknown_blocks(world, direction, own, node, names, port));
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
            direction.rules[**policy as usize].iter().any(|&(set, ports)| {
                self.matches(world, direction, set, node) && self.arena.contains(direction.resolve(ports, names), port)
            })
        };
        let all = &direction.groups[direction.group_of[own as usize] as usize];
        all.iter().filter(lets).map(|it| self.policies[*it as usize].clone()).collect()
    }

    pub(crate) fn group(&self, direction: &Direction, end: End) -> u32 {
        match end {
            End::Peer(PeerId(peer)) => direction.group_of[self.universe.class_of[peer as usize] as usize],
            End::Address(_) => 0,
        }
    }

    pub(crate) fn node(&self, direction: &Direction, end: End) -> u32 {
        match end {
            End::Peer(PeerId(peer)) => self.universe.class_of[peer as usize],
            End::Address(address) => (self.universe.classes.len() + direction.outside.class_of(address)) as u32,
        }
    }

    pub(crate) fn names(&self, end: End) -> Option<u32> {
        match end {
            End::Peer(PeerId(peer)) => {
                Some(self.universe.classes[self.universe.class_of[peer as usize] as usize].names)
            }
            End::Address(_) => None,
        }
    }

    /// Whether a policy has an IPv6 address.
    pub(crate) fn has_v6(&self) -> bool {
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

/// The ends of the CIDR blocks of all policies.
fn cuts(policies: &[Policy], cluster: &[TierPolicy], objects: &Objects) -> Cuts {
    let mut cuts = Cuts::default();
    for is_egress in [true, false] {
        tiers::networks(cluster, &objects.nodes, is_egress).for_each(|it| cuts.add(&it));
    }
    let rules = policies.iter().flat_map(|it| [&it.ingress, &it.egress]).flatten().flatten();
    for peer in rules.filter_map(|it| it.peers.as_ref()).flatten() {
        if let PeerOf::Block(block) = peer {
            cuts.add(block);
        }
    }
    cuts
}
