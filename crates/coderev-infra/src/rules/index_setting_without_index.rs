//! `index-setting-without-index`
use super::rule::IntentRule;
use crate::model::KindDecl;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static INDEX_SETTING_WITHOUT_INDEX: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("index-setting-without-index", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("Jobs that set a backoff limit per index, although their pods have no index")
    .why("The API server rejects the limit, or the limit has no effect.")
    .rust(
        r#"Job::new("sweep", "ghcr.io/acme/sweep:v1.4.0").backoff_limit_per_index(1)
//<^^^^^^^^ warning[index-setting-without-index]: `.backoff_limit_per_index(..)` has no effect: the pods of `sweep` have no index"#,
        r#"Job::new("sweep", "ghcr.io/acme/sweep:v1.4.0").completions(12).backoff_limit_per_index(1)"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        let (KindDecl::Job(job) | KindDecl::CronJob(job, _)) = &workload.declared.kind else { continue };
        if job.backoff_limit_per_index.is_some() && job.completions.is_none() {
            let message = format!(
                "`.backoff_limit_per_index(..)` has no effect: the pods of `{}` have no index",
                workload.name()
            );
            let finding = report.finding(workload.subject(), message).at(workload.declared.origin);
            report.push(
                finding
                    .help("set the number of pods, `.completions(n)`, or one limit for the Job: `.backoff_limit(..)`"),
            );
        }
    }
}
