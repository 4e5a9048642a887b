//! Policies of the cluster: ClusterNetworkPolicy, AdminNetworkPolicy and BaselineAdminNetworkPolicy in one form.
//!
//! The tier Admin decides before NetworkPolicies. NetworkPolicies decide for the pods that they select. The tier Baseline
//! decides for all other pods. Rules are in order; the first rule that matches decides.
//! Source: `apis/v1alpha2/clusternetworkpolicy_types.go` of kubernetes-sigs/network-policy-api.

mod compile;
mod decide;
pub(crate) mod own;
mod read;
mod verdict;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::address::Addresses;
use crate::arena::Bounds;
use crate::implied_peer::ImpliedPeer;
use crate::labels::Selector;
use crate::objects::Node;
use crate::policy::PortsOf;
use crate::universe::Universe;

/// The tier of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tier {
    Admin,
    Baseline,
}

/// The effect of a rule on the connections that it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Action {
    Accept,
    Deny,
    /// No more rules of this tier; the next tier decides.
    Pass,
}

/// A policy of the cluster that was read and checked.
#[derive(Debug)]
pub(crate) struct TierPolicy {
    /// Its kind and name: `ClusterNetworkPolicy deny-all`.
    pub(crate) name: String,
    pub(crate) tier: Tier,
    /// Lower numbers decide first.
    pub(crate) priority: u32,
    pub(crate) subject: PodsOf,
    pub(crate) ingress: Vec<TierRule>,
    pub(crate) egress: Vec<TierRule>,
}

impl TierPolicy {
    pub(crate) fn rules(&self, is_egress: bool) -> &[TierRule] {
        if is_egress { &self.egress } else { &self.ingress }
    }
}

#[derive(Debug)]
pub(crate) struct TierRule {
    pub(crate) action: Action,
    pub(crate) peers: Vec<TierPeer>,
    pub(crate) ports: PortsOf,
}

impl TierRule {
    /// The pods that its selectors name, as implied peers.
    pub(crate) fn implied(&self) -> Vec<ImpliedPeer> {
        let selectors = self.peers.iter().filter_map(|it| match it {
            TierPeer::Pods(of) => ImpliedPeer::of_selectors(&of.namespaces, &of.pods),
            TierPeer::Networks(_) | TierPeer::Nodes(_) | TierPeer::DomainNames => None,
        });
        selectors.collect()
    }
}

/// Pods in the namespaces that match.
#[derive(Debug)]
pub(crate) struct PodsOf {
    pub(crate) namespaces: Selector,
    pub(crate) pods: Selector,
}

#[derive(Debug)]
pub(crate) enum TierPeer {
    Pods(PodsOf),
    /// Addresses of pods, too: the API defines it, unlike for an `ipBlock`.
    Networks(Addresses),
    /// Nodes with these labels.
    Nodes(Selector),
    /// DNS names, outside the cluster.
    DomainNames,
}

impl Action {
    /// The action as a clause.
    pub(crate) const fn shown(self) -> &'static str {
        match self {
            Self::Accept => "allows it",
            Self::Deny => "denies it",
            Self::Pass => "passes it to the next tier",
        }
    }
}

/// All that decides about the bounds of one side.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Alike {
    /// The own pods, by their number as a node.
    pub(crate) own: u32,
    /// Whether each rule for the own pods matches the other end.
    pub(crate) matches: Vec<Match>,
    /// Whether the other end is an implied peer.
    pub(crate) is_implied: bool,
    /// The bounds by NetworkPolicies.
    pub(crate) bounds: Bounds,
    /// The named ports of the destination.
    pub(crate) names: Option<u32>,
}

/// Whether a rule matches the other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Match {
    No,
    Maybe,
    Yes,
}

/// Both tiers of one direction.
#[derive(Debug, Default)]
pub(crate) struct Tiers {
    /// The policies by tier and priority.
    levels: BTreeMap<(Tier, u32), Vec<Compiled>>,
    /// The bounds that were computed before: most pairs of pods are alike.
    pub(crate) known: RefCell<BTreeMap<Alike, Bounds>>,
    /// The classes that are the subject of a policy with rules for this direction.
    subjects: BTreeSet<u32>,
}

#[derive(Debug)]
struct Compiled {
    name: String,
    /// The classes of its pods, sorted.
    subject: Vec<u32>,
    /// Its pods that are not in the objects. None where its selectors match no pod.
    of: Option<ImpliedPeer>,
    rules: Vec<CompiledRule>,
}

