use crate::prelude::*;
use crate::{EDGE_NAMESPACE, Isolation};

/// `Namespace` [`EDGE_NAMESPACE`], `platform-edge`: contains the Gateways and their certificates. A platform with a Gateway has this
/// namespace without a declaration.
///
/// To change the namespace, declare it:
///
/// ```
/// use coderev_infra::edge_namespace;
/// use coderev_infra::prelude::*;
///
/// let own = edge_namespace().label("acme.dev/team", "network");
/// let platform = Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(own);
/// # let _ = platform;
/// ```
#[track_caller]
pub fn edge_namespace() -> Namespace<Shared> {
    let spec = Shared.spec().name("edge").purpose("Gateways and certificates in front of the tiers");
    Namespace::new(EDGE_NAMESPACE, Shared).spec(spec.isolation(Isolation::Declared))
}
