//! Setters that a type does not have, with a better compile error.
//!
//! rustc would only report that there is no method named `image`. It would not name the right setter. Each method here
//! has a bound that no type satisfies. The trait of the bound has the message.
use crate::model::workload::setters_of;
use crate::model::*;

/// The bound of `image`. No type implements it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "there is no setter `.image(..)`: `new` takes the image",
    label = "the image is the second argument of `new`",
    note = "for example, write `Service::new(\"web\", \"ghcr.io/acme/web:1.4.0\")` or `Container::new(\"fetch\", \"ghcr.io/acme/fetch:1.0.0\")`"
)]
pub trait TakesImage<V> {}
/// The bound of `resources`. No type implements it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "there is no setter `.resources(..)`: each resource has its own setter",
    label = "use `.cpu(..)` and `.memory(..)`",
    note = "write `.cpu(millis(250)..=cores(1)).memory(mebi(512)..=gibi(1))`: a range sets the request and the limit",
    note = "for other resources, write `.ephemeral_storage(..)` or `.extended_resource(..)`"
)]
pub trait TakesResources<V> {}
/// The bound of `volume`. No type implements it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "there is no setter `.volume(..)`: `.mount(..)` declares a volume and mounts it",
    label = "use `.mount(..)`",
    note = "write `.mount(\"/var/cache\", Volume::empty_dir(gibi(1)))`; `.mount(..)` also takes a ConfigMap, a Secret or a PersistentVolumeClaim",
    note = "for a claim per pod, write `.volume_claim_template(..)` on a `StatefulSet`"
)]
pub trait TakesVolume<V> {}
/// The bound of `host` on workloads. No type implements it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a workload has no setter `.host(..)`: a host belongs to a namespace",
    label = "set the host on the namespace, and the route on the workload",
    note = "write `Namespace::new(\"shop\", Stable).host(Host::new(\"shop.example.com\")).service(web.route(prefix(\"/\")))`"
)]
pub trait TakesHost {}
/// The bound of `namespace`. No type implements it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a workload has no setter `.namespace(..)`: a namespace lists its workloads",
    label = "add the workload to its namespace",
    note = "write `Namespace::new(\"shop\", Stable).service(web)`"
)]
pub trait TakesNamespace {}
/// The bound of `replicas` and `autoscale`, on kinds of workload without them. No type implements it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no replicas",
    label = "this kind of workload has no `.replicas(..)` and no `.autoscale(..)`",
    note = "for a job, `.parallelism(n)` sets how many pods run at a time, and `.completions(n)` sets how many must succeed",
    note = "a `DaemonSet` has one pod on each node that `.nodes(..)` selects"
)]
pub trait TakesReplicas {}
/// The bound of `strategy`, on kinds of workload without it. No type implements it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `.strategy(..)`",
    label = "only a `Service` and a `Worker` take a `Strategy`",
    note = "a `StatefulSet` updates one pod at a time; to change this, write `.max_unavailable(percent(25))`, `.partition(n)` or `.on_delete()`",
    note = "a `DaemonSet` updates one node at a time; to change this, write `.max_unavailable(percent(25))` or `.on_delete()`"
)]
pub trait TakesStrategy {}

setters_of! { Service<T>, Worker<T>, Job<T>, CronJob<T>, StatefulSet<T>, DaemonSet<T>, Container => {
    #[doc(hidden)]
    pub fn image<V>(self, _image: V) -> Self where Self: TakesImage<V> {
        self
    }
} }
setters_of! { Pod<T>, Service<T>, Worker<T>, Job<T>, CronJob<T>, StatefulSet<T>, DaemonSet<T>, Container => {
    #[doc(hidden)]
    pub fn resources<V>(self, _resources: V) -> Self where Self: TakesResources<V> {
        self
    }
    #[doc(hidden)]
    pub fn volume<V>(self, _volume: V) -> Self where Self: TakesVolume<V> {
        self
    }
} }
setters_of! { Service<T>, Worker<T>, Job<T>, CronJob<T>, StatefulSet<T>, DaemonSet<T> => {
    #[doc(hidden)]
    pub fn host<V>(self, _host: V) -> Self where Self: TakesHost {
        self
    }
    #[doc(hidden)]
    pub fn namespace<V>(self, _namespace: V) -> Self where Self: TakesNamespace {
        self
    }
} }
setters_of! { Worker<T>, Job<T>, CronJob<T>, DaemonSet<T> => {
    #[doc(hidden)]
    pub fn port<V>(self, _port: V) -> Self where Self: Addressable<T> {
        self
    }
    #[doc(hidden)]
    pub fn route<V>(self, _route: V) -> Self where Self: Addressable<T> {
        self
    }
    #[doc(hidden)]
    pub fn load_balancer<V>(self, _balancer: V) -> Self where Self: Addressable<T> {
        self
    }
} }
setters_of! { Job<T>, CronJob<T>, DaemonSet<T> => {
    #[doc(hidden)]
    pub fn replicas<V>(self, _n: V) -> Self where Self: TakesReplicas {
        self
    }
    #[doc(hidden)]
    pub fn autoscale<V>(self, _autoscale: V) -> Self where Self: TakesReplicas {
        self
    }
} }
setters_of! { StatefulSet<T>, DaemonSet<T>, Job<T>, CronJob<T> => {
    #[doc(hidden)]
    pub fn strategy<V>(self, _strategy: V) -> Self where Self: TakesStrategy {
        self
    }
} }
