//! `duplicate-route`
use super::duplicates::duplicates;
use super::rule::IntentRule;
use crate::model::Route;
use crate::resolve::Resolved;
use crate::resolve::routes::compared_path;
use coderev_check::{Phase, Report, Rule};
use std::collections::{BTreeMap, BTreeSet};

pub(super) static DUPLICATE_ROUTE: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("duplicate-route", Phase::Intent)
    .or_warning()
    .summary("two routes for the same requests: the same host, path, methods and header conditions. `/api` and `/api/` are the same prefix, and the case of header names does not matter. Paths that differ only in case cause a warning")
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
        let all = || {
            let here = resolved.workloads_of(namespace).iter();
            here.flat_map(|workload| workload.routes().map(move |(route, host)| (workload, route, host)))
        };
        duplicates(
            all(),
            |(_, route, host)| key(route, host, compared_path(route).to_owned()),
            |(workload, route, _), (other, first, _)| {
                let paths = match route.path == first.path {
                    true => format!("`{}` routes", route.path),
                    false => format!("`{}` and `{}` are one path, which routes", first.path, route.path),
                };
                let message = format!("{paths} to `{}` and to `{}`", other.name(), workload.name());
                let finding = report.finding(workload.subject(), message).at(route.at);
                let help = format!("the other route is at {}; a path of a host routes to one service", first.at);
                report.push(finding.help(help));
            },
        );
        duplicates(
            all(),
            |(_, route, host)| key(route, host, compared_path(route).to_lowercase()),
            |(workload, route, _), (_, first, _)| {
                if compared_path(route) == compared_path(first) {
                    return;
                }
                let message = format!("the paths `{}` and `{}` differ only in case", first.path, route.path);
                let finding = report.finding(workload.subject(), message).at(route.at).as_warning();
                let help = format!("the other route is at {}; edges compare paths case-sensitively", first.at);
                report.push(finding.help(help));
            },
        );
    }
}

/// The conditions of a route, with its path. Names of headers have no case.
fn key(route: &Route, host: Option<usize>, path: String) -> impl Ord {
    let methods: BTreeSet<_> = route.methods.iter().map(|it| it.value).collect();
    let headers: BTreeMap<_, _> =
        route.headers.iter().map(|(name, declared)| (name.to_lowercase(), declared.value.clone())).collect();
    (host, path, route.exact, methods, headers)
}
