//! Edges, which receive external requests: each kind of edge, and the certificates of both kinds.
mod certificate;
mod gateway;
mod ingress_nginx;

use crate::lower::cx::Cx;
use crate::lower::output::Output;
use crate::resolve::routes::VirtualHost;

pub(super) fn lower(cx: &Cx<'_>, out: &mut Output) {
    let cx = EdgeCx { resolved: cx, virtual_hosts: cx.virtual_hosts() };
    ingress_nginx::lower(&cx, out);
    gateway::lower(&cx, out);
    certificate::lower(&cx, out);
}

/// The input for objects of edges.
struct EdgeCx<'a> {
    resolved: &'a Cx<'a>,
    /// The hosts that have an edge, with their routes, by name and namespace.
    virtual_hosts: Vec<VirtualHost<'a>>,
}
