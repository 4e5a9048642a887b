//! The namespace of Gateways, which the platform needs and nobody has to declare.
use crate::words::{EDGE_NAMESPACE, Edge, NamespaceWords, Platform};

/// The namespace in which Gateways and their certificates are: `default`. It is implied by the first Gateway, unless the platform declares a
/// namespace of this name: then Gateways are in that one.
pub(crate) fn implied(platform: &Platform, default: impl FnOnce() -> NamespaceWords) -> Option<NamespaceWords> {
    let gateway = platform.edges.iter().find(|edge| Edge::is_gateway(edge))?;
    if platform.namespaces.iter().any(|declared| declared.name == EDGE_NAMESPACE) {
        return None;
    }
    Some(NamespaceWords { name: EDGE_NAMESPACE.into(), at: gateway.at, ..default() })
}
