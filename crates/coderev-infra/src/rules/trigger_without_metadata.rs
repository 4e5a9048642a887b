//! `trigger-without-metadata`
use super::rule::IntentRule;
use crate::model::Signal;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static TRIGGER_WITHOUT_METADATA: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("trigger-without-metadata", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("KEDA triggers without metadata")
    .why("Without metadata, the trigger has nothing to measure.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(Autoscale::new(3..=9).trigger(Trigger::new("cron")))
  //                                                                                   ^^^^^^^^^^^^ warning[trigger-without-metadata]: the trigger `cron` has no metadata"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
    .autoscale(Autoscale::new(3..=9).trigger(Trigger::new("cron").metadata("timezone", "Etc/UTC")))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        for signal in workload.declared.autoscale.iter().flat_map(|scale| &scale.signals) {
            let Signal::Other(trigger) = signal else { continue };
            if trigger.metadata.is_empty() {
                let message = format!("the trigger `{}` has no metadata", trigger.kind);
                let finding = report.finding(workload.subject(), message).at(trigger.at);
                report.push(finding.help("add its `.metadata(..)`, as KEDA documents it"));
            }
        }
    }
}
