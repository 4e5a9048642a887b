//! `host-without-route`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static HOST_WITHOUT_ROUTE: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("host-without-route", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("hosts without a route")
    .why("The host has a certificate or a listener, but answers every request with 404.")
    .rust(
        r#"Platform::new(Cluster::generic())
    .edge(Edge::gateway())
    .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web()))
  //                                               ^^^^^^^^^ warning[host-without-route]: the host `shop.acme.dev` has no route in `shop`"#,
        r#"Platform::new(Cluster::generic())
    .edge(Edge::gateway())
    .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for binding in resolved.hosts.declared().filter(|binding| binding.routes.is_empty()) {
        let (namespace, host) = (&binding.namespace.name, binding.host);
        let message = format!("the host `{}` has no route in `{namespace}`", host.name);
        let finding = report.finding(&**namespace, message).at(host.at);
        report.push(finding.help("add a route to a service, `.route(prefix(\"/\"))`, or remove the host"));
    }
}
