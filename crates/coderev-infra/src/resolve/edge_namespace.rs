//! The namespace of Gateways, which the platform needs and nobody has to declare.
use crate::Shared;
use crate::words::{EDGE_NAMESPACE, Edge, Namespace, NamespaceWords, Platform, Tier, Walls};

/// The namespace in which Gateways and their certificates are. It is implied by the first Gateway, unless the platform declares a namespace
/// of this name: then Gateways are in that one.
pub(crate) fn implied(platform: &Platform) -> Option<NamespaceWords> {
    let gateway = platform.edges.iter().find(|edge| Edge::is_gateway(edge))?;
    if platform.namespaces.iter().any(|declared| declared.name == EDGE_NAMESPACE) {
        return None;
    }
    let spec = Shared.spec().name("edge").purpose("Gateways and certificates in front of the tiers");
    let namespace = Namespace::new(EDGE_NAMESPACE, Shared).spec(spec.walls(Walls::Declared));
    Some(NamespaceWords { at: gateway.at, ..namespace.erased() })
}
