//! What runs to its end: once, or at times.
use crate::words::*;
use std::time::Duration;

crate::words::workload::workload!(
    /// A Job. Its name follows its image's tag, `migrate-2-8-0`, or the first twelve digits of its digest, so that each release runs it once.
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
    Job, "a job runs only where a namespace has it: `Namespace::job(..)`", () JobWords = JobWords::default()
);
crate::words::workload::workload!(
    /// A CronJob.
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
    CronJob, "a job runs only where a namespace has it: `Namespace::cron_job(..)`", (schedule: Schedule) (JobWords, CronWords) =
        (JobWords::default(), CronWords { schedule, time_zone: None, concurrency: None, starting_deadline: None })
);
impl<T> Job<T> {
    const fn job(&mut self) -> &mut JobWords {
        &mut self.said.form
    }
}
impl<T> CronJob<T> {
    const fn job(&mut self) -> &mut JobWords {
        &mut self.said.form.0
    }
    const fn cron(&mut self) -> &mut CronWords {
        &mut self.said.form.1
    }
}
macro_rules! job_words {
    ($name:ident) => {
        say!(impl [T: Tier] $name<T> {
            /// `backoffLimit`, as a number of pods that may fail: 2 when nobody says.
            backoff_limit(n: u32) |it| it.job().backoff_limit = Some(n);
            /// `activeDeadlineSeconds`, in whole seconds: none when nobody says.
            active_deadline(time: Duration) |it| it.job().active_deadline = Some(time);
            /// `backoffLimitPerIndex`, as a number of pods that may fail for each index of `completions`, instead of `backoffLimit` for all.
            backoff_limit_per_index(n: u32) |it| it.job().backoff_limit_per_index = Some(n);
            /// `podFailurePolicy.rules[].onExitCodes`: one of the codes after which no second try is made. None when nobody says.
            fail_on_exit_code(code: i32) |it| it.job().fatal.push(code);
            /// `podFailurePolicy.rules[].onPodConditions`: a pod whose node is taken away does not count as failed. It does when nobody says.
            ignore_disruptions() |it| it.job().ignores_disruptions = true;
            /// `ttlSecondsAfterFinished`, in whole seconds: two days when nobody says.
            ttl_after_finished(time: Duration) |it| it.job().ttl_after_finished = Some(time);
            /// No `ttlSecondsAfterFinished`: the finished job stays until somebody deletes it, so that applying the files again does not run it again.
            keep() |it| it.job().keeps = true;
            /// `suspend: true`: somebody else starts it, a queue or a person.
            suspend() |it| it.job().suspended = true;
            /// `parallelism`, as a number of pods: 1 when nobody says.
            parallelism(n: u32) |it| it.job().parallelism = Some(n);
            /// `completions`, indexed: `JOB_COMPLETION_INDEX` tells each pod which it is.
            completions(n: u32) |it| it.job().completions = Some(n);
        });
    };
}
job_words!(Job);
job_words!(CronJob);
say!(impl [T: Tier] CronJob<T> {
    /// `timeZone`, by its name: `Etc/UTC` when nobody says.
    time_zone(name: impl Into<String>) |it| it.cron().time_zone = Some(name.into());
    /// `concurrencyPolicy`: `Forbid` when nobody says.
    concurrency(policy: Concurrency) |it| it.cron().concurrency = Some(policy);
    /// `startingDeadlineSeconds`, in whole seconds: an hour when nobody says.
    starting_deadline(time: Duration) |it| it.cron().starting_deadline = Some(time);
});
say!(impl [T: Tier] Job<T> {
    /// `coderev.dev/before`: must have finished before a new version of `workload` starts. Plain `kubectl apply` does not wait.
    before(workload: impl Awaits<T>) |it| it.job().before.push(workload.awaits().into());
    /// `metadata.name`: what follows the tag in it, so that the same version runs again under another name: a job that is there cannot be changed.
    run(name: impl Into<String>) |it| it.job().run = Some(name.into());
    /// `NetworkPolicy` without ports: its pods may talk to one another on any, for what chooses its ports itself, as NCCL and gloo do.
    peers_on_any_port() |it| it.said.peers_on_any_port = true;
    /// `Service`, headless, and NetworkPolicy: a port that its pods open to one another, ready or not. With `completions` each is
    /// `<job>-<index>.<name>`; that is how the workers of one training find the first.
    peers(port: Port) |it| it.said.peers.push(port.headless().into());
});

/// Something that can wait for a job of its own namespace.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot wait for this job",
    label = "expected a neighbour: `&service`, `&worker` or `&stateful_set`",
    note = "a job is waited for by workloads of its own namespace"
)]
pub trait Awaits<T> {
    /// Its name and origin.
    #[doc(hidden)]
    fn awaits(self) -> (String, &'static std::panic::Location<'static>);
}
impl<T: Tier> Awaits<T> for &Service<T> {
    fn awaits(self) -> (String, Place) {
        (self.said.name.clone(), self.said.origin)
    }
}
impl<T: Tier> Awaits<T> for &Worker<T> {
    fn awaits(self) -> (String, Place) {
        (self.said.name.clone(), self.said.origin)
    }
}
impl<T: Tier> Awaits<T> for &StatefulSet<T> {
    fn awaits(self) -> (String, Place) {
        (self.said.name.clone(), self.said.origin)
    }
}

/// `concurrencyPolicy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concurrency {
    /// Runs may overlap.
    Allow,
    /// A run that would overlap is skipped.
    Forbid,
    /// A new run ends the old one.
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
