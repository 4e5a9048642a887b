//! Stores: the namespace that provides each store, and its address for the workloads that use it.
use crate::model::{
    Access, External, ExternalStore, KindDecl, NamespaceDecl, Platform, Port, Secret, StoreAddress, StoreHandle,
    StoreProvider, StoreUse, StoreValue, WorkloadDecl,
};
use crate::resolve::replicas;
use std::collections::{BTreeMap, BTreeSet};

/// All stores of a platform, by name.
pub(crate) struct Stores<'a> {
    locations: BTreeMap<&'a str, StoreLocation<'a>>,
    /// The pairs of a namespace and a store that a workload of the namespace writes to.
    written: BTreeSet<(&'a str, &'a str)>,
}
impl<'a> Stores<'a> {
    pub(crate) fn resolve(namespaces: &[&'a NamespaceDecl]) -> Self {
        let (mut locations, mut written) = (BTreeMap::new(), BTreeSet::new());
        for home in namespaces {
            for store in &home.provides {
                locations.entry(&*store.name).or_insert_with(|| StoreLocation::new(home, &store.name));
            }
            let uses = home.workloads.iter().flat_map(|workload| &workload.pod.stores).chain(&home.defaults.stores);
            let writes = uses.filter(|used| used.access == Access::Write);
            written.extend(writes.map(|used| (&*home.name, &*used.store.name)));
        }
        Self { locations, written }
    }
    /// The location of `store`. `None` if no namespace provides it.
    pub(crate) fn location(&self, store: &StoreHandle) -> Option<StoreLocation<'a>> {
        self.locations.get(&*store.name).copied()
    }
    /// The stores of one workload in `namespace`, in an order that does not depend on the order of the declarations.
    pub(crate) fn bind(&self, namespace: &NamespaceDecl, uses: Vec<StoreUse>) -> Vec<StoreBinding<'a>> {
        let bind = |used: StoreUse| StoreBinding {
            location: self.location(&used.store),
            secret: self.secret(namespace, &used),
            used,
        };
        let mut stores: Vec<_> = uses.into_iter().map(bind).collect();
        stores.sort_by(|a, b| {
            let (a, b) = (&a.used.store, &b.used.store);
            (a.protocol.position, &a.name).cmp(&(b.protocol.position, &b.name))
        });
        stores
    }
    /// In a namespace without a writer, a reader has the default Secret, which then contains the role of the reader. In
    /// a namespace with a writer, the reader has a separate Secret.
    fn secret(&self, namespace: &NamespaceDecl, used: &StoreUse) -> Secret {
        let default = used.store.secret();
        if used.access == Access::Read && self.written.contains(&(&*namespace.name, &*used.store.name)) {
            let name = format!("{}-readonly", default.name);
            default.name(name)
        } else {
            default
        }
    }
    /// The address of a store, as the data of its ConfigMap. `None` for a store without a protocol, and for a protocol
    /// whose address is secret.
    pub(crate) fn config(
        &self,
        platform: &Platform,
        namespace: &NamespaceDecl,
        store: &StoreHandle,
    ) -> Option<Vec<(String, String)>> {
        let config = store.protocol.config.filter(|_| store.env.is_none())?;
        self.location(store)?;
        let data = config(&self.address(platform, namespace, store));
        Some(data.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }
    /// The address of `store` for the workloads of `namespace`.
    pub(crate) fn address<'s>(
        &'s self,
        platform: &'s Platform,
        namespace: &'s NamespaceDecl,
        store: &'s StoreHandle,
    ) -> StoreAddress<'s> {
        address(self.location(store), platform, namespace, store)
    }
}

/// The address of `store`, which is at `location`.
pub(crate) fn address<'s>(
    location: Option<StoreLocation<'s>>,
    platform: &'s Platform,
    namespace: &'s NamespaceDecl,
    store: &'s StoreHandle,
) -> StoreAddress<'s> {
    StoreAddress {
        store,
        host: location.map_or_else(|| "<host>".into(), |it| it.host(platform, store)),
        port: location.map_or(store.port, |it| it.port(store)).number,
        namespace: location.map_or("", |it| &it.home.name),
        cluster_domain: &platform.cluster.domain,
        set: location.and_then(|it| Some((&*it.set?.name, it.replicas()?))),
        is_external: location.is_some_and(|it| it.external.is_some()),
        is_outside: location.is_some_and(|it| it.outside().is_some()),
        tier: &namespace.spec,
    }
}

