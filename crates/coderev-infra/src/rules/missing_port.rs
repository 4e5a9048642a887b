//! `missing-port`
use super::rule::IntentRule;
use crate::model::Place;
use crate::model::port::{AppProtocol, Port};
use crate::model::{Action, KindDecl, Route};
use crate::resolve::Resolved;
use crate::resolve::workload::Workload;
use coderev_check::rules::ABSENT_PORT;
use coderev_check::{Phase, Report, Rule};
use std::collections::BTreeSet;

pub(super) static MISSING_PORT: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("missing-port", Phase::Intent)
    .summary(
        "probes, routes, load balancers, callers and stores that use a port which the target workload does not declare",
    )
    .why("No container listens on the port: the probe never succeeds, and requests are refused or answered with 503.")
    .supersedes(&[ABSENT_PORT.rule])
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
    .port(Port::http(8000))
    .readiness(Probe::tcp().port(Port::tcp(9000)))
  //           ^^^^^^^^^^ error[missing-port]: a probe uses port 9000 (`tcp`), which `web` does not have"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
    .port(Port::http(8000))
    .port(Port::tcp(9000).name("admin"))
    .readiness(Probe::tcp().port(Port::tcp(9000).name("admin")))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        check_probes(workload, report);
        workload.declared.routes.iter().for_each(|route| check_route(workload, route, report));
        check_callers(workload, report);
        check_stores(workload, report);
        check_addons(resolved, workload, report);
    }
}
const ADD: &str = "add the port to the workload: `.port(..)`";
/// The port in messages: its number and its name.
fn named(port: Port) -> String {
    format!("port {} (`{}`)", port.number, port.label())
}

fn check_probes(workload: &Workload<'_>, report: &mut Report) {
    let container = &workload.pod.container;
    for probe in [&container.liveness, &container.readiness, &container.startup].into_iter().flatten() {
        if probe.port.or(workload.main_port()).is_none() && !matches!(probe.action, Action::Exec(_)) {
            let message = format!("a probe needs a port, but `{}` does not have one", workload.name());
            let help = "add the port that serves the probe, `.metrics(Port::metrics(9464))`, or run a command: `Probe::exec([..])`";
            report.push(report.finding(workload.subject(), message).at(probe.at).help(help));
        }
        if let Some(port) = probe.port.filter(|port| !workload.all_ports().contains(port)) {
            let message = format!("a probe uses {}, which `{}` does not have", named(port), workload.name());
            report.push(report.finding(workload.subject(), message).at(probe.at).help(ADD));
        }
    }
}

fn check_route(workload: &Workload<'_>, route: &Route, report: &mut Report) {
    let name = workload.name();
    if let Some(port) = route.port.filter(|port| !workload.ports.contains(&port.value)) {
        let message = format!("`{}` routes to {}, which `{name}` does not have", route.path, named(port.value));
        report.push(report.finding(workload.subject(), message).at(port.at).help(ADD));
    } else if let Some(port) = route.port.filter(|port| port.value.app_protocol == AppProtocol::Metrics) {
        let message = format!(
            "`{}` routes to {}, which only Prometheus can reach: it is not on the Service of `{name}`",
            route.path,
            named(port.value)
        );
        let help = "use a port of `Port::http(..)`; metrics are not public";
        report.push(report.finding(workload.subject(), message).at(port.at).help(help));
    }
    let destination = workload.main_port().map(|_| workload.port_of(route));
    if let Some(port) = destination.filter(|port| port.app_protocol == AppProtocol::Udp) {
        let message = format!("`{}` routes to {}, which is a UDP port", route.path, named(port));
        let at = route.port.map_or(route.at, |port| port.at);
        let help =
            "requests are HTTP or gRPC; for UDP, use a load balancer: `.load_balancer(LoadBalancer::public(..))`";
        report.push(report.finding(workload.subject(), message).at(at).help(help));
    }
}

/// The ports that addons open.
fn check_addons(resolved: &Resolved<'_>, workload: &Workload<'_>, report: &mut Report) {
    let sidecars = workload.pod.sidecars.iter().flat_map(|container| &container.ports);
    let own = workload.all_ports();
    let metrics = workload.metrics_port();
    let known: BTreeSet<u16> = own.iter().chain(sidecars).chain(&metrics).map(|port| port.number).collect();
    for peer in &resolved.contributions.for_workload(workload.id).ingress {
        for port in peer.value.ports.iter().filter(|port| !known.contains(&port.number)) {
            let message = format!("an addon opens port {}, which `{}` does not have", port.number, workload.name());
            let help = "open a port of `WorkloadView::ports()`";
            report.push(report.finding(workload.subject(), message).at(peer.at).help(help));
        }
    }
}

/// The ports of load balancers, and of callers without a handle.
fn check_callers(workload: &Workload<'_>, report: &mut Report) {
    let mut missing = |at: Place, what: &str, port: Port| {
        let message = format!("{what} {}, which `{}` does not have", named(port), workload.name());
        report.push(report.finding(workload.subject(), message).at(at).help(ADD));
    };
    let is_absent = |port: &Port| !workload.ports.contains(port);
    for balancer in &workload.declared.load_balancers {
        balancer
            .value
            .ports()
            .filter(is_absent)
            .for_each(|port| missing(balancer.at, "the load balancer sends requests to", port));
    }
    for caller in &workload.pod.called_by {
        let ports = caller.value.ports.iter().copied().filter(is_absent);
        ports.for_each(|port| missing(caller.at, "a caller may use", port));
    }
}

fn check_stores(workload: &Workload<'_>, report: &mut Report) {
    let KindDecl::StatefulSet(set) = &workload.declared.kind else { return };
    for provided in set.provides.iter().filter(|it| !workload.ports.contains(&it.value.port)) {
        let message = format!(
            "the store `{}` uses port {}, which `{}` does not have",
            provided.value.name,
            provided.value.port.number,
            workload.name()
        );
        report.push(report.finding(workload.subject(), message).at(provided.at).help(ADD));
    }
}
