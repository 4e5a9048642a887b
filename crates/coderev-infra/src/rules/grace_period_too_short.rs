//! `grace-period-too-short`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::rules::PRE_STOP_OVER_GRACE_PERIOD;
use coderev_check::{Phase, Report, Rule};

pub(super) static GRACE_PERIOD_TOO_SHORT: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("grace-period-too-short", Phase::Intent)
    .summary("pods that are killed before their longest request can end")
    .why("Each rollout interrupts requests.")
    .supersedes(&[PRE_STOP_OVER_GRACE_PERIOD.rule])
    .rust(
        r#"published(web().route(prefix("/").timeout(seconds(60))).termination_grace_period(seconds(30)))
  //                                                    ^^^^^^^^^^^^^^^^^^^^^^^^ error[grace-period-too-short]: `web` is killed after 30 s, but needs 80 s for its preStop sleep and its longest request"#,
        r#"published(web().route(prefix("/").timeout(seconds(60))))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        let needed = workload.needed_grace();
        let Some(grace) = workload.pod.grace.filter(|grace| grace.value < needed) else { continue };
        let message = format!(
            "`{}` is killed after {} s, but needs {} s for its preStop sleep and its longest request",
            workload.name(),
            grace.value.as_secs(),
            needed.as_secs()
        );
        let finding = report.finding(workload.subject(), message).at(grace.at);
        report.push(finding.help("remove the setter: the library computes the grace period; or shorten the `.timeout(..)` of the route, or use `.stream_idle_timeout(..)` for streams"));
    }
}
