//! What runs to its end: once for each version, or at times.
use crate::lower::connections::Pools;
use crate::lower::meta::{self, VERSION, workload_meta};
use crate::lower::pod::template;
use crate::lower::{Workload, whole_seconds};
use crate::words::{Concurrency, CronWords, JobWords, Place, days, hours};
use k8s_openapi::api::batch::v1::{CronJob, CronJobSpec, Job, JobSpec, JobTemplateSpec};
use k8s_openapi::api::core::v1::ConfigMap;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

pub(crate) fn job(workload: &Workload<'_>, said: &JobWords, configs: &[(ConfigMap, Place)], pools: &Pools) -> Job {
    let mut metadata = workload_meta(workload, &name(workload));
    metadata.labels.get_or_insert_default().extend(workload.version().map(|tag| (VERSION.into(), tag)));
    let waiting: Vec<&str> = said.before.iter().map(|word| &*word.value.0).collect();
    metadata.annotations = (!waiting.is_empty()).then(|| meta::pairs([(BEFORE, waiting.join(","))]));
    Job { metadata, spec: spec(workload, said, configs, pools).into(), ..Default::default() }
}
/// What must not start before the job has finished. Whoever applies the files waits; the cluster does not.
const BEFORE: &str = "coderev.dev/before";

/// A job cannot be changed once it is there, so each version of its image is a job of its own: `migrate-2-8-0`.
fn name(workload: &Workload<'_>) -> String {
    let Some(version) = workload.version() else { return workload.name().into() };
    let version = version.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    format!("{}-{}", workload.name(), version.trim_matches('-'))
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
        suspend: cron.suspended.then_some(true),
        job_template: template,
        ..Default::default()
    };
    let mut metadata = workload_meta(workload, workload.name());
    metadata.labels.get_or_insert_default().extend(workload.version().map(|tag| (VERSION.into(), tag)));
    CronJob { metadata, spec: spec.into(), ..Default::default() }
}

fn spec(workload: &Workload<'_>, said: &JobWords, configs: &[(ConfigMap, Place)], pools: &Pools) -> JobSpec {
    JobSpec {
        backoff_limit: Some(said.backoff_limit.unwrap_or(2) as i32),
        active_deadline_seconds: said.active_deadline.map(seconds),
        ttl_seconds_after_finished: Some(whole_seconds(said.ttl_after_finished.unwrap_or(days(2)))),
        parallelism: said.parallelism.map(|n| n as i32),
        completions: said.completions.map(|n| n as i32),
        completion_mode: said.completions.map(|_| "Indexed".into()),
        template: template(workload, configs, pools),
        ..Default::default()
    }
}
fn seconds(time: std::time::Duration) -> i64 {
    i64::from(whole_seconds(time))
}
