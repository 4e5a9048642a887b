//! What is wrong with the contributions of addons.
use super::addresses;
use super::probes::MISSING_PORT;
use crate::finding::Finding;
use crate::resolve::Resolved;
use crate::resolve::workload::Workload;

/// The rules here.
pub(super) const RULES: &[&str] = &[CONFLICTING_ADDONS];

/// What it does: finds two addons that set one variable of a workload, or the address of Prometheus, to different values.
///
/// Why it is bad: a variable has one value, and one of the addons does not get what it needs.
///
/// Instead of `.add(zipkin()).add(monitoring())` say one of the two.
pub(super) const CONFLICTING_ADDONS: &str = "conflicting-addons";

pub(super) fn addons(resolved: &Resolved<'_>, findings: &mut Vec<Finding>) {
    for conflict in &resolved.contributions.conflicts {
        findings.push(
            Finding::error(CONFLICTING_ADDONS, &conflict.subject, Some(conflict.at))
                .message(format!("two addons set {}", conflict.what))
                .help("add one of the two addons"),
        );
    }
    for workload in &resolved.workloads {
        let contributed = resolved.contributions.of(workload.id);
        for peer in contributed.ingress.iter().chain(&contributed.egress) {
            for cidr in peer.value.cidr.iter().chain(&peer.value.except) {
                findings.extend(addresses::fault(cidr, &workload.subject(), peer.at));
            }
        }
        for peer in &contributed.ingress {
            for port in peer.value.ports.iter().filter(|port| !has_port(workload, port.number)) {
                findings.push(
                    Finding::error(MISSING_PORT, &workload.subject(), Some(peer.at))
                        .message(format!(
                            "an addon opens the port `{}`, which `{}` does not have",
                            port.number,
                            workload.name()
                        ))
                        .help("open a port of `WorkloadView::ports()`"),
                );
            }
        }
    }
}
/// Whether a container of the workload listens on the port.
fn has_port(workload: &Workload<'_>, number: u16) -> bool {
    let beside = workload.words.sidecars.iter().flat_map(|container| &container.ports);
    workload.all_ports().iter().chain(beside).chain(&workload.metrics_port()).any(|port| port.number == number)
}
