//! `retired-ingress-controller`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static RETIRED_INGRESS_CONTROLLER: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("retired-ingress-controller", Phase::Intent)
    .summary("platforms whose edge is ingress-nginx")
    .why("ingress-nginx is retired: it gets no releases and no security updates, although it is exposed to the internet.")
    .rust(
        r#"Platform::new(Cluster::generic())
    .edge(Edge::ingress_nginx())
  //      ^^^^^^^^^^^^^^^^^^^ warning[retired-ingress-controller]: ingress-nginx is retired: it gets no releases and no security updates
    .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))"#,
        r#"Platform::new(Cluster::generic())
    .edge(Edge::gateway())
    .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for edge in resolved.platform.edges.iter().filter(|edge| !edge.is_gateway()) {
        let message = "ingress-nginx is retired: it gets no releases and no security updates";
        let finding = report.finding("", message).at(edge.at);
        report.push(finding.help(
            "use `Edge::gateway()`; until then allow it: `.allow(\"retired-ingress-controller\", \"why it stays\")`",
        ));
    }
}
