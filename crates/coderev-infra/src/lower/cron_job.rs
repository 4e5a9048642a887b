use crate::lower::cx::WorkloadCx;
use crate::lower::job::{seconds, spec};
use crate::lower::output::Output;
use crate::lower::pod;
use crate::model::{Concurrency, CronJobDecl, JobDecl, KindDecl, hours};
use k8s_openapi::api::batch::v1::{CronJob, CronJobSpec, JobTemplateSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

pub(super) fn lower(cx: &WorkloadCx<'_>, out: &mut Output) {
    if let KindDecl::CronJob(job, cron) = &cx.workload.declared.kind {
        pod::put_workload(cx, out, cron_job(cx, job, cron));
    }
}

fn cron_job(cx: &WorkloadCx<'_>, job: &JobDecl, cron: &CronJobDecl) -> CronJob {
    let workload = cx.workload;
    let labels = cx.labels.clone();
    let template = JobTemplateSpec {
        metadata: Some(ObjectMeta { labels: Some(labels), ..Default::default() }),
        spec: Some(spec(cx, job)),
    };
    let spec = CronJobSpec {
        schedule: cron.schedule.expression.clone(),
        time_zone: Some(cron.time_zone.as_ref().map_or_else(|| "Etc/UTC".into(), |zone| zone.value.clone())),
        concurrency_policy: Some(cron.concurrency.unwrap_or(Concurrency::Forbid).label().into()),
        starting_deadline_seconds: Some(seconds(cron.starting_deadline.unwrap_or(hours(1)))),
        suspend: job.suspended.then_some(true),
        job_template: template,
        ..Default::default()
    };
    CronJob { metadata: cx.versioned_meta(workload.name()), spec: spec.into(), ..Default::default() }
}
