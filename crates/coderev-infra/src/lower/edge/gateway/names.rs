//! Names within a Gateway and its routes.
use crate::resolve::routes::{RouteBinding, VirtualHost};

/// Whether all routes of a host point to gRPC ports: they then match services and methods, not paths.
pub(super) fn is_grpc(virtual_host: &VirtualHost<'_>) -> bool {
    !virtual_host.routes.is_empty() && virtual_host.routes.iter().all(RouteBinding::is_grpc)
}
/// The kind of a host's routes.
pub(super) fn route_kind(virtual_host: &VirtualHost<'_>) -> &'static str {
    if is_grpc(virtual_host) { "GRPCRoute" } else { "HTTPRoute" }
}
/// The listener of a host.
pub(super) fn listener(virtual_host: &VirtualHost<'_>) -> String {
    let scheme = if virtual_host.tls().is_some() { "https" } else { "http" };
    format!("{scheme}-{}", virtual_host.name)
}
/// The maximum number of rules, hosts or backends of a route: further items are in another object.
pub(super) const MOST: usize = 16;
pub(super) fn numbered(name: &str, at: usize) -> String {
    if at == 0 { name.into() } else { format!("{name}-{}", at + 1) }
}
