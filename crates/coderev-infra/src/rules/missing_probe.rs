//! `missing-probe`
use super::rule::IntentRule;
use crate::model::KindDecl;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static MISSING_PROBE: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("missing-probe", Phase::Intent)
    .summary("services without a readiness probe, and long-running workloads without a liveness probe")
    .why("Requests reach a pod that cannot answer yet. A process that hangs is never restarted.")
    .rust(
        r#"Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).service(
    Service::new("web", "ghcr.io/acme/web:v1.4.0")
//  ^^^^^^^^^^^^ warning[missing-probe]: `web` has no readiness probe: requests reach it before it can answer
        .cpu(millis(100)..)
        .memory(mebi(128)..=mebi(256))
        .liveness(Probe::http("/health/live")),
))"#,
        r#"Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).service(
    Service::new("web", "ghcr.io/acme/web:v1.4.0")
        .cpu(millis(100)..)
        .memory(mebi(128)..=mebi(256))
        .liveness(Probe::http("/health/live"))
        .readiness(Probe::http("/health/ready")),
))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        let container = &workload.pod.container;
        let mut missing = |probe: &str, reason: &str, help: &'static str| {
            let message = format!("`{}` has no {probe} probe: {reason}", workload.name());
            report.push(report.finding(workload.subject(), message).at(workload.declared.origin).help(help));
        };
        if container.readiness.is_none() && matches!(workload.declared.kind, KindDecl::Service) {
            let help = "add one: `.readiness(Probe::http(\"/health/ready\"))`";
            missing("readiness", "requests reach it before it can answer", help);
        }
        if container.liveness.is_none() && workload.runs_long() {
            let help = "add one: `.liveness(Probe::http(\"/health/live\"))`";
            missing("liveness", "a process that hangs is not restarted", help);
        }
    }
}
