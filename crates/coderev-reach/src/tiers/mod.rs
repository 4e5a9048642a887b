//! Policies of the cluster: ClusterNetworkPolicy, AdminNetworkPolicy and BaselineAdminNetworkPolicy in one form.
//!
//! The tier Admin decides before NetworkPolicies. NetworkPolicies decide for the pods that they select. The tier Baseline
//! decides for all other pods. Rules are in order; the first rule that matches decides.
//! Source: `apis/v1alpha2/clusternetworkpolicy_types.go` of kubernetes-sigs/network-policy-api.

mod compile;
mod decide;
mod read;
mod verdict;

use crate::address::Addresses;
use crate::labels::Selector;
use crate::policy::PortsOf;
pub(crate) use compile::{Tiers, networks};
pub(crate) use decide::Other;

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
