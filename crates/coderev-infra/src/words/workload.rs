//! What was said of a workload, whatever its kind, without its tier.
use crate::words::*;
use std::time::Duration;

/// The declaration of a workload, without its tier. `F` holds the fields of its kind: while a workload is built it is the kind's own
/// struct, as `JobWords`; [`erased`](WorkloadWords::erased) wraps it in [`Form`].
#[derive(Clone, Debug)]
pub(crate) struct WorkloadWords<F = Form> {
    pub(crate) form: F,
    pub(crate) name: String,
    pub(crate) image: String,
    pub(crate) origin: Place,
    pub(crate) words: PodWords,
    pub(crate) ports: Vec<Said<Port>>,
    /// Ports that its own pods open to one another.
    pub(crate) peers: Vec<Said<Port>>,
    /// Whether they open all ports to one another.
    pub(crate) peers_on_any_port: bool,
    pub(crate) load_balancers: Vec<Said<LoadBalancer>>,
    pub(crate) routes: Vec<Route>,
    pub(crate) autoscale: Option<Autoscale>,
    pub(crate) without_defaults: bool,
    pub(crate) replicas: Option<Said<u32>>,
    pub(crate) strategy: Option<Said<Strategy>>,
    pub(crate) disruption_budget: Option<Said<DisruptionBudget>>,
    pub(crate) selector: Vec<(String, String)>,
}
impl<F> WorkloadWords<F> {
    pub(crate) fn new(form: F, name: String, image: String, origin: Place) -> Self {
        Self {
            form,
            name,
            image,
            origin,
            words: PodWords::default(),
            ports: Vec::new(),
            peers: Vec::new(),
            peers_on_any_port: false,
            load_balancers: Vec::new(),
            routes: Vec::new(),
            autoscale: None,
            without_defaults: false,
            replicas: None,
            strategy: None,
            disruption_budget: None,
            selector: Vec::new(),
        }
    }
    /// The declaration as a namespace keeps it: whatever its kind, and with the shared pods applied.
    pub(crate) fn erased(self) -> WorkloadWords
    where
        Form: From<F>,
    {
        WorkloadWords {
            form: self.form.into(),
            name: self.name,
            image: self.image,
            origin: self.origin,
            words: self.words.flat(),
            ports: self.ports,
            peers: self.peers,
            peers_on_any_port: self.peers_on_any_port,
            load_balancers: self.load_balancers,
            routes: self.routes,
            autoscale: self.autoscale,
            without_defaults: self.without_defaults,
            replicas: self.replicas,
            strategy: self.strategy,
            disruption_budget: self.disruption_budget,
            selector: self.selector,
        }
    }
}

/// What kind of workload it is, with the words that only this kind has.
#[derive(Clone, Debug)]
pub(crate) enum Form {
    Service,
    Worker,
    Job(JobWords),
    CronJob(JobWords, CronWords),
    StatefulSet(SetWords),
    DaemonSet(DaemonWords),
}
/// A Service has no fields that other kinds lack.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ServiceForm;
impl From<ServiceForm> for Form {
    fn from(_: ServiceForm) -> Self {
        Self::Service
    }
}
/// A Worker has no fields that other kinds lack.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WorkerForm;
impl From<WorkerForm> for Form {
    fn from(_: WorkerForm) -> Self {
        Self::Worker
    }
}
impl From<JobWords> for Form {
    fn from(job: JobWords) -> Self {
        Self::Job(job)
    }
}
impl From<(JobWords, CronWords)> for Form {
    fn from((job, cron): (JobWords, CronWords)) -> Self {
        Self::CronJob(job, cron)
    }
}
impl From<SetWords> for Form {
    fn from(set: SetWords) -> Self {
        Self::StatefulSet(set)
    }
}
impl From<DaemonWords> for Form {
    fn from(set: DaemonWords) -> Self {
        Self::DaemonSet(set)
    }
}
/// What jobs say, once or at times.
#[derive(Clone, Debug, Default)]
pub(crate) struct JobWords {
    pub(crate) run: Option<String>,
    pub(crate) backoff_limit: Option<u32>,
    pub(crate) backoff_limit_per_index: Option<u32>,
    pub(crate) active_deadline: Option<Duration>,
    pub(crate) ttl_after_finished: Option<Duration>,
    pub(crate) keeps: bool,
    pub(crate) suspended: bool,
    /// Exit codes that no second try would change.
    pub(crate) fatal: Vec<i32>,
    pub(crate) ignores_disruptions: bool,
    pub(crate) parallelism: Option<u32>,
    pub(crate) completions: Option<u32>,
    /// Names of workloads that wait for it, and where that is said.
    pub(crate) before: Vec<Said<(String, Place)>>,
}
/// What only a CronJob says.
#[derive(Clone, Debug)]
pub(crate) struct CronWords {
    pub(crate) schedule: Schedule,
    pub(crate) time_zone: Option<String>,
    pub(crate) concurrency: Option<Concurrency>,
    pub(crate) starting_deadline: Option<Duration>,
}
/// What only a StatefulSet says.
#[derive(Clone, Debug, Default)]
pub(crate) struct SetWords {
    pub(crate) claims: Vec<(PersistentVolumeClaim, String)>,
    pub(crate) parallel: bool,
    pub(crate) on_delete: bool,
    pub(crate) partition: Option<u32>,
    pub(crate) max_unavailable: Option<Share>,
    pub(crate) when_deleted: Option<ClaimRetention>,
    pub(crate) when_scaled: Option<ClaimRetention>,
    pub(crate) provides: Vec<Said<StoreHandle>>,
}

/// What only a DaemonSet says.
#[derive(Clone, Debug, Default)]
pub(crate) struct DaemonWords {
    pub(crate) on_delete: bool,
    pub(crate) max_unavailable: Option<Share>,
}

/// Writes the same methods for several types. They are tokens of the call, not of this macro, so what rustc says about them shows them as
/// they stand there, without a macro around them.
macro_rules! setters_of {
    ($($name:ident $(<$tier:ident>)?),+ => $body:tt) => { $(impl$(<$tier: $crate::words::Tier>)? $name$(<$tier>)? $body)+ };
}
pub(crate) use setters_of;

setters_of! { Service<T>, Worker<T>, Job<T>, CronJob<T>, StatefulSet<T>, DaemonSet<T> => {
    pub(crate) const fn words(&mut self) -> &mut PodWords {
        &mut self.said.words
    }
    pub(crate) const fn container(&mut self) -> &mut ContainerWords {
        &mut self.said.words.container
    }
    /// The declaration without its tier, which is gone once a namespace has the workload.
    pub(crate) fn erased(self) -> WorkloadWords {
        self.said.erased()
    }
    /// Does not take what `Namespace::defaults` says.
    #[track_caller]
    pub fn without_defaults(mut self) -> Self {
        self.said.without_defaults = true;
        self
    }
} }
