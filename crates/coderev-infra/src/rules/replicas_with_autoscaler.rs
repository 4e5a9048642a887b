//! `replicas-with-autoscaler`
use super::rule::IntentRule;
use crate::model::KindDecl;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static REPLICAS_WITH_AUTOSCALER: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("replicas-with-autoscaler", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("workloads with both `.replicas(..)` and an autoscaler")
    .why("The autoscaler sets the number of replicas, so the setting has no effect.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(3).autoscale(Autoscale::new(3..=9))
  //                                           ^^^^^^^^ warning[replicas-with-autoscaler]: `.replicas(..)` has no effect with `.autoscale(..)`: the autoscaler sets the number"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(Autoscale::new(3..=9))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        let scales = matches!(workload.declared.kind, KindDecl::Service | KindDecl::Worker | KindDecl::StatefulSet(_));
        if let (Some(replicas), Some(_), true) = (workload.declared.replicas, &workload.declared.autoscale, scales) {
            let message = "`.replicas(..)` has no effect with `.autoscale(..)`: the autoscaler sets the number";
            let finding = report.finding(workload.subject(), message).at(replicas.at);
            report.push(
                finding.help("remove `.replicas(..)`: the range of the autoscaler has the minimum and the maximum"),
            );
        }
    }
}
