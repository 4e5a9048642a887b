//! `host-of-another-namespace`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static HOST_OF_ANOTHER_NAMESPACE: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("host-of-another-namespace", Phase::Intent)
    .summary("routes on a host that their namespace does not have")
    .why("A route can use only a host of its own namespace, so the route is not reachable.")
    .rust(
        r#"let admin = Host::new("admin.acme.dev");
let web = web().route(prefix("/")).route(prefix("/admin").on(&admin));
  //                                     ^^^^^^ error[host-of-another-namespace]: `/admin` is on the host `admin.acme.dev`, which the namespace `shop` does not have
let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web);
Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop)"#,
        r#"let [shop, admin] = ["shop.acme.dev", "admin.acme.dev"].map(Host::new);
let web = web().route(prefix("/").on(&shop)).route(prefix("/admin").on(&admin));
let shop = Namespace::new("shop", Stable).host(shop).host(admin).service(web);
Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop)"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        let namespace = workload.namespace;
        for route in &workload.declared.routes {
            let Some(name) = &route.host else { continue };
            if namespace.hosts.iter().any(|host| host.name == *name) {
                continue;
            }
            let message = format!(
                "`{}` is on the host `{name}`, which the namespace `{}` does not have",
                route.path, namespace.name
            );
            let finding = report.finding(workload.subject(), message).at(route.at);
            report.push(finding.help(format!("add the host to `{}`: `.host({name:?})`", namespace.name)));
        }
    }
}
