//! Edges, which receive external requests: each kind of edge, and the certificates of both kinds.
mod certificate;
mod gateway;
mod ingress_nginx;

use crate::lower::cx::Cx;
use crate::lower::output::Output;

pub(super) fn lower(cx: &Cx<'_>, out: &mut Output) {
    ingress_nginx::lower(cx, out);
    gateway::lower(cx, out);
    certificate::lower(cx, out);
}