#[derive(Debug)]
struct CompiledRule {
    action: Action,
    /// The selectors of its peers.
    peers: Vec<ImpliedPeer>,
    /// The classes of pods, sorted.
    pods: Vec<u32>,
    /// The classes of addresses in its networks, sorted.
    networks: Vec<u32>,
    /// The classes of addresses of its nodes, sorted.
    nodes: Vec<u32>,
    /// The field with peers that the objects do not decide.
    unknown: Option<&'static str>,
    /// The index of its ports in the direction.
    ports: u32,
}

impl Tiers {
    /// Whether a policy may decide for the pods of a class.
    pub(crate) fn apply_to(&self, class: u32) -> bool {
        self.subjects.contains(&class)
    }

    /// The policies whose subject the class is, by their positions.
    pub(crate) fn subject_of(&self, class: u32) -> Vec<usize> {
        let all = self.levels.values().flatten().enumerate();
        all.filter(|(_, it)| it.subject.binary_search(&class).is_ok()).map(|(at, _)| at).collect()
    }

    /// The policies whose subject the class is, and the rules that have it as a peer, by their positions.
    pub(crate) fn roles_of(&self, class: u32) -> (Vec<usize>, Vec<usize>) {
        let rules = self.levels.values().flatten().flat_map(|it| &it.rules).enumerate();
        let named = rules.filter(|(_, it)| it.pods.binary_search(&class).is_ok()).map(|(at, _)| at);
        (self.subject_of(class), named.collect())
    }

    /// The implied peers that the rules for a class name.
    pub(crate) fn named_by(&self, class: u32) -> Vec<ImpliedPeer> {
        let policies = self.levels.values().flatten().filter(|it| it.subject.binary_search(&class).is_ok());
        policies.flat_map(|it| &it.rules).flat_map(|it| it.peers.clone()).collect()
    }

    /// Whether there is no policy.
    pub(crate) fn is_empty(&self) -> bool {
        self.levels.is_empty()
    }
}

/// The addresses in each rule's networks, and the addresses of its nodes.
pub(crate) fn networks<'a>(
    policies: &'a [TierPolicy],
    nodes: &'a BTreeMap<String, Node>,
    is_egress: bool,
) -> impl Iterator<Item = Addresses> + 'a {
    let peers = policies.iter().flat_map(move |it| it.rules(is_egress)).flat_map(|it| &it.peers);
    peers.filter_map(move |peer| match peer {
        TierPeer::Networks(networks) => Some(networks.clone()),
        TierPeer::Nodes(selector) => Some(addresses(selector, nodes)),
        TierPeer::Pods(_) | TierPeer::DomainNames => None,
    })
}

/// The addresses of the nodes with these labels.
fn addresses(selector: &Selector, nodes: &BTreeMap<String, Node>) -> Addresses {
    let matching = nodes.values().filter(|it| selector.matches(&it.labels));
    let all: Vec<Addresses> = matching.flat_map(|it| &it.addresses).map(|it| Addresses::one(*it)).collect();
    Addresses::union(all.iter())
}

/// The other end of a connection.
#[derive(Clone)]
pub(crate) struct Other<'a> {
    /// Its number as a node.
    pub(crate) node: u32,
    /// The class of its address.
    pub(crate) address: u32,
    /// Whether it is an address or a pod on the network of its node, so that it may be the address of a node.
    pub(crate) may_be_node: bool,
    /// Whether it is an address outside the cluster.
    pub(crate) is_outside: bool,
    /// Its named ports, if it is the destination; else the named ports of the own side.
    pub(crate) names: Option<u32>,
    /// The implied peer that it is.
    pub(crate) implied: Option<(Rc<ImpliedPeer>, &'a Universe)>,
}

/// The values of [`Decider::unknown`] for pods that are not in the objects.
pub(crate) const LABELS: &str = "labels";
pub(crate) const NAMED_PORT: &str = "a port by name";
pub(crate) const SUBJECT: &str = "subject";
pub(crate) const OWN_POLICIES: &str = "own policies";

/// A rule that decides, or may decide, about a port.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Decider {
    pub(crate) policy: String,
    /// The number of the rule, from 1.
    pub(crate) rule: usize,
    pub(crate) action: Action,
    pub(crate) tier: Tier,
    pub(crate) priority: u32,
    /// The field that makes it uncertain whether the rule matches.
    pub(crate) unknown: Option<&'static str>,
    /// Whether the rule matches by a network that may hold the unknown address of the other end.
    pub(crate) by_network: bool,
}
