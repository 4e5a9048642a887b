//! A store, as a handle for the workloads that use it. A namespace declares where the store runs.
use crate::model::*;
use std::borrow::Cow;
use std::marker::PhantomData;
use std::panic::Location;

/// A store that workloads use, such as a database or a message queue. It is a constant:
/// `const ORDERS: Store<Postgres> = Store::postgres("orders");`.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// const MODELS: Store<Minio> = Store::minio("models").bucket("acme-models").secret(Secret::new("models-s3"));
/// const ORDERS: Store<Postgres> = Store::postgres("orders").database("shop").connections(80).provided_by("orders()");
/// const EVENTS: Store<Kafka> = Store::kafka("events").brokers(3);
/// let serve: Worker<Exp> = Worker::new("serve", "ghcr.io/acme/serve:1.0.0").reads(&MODELS).uses(&ORDERS).uses(&EVENTS);
/// # let _ = serve;
/// ```
///
/// A Store becomes, for each workload that uses it:
///
/// * egress to the store in the `NetworkPolicy` of the workload, and ingress in the `NetworkPolicy` of the StatefulSet
///   that provides the store
/// * environment variables, with credentials from the Secret `<store>-credentials`
/// * a `ConfigMap` named `<store>-config` in the namespace of the workload, if the protocol has values that are not
///   secret
///
/// Another declaration runs the store: [`StatefulSet::provides`], [`ExternalStore`] or an addon. A used store that no
/// namespace provides is an error, `missing-provider`.
#[derive(Debug)]
#[must_use = "a Store has no effect by itself: pass it to `.uses(&STORE)` of a workload"]
pub struct Store<P> {
    pub(crate) handle: StoreHandle,
    protocol: PhantomData<fn() -> P>,
}
impl<P> Clone for Store<P> {
    fn clone(&self) -> Self {
        Self { handle: self.handle.clone(), protocol: PhantomData }
    }
}

/// A store without its type.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct StoreHandle {
    pub(crate) name: Cow<'static, str>,
    pub(crate) port: Port,
    pub(crate) secret: Option<Secret>,
    pub(crate) env: Option<&'static [(&'static str, &'static str)]>,
    pub(crate) protocol: &'static StoreProtocol,
    /// The name of the database or the bucket.
    pub(crate) contents: Option<&'static str>,
    pub(crate) instances: Option<u32>,
    pub(crate) connections: Option<u32>,
    /// The addon that provides the store, as a call.
    pub(crate) provided_by: Option<&'static str>,
}

impl<P> Store<P> {
    /// `secretKeyRef.name`: the Secret with the credentials of the store. Default: `<store>-credentials`.
    #[doc(alias = "secretKeyRef.name")]
    pub const fn secret(mut self, secret: Secret) -> Self {
        std::mem::forget(self.handle.secret.replace(secret)); // a const fn cannot run destructors
        self
    }
    /// `env`: replaces the variables of the protocol. Each item is the name of a variable and a key of the Secret. The
    /// list is one slice, because a constant cannot grow.
    pub const fn env(mut self, env: &'static [(&'static str, &'static str)]) -> Self {
        self.handle.env = Some(env);
        self
    }
    /// Names the addon that provides the store, for the help of `missing-provider`: `.provided_by("warehouse()")`.
    pub const fn provided_by(mut self, addon: &'static str) -> Self {
        self.handle.provided_by = Some(addon);
        self
    }
    /// The same store with a computed name: `ORDERS.name(format!("orders-{tenant}"))`.
    pub fn name(mut self, name: impl Text) -> Self {
        self.handle.name = Cow::Owned(name.into());
        self
    }
    /// `secretKeyRef`: one key of the Secret, for a variable with another name.
    #[must_use]
    pub fn key(&self, key: &'static str) -> SecretKey {
        self.handle.secret().key(key)
    }
}
impl<P: Protocol> Store<P> {
    /// A store with this name and port: `Store::<Database>::new("clickhouse", Port::tcp(9000))`.
    pub const fn new(name: &'static str, port: Port) -> Self {
        Self { handle: StoreHandle::new(name, port, P::PROTOCOL), protocol: PhantomData }
    }
}
impl<P> Store<P> {
    /// The store without its type. A const fn cannot run destructors, so `self` is forgotten.
    pub(crate) const fn into_handle(mut self) -> StoreHandle {
        let empty = StoreHandle::new("", self.handle.port, self.handle.protocol);
        let handle = std::mem::replace(&mut self.handle, empty);
        std::mem::forget(self);
        handle
    }
}

impl StoreHandle {
    const fn new(name: &'static str, port: Port, protocol: &'static StoreProtocol) -> Self {
        Self {
            name: Cow::Borrowed(name),
            port,
            secret: None,
            env: None,
            protocol,
            contents: None,
            instances: None,
            connections: None,
            provided_by: None,
        }
    }
    /// The Secret with the credentials of the store.
    pub(crate) fn secret(&self) -> Secret {
        self.secret.clone().unwrap_or_else(|| Secret::new("").name(format!("{}-credentials", self.name)))
    }
    /// The number of connections that the store accepts; none if there is no limit.
    pub(crate) fn connections(&self) -> Option<u32> {
        self.connections.or(self.protocol.connections)
    }
    pub(crate) fn config_map(&self) -> String {
        format!("{}-config", self.name)
    }
}

/// The access of a workload to a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Access {
    Read,
    Write,
}
/// A store that a pod uses, with the position of the setter.
#[derive(Clone, Debug)]
pub(crate) struct StoreUse {
    pub(crate) store: StoreHandle,
    pub(crate) access: Access,
    pub(crate) at: Place,
}
impl StoreUse {
    pub(crate) fn same(&self, other: &Self) -> bool {
        self.store.name == other.store.name
    }
}
impl PodDecl {
    #[track_caller]
    pub(crate) fn use_store(&mut self, store: StoreHandle, access: Access) {
        keyed(&mut self.stores, StoreUse { store, access, at: Location::caller() }, StoreUse::same);
    }
}

/// The argument of `uses`: a borrowed [`Store`] whose kind the tier `T` may write to.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a store",
    label = "expected a store, such as `&POSTGRES`",
    note = "pass a reference, `.uses(&POSTGRES)`; to define a store, write `const ORDERS: Store<Postgres> = Store::postgres(\"orders\");`",
    note = "to connect to a `Service`, `Endpoint` or `External`, write `.calls(..)`"
)]
pub trait Writable<T> {
    #[doc(hidden)]
    fn handle(self) -> StoreHandle;
}
impl<T: Uses<P::Kind>, P: Protocol> Writable<T> for &Store<P> {
    fn handle(self) -> StoreHandle {
        self.handle.clone()
    }
}
/// The argument of `reads`: a borrowed [`Store`] whose kind the tier `T` may read from.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a store",
    label = "expected a store, such as `&POSTGRES`",
    note = "pass a reference, `.uses(&POSTGRES)`; to define a store, write `const ORDERS: Store<Postgres> = Store::postgres(\"orders\");`",
    note = "to connect to a `Service`, `Endpoint` or `External`, write `.calls(..)`"
)]
pub trait Readable<T> {
    #[doc(hidden)]
    fn handle(self) -> StoreHandle;
}
impl<T: Reads<P::Kind>, P: Protocol> Readable<T> for &Store<P> {
    fn handle(self) -> StoreHandle {
        self.handle.clone()
    }
}
