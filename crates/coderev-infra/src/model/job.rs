//! Jobs and CronJobs: workloads whose pods run to completion.
use crate::model::workload::setters_of;
use crate::model::*;
use std::marker::PhantomData;
use std::panic::Location;

/// A workload that runs to completion, once for each version of its image.
///
/// The name of the Job contains the tag of the image, `migrate-2-8-0`, or the first twelve digits of the digest. Each
/// release therefore runs the Job once.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// let api = Service::<Stable>::new("api", "ghcr.io/acme/api:2.8.0");
/// let migrate = Job::new("migrate", "ghcr.io/acme/api:2.8.0")
///     .args(["migrate", "--to", "latest"])
///     .active_deadline(minutes(15))
///     .uses(&POSTGRES)
///     .before(&api);
/// let reindex = Job::new("reindex", "ghcr.io/acme/api:2.8.0")
///     .run("2026-11")
///     .backoff_limit(0)
///     .ttl_after_finished(hours(6))
///     .suspend();
/// let sweep = Job::new("sweep", "ghcr.io/acme/sweep:1.0.0")
///     .completions(12)
///     .parallelism(4)
///     .backoff_limit_per_index(1)
///     .fail_on_exit_code(64)
///     .ignore_disruptions()
///     .keep();
/// # let _: [Job<Stable>; 3] = [migrate, reindex, sweep];
/// ```
#[derive(Debug)]
#[must_use = "a Job produces no manifests until it is added to a namespace: `Namespace::job(..)`"]
pub struct Job<T> {
    pub(crate) declared: WorkloadDecl<JobDecl>,
    tier: PhantomData<fn() -> T>,
}
impl<T: Tier> Job<T> {
    /// `metadata.name`, which is also the name of the container, and its `image`.
    #[track_caller]
    pub fn new(name: impl Into<String>, image: impl Into<String>) -> Self {
        let kind = JobDecl::default();
        Self { declared: WorkloadDecl::new(kind, name.into(), image.into(), Location::caller()), tier: PhantomData }
    }
}
/// A workload that runs on a schedule: a CronJob.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// let rollup: CronJob<Exp> = CronJob::new("rollup", "ghcr.io/acme/rollup:1.1.0", Schedule::daily(2, 15))
///     .time_zone("Europe/Berlin")
///     .concurrency(Concurrency::Replace)
///     .starting_deadline(minutes(10))
///     .active_deadline(hours(2));
/// # let _ = rollup;
/// ```
#[derive(Debug)]
#[must_use = "a CronJob produces no manifests until it is added to a namespace: `Namespace::cron_job(..)`"]
pub struct CronJob<T> {
    pub(crate) declared: WorkloadDecl<(JobDecl, CronJobDecl)>,
    tier: PhantomData<fn() -> T>,
}
impl<T: Tier> CronJob<T> {
    /// `metadata.name`, which is also the name of the container, its `image`, and `spec.schedule`.
    #[track_caller]
    pub fn new(name: impl Into<String>, image: impl Into<String>, schedule: impl IntoSchedule) -> Self {
        let cron =
            CronJobDecl { schedule: schedule.into(), time_zone: None, concurrency: None, starting_deadline: None };
        let kind = (JobDecl::default(), cron);
        Self { declared: WorkloadDecl::new(kind, name.into(), image.into(), Location::caller()), tier: PhantomData }
    }
}
impl<T> Job<T> {
    const fn job(&mut self) -> &mut JobDecl {
        &mut self.declared.kind
    }
}
impl<T> CronJob<T> {
    const fn job(&mut self) -> &mut JobDecl {
        &mut self.declared.kind.0
    }
    const fn cron(&mut self) -> &mut CronJobDecl {
        &mut self.declared.kind.1
    }
}
setters_of! { Job<T>, CronJob<T> => {
    /// `backoffLimit`: the number of pods that may fail. Default: 2; no limit with `backoff_limit_per_index`.
    #[doc(alias = "backoffLimit")]
    #[track_caller]
    pub fn backoff_limit(mut self, n: u32) -> Self {
        self.job().backoff_limit = Some(n);
        self
    }
    /// `activeDeadlineSeconds`, in seconds. Default: none.
    #[doc(alias = "activeDeadlineSeconds")]
    #[track_caller]
    pub fn active_deadline(mut self, time: impl IntoDuration) -> Self {
        self.job().active_deadline = Some(time.into());
        self
    }
    /// `backoffLimitPerIndex`: the number of pods that may fail for each index, instead of `backoffLimit`. Default:
    /// none. Without `completions`, this setter causes the finding `index-setting-without-index`.
    #[doc(alias = "backoffLimitPerIndex")]
    #[track_caller]
    pub fn backoff_limit_per_index(mut self, n: u32) -> Self {
        self.job().backoff_limit_per_index = Some(n);
        self
    }
    /// `podFailurePolicy.rules[].onExitCodes`: one exit code that fails the Job without a retry. Default: none.
    #[doc(alias("podFailurePolicy.rules.onExitCodes", "onExitCodes"))]
    #[track_caller]
    pub fn fail_on_exit_code(mut self, code: i32) -> Self {
        self.job().fatal.push(code);
        self
    }
    /// `podFailurePolicy.rules[].onPodConditions`: a disrupted pod, such as a pod on a drained node, does not count as
    /// a failure. Default: it counts.
    #[doc(alias("podFailurePolicy.rules.onPodConditions", "onPodConditions"))]
    #[track_caller]
    pub fn ignore_disruptions(mut self) -> Self {
        self.job().ignores_disruptions = true;
        self
    }
    /// `ttlSecondsAfterFinished`, in seconds. Default: two days.
    #[doc(alias = "ttlSecondsAfterFinished")]
    #[track_caller]
    pub fn ttl_after_finished(mut self, time: impl IntoDuration) -> Self {
        self.job().ttl_after_finished = Some(time.into());
        self
    }
    /// No `ttlSecondsAfterFinished`: the finished Job stays until a user deletes it. If you apply the files again, the
    /// Job does not run again.
    #[doc(alias = "ttlSecondsAfterFinished")]
    #[track_caller]
    pub fn keep(mut self) -> Self {
        self.job().keeps = true;
        self
    }
    /// `suspend: true`: a user or a queue, such as Kueue, starts the Job. Default: the Job starts when it is applied.
    #[track_caller]
    pub fn suspend(mut self) -> Self {
        self.job().suspended = true;
        self
    }
    /// `parallelism`: the number of pods that run at the same time. Default: 1.
    #[track_caller]
    pub fn parallelism(mut self, n: u32) -> Self {
        self.job().parallelism = Some(n);
        self
    }
    /// `completions`, in the mode `Indexed`: `JOB_COMPLETION_INDEX` is the index of each pod. Default: none, and the
    /// pods have no index.
    #[track_caller]
    pub fn completions(mut self, n: u32) -> Self {
        self.job().completions = Some(n);
        self
    }
} }
impl<T: Tier> CronJob<T> {
    /// `timeZone`: the name of the time zone. Default: `Etc/UTC`.
    ///
    /// In a time zone with daylight saving time, Kubernetes does not run the job at a time that the clocks skip, and runs it two times at a time that
    /// they repeat: `30 2 * * *` in `Europe/Berlin` does not run on the last Sunday of March, and runs two times on the last Sunday of October. Choose a
    /// time outside of that hour, or keep `Etc/UTC`. No rule reports this, because the library has no table of these changes. Sources: the
    /// [documentation] and the [tests] of the package that Kubernetes uses.
    ///
    /// [documentation]: https://github.com/robfig/cron/blob/v3.0.1/doc.go
    /// [tests]: https://github.com/robfig/cron/blob/v3.0.1/spec_test.go
    #[doc(alias = "timeZone")]
    #[track_caller]
    pub fn time_zone(mut self, name: impl Text) -> Self {
        self.cron().time_zone = Some(Spanned::here(name.into()));
        self
    }
    /// `concurrencyPolicy`. Default: `Forbid`.
    #[doc(alias = "concurrencyPolicy")]
    #[track_caller]
    pub fn concurrency(mut self, policy: Concurrency) -> Self {
        self.cron().concurrency = Some(policy);
        self
    }
    /// `startingDeadlineSeconds`, in seconds. Default: one hour.
    #[doc(alias = "startingDeadlineSeconds")]
    #[track_caller]
    pub fn starting_deadline(mut self, time: impl IntoDuration) -> Self {
        self.cron().starting_deadline = Some(time.into());
        self
    }
}
impl<T: Tier> Job<T> {
    /// `coderev.dev/before`: the Job must finish before a new version of `workload` starts. `kubectl apply` does not
    /// wait for it: the README of the output has the commands.
    #[doc(alias = "coderev.dev/before")]
    #[track_caller]
    pub fn before(mut self, workload: impl Awaits<T>) -> Self {
        self.job().before.push(workload.awaits().into());
        self
    }
    /// `metadata.name`: a suffix after the tag, so that the same version runs again under another name. Kubernetes does
    /// not allow changes of an existing Job.
    #[doc(alias = "metadata.name")]
    #[track_caller]
    pub fn run(mut self, name: impl Text) -> Self {
        self.job().run = Some(name.into());
        self
    }
}

