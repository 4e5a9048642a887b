//! Tiers: numbers as a plain value, and capabilities as traits.
use crate::model::TierSpec;

/// A tier: the defaults and limits of namespaces, as a [`TierSpec`], and the capabilities of their workloads, as the
/// traits below.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// /// Background work in production.
/// struct Batch;
/// impl Tier for Batch {
///     fn spec(&self) -> TierSpec {
///         TierSpec::new("batch").environment("production").replicas(1..=8).default_replicas(2).finish()
///     }
/// }
/// impl Autoscales for Batch {}
/// impl Uses<MessageQueue> for Batch {}
///
/// let resize = Worker::new("resize", "ghcr.io/acme/resize:1.0.0").autoscale(Autoscale::new(2..=8)).uses(&KAFKA);
/// let media = Namespace::new("media", Batch).worker(resize);
/// # let _ = media;
/// ```
///
/// A Tier becomes:
///
/// * for each of its namespaces, a Pod Security level, a `ResourceQuota`, a `LimitRange` and the default
///   NetworkPolicies
/// * the defaults of its workloads, such as `replicas`, `strategy` and `terminationGracePeriodSeconds`
/// * a `PriorityClass`
///
/// Capabilities render nothing. A setter whose capability the tier does not have does not compile. A `TierSpec` sets
/// the numbers. A workload outside these numbers is a finding.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tier",
    label = "expected a tier",
    note = "the tiers are `Stable`, `Exp`, `Quarantine` and `Shared`; to define a tier, write `impl Tier for MyTier`"
)]
pub trait Tier: 'static {
    /// The numbers of the tier. `Stable.spec().replicas(1..)` is Stable with one number changed.
    fn spec(&self) -> TierSpec;
}

/// A tier whose workloads may scale automatically. `autoscale` requires it.
#[diagnostic::on_unimplemented(
    message = "workloads in `{Self}` cannot autoscale",
    label = "`{Self}` keeps a fixed number of replicas",
    note = "set `.replicas(n)`, or move the workload to a tier that allows autoscaling: `Stable`, `Exp` or `Shared`",
    note = "to allow autoscaling in a tier of your own, write `impl Autoscales for MyTier {{}}`"
)]
pub trait Autoscales: Tier {}

/// A tier whose workloads may be interrupted at any time. `spot` requires it.
#[diagnostic::on_unimplemented(
    message = "workloads in `{Self}` cannot run on spot nodes",
    label = "`{Self}` does not allow spot nodes",
    note = "move the workload to `Exp`, or set `.nodes(Nodes::reserved())` to prefer reserved capacity",
    note = "to allow spot nodes in a tier of your own, write `impl Interruptible for MyTier {{}}`"
)]
pub trait Interruptible: Tier {}

/// A tier whose workloads may write to stores of kind `K`. `uses` requires it.
#[diagnostic::on_unimplemented(
    message = "workloads in `{Self}` cannot write to a store of kind `{K}`",
    label = "`{Self}` does not allow writing to `{K}`",
    note = "`.uses(&store)` adds credentials that can write; `.reads(&store)` adds read-only credentials, if the tier allows reading",
    note = "to allow writing in a tier of your own, write `impl Uses<{K}> for MyTier {{}}`"
)]
pub trait Uses<K: StoreKind>: Tier {}

/// A tier whose workloads may read from stores of kind `K`. `reads` requires it. A tier with `Uses<K>` has it too.
#[diagnostic::on_unimplemented(
    message = "workloads in `{Self}` cannot read from a store of kind `{K}`",
    label = "`{Self}` does not allow reading from `{K}`",
    note = "to allow reading in a tier of your own, write `impl Reads<{K}> for MyTier {{}}`"
)]
pub trait Reads<K: StoreKind>: Tier {}
#[diagnostic::do_not_recommend]
impl<T: Uses<K>, K: StoreKind> Reads<K> for T {}

/// A tier whose workloads may call the destination `D`: a tier, [`SameNamespace`], [`Internet`], [`KubernetesApi`] or
/// [`OtherServices`]. `calls` requires it.
///
/// A tier of your own allows its callers in its own crate: with `impl Calls<Payments> for Stable {}`, workloads in
/// Stable may call workloads in `Payments`. A tier that may call itself may also call workloads in the same namespace.
/// With only `impl Calls<SameNamespace> for Tenant {}`, the namespaces of one tier cannot call one another.
#[diagnostic::on_unimplemented(
    message = "workloads in `{Self}` are not allowed to call `{D}`",
    label = "`{D}` is not an allowed destination for `{Self}`",
    note = "move the workload to a tier that allows this destination, or to a tier of your own with `impl Calls<{D}> for MyTier {{}}`",
    note = "only a crate that defines one of the two types can add the permission: `impl Calls<{D}> for {Self} {{}}`",
    note = "a destination is a tier, `SameNamespace` (workloads in the same namespace), `Internet`, `KubernetesApi` or `OtherServices` (services that another program deploys in the cluster)"
)]
pub trait Calls<D: Destination>: Tier {}

/// A destination of calls: any tier, [`SameNamespace`], [`Internet`], [`KubernetesApi`] or [`OtherServices`]. No other type can
/// implement it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a destination",
    label = "expected a destination",
    note = "a destination is a tier, `SameNamespace` (workloads in the same namespace), `Internet`, `KubernetesApi` or `OtherServices` (services that another program deploys in the cluster)"
)]
pub trait Destination: sealed::Destination {}
/// A kind of store. The trait is sealed: otherwise a crate could allow connections from `Stable` to a kind of its own.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a kind of store",
    label = "expected a kind of store",
    note = "the kinds are `Database`, `ObjectStorage`, `MessageQueue` and `PolicyEngine`; every store has one of these kinds"
)]
pub trait StoreKind: sealed::Kind + 'static {}
mod sealed {
    pub trait Destination {}
    pub trait Kind {}
}

/// Databases and caches: rows, documents, graphs, keys.
#[derive(Debug)]
pub enum Database {}
/// Object storage.
#[derive(Debug)]
pub enum ObjectStorage {}
/// Message queues.
#[derive(Debug)]
pub enum MessageQueue {}
/// Policy engines, which decide whether a request is allowed.
#[derive(Debug)]
pub enum PolicyEngine {}
macro_rules! kinds { ($($t:ident),*) => { $(impl sealed::Kind for $t {} #[diagnostic::do_not_recommend] impl StoreKind for $t {})* } }
kinds!(Database, ObjectStorage, MessageQueue, PolicyEngine);

/// Workloads in the same namespace.
#[derive(Debug)]
pub enum SameNamespace {}
#[diagnostic::do_not_recommend]
impl<T: Calls<T>> Calls<SameNamespace> for T {}
/// Addresses outside the cluster.
#[derive(Debug)]
pub enum Internet {}
/// The Kubernetes API server.
#[derive(Debug)]
pub enum KubernetesApi {}
/// Pods in the same cluster that other programs deploy.
#[derive(Debug)]
pub enum OtherServices {}
impl<T: Tier> sealed::Destination for T {}
#[diagnostic::do_not_recommend]
impl<T: Tier> Destination for T {}
macro_rules! destinations { ($($t:ident),*) => { $(impl sealed::Destination for $t {} #[diagnostic::do_not_recommend] impl Destination for $t {})* } }
destinations!(SameNamespace, Internet, KubernetesApi, OtherServices);
