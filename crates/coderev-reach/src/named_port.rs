//! Ports by name, and the ports that are allowed with an implied peer.

use std::fmt::{self, Display, Formatter};

use crate::arena::PortsId;
use crate::ports::Protocol;

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

/// What policies allow with an implied peer: ports, and ports by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Allowed {
    pub(crate) ports: PortsId,
    pub(crate) names: Vec<NamedPort>,
}
