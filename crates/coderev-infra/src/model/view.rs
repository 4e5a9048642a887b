//! The resolved platform, for addons.
use crate::model::{Access, Autoscale, KindDecl, NamespaceDecl, Port, Route, StoreUse, WorkloadDecl};

/// The resolved platform, for [`Addon::derive`](crate::Addon::derive). It is read-only, and has all defaults.
#[derive(Clone, Debug)]
pub struct View<'a> {
    pub(crate) name: Option<&'a str>,
    pub(crate) part_of: &'a str,
    pub(crate) cluster_domain: &'a str,
    pub(crate) namespaces: Vec<NamespaceView<'a>>,
    pub(crate) workloads: Vec<WorkloadView<'a>>,
}
impl<'a> View<'a> {
    /// The name of the platform; none if it has no name.
    #[must_use]
    pub fn name(&self) -> Option<&'a str> {
        self.name
    }
    /// `app.kubernetes.io/part-of`.
    #[must_use]
    pub fn part_of(&self) -> &'a str {
        self.part_of
    }
    /// The DNS domain of the cluster: `cluster.local`.
    #[must_use]
    pub fn cluster_domain(&self) -> &'a str {
        self.cluster_domain
    }
    /// All namespaces.
    pub fn namespaces(&self) -> impl Iterator<Item = NamespaceView<'a>> {
        self.namespaces.iter().copied()
    }
    /// The namespace with this name.
    #[must_use]
    pub fn namespace(&self, name: &str) -> Option<NamespaceView<'a>> {
        self.namespaces().find(|namespace| namespace.name() == name)
    }
    /// All workloads. If several workloads in a namespace have the same name, which is an error, only the first is
    /// here.
    pub fn workloads(&self) -> impl Iterator<Item = &WorkloadView<'a>> {
        let all = self.workloads.iter().enumerate();
        all.filter(|(position, workload)| workload.position == *position).map(|(_, workload)| workload)
    }
    /// The workload with this name in this namespace.
    #[must_use]
    pub fn workload(&self, namespace: &str, name: &str) -> Option<&WorkloadView<'a>> {
        self.workloads().find(|it| it.name() == name && it.namespace().name() == namespace)
    }
    /// The workloads that call `workload`.
    pub fn callers(&self, workload: &WorkloadView<'a>) -> impl Iterator<Item = &WorkloadView<'a>> {
        workload.callers.iter().map(|at| &self.workloads[*at])
    }
}

/// A namespace of a [`View`].
#[derive(Clone, Copy, Debug)]
pub struct NamespaceView<'a> {
    pub(crate) declared: &'a NamespaceDecl,
}
impl<'a> NamespaceView<'a> {
    /// `metadata.name`.
    #[must_use]
    pub fn name(self) -> &'a str {
        &self.declared.name
    }
    /// The name of its tier: `stable`.
    #[must_use]
    pub fn tier(self) -> &'a str {
        &self.declared.spec.name
    }
    /// The environment of its tier: `production`; none if it is not set.
    #[must_use]
    pub fn environment(self) -> Option<&'a str> {
        self.declared.spec.environment.as_deref()
    }
    /// The names of the stores that it provides.
    pub fn provides(self) -> impl Iterator<Item = &'a str> {
        self.declared.provides.iter().map(|store| &*store.name)
    }
}

/// The kind of a workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WorkloadKind {
    /// A [`Service`](crate::Service).
    Service,
    /// A [`Worker`](crate::Worker).
    Worker,
    /// A [`Job`](crate::Job).
    Job,
    /// A [`CronJob`](crate::CronJob).
    CronJob,
    /// A [`StatefulSet`](crate::StatefulSet).
    StatefulSet,
    /// A [`DaemonSet`](crate::DaemonSet).
    DaemonSet,
}

