//! The declaration of a workload of any kind, without its tier.
use crate::model::*;
use std::time::Duration;

/// The declaration of a workload, without its tier. `F` has the fields of its kind. While the user declares a workload,
/// `F` is the struct of the kind, such as `JobDecl`; [`erased`](WorkloadDecl::erased) wraps it in [`KindDecl`].
#[derive(Clone, Debug)]
pub(crate) struct WorkloadDecl<F = KindDecl> {
    pub(crate) kind: F,
    pub(crate) name: String,
    pub(crate) image: String,
    pub(crate) origin: Place,
    pub(crate) pod: PodDecl,
    pub(crate) ports: Vec<Spanned<Port>>,
    /// Ports on which only its own pods connect to one another.
    pub(crate) peers: Vec<Spanned<Port>>,
    /// Whether its own pods connect to one another on all ports.
    pub(crate) peers_on_any_port: bool,
    pub(crate) load_balancers: Vec<Spanned<LoadBalancer>>,
    pub(crate) routes: Vec<Route>,
    pub(crate) autoscale: Option<Autoscale>,
    pub(crate) without_defaults: bool,
    pub(crate) replicas: Option<Spanned<u32>>,
    pub(crate) strategy: Option<Spanned<Strategy>>,
    pub(crate) disruption_budget: Option<Spanned<DisruptionBudget>>,
    pub(crate) selector: Vec<(String, String)>,
    /// The names that it had before.
    pub(crate) was: Vec<Spanned<String>>,
}
impl<F> WorkloadDecl<F> {
    pub(crate) fn new(kind: F, name: String, image: String, origin: Place) -> Self {
        Self {
            kind,
            name,
            image,
            origin,
            pod: PodDecl::default(),
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
            was: Vec::new(),
        }
    }
    /// The declaration without its kind in the type, and with the shared pods applied.
    pub(crate) fn erased(self) -> WorkloadDecl
    where
        KindDecl: From<F>,
    {
        WorkloadDecl {
            kind: self.kind.into(),
            name: self.name,
            image: self.image,
            origin: self.origin,
            pod: self.pod.flat(),
            ports: self.ports,
            peers: self.peers,
            peers_on_any_port: self.peers_on_any_port,
            load_balancers: self.load_balancers,
            // Without spare room: a route is 440 bytes, and most services have one.
            routes: self.routes.into_boxed_slice().into_vec(),
            autoscale: self.autoscale,
            without_defaults: self.without_defaults,
            replicas: self.replicas,
            strategy: self.strategy,
            disruption_budget: self.disruption_budget,
            selector: self.selector,
            was: self.was,
        }
    }
}

/// The kind of a workload, with the fields that only this kind has.
#[derive(Clone, Debug)]
pub(crate) enum KindDecl {
    Service,
    Worker,
    Job(JobDecl),
    CronJob(JobDecl, CronJobDecl),
    StatefulSet(StatefulSetDecl),
    DaemonSet(DaemonSetDecl),
}
/// A Service has no fields of its own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ServiceDecl;
impl From<ServiceDecl> for KindDecl {
    fn from(_: ServiceDecl) -> Self {
        Self::Service
    }
}
/// A Worker has no fields of its own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WorkerDecl;
impl From<WorkerDecl> for KindDecl {
    fn from(_: WorkerDecl) -> Self {
        Self::Worker
    }
}
impl From<JobDecl> for KindDecl {
    fn from(job: JobDecl) -> Self {
        Self::Job(job)
    }
}
impl From<(JobDecl, CronJobDecl)> for KindDecl {
    fn from((job, cron): (JobDecl, CronJobDecl)) -> Self {
        Self::CronJob(job, cron)
    }
}
impl From<StatefulSetDecl> for KindDecl {
    fn from(set: StatefulSetDecl) -> Self {
        Self::StatefulSet(set)
    }
}
impl From<DaemonSetDecl> for KindDecl {
    fn from(set: DaemonSetDecl) -> Self {
        Self::DaemonSet(set)
    }
}
/// The fields of a Job or a CronJob.
#[derive(Clone, Debug, Default)]
pub(crate) struct JobDecl {
    pub(crate) run: Option<String>,
    pub(crate) backoff_limit: Option<u32>,
    pub(crate) backoff_limit_per_index: Option<u32>,
    pub(crate) active_deadline: Option<Duration>,
    pub(crate) ttl_after_finished: Option<Duration>,
    pub(crate) keeps: bool,
    pub(crate) suspended: bool,
    /// Exit codes that fail the job without a retry.
    pub(crate) fatal: Vec<i32>,
    pub(crate) ignores_disruptions: bool,
    pub(crate) parallelism: Option<u32>,
    pub(crate) completions: Option<u32>,
    /// Names of the workloads that wait for the job, with their positions.
    pub(crate) before: Vec<Spanned<(String, Place)>>,
}
/// The fields of a CronJob only.
#[derive(Clone, Debug)]
pub(crate) struct CronJobDecl {
    pub(crate) schedule: Schedule,
    pub(crate) time_zone: Option<Spanned<String>>,
    pub(crate) concurrency: Option<Concurrency>,
    pub(crate) starting_deadline: Option<Duration>,
}
/// The fields of a StatefulSet only.
#[derive(Clone, Debug, Default)]
pub(crate) struct StatefulSetDecl {
    pub(crate) claims: Vec<(PersistentVolumeClaim, String)>,
    pub(crate) parallel: bool,
    pub(crate) on_delete: bool,
    pub(crate) partition: Option<u32>,
    pub(crate) max_unavailable: Option<Share>,
    pub(crate) when_deleted: Option<ClaimRetention>,
    pub(crate) when_scaled: Option<ClaimRetention>,
    pub(crate) provides: Vec<Spanned<StoreHandle>>,
}

