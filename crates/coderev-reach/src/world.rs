//! The cases that an undecided convention leaves open, and the bounds that they give.

use crate::convention::HostNetwork;
use crate::direction::Direction;
use crate::ports::{ALL, PortsId};

/// The ports that are certainly allowed, and the ports that are certainly or possibly allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Bounds {
    pub(crate) certain: PortsId,
    pub(crate) possible: PortsId,
}

impl Bounds {
    pub(crate) const ALL: Self = Self::exactly(ALL);

    pub(crate) const fn exactly(ports: PortsId) -> Self {
        Self { certain: ports, possible: ports }
    }
}

/// One way to treat pods on the network of their node, with the policies compiled for it.
#[derive(Clone, Copy)]
pub(crate) struct World<'a> {
    pub(crate) host_network: HostNetwork,
    pub(crate) egress: &'a Direction,
    pub(crate) ingress: &'a Direction,
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
