//! `scaling-setting-without-signal`
use super::rule::IntentRule;
use super::scaling_settings;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static SCALING_SETTING_WITHOUT_SIGNAL: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("scaling-setting-without-signal", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("KEDA settings on an autoscaler without a KEDA trigger")
    .why("Without a trigger that uses the setting, the setting is ignored.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(Autoscale::new(3..=9).polling_interval(seconds(30)))
  //                                                                           ^^^^^^^^^^^^^^^^ warning[scaling-setting-without-signal]: `.polling_interval(..)` has no effect without a KEDA trigger"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(Autoscale::new(3..=9))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        let settings = workload.declared.autoscale.iter().flat_map(scaling_settings::declared);
        for setting in settings.filter(|setting| !setting.has_trigger) {
            let message = format!("`{}` has no effect without a {} trigger", setting.setter, setting.trigger);
            let finding = report.finding(workload.subject(), message).at(setting.at);
            report.push(finding.help("add a trigger, `.kafka_lag(..)` or `.prometheus(..)`, or remove the setter"));
        }
    }
}
