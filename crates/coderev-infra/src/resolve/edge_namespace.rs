//! The namespace of Gateways, which the platform needs and nobody has to declare.
use crate::model::{EDGE_NAMESPACE, Edge, NamespaceDecl, Platform};

/// The namespace in which Gateways and their certificates are: `default`. It is implied by the first Gateway, unless the platform declares a
/// namespace of this name: then Gateways are in that one.
pub(crate) fn implied(platform: &Platform, default: impl FnOnce() -> NamespaceDecl) -> Option<NamespaceDecl> {
    let gateway = platform.edges.iter().find(|edge| Edge::is_gateway(edge))?;
    if platform.namespaces.iter().any(|declared| declared.name == EDGE_NAMESPACE) {
        return None;
    }
    Some(NamespaceDecl { name: EDGE_NAMESPACE.into(), at: gateway.at, ..default() })
}