/// The fields of a DaemonSet only.
#[derive(Clone, Debug, Default)]
pub(crate) struct DaemonSetDecl {
    pub(crate) on_delete: bool,
    pub(crate) max_unavailable: Option<Share>,
}

/// Declares the same methods for several types. The methods are tokens of the call, so compile errors show them without
/// a macro.
macro_rules! setters_of {
    ($($name:ident $(<$tier:ident>)?),+ => $body:tt) => { $(impl$(<$tier: $crate::model::Tier>)? $name$(<$tier>)? $body)+ };
}
pub(crate) use setters_of;

setters_of! { Service<T>, Worker<T>, Job<T>, CronJob<T>, StatefulSet<T>, DaemonSet<T> => {
    pub(crate) const fn pod_mut(&mut self) -> &mut PodDecl {
        &mut self.declared.pod
    }
    pub(crate) const fn container(&mut self) -> &mut ContainerDecl {
        &mut self.declared.pod.container
    }
    /// The declaration without its tier: a namespace keeps workloads without their types.
    pub(crate) fn erased(self) -> WorkloadDecl {
        self.declared.erased()
    }
    /// Excludes this workload from `Namespace::defaults`.
    #[track_caller]
    pub fn without_defaults(mut self) -> Self {
        self.declared.without_defaults = true;
        self
    }
} }

setters_of! { Service<T>, Worker<T>, StatefulSet<T>, DaemonSet<T> => {
    /// `metadata.name`: the name that this workload had before. While the setter is in the program, the `Service` of the
    /// old name is rendered too and sends requests to the new pods, so that callers can move one after the other.
    ///
    /// Two workloads, PodDisruptionBudgets or autoscalers of the same pods would disturb each other, so only the
    /// new ones are rendered: the finding `transition-renamed` has the safe order, with the commands. Remove the setter
    /// when no caller uses the old name.
    ///
    /// ```
    /// use coderev_infra::prelude::*;
    ///
    /// let storefront = Service::new("storefront", "ghcr.io/acme/web:v1.4.0").was("web");
    /// let platform = Platform::new(Cluster::generic()).namespace(Namespace::new("shop", Stable).service(storefront));
    /// let synthesis = coderev_infra::synth(&platform);
    /// let services = synthesis.objects().filter(|object| object.kind() == "Service");
    /// assert_eq!(services.map(|object| object.name()).collect::<Vec<_>>(), ["storefront", "web"]);
    /// ```
    #[doc(alias("metadata.name", "rename"))]
    #[track_caller]
    pub fn was(mut self, name: impl Text) -> Self {
        keyed(&mut self.declared.was, Spanned::here(name), |a, b| a.value == b.value);
        self
    }
} }
