//! Stores: the namespace that provides each, and how a workload reaches the ones that it uses.
use crate::words::{
    Access, External, ExternalStore, Form, NamespaceWords, Platform, Port, Secret, StoreHandle, StoreHome, StoreUse,
    Wire,
};
use std::collections::{BTreeMap, BTreeSet};

/// All stores of a platform, by name.
pub(crate) struct Stores<'a> {
    locations: BTreeMap<&'a str, StoreLocation<'a>>,
    /// Namespace and store, where a workload of the namespace writes to the store.
    written: BTreeSet<(&'a str, &'a str)>,
}
impl<'a> Stores<'a> {
    pub(crate) fn resolve(namespaces: &[&'a NamespaceWords]) -> Self {
        let (mut locations, mut written) = (BTreeMap::new(), BTreeSet::new());
        for home in namespaces {
            for store in &home.provides {
                locations.entry(&*store.name).or_insert_with(|| StoreLocation::new(home, &store.name));
            }
            let uses = home.workloads.iter().flat_map(|workload| &workload.words.stores).chain(&home.defaults.stores);
            let writes = uses.filter(|used| used.access == Access::Write);
            written.extend(writes.map(|used| (&*home.name, &*used.store.name)));
        }
        Self { locations, written }
    }
    /// Where `store` runs; none if no namespace provides it.
    pub(crate) fn location(&self, store: &StoreHandle) -> Option<StoreLocation<'a>> {
        self.locations.get(&*store.name).copied()
    }
    /// The uses of one workload in `namespace`, in a fixed order: the order of the declarations has no meaning.
    pub(crate) fn bind(&self, namespace: &NamespaceWords, uses: Vec<StoreUse>) -> Vec<StoreBinding<'a>> {
        let bind = |used: StoreUse| StoreBinding {
            location: self.location(&used.store),
            secret: self.secret(namespace, &used),
            used,
        };
        let mut stores: Vec<_> = uses.into_iter().map(bind).collect();
        stores.sort_by(|a, b| {
            let (a, b) = (&a.used.store, &b.used.store);
            (a.wire as u8, &a.name).cmp(&(b.wire as u8, &b.name))
        });
        stores
    }
    /// A reader has the usual Secret in a namespace where nobody writes, since it then holds the reader's role; beside a writer it has a
    /// Secret of its own.
    fn secret(&self, namespace: &NamespaceWords, used: &StoreUse) -> Secret {
        let usual = used.store.secret();
        if used.access == Access::Read && self.written.contains(&(&*namespace.name, &*used.store.name)) {
            let name = format!("{}-readonly", usual.name);
            usual.name(name)
        } else {
            usual
        }
    }
    /// The address of a store, as the data of its config map. None if the library does not know the protocol, and for a protocol whose
    /// address is a secret.
    pub(crate) fn config(
        &self,
        platform: &Platform,
        namespace: &NamespaceWords,
        store: &StoreHandle,
    ) -> Option<Vec<(String, String)>> {
        if store.env.is_some() {
            return None;
        }
        let location = self.location(store)?;
        let port = location.port(store).number;
        let host = location.host(platform, store);
        let address = format!("{host}:{port}");
        let one = |key: &str, value: String| vec![(key.to_owned(), value)];
        Some(match store.wire {
            Wire::Redis => one("url", format!("redis://{address}/{}", namespace.spec.redis_database)),
            Wire::Neo4j => one("uri", format!("bolt://{address}")),
            Wire::Minio => {
                let endpoint = if port == 443 { format!("https://{host}") } else { format!("http://{address}") };
                vec![("endpoint".to_owned(), endpoint), ("bucket".to_owned(), store.bucket())]
            }
            Wire::Kafka if location.external.is_some() => one("bootstrap-servers", address),
            Wire::Kafka => {
                let (name, home, domain) = (&store.name, &location.home.name, &platform.cluster.domain);
                let broker = |n| format!("{name}-{n}.{name}-headless.{home}.svc.{domain}:{port}");
                one("bootstrap-servers", (0..BROKERS).map(broker).collect::<Vec<_>>().join(","))
            }
            Wire::Opa => one("url", format!("http://{address}")),
            Wire::Postgres | Wire::Other => return None,
        })
    }
}
/// The brokers of the deployment guide's store.
const BROKERS: u32 = 3;

