//! `duplicate-route`
use super::duplicates::duplicates;
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};
use std::collections::{BTreeMap, BTreeSet};

pub(super) static DUPLICATE_ROUTE: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("duplicate-route", Phase::Intent)
    .summary("two routes with the same host and path")
    .why("The edge uses only one of the routes, and which one is undefined.")
    .rust(
        r#"let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev"));
let shop = shop
    .service(service("web").route(prefix("/")))
    .service(service("api").route(prefix("/")));
  //                              ^^^^^^ error[duplicate-route]: `/` routes to `web` and to `api`
Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop)"#,
        r#"let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev"));
let shop = shop
    .service(service("web").route(prefix("/")))
    .service(service("api").route(prefix("/api")));
Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop)"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for namespace in &resolved.namespaces {
        let here = resolved.workloads_of(namespace).iter();
        let all = here.flat_map(|workload| workload.routes().map(move |(route, host)| (workload, route, host)));
        duplicates(
            all,
            |(_, route, host)| {
                let methods: BTreeSet<_> = route.methods.iter().map(|it| it.value).collect();
                let headers: BTreeMap<_, _> =
                    route.headers.iter().map(|(name, declared)| (&**name, &*declared.value)).collect();
                (host, &*route.path, route.exact, methods, headers)
            },
            |(workload, route, _), (other, first, _)| {
                let message = format!("`{}` routes to `{}` and to `{}`", route.path, other.name(), workload.name());
                let finding = report.finding(workload.subject(), message).at(route.at);
                let help = format!("the other route is at {}; a path of a host routes to one service", first.at);
                report.push(finding.help(help));
            },
        );
    }
}
