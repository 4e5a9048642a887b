//! What is wrong with calls.
use crate::finding::Finding;
use crate::resolve::Resolved;
use crate::resolve::workload::Workload;
use crate::words::*;

/// The rules here.
pub(super) const RULES: &[&str] = &[NEIGHBOUR_NOT_HERE, ENDPOINT_NOT_ON_PLATFORM, EXTERNAL_WITHOUT_ADDRESS];

/// What it does: finds calls to, and jobs before, a workload that does not run in the same namespace.
///
/// Why it is bad: the address leads nowhere, and no wall is open for it.
///
/// Instead of `.calls(&auth)` alone say `.service(auth)` of the same namespace too, or `.calls(&namespace.endpoint(&auth))` of another.
pub(super) const NEIGHBOUR_NOT_HERE: &str = "neighbour-not-here";

/// What it does: finds calls to an endpoint that nobody added, or on a port which it does not have.
///
/// Why it is bad: the address leads nowhere: an endpoint adds nothing by itself.
///
/// Instead of `.calls(&identity.endpoint(&auth))` alone say `.namespace(identity)` of the platform too.
pub(super) const ENDPOINT_NOT_ON_PLATFORM: &str = "endpoint-not-on-platform";

/// What it does: finds calls to the outside, and stores there, of which only the name is known.
///
/// Why it is bad: a network policy knows addresses only, so the wall stays shut.
///
/// Instead of `External::new("api.stripe.com")` say `External::new("api.stripe.com").cidrs(&["203.0.113.0/24"])`, or of a cluster that can
/// `Cluster::egress_by_name(EgressByName::Cilium)`.
pub(super) const EXTERNAL_WITHOUT_ADDRESS: &str = "external-without-address";

pub(super) fn called(resolved: &Resolved<'_>, workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    let subject = workload.subject();
    for said in &workload.words.calls {
        let error = |rule| Finding::error(rule, &subject, Some(said.at));
        let to = resolved.callee(workload, &said.value);
        match (&said.value, to) {
            (Call::Neighbour { name, origin }, Some((to, _))) if to.said.origin != *origin => {
                findings.push(
                    error(NEIGHBOUR_NOT_HERE)
                        .message(format!("`{name}` is called, and another service of that name runs in `{}`", workload.namespace.name))
                        .help(format!("the one that runs is from {}, the one that is called from {origin}", to.said.origin)),
                );
            }
            (Call::Neighbour { name, .. }, None) => findings.push(
                error(NEIGHBOUR_NOT_HERE)
                    .message(format!("`{name}` is called, and does not run in `{}`", workload.namespace.name))
                    .help("add it there by `.service(..)`, or call it by `&namespace.endpoint(&service)` where it runs"),
            ),
            (Call::Endpoint { namespace, name, .. }, None) => findings.push(
                error(ENDPOINT_NOT_ON_PLATFORM)
                    .message(format!("`{name}` of the namespace `{namespace}` is called, and nobody added it"))
                    .help("an endpoint adds nothing by itself: give the service to its namespace and the namespace to the platform"),
            ),
            (Call::Endpoint { name, port, port_said: true, .. }, Some((to, _))) if !to.ports.contains(port) => findings.push(
                error(ENDPOINT_NOT_ON_PLATFORM)
                    .message(format!("`{name}` is called on the port `{}`, which it does not have", port.label()))
                    .help("say the same port to the service: `.port(..)`"),
            ),
            (Call::External { host, cidrs, .. }, _) if cidrs.is_empty() && only_addresses_open(workload) => findings.push(
                error(EXTERNAL_WITHOUT_ADDRESS)
                    .message(format!("`{host}` is called, and a network policy knows addresses only"))
                    .help("say where it is: `.cidrs(&[\"203.0.113.0/24\"])`, or what enforces names here: `Cluster::egress_by_name`"),
            ),
            _ => {}
        }
    }
}

/// Whether nothing but an address gets `workload` out.
pub(super) fn only_addresses_open(workload: &Workload<'_>) -> bool {
    workload.spec().walls != Walls::Open && workload.platform.cluster.egress_by_name.is_none()
}
