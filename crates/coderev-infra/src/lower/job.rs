//! What runs to its end: once for each version, or at times.
use crate::lower::connections::Pools;
use crate::lower::meta::{self, VERSION, workload_meta};
use crate::lower::pod::template;
use crate::lower::{Workload, whole_seconds};
use crate::words::{Concurrency, CronWords, JobWords, Place, days, hours};
use coderev_objects::ImageRef;
use coderev_objects::labels::BEFORE;
use k8s_openapi::api::batch::v1::{
    CronJob, CronJobSpec, Job, JobSpec, JobTemplateSpec, PodFailurePolicy, PodFailurePolicyOnExitCodesRequirement,
    PodFailurePolicyOnPodConditionsPattern, PodFailurePolicyRule,
};
use k8s_openapi::api::core::v1::ConfigMap;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use std::collections::BTreeSet;

pub(crate) fn job(workload: &Workload<'_>, said: &JobWords, configs: &[(ConfigMap, Place)], pools: &Pools) -> Job {
    let mut metadata = workload_meta(workload, &name(workload, said));
    metadata.labels.get_or_insert_default().extend(workload.version().map(|tag| (VERSION.into(), tag)));
    let waiting: Vec<&str> = said.before.iter().map(|word| &*word.value.0).collect();
    metadata.annotations = (!waiting.is_empty()).then(|| meta::pairs([(BEFORE, waiting.join(","))]));
    let spec = JobSpec { suspend: said.suspended.then_some(true), ..spec(workload, said, configs, pools) };
    Job { metadata, spec: spec.into(), ..Default::default() }
}

/// A job cannot be changed once it is there, so each version of its image is a job of its own: `migrate-2-8-0`. Where nothing but a digest
/// tells versions apart, its first digits do.
pub(crate) fn name(workload: &Workload<'_>, said: &JobWords) -> String {
    let digest =
        || ImageRef::parse(&workload.said.image).digest_digits().map(|digits| digits.chars().take(12).collect());
    let version: Option<String> = workload.version().or_else(digest);
    let parts = [Some(workload.name()), version.as_deref(), said.run.as_deref()].into_iter().flatten().enumerate();
    let text = |(n, part): (usize, &str)| match n {
        0 => part.to_owned(),
        _ => part.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-").trim_matches('-').to_owned(),
    };
    parts.map(text).collect::<Vec<_>>().join("-")
}

pub(crate) fn cron_job(
    workload: &Workload<'_>,
    said: (&JobWords, &CronWords),
    configs: &[(ConfigMap, Place)],
    pools: &Pools,
) -> CronJob {
    let (job, cron) = said;
    let labels = meta::workload_labels(workload);
    let template = JobTemplateSpec {
        metadata: Some(ObjectMeta { labels: Some(labels), ..Default::default() }),
        spec: Some(spec(workload, job, configs, pools)),
    };
    let spec = CronJobSpec {
        schedule: cron.schedule.expression.clone(),
        time_zone: Some(cron.time_zone.clone().unwrap_or_else(|| "Etc/UTC".into())),
        concurrency_policy: Some(cron.concurrency.unwrap_or(Concurrency::Forbid).label().into()),
        starting_deadline_seconds: Some(seconds(cron.starting_deadline.unwrap_or(hours(1)))),
        suspend: job.suspended.then_some(true),
        job_template: template,
        ..Default::default()
    };
    let mut metadata = workload_meta(workload, workload.name());
    metadata.labels.get_or_insert_default().extend(workload.version().map(|tag| (VERSION.into(), tag)));
    CronJob { metadata, spec: spec.into(), ..Default::default() }
}

fn spec(workload: &Workload<'_>, said: &JobWords, configs: &[(ConfigMap, Place)], pools: &Pools) -> JobSpec {
    let per_index = said.backoff_limit_per_index.filter(|_| said.completions.is_some());
    JobSpec {
        // Where each index has its bound, the one for all is Kubernetes' own, which is none.
        backoff_limit: said.backoff_limit.or(per_index.is_none().then_some(2)).map(|n| n as i32),
        backoff_limit_per_index: per_index.map(|n| n as i32),
        pod_failure_policy: failure_policy(workload, said),
        active_deadline_seconds: said.active_deadline.map(seconds),
        ttl_seconds_after_finished: (!said.keeps).then(|| whole_seconds(said.ttl_after_finished.unwrap_or(days(2)))),
        parallelism: said.parallelism.map(|n| n as i32),
        completions: said.completions.map(|n| n as i32),
        completion_mode: said.completions.map(|_| "Indexed".into()),
        template: template(workload, configs, pools),
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
fn seconds(time: std::time::Duration) -> i64 {
    i64::from(whole_seconds(time))
}
