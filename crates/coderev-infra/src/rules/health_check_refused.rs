//! `health-check-refused`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static HEALTH_CHECK_REFUSED: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("health-check-refused", Phase::Intent)
    .summary("load balancers on EKS with `.allow_from(..)`, on a cluster without `.vpc(..)`")
    .why("The health checks of the load balancer come from its own addresses in the VPC. The network policy drops them, so the load balancer sends no traffic to the pods.")
    .rust(
        r#"let play = LoadBalancer::public(Port::tcp(7777)).allow_from("203.0.113.0/24");
let web = web().port(Port::http(8000)).port(Port::tcp(7777)).load_balancer(play);
  //                                                         ^^^^^^^^^^^^^ error[health-check-refused]: the network policy of `web` drops the health checks of its load balancer
Platform::new(Cluster::eks()).namespace(Namespace::new("shop", Stable).service(web))"#,
        r#"let play = LoadBalancer::public(Port::tcp(7777)).allow_from("203.0.113.0/24");
let web = web().port(Port::http(8000)).port(Port::tcp(7777)).load_balancer(play);
Platform::new(Cluster::eks().vpc("10.20.0.0/16")).namespace(Namespace::new("shop", Stable).service(web))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    if !resolved.platform.cluster.vpc.is_empty() {
        return;
    }
    for workload in &resolved.workloads {
        let refused = workload.declared.load_balancers.iter();
        for balancer in refused.filter(|it| it.value.needs_health_checks(resolved.platform)) {
            let message =
                format!("the network policy of `{}` drops the health checks of its load balancer", workload.name());
            let help = "set the block of the VPC: `Cluster::eks().vpc(\"10.20.0.0/16\")`";
            report.push(report.finding(workload.subject(), message).at(balancer.at).help(help));
        }
    }
}
