//! `edge-not-on-platform`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static EDGE_NOT_ON_PLATFORM: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("edge-not-on-platform", Phase::Intent)
    .summary("hosts on an edge that the platform does not have")
    .why("The host is not reachable: no edge publishes it.")
    .rust(
        r#"let internal = Edge::gateway().name("internal");
let [shop, ops] = [Host::new("shop.acme.dev"), Host::new("ops.acme.dev").edge(&internal)];
  //                                                                     ^^^^ error[edge-not-on-platform]: `ops.acme.dev` is on the edge `internal`, which the platform does not have
let web = web().route(prefix("/").on(&shop)).route(prefix("/ops").on(&ops));
let shop = Namespace::new("shop", Stable).host(shop).host(ops).service(web);
Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop)"#,
        r#"let internal = Edge::gateway().name("internal");
let [shop, ops] = [Host::new("shop.acme.dev"), Host::new("ops.acme.dev").edge(&internal)];
let web = web().route(prefix("/").on(&shop)).route(prefix("/ops").on(&ops));
let shop = Namespace::new("shop", Stable).host(shop).host(ops).service(web);
Platform::new(Cluster::generic()).edge(Edge::gateway()).edge(internal).namespace(shop)"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for binding in resolved.hosts.declared().filter(|binding| binding.edge.is_none()) {
        let Some(edge) = &binding.host.edge else { continue };
        let message =
            format!("`{}` is on the edge `{}`, which the platform does not have", binding.host.name, edge.value);
        let finding = report.finding(&*binding.namespace.name, message).at(edge.at);
        report.push(finding.help("add the edge: `Platform::edge(..)`"));
    }
}
