//! Questions about two ends of a connection, and the answers.

use std::borrow::Cow;
use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::Service;

use crate::answer::{Answer, Verdict};
use crate::arena::Arena;
use crate::cause::PolicyType;
use crate::compiler::Compiler;
use crate::convention::{Convention, HostNetwork, SelfTraffic};
use crate::direction::Direction;
use crate::end::End;
use crate::error::Invalid;
use crate::ignored::Ignored;
use crate::implied_peers::Exposure;
use crate::objects::{Objects, Peer, Workload};
use crate::policy::{PeerOf, Policy};
use crate::ports::{Connections, Port};
use crate::tiers::{self, TierPolicy};
use crate::universe::{Cuts, PeerId, Universe};
use crate::warnings::{self, Warning};

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
    /// Whether one of these is about each class, for ingress and for egress.
    pub(crate) doubted: [Vec<bool>; 2],
    pub(crate) warnings: Vec<Warning>,
    /// For explanations, by namespace and name.
    pub(crate) services: BTreeMap<(String, String), Service>,
    /// The NetworkPolicies, for explanations.
    pub(crate) rules: Vec<Policy>,
    pub(crate) exposure: Exposure,
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
        let mut ignored = Ignored::all(objects, &mut compiler);
        ignored.extend(Ignored::by_chosen_labels(&policies, &compiler));
        let doubted = [PolicyType::Ingress, PolicyType::Egress].map(|way| {
            let mut all = vec![false; universe.classes.len()];
            let classes = ignored.iter().filter(|it| it.applies_to(way)).flat_map(|it| &it.classes);
            classes.for_each(|it| all[*it as usize] = true);
            all
        });
        let exposure = Exposure::new(&policies, &cluster, &universe, [&ingress, &egress], &ignored);
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
            doubted,
            exposure,
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
            End::Address(_) | End::Implied(_) => None,
        });
        peers.filter(|it| it.host_network).map(|it| it.workload.clone()).collect()
    }

    fn is_itself(&self, from: End, to: End) -> bool {
        match from {
            End::Peer(peer) => from == to && self.peer(peer).is_one(),
            End::Address(_) => from == to,
            End::Implied(_) => false,
        }
    }

    /// Whether a rule distinguishes IPv6 addresses. If none does, they are one class, and lists may leave them out.
    #[must_use]
    pub fn names_ipv6(&self) -> bool {
        let is_cut = |direction: &Direction| direction.outside.classes.iter().filter(|it| it.has_v6()).count() > 1;
        is_cut(&self.ingress) || is_cut(&self.egress)
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