/// A workload that can wait for a Job of its own namespace.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot wait for this job",
    label = "expected `&service`, `&worker` or `&stateful_set`",
    note = "only workloads of the same namespace and tier can wait for a job"
)]
pub trait Awaits<T> {
    /// The name and the origin of the workload.
    #[doc(hidden)]
    fn awaits(self) -> (String, &'static std::panic::Location<'static>);
}
#[diagnostic::do_not_recommend]
impl<T: Tier> Awaits<T> for &Service<T> {
    fn awaits(self) -> (String, Place) {
        (self.declared.name.clone(), self.declared.origin)
    }
}
#[diagnostic::do_not_recommend]
impl<T: Tier> Awaits<T> for &Worker<T> {
    fn awaits(self) -> (String, Place) {
        (self.declared.name.clone(), self.declared.origin)
    }
}
#[diagnostic::do_not_recommend]
impl<T: Tier> Awaits<T> for &StatefulSet<T> {
    fn awaits(self) -> (String, Place) {
        (self.declared.name.clone(), self.declared.origin)
    }
}

/// `concurrencyPolicy`: the effect of a run that is due before the previous run has finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concurrency {
    /// The runs overlap.
    Allow,
    /// The new run is skipped.
    Forbid,
    /// The new run replaces the old run.
    Replace,
}
impl Concurrency {
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Allow => "Allow",
            Self::Forbid => "Forbid",
            Self::Replace => "Replace",
        }
    }
}
