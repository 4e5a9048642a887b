//! The cases that an undecided convention leaves open.

use crate::cause::PolicyType;
use crate::convention::HostNetwork;
use crate::direction::Direction;

/// One way to treat pods on the network of their node, with the policies compiled for it.
#[derive(Clone, Copy)]
pub(crate) struct World<'a> {
    pub(crate) host_network: HostNetwork,
    pub(crate) egress: &'a Direction,
    pub(crate) ingress: &'a Direction,
}

impl<'a> World<'a> {
    pub(crate) fn direction(self, way: PolicyType) -> &'a Direction {
        match way {
            PolicyType::Ingress => self.ingress,
            PolicyType::Egress => self.egress,
        }
    }
}

/// How the CIDR blocks of NetworkPolicies apply to a pod.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Blocks {
    Ignored,
    Undecided,
    Applied,
}

/// The classes of addresses that the other end may have.
pub(crate) enum Place<'a> {
    /// Each of these.
    Known(&'a [u32]),
    /// One of the classes for pods.
    Unknown,
}
