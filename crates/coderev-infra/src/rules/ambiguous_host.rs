//! `ambiguous-host`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static AMBIGUOUS_HOST: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("ambiguous-host", Phase::Intent)
    .summary("routes without a host in a namespace with several hosts")
    .why("It is ambiguous which host the route belongs to.")
    .rust(
        r#"let [shop, admin] = ["shop.acme.dev", "admin.acme.dev"].map(Host::new);
let web = web().route(prefix("/").on(&shop)).route(prefix("/users").on(&admin)).route(prefix("/admin"));
  //                                                                                  ^^^^^^ error[ambiguous-host]: the route `/admin` names no host, but the namespace `shop` has 2 hosts
let shop = Namespace::new("shop", Stable).host(shop).host(admin).service(web);
Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop)"#,
        r#"let [shop, admin] = ["shop.acme.dev", "admin.acme.dev"].map(Host::new);
let web = web().route(prefix("/").on(&shop)).route(prefix("/users").on(&admin)).route(prefix("/admin").on(&admin));
let shop = Namespace::new("shop", Stable).host(shop).host(admin).service(web);
Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop)"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        let namespace = workload.namespace;
        for route in workload.declared.routes.iter().filter(|route| route.host.is_none() && namespace.hosts.len() > 1) {
            let hosts = namespace.hosts.len();
            let message = format!(
                "the route `{}` names no host, but the namespace `{}` has {hosts} hosts",
                route.path, namespace.name
            );
            report.push(report.finding(workload.subject(), message).at(route.at).help("name the host: `.on(&host)`"));
        }
    }
}
