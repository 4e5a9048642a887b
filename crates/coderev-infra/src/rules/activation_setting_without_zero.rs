//! `activation-setting-without-zero`
use super::rule::IntentRule;
use super::scaling_settings;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static ACTIVATION_SETTING_WITHOUT_ZERO: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("activation-setting-without-zero", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("settings for scaling to and from zero, on an autoscaler whose minimum is above zero")
    .why("The autoscaler never scales to zero, so the setting has no effect.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(
    Autoscale::new(3..=9).trigger(Trigger::new("cron").metadata("timezone", "Etc/UTC")).cooldown_period(minutes(10)),
  //                                                                                    ^^^^^^^^^^^^^^^ warning[activation-setting-without-zero]: `.cooldown_period(..)` has no effect: it applies only when the autoscaler can scale to zero
)"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(
    Autoscale::new(3..=9).trigger(Trigger::new("cron").metadata("timezone", "Etc/UTC")),
)"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        let Some(scale) = workload.declared.autoscale.as_ref().filter(|scale| *scale.replicas.start() > 0) else {
            continue;
        };
        for setting in scaling_settings::declared(scale).filter(|it| it.has_trigger && it.is_for_first_pod) {
            let message =
                format!("`{}` has no effect: it applies only when the autoscaler can scale to zero", setting.setter);
            let finding = report.finding(workload.subject(), message).at(setting.at);
            report.push(finding.help(
                "remove the setter; `.scale_up(..)`, `.scale_down(..)` and their windows apply to the other pods",
            ));
        }
    }
}
