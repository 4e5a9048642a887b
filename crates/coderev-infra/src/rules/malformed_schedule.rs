//! `malformed-schedule`
use super::rule::IntentRule;
use crate::model::KindDecl;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static MALFORMED_SCHEDULE: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("malformed-schedule", Phase::Intent)
    .summary("schedules that are not valid cron expressions")
    .why("The API server rejects the CronJob.")
    .rust(
        r#"CronJob::new("rollup", "ghcr.io/acme/rollup:v1.4.0", Schedule::cron("every night"))
  //                                                 ^^^^^^^^^^^^^^ error[malformed-schedule]: `every night` is not a valid schedule: it has 2 fields instead of 5"#,
        r#"CronJob::new("rollup", "ghcr.io/acme/rollup:v1.4.0", Schedule::cron("15 2 * * *"))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        let KindDecl::CronJob(_, cron) = &workload.declared.kind else { continue };
        let Some(fault) = cron.schedule.fault() else { continue };
        let message = format!("`{}` is not a valid schedule: {fault}", cron.schedule.expression);
        let finding = report.finding(workload.subject(), message).at(cron.schedule.at);
        report.push(finding.help(
            "write minute, hour, day, month and weekday, `Schedule::cron(\"15 2 * * *\")`, or use `Schedule::daily(2, 15)`",
        ));
    }
}
