//! A Deployment without a Service.
use crate::model::*;
use std::marker::PhantomData;
use std::panic::Location;

/// A long-running workload without an address: a Deployment without a Service. It is for consumers of a queue, and for
/// other programs that accept no connections.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// let ingest: Worker<Exp> = Worker::new("ingest", "ghcr.io/acme/ingest:2.8.0")
///     .cpu(millis(500)..)
///     .memory(gibi(1))
///     .autoscale(Autoscale::new(1..=2))
///     .uses(&KAFKA);
/// let encode: Worker<Exp> = Worker::new("encode", "ghcr.io/acme/encode:2.8.0")
///     .selector("app", "encode-v1")
///     .autoscale(
///         Autoscale::new(1..=2)
///             .requests_per_second(50)
///             .prometheus("sum(encode_queue_depth)", 100)
///             .activation_threshold(10)
///             .fallback(2)
///             .scale_up(pods(4).per(seconds(30)))
///             .scale_down(percent(10).per(minutes(1)))
///             .scale_up_stabilization_window(seconds(15))
///             .scale_down_stabilization_window(minutes(10)),
///     );
/// let fixed: Worker<Exp> = Worker::new("audit", "ghcr.io/acme/audit:2.8.0")
///     .replicas(2)
///     .strategy(Strategy::recreate())
///     .disruption_budget(max_unavailable(1));
/// # let _ = (ingest, encode, fixed);
/// ```
#[derive(Debug)]
#[must_use = "a worker produces no manifests until it is added to a namespace: `Namespace::worker(..)`"]
pub struct Worker<T> {
    pub(crate) declared: WorkloadDecl<WorkerDecl>,
    tier: PhantomData<fn() -> T>,
}
impl<T: Tier> Worker<T> {
    /// `metadata.name`, which is also the name of the container, and `image`.
    #[track_caller]
    pub fn new(name: impl Into<String>, image: impl Into<String>) -> Self {
        let kind = WorkerDecl;
        Self { declared: WorkloadDecl::new(kind, name.into(), image.into(), Location::caller()), tier: PhantomData }
    }
}
impl<T: Tier> Worker<T> {
    /// `HorizontalPodAutoscaler`: scales the number of pods with the load.
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
impl<T: Tier> Worker<T> {
    /// `replicas`: the number of pods. Default: 3 in Stable, 2 in Exp, 1 in Quarantine and Shared.
    #[track_caller]
    pub fn replicas(mut self, n: u32) -> Self {
        self.declared.replicas = Some(n.into());
        self
    }
    /// `strategy`. Default: `maxSurge` 25 % and `maxUnavailable` 0 in Stable, 1 and 1 in Exp, 1 and 0 in Quarantine,
    /// the defaults of Kubernetes in Shared.
    #[track_caller]
    pub fn strategy(mut self, strategy: impl IntoStrategy) -> Self {
        self.declared.strategy = Some(Spanned::here(strategy));
        self
    }
    /// `PodDisruptionBudget`. Default: `maxUnavailable: 1` in Stable and Exp with two replicas or more, else none.
    #[doc(alias("PodDisruptionBudget", "pdb"))]
    #[track_caller]
    pub fn disruption_budget(mut self, budget: impl IntoDisruptionBudget) -> Self {
        self.declared.disruption_budget = Some(Spanned::here(budget));
        self
    }
    /// `selector.matchLabels`: sets the selector of a Deployment that exists already. Kubernetes does not allow a
    /// change of the selector. The first call replaces the default selector.
    #[doc(alias("selector.matchLabels", "matchLabels"))]
    #[track_caller]
    pub fn selector(mut self, label: impl Text, value: impl Text) -> Self {
        keyed(&mut self.declared.selector, (label.into(), value.into()), |a, b| a.0 == b.0);
        self
    }
}