/// The namespace that provides a store, and where in it or outside of it the store runs.
#[derive(Clone, Copy)]
pub(crate) struct StoreLocation<'a> {
    pub(crate) home: &'a NamespaceWords,
    /// The declaration of a store that another program runs.
    pub(crate) external: Option<&'a ExternalStore>,
    /// The name of the StatefulSet that runs it.
    set: Option<&'a str>,
}
impl<'a> StoreLocation<'a> {
    fn new(home: &'a NamespaceWords, store: &str) -> Self {
        let provides = |form: &Form| match form {
            Form::StatefulSet(set) => set.provides.iter().any(|here| here.value.name == store),
            _ => false,
        };
        let set = home.workloads.iter().find(|workload| provides(&workload.form));
        let external = home.external.iter().find(|here| here.store.name == store);
        Self { home, external, set: set.map(|set| &*set.name) }
    }
    /// The address of a store outside of the cluster.
    pub(crate) fn outside(&self) -> Option<&'a External> {
        self.external.and_then(|external| external.home.outside())
    }
    /// The port of `store`: its own, or that of the external address. An external address without a port has 443, which is meant for object
    /// storage only.
    pub(crate) fn port(&self, store: &StoreHandle) -> Port {
        let outside = self.outside().map(|external| external.port);
        outside.filter(|port| store.wire == Wire::Minio || *port != HTTPS).unwrap_or(store.port)
    }
    /// The host of `store`, as its users write it.
    pub(crate) fn host(&self, platform: &Platform, store: &StoreHandle) -> String {
        match self.external.map(|external| &external.home) {
            Some(StoreHome::Outside(external)) => external.host.to_string(),
            Some(StoreHome::Inside { service, namespace, .. }) => {
                format!("{service}.{namespace}.svc.{}", platform.cluster.domain)
            }
            None => format!("{}.{}.svc.{}", store.name, self.home.name, platform.cluster.domain),
        }
    }
    /// The name of the pods that run `store`: those of the StatefulSet that provides it, or those of the preset, which are named after it.
    pub(crate) fn pods<'s>(&'s self, store: &'s StoreHandle) -> &'s str {
        self.set.unwrap_or(&store.name)
    }
}
/// The default port of an `External`.
const HTTPS: Port = Port::tcp(443).name("https");

/// A store that a workload uses.
pub(crate) struct StoreBinding<'a> {
    pub(crate) used: StoreUse,
    /// Where it runs; none if no namespace provides it.
    pub(crate) location: Option<StoreLocation<'a>>,
    /// The Secret with the credentials.
    pub(crate) secret: Secret,
}
impl StoreBinding<'_> {
    /// The variables of the store, by name, in a fixed order.
    pub(crate) fn variables(&self) -> Vec<(&'static str, StoreVariable)> {
        use StoreVariable::{Config, Overflow, PoolSize, Secret};
        let store = &self.used.store;
        if let Some(declared) = store.env {
            return declared.iter().map(|(name, key)| (*name, Secret(key))).collect();
        }
        match store.wire {
            Wire::Postgres if self.used.access == Access::Write => {
                vec![("DATABASE_URL", Secret("url")), ("DB_POOL_SIZE", PoolSize), ("DB_MAX_OVERFLOW", Overflow)]
            }
            Wire::Postgres => vec![("DATABASE_URL", Secret("url"))],
            Wire::Redis => vec![
                ("REDIS_URL", Config("url")),
                ("REDIS_USERNAME", Secret("username")),
                ("REDIS_PASSWORD", Secret("password")),
            ],
            Wire::Neo4j => vec![
                ("NEO4J_URI", Config("uri")),
                ("NEO4J_USER", Secret("user")),
                ("NEO4J_PASSWORD", Secret("password")),
            ],
            Wire::Minio => vec![
                ("S3_ENDPOINT", Config("endpoint")),
                ("S3_BUCKET", Config("bucket")),
                ("S3_ACCESS_KEY", Secret("access-key")),
                ("S3_SECRET_KEY", Secret("secret-key")),
            ],
            Wire::Kafka => vec![("KAFKA_BOOTSTRAP_SERVERS", Config("bootstrap-servers"))],
            Wire::Opa => vec![("OPA_URL", Config("url"))],
            Wire::Other => Vec::new(),
        }
    }
    /// The keys of its Secret.
    pub(crate) fn secret_keys(&self) -> impl Iterator<Item = &'static str> {
        self.variables().into_iter().filter_map(|(_, variable)| match variable {
            StoreVariable::Secret(key) => Some(key),
            _ => None,
        })
    }
}
/// The value of a variable of a store.
#[derive(Clone, Copy)]
pub(crate) enum StoreVariable {
    /// A key of the store's Secret.
    Secret(&'static str),
    /// A key of the store's config map.
    Config(&'static str),
    /// The connections that each pod may hold.
    PoolSize,
    /// The connections over these: none.
    Overflow,
}
