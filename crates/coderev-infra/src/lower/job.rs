use crate::lower::cx::WorkloadCx;
use crate::lower::fields::{int32, whole_seconds};
use crate::lower::meta;
use crate::lower::output::Output;
use crate::lower::pod;
use crate::model::{JobDecl, KindDecl, days};
use crate::resolve::workload::Workload;
use coderev_objects::labels::BEFORE;
use k8s_openapi::api::batch::v1::{
    Job, JobSpec, PodFailurePolicy, PodFailurePolicyOnExitCodesRequirement, PodFailurePolicyOnPodConditionsPattern,
    PodFailurePolicyRule,
};
use std::collections::BTreeSet;

pub(super) fn lower(cx: &WorkloadCx<'_>, out: &mut Output) {
    if let KindDecl::Job(declared) = &cx.workload.declared.kind {
        pod::put_workload(cx, out, job(cx, declared));
    }
}

fn job(cx: &WorkloadCx<'_>, declared: &JobDecl) -> Job {
    let workload = cx.workload;
    let mut metadata = cx.versioned_meta(&workload.job_name(declared));
    let waiting: Vec<&str> = declared.before.iter().map(|decl| &*decl.value.0).collect();
    metadata.annotations = (!waiting.is_empty()).then(|| meta::pairs([(BEFORE, waiting.join(","))]));
    let spec = JobSpec { suspend: declared.suspended.then_some(true), ..spec(cx, declared) };
    Job { metadata, spec: spec.into(), ..Default::default() }
}

/// The spec of a Job, or of the Jobs of a CronJob.
pub(super) fn spec(cx: &WorkloadCx<'_>, declared: &JobDecl) -> JobSpec {
    let per_index = declared.backoff_limit_per_index.filter(|_| declared.completions.is_some());
    JobSpec {
        // With a limit per index, Kubernetes itself sets no limit for the whole Job.
        backoff_limit: declared.backoff_limit.or(per_index.is_none().then_some(2)).map(int32),
        backoff_limit_per_index: per_index.map(int32),
        pod_failure_policy: failure_policy(cx.workload, declared),
        active_deadline_seconds: declared.active_deadline.map(seconds),
        ttl_seconds_after_finished: (!declared.keeps)
            .then(|| whole_seconds(declared.ttl_after_finished.unwrap_or(days(2)))),
        parallelism: declared.parallelism.map(int32),
        completions: declared.completions.map(int32),
        completion_mode: declared.completions.map(|_| "Indexed".into()),
        template: pod::template(cx),
        ..Default::default()
    }
}
/// Failures that do not count, and failures that a retry cannot fix.
fn failure_policy(workload: &Workload<'_>, declared: &JobDecl) -> Option<PodFailurePolicy> {
    let disrupted = PodFailurePolicyRule {
        action: "Ignore".into(),
        on_pod_conditions: Some(vec![PodFailurePolicyOnPodConditionsPattern {
            type_: "DisruptionTarget".into(),
            status: "True".to_owned().into(),
        }]),
        ..Default::default()
    };
    let fatal = PodFailurePolicyRule {
        action: "FailJob".into(),
        on_exit_codes: Some(PodFailurePolicyOnExitCodesRequirement {
            container_name: Some(workload.name().into()),
            operator: "In".into(),
            values: BTreeSet::from_iter(declared.fatal.iter().copied()).into_iter().collect(),
        }),
        ..Default::default()
    };
    let rules: Vec<_> = [(declared.ignores_disruptions, disrupted), (!declared.fatal.is_empty(), fatal)]
        .into_iter()
        .filter_map(|(holds, rule)| holds.then_some(rule))
        .collect();
    (!rules.is_empty()).then_some(PodFailurePolicy { rules })
}
pub(super) fn seconds(time: std::time::Duration) -> i64 {
    i64::from(whole_seconds(time))
}
