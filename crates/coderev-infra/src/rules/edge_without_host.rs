//! `edge-without-host`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static EDGE_WITHOUT_HOST: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("edge-without-host", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("edges without a host")
    .why("The edge needs a load balancer, but serves no requests.")
    .rust(
        r#"Platform::new(Cluster::generic())
    .edge(Edge::gateway())
  //      ^^^^^^^^^^^^^ warning[edge-without-host]: the edge `platform-gateway` has no host
    .namespace(Namespace::new("shop", Stable).service(web()))"#,
        r#"Platform::new(Cluster::generic())
    .edge(Edge::gateway())
    .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for (position, edge) in resolved.platform.edges.iter().enumerate() {
        if resolved.edges.hosts[position].is_empty() {
            let finding = report.finding("", format!("the edge `{}` has no host", edge.name)).at(edge.at);
            report.push(finding.help("add one, `Host::new(..).edge(&edge)`, or remove the edge"));
        }
    }
}
