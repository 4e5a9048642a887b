//! `route-without-host`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static ROUTE_WITHOUT_HOST: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("route-without-host", Phase::Intent)
    .summary("routes in a namespace without a host")
    .why("A route belongs to a host of its namespace. A route without a host is not rendered, because it would match every host name that points to the edge.")
    .rust(
        r#"let bank = Namespace::new("bank", Stable).host(Host::new("bank.acme.dev")).service(web().route(prefix("/")));
let shop = Namespace::new("shop", Stable).service(web().route(prefix("/")));
  //                                                          ^^^^^^ error[route-without-host]: the route `/` has no effect: the namespace `shop` has no host
Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(bank).namespace(shop)"#,
        r#"let bank = Namespace::new("bank", Stable).host(Host::new("bank.acme.dev")).service(web().route(prefix("/")));
let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/")));
Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(bank).namespace(shop)"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        let namespace = workload.namespace;
        for route in workload.declared.routes.iter().filter(|it| it.host.is_none() && namespace.hosts.is_empty()) {
            let message =
                format!("the route `{}` has no effect: the namespace `{}` has no host", route.path, namespace.name);
            let finding = report.finding(workload.subject(), message).at(route.at);
            report.push(finding.help("add a host to the namespace: `.host(Host::new(\"shop.example.com\"))`"));
        }
    }
}
