//! The edge as a Gateway with routes, and policies of Envoy Gateway for settings that the Gateway API does not have.
mod grants;
mod listeners;
mod names;
mod policies;
mod routes;
mod rules;

use crate::lower::edge::EdgeCx;
use crate::lower::output::Output;
use crate::model::EDGE_NAMESPACE;
use crate::resolve::routes::VirtualHost;

pub(super) fn lower(cx: &EdgeCx<'_>, out: &mut Output) {
    let Some(home) = cx.resolved.namespace(EDGE_NAMESPACE) else { return };
    let platform = cx.resolved.platform;
    for edge in platform.edges.iter().filter(|edge| edge.is_gateway()) {
        let own: Vec<&VirtualHost<'_>> =
            cx.virtual_hosts.iter().filter(|virtual_host| std::ptr::eq(virtual_host.edge, edge)).collect();
        if own.is_empty() {
            continue;
        }
        listeners::gateway(platform, home, edge, &own, out);
        for virtual_host in own {
            routes::routes(virtual_host, out);
        }
    }
    grants::lower(cx, out);
}
