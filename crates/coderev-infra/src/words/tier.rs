//! A tier: numbers as a plain value, capabilities as traits.
use crate::words::TierSpec;

/// A kind of namespace: what it promises, as [`TierSpec`], and what its workloads may do, as the traits below.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tier",
    label = "expected a tier",
    note = "tiers are `Stable`, `Exp`, `Quarantine`, `Shared`, or a type of your own with `impl Tier`"
)]
pub trait Tier: 'static {
    /// Its numbers. `Stable.spec().replicas(1..)` is Stable with one number changed.
    fn spec(&self) -> TierSpec;
}

/// A tier whose workloads may grow and shrink: what `autoscale` asks for.
#[diagnostic::on_unimplemented(
    message = "workloads in `{Self}` keep a fixed number of replicas",
    label = "`{Self}` does not autoscale",
    note = "say `.replicas(n)`, or move the workload to a tier that autoscales",
    note = "a tier of your own opts in with `impl Autoscales for MyTier {{}}`"
)]
pub trait Autoscales: Tier {}

/// A tier whose workloads may be taken away at any minute: what `spot` asks for.
#[diagnostic::on_unimplemented(
    message = "workloads in `{Self}` do not run on spot nodes",
    label = "`{Self}` may not lose its nodes",
    note = "`.nodes(Nodes::reserved())` prefers capacity that is paid for; batch work belongs to `Exp` or to a tier of your own",
    note = "a tier of your own opts in with `impl Interruptible for MyTier {{}}`"
)]
pub trait Interruptible: Tier {}

/// A tier whose workloads may write to stores of kind `K`: what `uses` asks for.
#[diagnostic::on_unimplemented(
    message = "workloads in `{Self}` may not write to a `{K}`",
    label = "the walls of `{Self}` have no door to a `{K}` that writes",
    note = "`.uses(&store)` brings credentials that write; where the tier may read one, `.reads(&store)` brings some that cannot",
    note = "a tier of your own opens the door with `impl Uses<{K}> for MyTier {{}}`"
)]
pub trait Uses<K: StoreKind>: Tier {}

/// A tier whose workloads may read from stores of kind `K`: what `reads` asks for. Who may write may read.
#[diagnostic::on_unimplemented(
    message = "workloads in `{Self}` may not read from a `{K}`",
    label = "the walls of `{Self}` have no door to a `{K}`",
    note = "a tier of your own opens one with `impl Reads<{K}> for MyTier {{}}`"
)]
pub trait Reads<K: StoreKind>: Tier {}
#[diagnostic::do_not_recommend]
impl<T: Uses<K>, K: StoreKind> Reads<K> for T {}

/// A tier whose workloads may call through the door `D`: a tier, [`Neighbours`], [`Internet`], [`Kubernetes`] or [`Elsewhere`]. It is what
/// `calls` asks for. `impl Calls<Payments> for Stable {}` in the crate of `Payments` says "production may call us". A tier that may call
/// itself may call neighbours; `impl Calls<Neighbours> for Tenant {}` alone keeps the namespaces of one tier apart.
#[diagnostic::on_unimplemented(
    message = "workloads in `{Self}` may not call `{D}`",
    label = "the walls of `{Self}` have no door to `{D}`",
    note = "move the workload to a tier that has this door, or to a tier of your own with `impl Calls<{D}> for MyTier {{}}`",
    note = "a tier of your own lets callers in from its own crate: `impl Calls<MyTier> for {Self} {{}}`"
)]
pub trait Calls<D: Door>: Tier {}

/// Where a call can lead: every tier is a door, and so are neighbours and the internet. Sealed otherwise.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no door",
    label = "expected a tier or a door",
    note = "a door is a tier, `Neighbours`, `Internet`, `Kubernetes` or `Elsewhere`"
)]
pub trait Door: sealed::Door {}
/// A kind of store. Sealed: were it open, a crate could open the walls of `Stable` to a kind of its own.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no kind of store",
    label = "expected a kind of store",
    note = "the kinds are `Database`, `Objects`, `Queue`, `Policy`; a store of your own is of one of them"
)]
pub trait StoreKind: sealed::Kind + 'static {}
mod sealed {
    pub trait Door {}
    pub trait Kind {}
}

/// Rows, documents, graphs, keys.
#[derive(Debug)]
pub enum Database {}
/// Blobs.
#[derive(Debug)]
pub enum Objects {}
/// Messages.
#[derive(Debug)]
pub enum Queue {}
/// Answers to "may I".
#[derive(Debug)]
pub enum Policy {}
macro_rules! kinds { ($($t:ident),*) => { $(impl sealed::Kind for $t {} impl StoreKind for $t {})* } }
kinds!(Database, Objects, Queue, Policy);

/// What runs in the same namespace.
#[derive(Debug)]
pub enum Neighbours {}
#[diagnostic::do_not_recommend]
impl<T: Calls<T>> Calls<Neighbours> for T {}
/// Whatever is not in the cluster.
#[derive(Debug)]
pub enum Internet {}
/// The API server.
#[derive(Debug)]
pub enum Kubernetes {}
/// What other programs deploy in the same cluster.
#[derive(Debug)]
pub enum Elsewhere {}
impl<T: Tier> sealed::Door for T {}
impl<T: Tier> Door for T {}
macro_rules! doors { ($($t:ident),*) => { $(impl sealed::Door for $t {} impl Door for $t {})* } }
doors!(Neighbours, Internet, Kubernetes, Elsewhere);
