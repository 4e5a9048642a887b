//! Stores that another program runs.
use crate::model::{Call, Endpoint, External, Namespace, OtherServices, Protocol, Store, StoreHandle, Text, Tier};

/// A store that another program runs, outside the cluster or in it. The store itself is not rendered. Workloads that
/// use it get egress to its address.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// const ORDERS: Store<Postgres> = Store::postgres("orders");
/// const RDS: External = External::new("orders.abc.eu-central-1.rds.amazonaws.com").cidrs(&["10.20.0.0/24"]);
///
/// let data = Namespace::new("data", Shared).store(ExternalStore::new(&ORDERS, RDS).used_by("shop"));
/// # let _ = data;
/// ```
///
/// ```
/// use coderev_infra::prelude::*;
///
/// const SESSIONS: Store<Redis> = Store::redis("sessions");
/// let dragonfly = Endpoint::existing("caches", "dragonfly", Port::tcp(6379)).pods("app", "dragonfly");
/// let data = Namespace::new("data", Shared).store(ExternalStore::in_cluster(&SESSIONS, &dragonfly));
/// # let _ = data;
/// ```
#[derive(Clone, Debug)]
#[must_use = "an ExternalStore has no effect by itself: pass it to `Namespace::store(..)`"]
pub struct ExternalStore {
    pub(crate) store: StoreHandle,
    pub(crate) home: StoreProvider,
    /// Namespaces whose workloads may use the store; all namespaces if empty.
    pub(crate) used_by: Vec<String>,
}
/// The location of a store that another program runs.
#[derive(Clone, Debug)]
pub(crate) enum StoreProvider {
    Outside(External),
    /// In this cluster: the host of its Service, and the namespace and labels of its pods.
    Inside {
        service: String,
        namespace: String,
        pods: Vec<(String, String)>,
    },
}
impl StoreProvider {
    /// The external address; none if the store is in the cluster.
    pub(crate) const fn outside(&self) -> Option<&External> {
        match self {
            Self::Outside(external) => Some(external),
            Self::Inside { .. } => None,
        }
    }
}
impl ExternalStore {
    /// `NetworkPolicy` `egress` of the workloads that use `store`: the addresses and the port of `external`. Default
    /// port: 443 (HTTPS) for object storage, else the port of the store.
    pub fn new<P: Protocol>(store: &Store<P>, external: External) -> Self {
        Self { store: store.handle.clone(), home: StoreProvider::Outside(external), used_by: Vec::new() }
    }
    /// `NetworkPolicy` `egress` of the workloads that use `store`: the pods of `endpoint`, on the port of the store.
    /// Another program deploys these pods.
    pub fn in_cluster<P: Protocol>(store: &Store<P>, endpoint: &Endpoint<OtherServices>) -> Self {
        let service = endpoint.as_target().name;
        let Call::OtherServices { namespace, pods, .. } = endpoint.as_call() else {
            unreachable!("a call to an endpoint of another program has a namespace and pods")
        };
        Self {
            store: store.handle.clone(),
            home: StoreProvider::Inside { service, namespace, pods },
            used_by: Vec::new(),
        }
    }
}

impl ExternalStore {
    /// `NetworkPolicy` `egress`: allows the workloads of a namespace to use the store. A workload in a namespace that
    /// is not allowed is an error, `store-not-shared`. Default: all namespaces.
    #[doc(alias("NetworkPolicy", "egress"))]
    #[track_caller]
    pub fn used_by(mut self, namespace: impl Text) -> Self {
        self.used_by.push(namespace.into());
        self
    }
}

/// The argument of `Namespace::store`. The trait exists for its compile error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not specify where the store runs",
    label = "expected an `ExternalStore`",
    note = "for a store outside this platform, such as a managed database, write `ExternalStore::new(&ORDERS, RDS)`",
    note = "for a store that runs in a `StatefulSet` of this platform, write `.provides(&STORE)` on the `StatefulSet`",
    note = "a `Store` only names a store; workloads refer to it with `.uses(&POSTGRES)`"
)]
pub trait Provider {
    #[doc(hidden)]
    fn external(self) -> ExternalStore;
}
#[diagnostic::do_not_recommend]
impl Provider for ExternalStore {
    fn external(self) -> Self {
        self
    }
}
impl<T: Tier> Namespace<T> {
    /// `NetworkPolicy` `egress` of the workloads that use a store: declares the address of the store. A second call for
    /// the same store replaces the first.
    #[doc(alias("NetworkPolicy", "egress"))]
    pub fn store(mut self, provider: impl Provider) -> Self {
        self.add_store(provider.external());
        self
    }
}
