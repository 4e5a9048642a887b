//! `internal-without-provider`
use super::rule::IntentRule;
use crate::model::Cloud;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static INTERNAL_WITHOUT_PROVIDER: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("internal-without-provider", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("internal edges and internal load balancers on a cluster without a known cloud provider")
    .why("Each provider has its own annotation for an internal load balancer. Without it, the load balancer is public.")
    .rust(
        r#"Platform::new(Cluster::generic())
    .edge(Edge::gateway().internal())
  //                      ^^^^^^^^ warning[internal-without-provider]: the edge `platform-gateway` is internal, but the cluster has no known cloud provider
    .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))"#,
        r#"Platform::new(Cluster::gke())
    .edge(Edge::gateway().internal())
    .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    if resolved.platform.cluster.provider != Cloud::Generic {
        return;
    }
    for edge in resolved.platform.edges.iter().filter(|edge| edge.is_gateway()) {
        let Some(at) = edge.internal else { continue };
        let message = format!("the edge `{}` is internal, but the cluster has no known cloud provider", edge.name);
        let finding = report.finding("", message).at(at);
        report.push(finding.help("name the provider, `Cluster::gke()`, or set its annotation: `.annotation(..)`"));
    }
    for workload in &resolved.workloads {
        let balancers = workload.declared.load_balancers.iter();
        for balancer in balancers.filter(|it| it.value.internal && it.value.annotations.is_empty()) {
            let message = "the load balancer is internal, but the cluster has no known cloud provider";
            let finding = report.finding(workload.subject(), message).at(balancer.at);
            report.push(finding.help("name the provider, `Cluster::gke()`, or set its annotation: `.annotation(key, value)` of the load balancer"));
        }
    }
}
