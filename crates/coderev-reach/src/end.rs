//! The ends of a connection.

use core::net::IpAddr;

use crate::universe::PeerId;

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

/// The id of an implied peer: its index in the sorted list of [`Reach::implied_peers`](crate::Reach::implied_peers).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ImpliedId(pub(crate) u32);

impl From<PeerId> for End {
    fn from(peer: PeerId) -> Self {
        Self::Peer(peer)
    }
}