/// The namespace that provides a store, and the location of the store.
#[derive(Clone, Copy)]
pub(crate) struct StoreLocation<'a> {
    pub(crate) home: &'a NamespaceDecl,
    /// The declaration of a store that another program runs.
    pub(crate) external: Option<&'a ExternalStore>,
    /// The StatefulSet that runs it. Its Service has its name.
    set: Option<&'a WorkloadDecl>,
}
impl<'a> StoreLocation<'a> {
    fn new(home: &'a NamespaceDecl, store: &str) -> Self {
        let provides = |kind: &KindDecl| match kind {
            KindDecl::StatefulSet(set) => set.provides.iter().any(|here| here.value.name == store),
            _ => false,
        };
        let set = home.workloads.iter().find(|workload| provides(&workload.kind));
        let external = home.external.iter().find(|here| here.store.name == store);
        Self { home, external, set }
    }
    /// The address of a store outside of the cluster.
    pub(crate) fn outside(&self) -> Option<&'a External> {
        self.external.and_then(|external| external.home.outside())
    }
    /// The port of `store`: the port of the external address, else its own. The default port of an external address,
    /// 443, applies only to protocols over HTTPS.
    pub(crate) fn port(&self, store: &StoreHandle) -> Port {
        let outside = self.outside().map(|external| external.port);
        outside.filter(|port| store.protocol.https_outside || *port != HTTPS).unwrap_or(store.port)
    }
    /// The host name of `store` for its users.
    pub(crate) fn host(&self, platform: &Platform, store: &StoreHandle) -> String {
        match self.external.map(|external| &external.home) {
            Some(StoreProvider::Outside(external)) => external.host.to_string(),
            Some(StoreProvider::Inside { service, namespace, .. }) => {
                format!("{service}.{namespace}.svc.{}", platform.cluster.domain)
            }
            None => format!("{}.{}.svc.{}", self.pods(store), self.home.name, platform.cluster.domain),
        }
    }
    /// The name of the pods that run `store`: the name of the StatefulSet that provides it, else the name of the store.
    pub(crate) fn pods<'s>(&'s self, store: &'s StoreHandle) -> &'s str {
        self.set.map_or(&store.name, |set| &set.name)
    }
    /// The name of the StatefulSet of the platform that runs the store.
    pub(crate) fn set_name(&self) -> Option<&'a str> {
        self.set.map(|set| &*set.name)
    }
    /// The number of pods that always run, if a StatefulSet of the platform runs the store.
    fn replicas(&self) -> Option<u32> {
        self.set.map(|set| replicas::declared(&self.home.spec, set).min())
    }
}
/// The default port of an `External`.
const HTTPS: Port = Port::tcp(443).name("https");

/// A store that a workload uses.
pub(crate) struct StoreBinding<'a> {
    pub(crate) used: StoreUse,
    /// The location of the store. `None` if no namespace provides it.
    pub(crate) location: Option<StoreLocation<'a>>,
    /// The Secret with the credentials.
    pub(crate) secret: Secret,
}
impl StoreBinding<'_> {
    /// The variables of the store, by name, in a fixed order.
    pub(crate) fn variables(&self) -> Vec<(&'static str, StoreValue)> {
        let store = &self.used.store;
        if let Some(declared) = store.env {
            return declared.iter().map(|(name, key)| (*name, StoreValue::Secret(key))).collect();
        }
        let writes = self.used.access == Access::Write;
        let variables = store.protocol.variables.iter().filter(|variable| writes || !variable.for_writers);
        variables.map(|variable| (variable.name, variable.value)).collect()
    }
    /// The keys of its Secret.
    pub(crate) fn secret_keys(&self) -> impl Iterator<Item = &'static str> {
        self.variables().into_iter().filter_map(|(_, variable)| match variable {
            StoreValue::Secret(key) => Some(key),
            _ => None,
        })
    }
}
