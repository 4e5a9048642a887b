use crate::lower::cx::WorkloadCx;
use crate::lower::fields::whole_seconds;
use crate::lower::meta::{self, VERSION, workload_meta};
use crate::lower::output::Output;
use crate::lower::pod;
use crate::resolve::workload::Workload;
use crate::words::{Form, JobWords, days};
use coderev_objects::labels::BEFORE;
use k8s_openapi::api::batch::v1::{
    Job, JobSpec, PodFailurePolicy, PodFailurePolicyOnExitCodesRequirement, PodFailurePolicyOnPodConditionsPattern,
    PodFailurePolicyRule,
};
use std::collections::BTreeSet;

pub(super) fn lower(cx: &WorkloadCx<'_>, out: &mut Output) {
    if let Form::Job(said) = &cx.workload.said.form {
        out.put_with(job(cx, said), cx.at(), &cx.subject, pod::declarations(cx.workload));
    }
}

fn job(cx: &WorkloadCx<'_>, said: &JobWords) -> Job {
    let workload = cx.workload;
    let mut metadata = workload_meta(workload, &workload.job_name(said));
    metadata.labels.get_or_insert_default().extend(workload.version().map(|tag| (VERSION.into(), tag)));
    let waiting: Vec<&str> = said.before.iter().map(|word| &*word.value.0).collect();
    metadata.annotations = (!waiting.is_empty()).then(|| meta::pairs([(BEFORE, waiting.join(","))]));
    let spec = JobSpec { suspend: said.suspended.then_some(true), ..spec(cx, said) };
    Job { metadata, spec: spec.into(), ..Default::default() }
}

/// The spec of a Job, or of the Jobs of a CronJob.
pub(super) fn spec(cx: &WorkloadCx<'_>, said: &JobWords) -> JobSpec {
    let per_index = said.backoff_limit_per_index.filter(|_| said.completions.is_some());
    JobSpec {
        // Where each index has its bound, the one for all is Kubernetes' own, which is none.
        backoff_limit: said.backoff_limit.or(per_index.is_none().then_some(2)).map(|n| n as i32),
        backoff_limit_per_index: per_index.map(|n| n as i32),
        pod_failure_policy: failure_policy(cx.workload, said),
        active_deadline_seconds: said.active_deadline.map(seconds),
        ttl_seconds_after_finished: (!said.keeps).then(|| whole_seconds(said.ttl_after_finished.unwrap_or(days(2)))),
        parallelism: said.parallelism.map(|n| n as i32),
        completions: said.completions.map(|n| n as i32),
        completion_mode: said.completions.map(|_| "Indexed".into()),
        template: pod::template(cx),
        ..Default::default()
    }
}
/// What does not count as a failure, and what no second try changes.
fn failure_policy(workload: &Workload<'_>, said: &JobWords) -> Option<PodFailurePolicy> {
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
            values: BTreeSet::from_iter(said.fatal.iter().copied()).into_iter().collect(),
        }),
        ..Default::default()
    };
    let rules: Vec<_> = [(said.ignores_disruptions, disrupted), (!said.fatal.is_empty(), fatal)]
        .into_iter()
        .filter_map(|(holds, rule)| holds.then_some(rule))
        .collect();
    (!rules.is_empty()).then_some(PodFailurePolicy { rules })
}
pub(super) fn seconds(time: std::time::Duration) -> i64 {
    i64::from(whole_seconds(time))
}
