//! `too-many-hosts`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static TOO_MANY_HOSTS: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("too-many-hosts", Phase::Intent)
    .summary("edges with more than 63 hosts")
    .why("A Gateway has at most 64 listeners, and plain HTTP needs one: the API server refuses more.")
    .rust(
        r#"let host = |n: u32| Host::new(format!("shop-{n}.acme.dev"));
let route = |n: u32| prefix("/").on(&host(n));
let web = (1..=64).fold(web(), |web, n| web.route(route(n)));
let shop = (1..=64).fold(Namespace::new("shop", Stable), |shop, n| shop.host(host(n)));
Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop.service(web))
  //                                   ^^^^^^^^^^^^^ error[too-many-hosts]: the edge `platform-gateway` has 64 hosts, and a Gateway has at most 64 listeners"#,
        r#"let web = web().route(prefix("/"));
let shop = Namespace::new("shop", Stable).host(Host::new("*.acme.dev"));
Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop.service(web))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for (position, edge) in resolved.platform.edges.iter().enumerate() {
        let hosts = resolved.edges.hosts[position].len();
        if edge.is_gateway() && hosts > 63 {
            let message = format!("the edge `{}` has {hosts} hosts, and a Gateway has at most 64 listeners", edge.name);
            let finding = report.finding("", message).at(edge.at);
            report.push(finding.help("move some hosts to another edge, `Host::edge(&edge)`, or use a wildcard"));
        }
    }
}
