//! The edge as a Gateway with routes, and Envoy Gateway's policies for what the standard lacks.
mod grants;
mod listeners;
mod names;
mod policies;
mod routes;
mod rules;

use crate::lower::cx::Cx;
use crate::lower::output::Output;
use crate::resolve::routes::VirtualHost;
use crate::words::EDGE_NAMESPACE;

pub(super) fn lower(cx: &Cx<'_>, out: &mut Output) {
    let Some(home) = cx.namespace(EDGE_NAMESPACE) else { return };
    let hosts = cx.virtual_hosts();
    for edge in cx.platform.edges.iter().filter(|edge| edge.is_gateway()) {
        let own: Vec<&VirtualHost<'_>> = hosts.iter().filter(|front| std::ptr::eq(front.edge, edge)).collect();
        if own.is_empty() {
            continue;
        }
        listeners::gateway(cx.platform, home, edge, &own, out);
        for front in own {
            routes::routes(front, out);
        }
    }
    grants::lower(cx, out);
}
