//! What runs a store.
use crate::model::{Call, Endpoint, External, Namespace, OtherServices, Protocol, Store, StoreHandle, Text, Tier};

/// A store that somebody else runs, outside of the cluster or in it: the way there, and nothing else.
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
#[must_use = "a store is there only where a namespace has its provider: `Namespace::store(..)`"]
pub struct ExternalStore {
    pub(crate) store: StoreHandle,
    pub(crate) home: StoreProvider,
    /// Namespaces whose workloads may use it; any where none is said.
    pub(crate) used_by: Vec<String>,
}
/// Where a store is that somebody else runs.
#[derive(Clone, Debug)]
pub(crate) enum StoreProvider {
    Outside(External),
    /// In this cluster: the host of its Service, and where its pods are.
    Inside {
        service: String,
        namespace: String,
        pods: Vec<(String, String)>,
    },
}
impl StoreProvider {
    /// Where it is, when it is outside of the cluster.
    pub(crate) const fn outside(&self) -> Option<&External> {
        match self {
            Self::Outside(external) => Some(external),
            Self::Inside { .. } => None,
        }
    }
}
impl ExternalStore {
    /// `NetworkPolicy` `egress` of who uses `store`: the addresses of `external`, on the port that it says, else on the store's; objects are on 443, by
    /// HTTPS, when nobody says.
    pub fn new<P: Protocol>(store: &Store<P>, external: External) -> Self {
        Self { store: store.handle.clone(), home: StoreProvider::Outside(external), used_by: Vec::new() }
    }
    /// `NetworkPolicy` `egress` of who uses `store`: the pods of `endpoint`, which another program deploys, on the port of the store.
    pub fn in_cluster<P: Protocol>(store: &Store<P>, endpoint: &Endpoint<OtherServices>) -> Self {
        let service = endpoint.as_target().name;
        let Call::OtherServices { namespace, pods, .. } = endpoint.as_call() else {
            unreachable!("what is elsewhere is called there")
        };
        Self {
            store: store.handle.clone(),
            home: StoreProvider::Inside { service, namespace, pods },
            used_by: Vec::new(),
        }
    }
}

impl ExternalStore {
    /// `NetworkPolicy` `egress`: one of the namespaces whose workloads may use it, by name; a workload of another that does is an error. Any may when
    /// nobody says.
    #[doc(alias("NetworkPolicy", "egress"))]
    #[track_caller]
    pub fn used_by(mut self, namespace: impl Text) -> Self {
        self.used_by.push(namespace.into());
        self
    }
}

/// What `Namespace::store` takes. It exists for its words.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not provide a store",
    label = "expected a provider",
    note = "a store that runs elsewhere is `ExternalStore::new(&ORDERS, RDS)`; a `StatefulSet` of your own declares `.provides(&STORE)`",
    note = "a `Store` says who uses it, not where it runs: set `.uses(&POSTGRES)` on a workload"
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
    /// `NetworkPolicy` `egress` of who uses the store. Said again for the same store, the later one wins.
    #[doc(alias("NetworkPolicy", "egress"))]
    pub fn store(mut self, provider: impl Provider) -> Self {
        self.add_store(provider.external());
        self
    }
}
