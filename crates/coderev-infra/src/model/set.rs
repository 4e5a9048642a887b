//! StatefulSets and DaemonSets.
use crate::model::port::AppProtocol;
use crate::model::*;
use std::marker::PhantomData;
use std::panic::Location;

/// A StatefulSet with a headless Service.
///
/// ```
/// use coderev_infra::ClaimRetention;
/// use coderev_infra::prelude::*;
///
/// let set: StatefulSet<Shared> = StatefulSet::new("clickhouse", "docker.io/clickhouse/clickhouse-server:25.8.2")
///     .port(Port::tcp(9000))
///     .cpu(cores(4)..)
///     .memory(gibi(16))
///     .volume_claim_template(PersistentVolumeClaim::new("data", gibi(200)), "/var/lib/clickhouse");
/// const EVENTS: Store<Database> = Store::new("events", Port::tcp(9000)).env(&[("EVENTS_URL", "url")]);
/// let set = set.provides(&EVENTS);
/// let ring: StatefulSet<Shared> = StatefulSet::new("ring", "docker.io/library/cassandra:5.0.2")
///     .port(Port::tcp(9042))
///     .peers(Port::tcp(7000).name("gossip"))
///     .parallel()
///     .partition(2)
///     .max_unavailable(2)
///     .when_deleted(ClaimRetention::Delete)
///     .when_scaled(ClaimRetention::Retain);
/// let by_hand: StatefulSet<Shared> = StatefulSet::new("ledger", "ghcr.io/acme/ledger:1.0.0").on_delete();
/// let search: StatefulSet<Stable> = StatefulSet::new("search", "ghcr.io/acme/search:4.1.0")
///     .selector("app", "search-v3")
///     .port(Port::http(9200))
///     .route(prefix("/search"))
///     .load_balancer(LoadBalancer::internal(Port::http(9200)))
///     .peers_on_any_port()
///     .autoscale(Autoscale::new(3..=9))
///     .disruption_budget(max_unavailable(1));
/// # let _ = (set, ring, by_hand, search);
/// ```
#[derive(Debug)]
#[must_use = "a StatefulSet produces no manifests until it is added to a namespace: `Namespace::stateful_set(..)`"]
pub struct StatefulSet<T> {
    pub(crate) declared: WorkloadDecl<StatefulSetDecl>,
    tier: PhantomData<fn() -> T>,
}
impl<T: Tier> StatefulSet<T> {
    /// `metadata.name`, which is also the name of the container, and `image`.
    #[track_caller]
    pub fn new(name: impl Into<String>, image: impl Into<String>) -> Self {
        let kind = StatefulSetDecl::default();
        Self { declared: WorkloadDecl::new(kind, name.into(), image.into(), Location::caller()), tier: PhantomData }
    }
}
/// A DaemonSet: one pod on each node.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// let agent: DaemonSet<Shared> = DaemonSet::new("agent", "ghcr.io/acme/agent:1.0.0")
///     .max_unavailable(percent(10))
///     .nodes(Nodes::any().tolerates_all());
/// let by_hand: DaemonSet<Shared> = DaemonSet::new("driver", "ghcr.io/acme/driver:1.0.0").on_delete();
/// # let _ = (agent, by_hand);
/// ```
#[derive(Debug)]
#[must_use = "a DaemonSet produces no manifests until it is added to a namespace: `Namespace::daemon_set(..)`"]
pub struct DaemonSet<T> {
    pub(crate) declared: WorkloadDecl<DaemonSetDecl>,
    tier: PhantomData<fn() -> T>,
}
impl<T: Tier> DaemonSet<T> {
    /// `metadata.name`, which is also the name of the container, and `image`.
    #[track_caller]
    pub fn new(name: impl Into<String>, image: impl Into<String>) -> Self {
        let kind = DaemonSetDecl::default();
        Self { declared: WorkloadDecl::new(kind, name.into(), image.into(), Location::caller()), tier: PhantomData }
    }
}
impl<T> StatefulSet<T> {
    const fn set(&mut self) -> &mut StatefulSetDecl {
        &mut self.declared.kind
    }
    /// The URL for callers in the same namespace, which resolves to any of its pods: `http://search:9200`.
    #[must_use]
    pub fn url(&self) -> String
    where
        T: Tier,
    {
        format!("http://{}:{}", self.declared.name, self.service_port().service)
    }
}
impl<T: Tier> StatefulSet<T> {
    /// `HorizontalPodAutoscaler`, named `<set>-hpa`: scales the number of pods with the load.
    #[doc(alias("HorizontalPodAutoscaler", "hpa"))]
    #[track_caller]
    pub fn autoscale(mut self, autoscale: impl IntoAutoscale) -> Self
    where
        T: Autoscales,
    {
        self.declared.autoscale = Some(autoscale.into());
        self
    }
}
impl<T> DaemonSet<T> {
    const fn set(&mut self) -> &mut DaemonSetDecl {
        &mut self.declared.kind
    }
}
impl<T: Tier> DaemonSet<T> {
    /// `updateStrategy.rollingUpdate.maxUnavailable`, in nodes or percent. Default: 1.
    #[doc(alias("updateStrategy.rollingUpdate.maxUnavailable", "maxUnavailable"))]
    #[track_caller]
    pub fn max_unavailable(mut self, share: impl PodShare) -> Self {
        self.set().max_unavailable = Some(share.share());
        self
    }
    /// `updateStrategy.type: OnDelete`: a pod gets the new version when it is deleted. Default: `RollingUpdate`, one
    /// node after the other.
    #[doc(alias = "updateStrategy.type")]
    #[track_caller]
    pub fn on_delete(mut self) -> Self {
        self.set().on_delete = true;
        self
    }
}
impl<T: Tier> StatefulSet<T> {
    /// `replicas`: the number of pods. Default: 3 in Stable, 2 in Exp, 1 in Quarantine and Shared.
    #[track_caller]
    pub fn replicas(mut self, n: u32) -> Self {
        self.declared.replicas = Some(n.into());
        self
    }
    /// `ports`: adds a port of the pods, and of the headless Service with the same number.
    #[doc(alias = "ports")]
    #[track_caller]
    pub fn port(mut self, port: impl IntoPort) -> Self {
        self.declared.ports.push(Spanned::here(port.into().headless()));
        self
    }
    /// `volumeClaimTemplates` and `volumeMounts`: adds a claim for each pod, mounted at `path`.
    #[doc(alias("volumeClaimTemplates", "volumeMounts"))]
    #[track_caller]
    pub fn volume_claim_template(mut self, claim: PersistentVolumeClaim, path: impl Text) -> Self {
        self.set().claims.push((claim, path.into()));
        self
    }
    /// `Ingress.spec.rules[].http.paths`, or `HTTPRoute.spec.rules` or `GRPCRoute.spec.rules`: publishes a path of a
    /// host of the namespace. Requests go to any pod of the set.
    #[doc(alias("Ingress.spec.rules.http.paths", "HTTPRoute.spec.rules", "GRPCRoute.spec.rules"))]
    #[track_caller]
    pub fn route(mut self, route: impl IntoRoute) -> Self {
        self.declared.routes.push(route.into());
        self
    }
    /// `Service.spec.type: LoadBalancer`: adds a separate Service for all pods of the set. A load balancer with the
    /// same name replaces the earlier load balancer.
    #[doc(alias = "Service.spec.type")]
    #[track_caller]
    pub fn load_balancer(mut self, balancer: LoadBalancer) -> Self {
        keyed(&mut self.declared.load_balancers, balancer.into(), LoadBalancer::same);
        self
    }
    /// `Service.spec.type: LoadBalancer`: adds one Service for each pod, `<set>-lb-0` and so on, so that clients can
    /// select a pod. A set can have a `load_balancer` too.
    #[doc(alias = "Service.spec.type")]
    #[track_caller]
    pub fn load_balancer_per_pod(mut self, balancer: LoadBalancer) -> Self {
        let balancer = LoadBalancer { per_pod: true, ..balancer };
        keyed(&mut self.declared.load_balancers, balancer.into(), LoadBalancer::same);
        self
    }
    /// `selector.matchLabels`: sets the selector of a StatefulSet that exists already. Kubernetes does not allow a
    /// change of the selector. The first call replaces the default selector.
    #[doc(alias("selector.matchLabels", "matchLabels"))]
    #[track_caller]
    pub fn selector(mut self, label: impl Text, value: impl Text) -> Self {
        keyed(&mut self.declared.selector, (label.into(), value.into()), |a, b| a.0 == b.0);
        self
    }
    /// `updateStrategy.type: OnDelete`: a pod gets the new version when it is deleted. Default: `RollingUpdate`, one
    /// pod after the other.
    #[doc(alias = "updateStrategy.type")]
    #[track_caller]
    pub fn on_delete(mut self) -> Self {
        self.set().on_delete = true;
        self
    }
    /// `updateStrategy.rollingUpdate.maxUnavailable`, in pods or percent. Default: 1.
    #[doc(alias("updateStrategy.rollingUpdate.maxUnavailable", "maxUnavailable"))]
    #[track_caller]
    pub fn max_unavailable(mut self, share: impl PodShare) -> Self {
        self.set().max_unavailable = Some(share.share());
        self
    }
    /// `updateStrategy.rollingUpdate.partition`: pods with a lower number keep their version. Default: all pods get the
    /// new version.
    #[doc(alias = "updateStrategy.rollingUpdate.partition")]
    #[track_caller]
    pub fn partition(mut self, n: u32) -> Self {
        self.set().partition = Some(n);
        self
    }
    /// `persistentVolumeClaimRetentionPolicy.whenDeleted`: keeps or deletes the claims when the set is deleted.
    /// Default: `Retain`.
    #[doc(alias("persistentVolumeClaimRetentionPolicy.whenDeleted", "whenDeleted"))]
    #[track_caller]
    pub fn when_deleted(mut self, claims: ClaimRetention) -> Self {
        self.set().when_deleted = Some(claims);
        self
    }
    /// `persistentVolumeClaimRetentionPolicy.whenScaled`: keeps or deletes the claims of pods that are scaled down.
    /// Default: `Retain`.
    #[doc(alias("persistentVolumeClaimRetentionPolicy.whenScaled", "whenScaled"))]
    #[track_caller]
    pub fn when_scaled(mut self, claims: ClaimRetention) -> Self {
        self.set().when_scaled = Some(claims);
        self
    }
    /// `podManagementPolicy: Parallel`: starts and stops all pods at the same time. Default: one pod after the other.
    #[doc(alias = "podManagementPolicy")]
    #[track_caller]
    pub fn parallel(mut self) -> Self {
        self.set().parallel = true;
        self
    }
    /// `PodDisruptionBudget`. Default: `maxUnavailable: 1` in Stable and Exp with two replicas or more, else none.
    #[doc(alias("PodDisruptionBudget", "pdb"))]
    #[track_caller]
    pub fn disruption_budget(mut self, budget: impl IntoDisruptionBudget) -> Self {
        self.declared.disruption_budget = Some(Spanned::here(budget));
        self
    }
}
impl<T: Tier> StatefulSet<T> {
    /// `ingress` of the NetworkPolicy: declares that this set runs `store`. Workloads that use the store may connect to
    /// its pods.
    #[doc(alias = "ingress")]
    #[track_caller]
    pub fn provides<P: Protocol>(mut self, store: &Store<P>) -> Self {
        let handle = store.handle.clone();
        self.set().provides.push(handle.into());
        self
    }
}
#[diagnostic::do_not_recommend]
impl<T: Tier> Addressable<T> for StatefulSet<T> {
    fn service_name(&self) -> &str {
        &self.declared.name
    }
    fn service_port(&self) -> Port {
        let ports = self.declared.ports.iter().map(|it| it.value);
        ports.into_iter().find(|port| port.app_protocol != AppProtocol::Metrics).unwrap_or(DEFAULT_PORT.headless())
    }
    fn is_headless(&self) -> bool {
        true
    }
}

/// Whether the claims of a StatefulSet are kept: `persistentVolumeClaimRetentionPolicy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimRetention {
    /// `Retain`: the claims and their data are kept.
    Retain,
    /// `Delete`: the claims and their data are deleted.
    Delete,
}
impl ClaimRetention {
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Retain => "Retain",
            Self::Delete => "Delete",
        }
    }
}
