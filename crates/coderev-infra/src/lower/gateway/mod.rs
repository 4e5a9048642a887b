//! The edge as a Gateway with routes, and Envoy Gateway's policies for what the standard lacks.
mod door;
mod grants;
mod policies;
mod routes;
mod rules;

use crate::lower::Sink;
use crate::lower::edge::Front;
use crate::words::{EDGE_NAMESPACE, Platform};

pub(crate) fn lower(platform: &Platform, fronts: &[Front<'_>], sink: &mut Sink) {
    let Some(home) = platform.namespaces.iter().find(|namespace| namespace.name == EDGE_NAMESPACE) else { return };
    for edge in platform.edges.iter().filter(|edge| edge.is_gateway()) {
        let own: Vec<&Front<'_>> = fronts.iter().filter(|front| std::ptr::eq(front.edge, edge)).collect();
        if own.is_empty() {
            continue;
        }
        door::lower(platform, home, edge, &own, sink);
        for front in own {
            routes::lower(front, sink);
        }
    }
    grants::lower(platform, fronts, sink);
}

/// Whether all of a host's routes lead to gRPC: then they are services and methods, not paths.
fn is_grpc(front: &Front<'_>) -> bool {
    !front.ways.is_empty() && front.ways.iter().all(crate::lower::edge::Way::is_grpc)
}
/// The route kind of a host.
fn route_kind(front: &Front<'_>) -> &'static str {
    if is_grpc(front) { "GRPCRoute" } else { "HTTPRoute" }
}
/// The listener of a host.
fn listener(front: &Front<'_>) -> String {
    let scheme = if front.tls().is_some() { "https" } else { "http" };
    format!("{scheme}-{}", front.name)
}
/// Routes hold sixteen rules, hosts or backends at most: the second sixteen are in an object of their own.
fn numbered(name: &str, at: usize) -> String {
    if at == 0 { name.into() } else { format!("{name}-{}", at + 1) }
}
const MOST: usize = 16;