/// A workload of a [`View`].
#[derive(Clone, Debug)]
pub struct WorkloadView<'a> {
    /// The position of the first workload with its name.
    pub(crate) position: usize,
    pub(crate) declared: &'a WorkloadDecl,
    pub(crate) namespace: NamespaceView<'a>,
    pub(crate) ports: &'a [Port],
    pub(crate) main_port: Option<Port>,
    pub(crate) metrics_port: Option<Port>,
    pub(crate) min_replicas: u32,
    pub(crate) max_replicas: u32,
    pub(crate) version: Option<String>,
    pub(crate) sends_traces: bool,
    pub(crate) stores: Vec<StoreView<'a>>,
    pub(crate) routes: Vec<RouteView<'a>>,
    /// The positions of its callers.
    pub(crate) callers: Vec<usize>,
}
impl<'a> WorkloadView<'a> {
    /// `metadata.name`.
    #[must_use]
    pub fn name(&self) -> &'a str {
        &self.declared.name
    }
    /// Its namespace.
    #[must_use]
    pub fn namespace(&self) -> NamespaceView<'a> {
        self.namespace
    }
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> WorkloadKind {
        match self.declared.kind {
            KindDecl::Service => WorkloadKind::Service,
            KindDecl::Worker => WorkloadKind::Worker,
            KindDecl::Job(_) => WorkloadKind::Job,
            KindDecl::CronJob(..) => WorkloadKind::CronJob,
            KindDecl::StatefulSet(_) => WorkloadKind::StatefulSet,
            KindDecl::DaemonSet(_) => WorkloadKind::DaemonSet,
        }
    }
    /// `containers[].image` of the main container, as it is declared.
    #[must_use]
    pub fn image(&self) -> &'a str {
        &self.declared.image
    }
    /// `app.kubernetes.io/version`: the tag of its image; none if the image has no tag.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }
    /// All ports that other workloads may connect to.
    pub fn ports(&self) -> &'a [Port] {
        self.ports
    }
    /// The port of a call that names no port; none if other workloads cannot call it.
    #[must_use]
    pub fn main_port(&self) -> Option<Port> {
        self.main_port
    }
    /// The port that Prometheus scrapes; none if it has no metrics.
    #[must_use]
    pub fn metrics_port(&self) -> Option<Port> {
        self.metrics_port
    }
    /// The minimum number of its pods.
    #[must_use]
    pub fn min_replicas(&self) -> u32 {
        self.min_replicas
    }
    /// The maximum number of its pods.
    #[must_use]
    pub fn max_replicas(&self) -> u32 {
        self.max_replicas
    }
    /// Whether it sends traces to a collector: its tier has the default variables, and it does not set
    /// `without_traces`.
    #[must_use]
    pub fn sends_traces(&self) -> bool {
        self.sends_traces
    }
    /// The stores that it uses or reads.
    #[must_use]
    pub fn stores(&self) -> &[StoreView<'a>] {
        &self.stores
    }
    /// Its routes.
    #[must_use]
    pub fn routes(&self) -> &[RouteView<'a>] {
        &self.routes
    }
    /// Its autoscaler; none if its number of pods is fixed.
    #[must_use]
    pub fn autoscaler(&self) -> Option<AutoscalerView<'a>> {
        self.declared.autoscale.as_ref().map(|declared| AutoscalerView { declared })
    }
}

/// A store that a workload uses.
#[derive(Clone, Copy, Debug)]
pub struct StoreView<'a> {
    pub(crate) used: &'a StoreUse,
    pub(crate) namespace: Option<&'a str>,
}
impl<'a> StoreView<'a> {
    /// The name of the store.
    #[must_use]
    pub fn name(&self) -> &'a str {
        &self.used.store.name
    }
    /// The namespace that provides the store; none if no namespace does, which is an error.
    #[must_use]
    pub fn namespace(&self) -> Option<&'a str> {
        self.namespace
    }
    /// Whether the workload may write to it.
    #[must_use]
    pub fn is_written(&self) -> bool {
        self.used.access == Access::Write
    }
}

/// A route of a workload.
#[derive(Clone, Copy, Debug)]
pub struct RouteView<'a> {
    pub(crate) declared: &'a Route,
    pub(crate) host: Option<&'a str>,
}
impl<'a> RouteView<'a> {
    /// The path: `/api/auth`.
    #[must_use]
    pub fn path(&self) -> &'a str {
        &self.declared.path
    }
    /// Whether the route matches only this path, and not the paths below it.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.declared.exact
    }
    /// The host; none if the namespace does not have it, which is an error.
    #[must_use]
    pub fn host(&self) -> Option<&'a str> {
        self.host
    }
}

/// The autoscaler of a workload.
#[derive(Clone, Copy, Debug)]
pub struct AutoscalerView<'a> {
    declared: &'a Autoscale,
}
impl AutoscalerView<'_> {
    /// The target number of requests per second for each pod; none if it does not scale by requests.
    #[must_use]
    pub fn requests_per_second(&self) -> Option<u32> {
        self.declared.requests_per_second
    }
    /// Whether it is rendered as a ScaledObject, which KEDA reads.
    #[must_use]
    pub fn is_scaled_object(&self) -> bool {
        !self.declared.signals.is_empty()
    }
}
