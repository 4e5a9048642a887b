//! What runs a store.
use crate::words::{External, Namespace, Protocol, Store, StoreHandle, Tier};

/// A store that somebody else runs, outside of the cluster: the way there, and nothing else.
///
/// ```
/// use coderev_infra::ExternalStore;
/// use coderev_infra::prelude::*;
///
/// const ORDERS: Store<Postgres> = Store::postgres("orders");
/// const RDS: External = External::new("orders.abc.eu-central-1.rds.amazonaws.com").cidrs(&["10.20.0.0/24"]);
///
/// let data = Namespace::new("data", Shared).store(ExternalStore::new(&ORDERS, RDS));
/// # let _ = data;
/// ```
#[derive(Clone, Debug)]
#[must_use = "a store is there only where a namespace has its provider: `Namespace::store(..)`"]
pub struct ExternalStore {
    pub(crate) store: StoreHandle,
    pub(crate) external: External,
}
impl ExternalStore {
    /// `NetworkPolicy` `egress` of who uses `store`: the addresses of `external`, on the port of the store.
    pub fn new<P: Protocol>(store: &Store<P>, external: External) -> Self {
        Self { store: store.handle.clone(), external }
    }
}

/// What `Namespace::store` takes. It exists for its words.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not run a store",
    label = "expected a provider",
    note = "a store that somebody else runs is `ExternalStore::new(&ORDERS, RDS)`; a set of your own says `.provides(&STORE)`",
    note = "a handle says who is used, not who runs it: it is `.uses(&POSTGRES)`"
)]
pub trait Provider {
    #[doc(hidden)]
    fn external(self) -> ExternalStore;
}
impl Provider for ExternalStore {
    fn external(self) -> Self {
        self
    }
}
impl<T: Tier> Namespace<T> {
    /// `NetworkPolicy` `egress` of who uses the store. Said again for the same store, the later one wins.
    pub fn store(mut self, provider: impl Provider) -> Self {
        self.add_store(provider.external());
        self
    }
}
