//! The namespace of Gateways, which exists without a declaration.
use crate::model::{EDGE_NAMESPACE, Edge, NamespaceDecl, Platform};

/// The namespace of Gateways and their certificates: `default`, under the name of the edge namespace. The first Gateway
/// implies it. `None` without a Gateway, and if the platform declares a namespace with this name: the Gateways are then
/// in the declared namespace.
pub(crate) fn implied(platform: &Platform, default: impl FnOnce() -> NamespaceDecl) -> Option<NamespaceDecl> {
    let gateway = platform.edges.iter().find(|edge| Edge::is_gateway(edge))?;
    if platform.namespaces.iter().any(|declared| declared.name == EDGE_NAMESPACE) {
        return None;
    }
    Some(NamespaceDecl { name: EDGE_NAMESPACE.into(), at: gateway.at, ..default() })
}
