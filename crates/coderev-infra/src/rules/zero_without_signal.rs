//! `zero-without-signal`
use super::rule::IntentRule;
use crate::model::Signal;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static ZERO_WITHOUT_SIGNAL: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("zero-without-signal", Phase::Intent)
    .summary("KEDA autoscalers that can scale to zero but measure only CPU or memory")
    .why("Without a pod there is nothing to measure, so no trigger could start the first pod. KEDA rejects such an autoscaler.")
    .rust(
        r#"let scale = Autoscale::new(0..=2).trigger(Trigger::new("cpu").metadata("value", "70"));
  //        ^^^^^^^^^^^^^^ error[zero-without-signal]: `sync` can scale to zero, but no trigger can start its first pod
let sync = Worker::new("sync", "ghcr.io/acme/sync:v1.4.0").autoscale(scale);
Namespace::new("lab", Exp).spec(Exp.spec().replicas(0..=2)).worker(sync)"#,
        r#"let scale = Autoscale::new(0..=2).trigger(Trigger::new("cron").metadata("timezone", "Etc/UTC"));
let sync = Worker::new("sync", "ghcr.io/acme/sync:v1.4.0").autoscale(scale);
Namespace::new("lab", Exp).spec(Exp.spec().replicas(0..=2)).worker(sync)"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        let Some(scale) = &workload.declared.autoscale else { continue };
        let measures_pods = !scale.signals.is_empty() && scale.signals.iter().all(measures_pods);
        if *scale.replicas.start() == 0 && measures_pods {
            let message = format!("`{}` can scale to zero, but no trigger can start its first pod", workload.name());
            let finding = report.finding(workload.subject(), message).at(scale.at);
            report.push(finding.help(
                "add a trigger that does not depend on the pods, `.kafka_lag(..)` or `.prometheus(..)`, or keep one pod",
            ));
        }
    }
}
fn measures_pods(signal: &Signal) -> bool {
    matches!(signal, Signal::Other(trigger) if trigger.kind == "cpu" || trigger.kind == "memory")
}
