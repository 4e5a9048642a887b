//! A tier: numbers as a plain value, capabilities as traits.
use crate::model::TierSpec;

/// A kind of namespace: what it promises, as [`TierSpec`], and what its workloads may do, as the traits below.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tier",
    label = "expected a tier",
    note = "the tiers are `Stable`, `Exp`, `Quarantine` and `Shared`; a type of your own becomes one by `impl Tier for MyTier`"
)]
pub trait Tier: 'static {
    /// Its numbers. `Stable.spec().replicas(1..)` is Stable with one number changed.
    fn spec(&self) -> TierSpec;
}

/// A tier whose workloads may grow and shrink: what `autoscale` asks for.
#[diagnostic::on_unimplemented(
    message = "workloads in `{Self}` cannot autoscale",
    label = "`{Self}` keeps a fixed number of replicas",
    note = "set `.replicas(n)`, or move the workload to a tier that autoscales: `Stable`, `Exp` or `Shared`",
    note = "a tier of your own autoscales by `impl Autoscales for MyTier {{}}`"
)]
pub trait Autoscales: Tier {}

/// A tier whose workloads may be taken away at any minute: what `spot` asks for.
#[diagnostic::on_unimplemented(
    message = "workloads in `{Self}` cannot run on spot nodes",
    label = "`{Self}` does not allow its nodes to be interrupted",
    note = "move the workload to `Exp`, or set `.nodes(Nodes::reserved())` to prefer reserved capacity",
    note = "a tier of your own allows spot nodes by `impl Interruptible for MyTier {{}}`"
)]
pub trait Interruptible: Tier {}

/// A tier whose workloads may write to stores of kind `K`: what `uses` asks for.
#[diagnostic::on_unimplemented(
    message = "workloads in `{Self}` cannot write to a store of kind `{K}`",
    label = "the isolation of `{Self}` does not allow writing to `{K}`",
    note = "`.uses(&store)` brings credentials that can write; `.reads(&store)` brings read-only credentials, where the tier allows reading",
    note = "a tier of your own allows it by `impl Uses<{K}> for MyTier {{}}`"
)]
pub trait Uses<K: StoreKind>: Tier {}

/// A tier whose workloads may read from stores of kind `K`: what `reads` asks for. Who may write may read.
#[diagnostic::on_unimplemented(
    message = "workloads in `{Self}` cannot read from a store of kind `{K}`",
    label = "the isolation of `{Self}` does not allow reading from `{K}`",
    note = "a tier of your own allows it by `impl Reads<{K}> for MyTier {{}}`"
)]
pub trait Reads<K: StoreKind>: Tier {}
#[diagnostic::do_not_recommend]
impl<T: Uses<K>, K: StoreKind> Reads<K> for T {}

/// A tier whose workloads may call through the door `D`: a tier, [`SameNamespace`], [`Internet`], [`KubernetesApi`] or [`OtherServices`]. It is what
/// `calls` asks for. `impl Calls<Payments> for Stable {}` in the crate of `Payments` says "production may call us". A tier that may call
/// itself may call neighbours; `impl Calls<SameNamespace> for Tenant {}` alone keeps the namespaces of one tier apart.
#[diagnostic::on_unimplemented(
    message = "workloads in `{Self}` cannot call `{D}`",
    label = "`{D}` is not an allowed destination of `{Self}`",
    note = "move the workload to a tier that allows this destination, or to a tier of your own with `impl Calls<{D}> for MyTier {{}}`",
    note = "a tier of your own allows its callers in its own crate: `impl Calls<MyTier> for {Self} {{}}`"
)]
pub trait Calls<D: Destination>: Tier {}

/// Where a call can lead: every tier is a door, and so are neighbours and the internet. Sealed otherwise.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a destination",
    label = "expected a destination",
    note = "a destination is a tier, `SameNamespace`, `Internet`, `KubernetesApi` or `OtherServices`"
)]
pub trait Destination: sealed::Destination {}
/// A kind of store. Sealed: were it open, a crate could open the walls of `Stable` to a kind of its own.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a kind of store",
    label = "expected a kind of store",
    note = "the kinds are `Database`, `ObjectStorage`, `MessageQueue` and `PolicyEngine`; a store of your own has one of them"
)]
pub trait StoreKind: sealed::Kind + 'static {}
mod sealed {
    pub trait Destination {}
    pub trait Kind {}
}

/// Rows, documents, graphs, keys.
#[derive(Debug)]
pub enum Database {}
/// Blobs.
#[derive(Debug)]
pub enum ObjectStorage {}
/// Messages.
#[derive(Debug)]
pub enum MessageQueue {}
/// Answers to "may I".
#[derive(Debug)]
pub enum PolicyEngine {}
macro_rules! kinds { ($($t:ident),*) => { $(impl sealed::Kind for $t {} #[diagnostic::do_not_recommend] impl StoreKind for $t {})* } }
kinds!(Database, ObjectStorage, MessageQueue, PolicyEngine);

/// What runs in the same namespace.
#[derive(Debug)]
pub enum SameNamespace {}
#[diagnostic::do_not_recommend]
impl<T: Calls<T>> Calls<SameNamespace> for T {}
/// Whatever is not in the cluster.
#[derive(Debug)]
pub enum Internet {}
/// The API server.
#[derive(Debug)]
pub enum KubernetesApi {}
/// What other programs deploy in the same cluster.
#[derive(Debug)]
pub enum OtherServices {}
impl<T: Tier> sealed::Destination for T {}
#[diagnostic::do_not_recommend]
impl<T: Tier> Destination for T {}
macro_rules! destinations { ($($t:ident),*) => { $(impl sealed::Destination for $t {} #[diagnostic::do_not_recommend] impl Destination for $t {})* } }
destinations!(SameNamespace, Internet, KubernetesApi, OtherServices);
