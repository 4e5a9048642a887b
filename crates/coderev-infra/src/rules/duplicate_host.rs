//! `duplicate-host`
use super::duplicates::duplicates;
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static DUPLICATE_HOST: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("duplicate-host", Phase::Intent)
    .summary("a host that is declared more than once")
    .why("Two namespaces publish the same host, so each can take over the paths of the other.")
    .rust(
        r#"let namespace = |name: &str| {
    Namespace::new(name, Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix(format!("/{name}"))))
  //                                  ^^^^^^^^^ error[duplicate-host]: the host `shop.acme.dev` is declared more than once
};
Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(namespace("shop")).namespace(namespace("bank"))"#,
        r#"let namespace = |name: &str| {
    let host = Host::new(format!("{name}.acme.dev"));
    Namespace::new(name, Stable).host(host).service(web().route(prefix(format!("/{name}"))))
};
Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(namespace("shop")).namespace(namespace("bank"))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    let namespaces = resolved.platform.namespaces.iter();
    let hosts = namespaces.flat_map(|namespace| namespace.hosts.iter().map(move |host| (namespace, host)));
    duplicates(
        hosts,
        |(_, host)| &*host.name,
        |(namespace, host), (_, first)| {
            let message = format!("the host `{}` is declared more than once", host.name);
            let finding = report.finding(&*namespace.name, message).at(host.at);
            report.push(finding.help(format!("the other one is at {}; a host belongs to one namespace", first.at)));
        },
    );
}
