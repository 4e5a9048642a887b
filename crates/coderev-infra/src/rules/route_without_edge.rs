//! `route-without-edge`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static ROUTE_WITHOUT_EDGE: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("route-without-edge", Phase::Intent)
    .summary("routes on a platform without an edge")
    .why("Nothing publishes the route: no request reaches the service.")
    .rust(
        r#"let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/")));
  //                                                                                           ^^^^^^ error[route-without-edge]: the route `/` has no effect: the platform has no edge
Platform::new(Cluster::generic()).namespace(shop)"#,
        r#"let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/")));
Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop)"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    if !resolved.platform.edges.is_empty() {
        return;
    }
    for workload in &resolved.workloads {
        for route in &workload.declared.routes {
            let message = format!("the route `{}` has no effect: the platform has no edge", route.path);
            let finding = report.finding(workload.subject(), message).at(route.at);
            report.push(finding.help("add an edge: `Platform::edge(Edge::gateway())`"));
        }
    }
}
