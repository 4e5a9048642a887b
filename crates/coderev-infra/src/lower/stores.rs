//! What the library knows of stores: variables, config maps, and the namespace that runs one.
use crate::lower::Workload;
use crate::lower::connections::Pools;
use crate::words::{
    Access, External, Form, NamespaceWords, Platform, Port, Secret, StoreHandle, StoreHome, StoreUse, Wire,
    WorkloadWords,
};
use k8s_openapi::api::core::v1::{ConfigMapKeySelector, EnvVar, EnvVarSource, SecretKeySelector};

/// The namespace that runs `store`.
pub(crate) fn provider<'a>(platform: &'a Platform, store: &StoreHandle) -> Option<&'a NamespaceWords> {
    platform.namespaces.iter().find(|namespace| namespace.provides.iter().any(|here| here.name == store.name))
}

/// Where `home` says that `store` is, when somebody else runs it.
pub(crate) fn elsewhere<'a>(home: &'a NamespaceWords, store: &StoreHandle) -> Option<&'a StoreHome> {
    home.external.iter().find(|here| here.store.name == store.name).map(|here| &here.home)
}
/// Where `home` says that `store` is, when it is outside of the cluster.
pub(crate) fn external<'a>(home: &'a NamespaceWords, store: &StoreHandle) -> Option<&'a External> {
    elsewhere(home, store)?.outside()
}
/// Where `store` answers: on its own port, or on what is said of where it is outside of the cluster, which for objects is 443.
pub(crate) fn port(home: &NamespaceWords, store: &StoreHandle) -> Port {
    let outside = external(home, store).map(|external| external.port);
    outside.filter(|port| store.wire == Wire::Minio || *port != HTTPS).unwrap_or(store.port)
}
/// What an `External` has when nobody says.
const HTTPS: Port = Port::tcp(443).name("https");
/// The host of `store`, as its users write it.
pub(crate) fn host(platform: &Platform, home: &NamespaceWords, store: &StoreHandle) -> String {
    match elsewhere(home, store) {
        Some(StoreHome::Outside(external)) => external.host.to_string(),
        Some(StoreHome::Inside { service, namespace, .. }) => {
            format!("{service}.{namespace}.svc.{}", platform.cluster.domain)
        }
        None => format!("{}.{}.svc.{}", store.name, home.name, platform.cluster.domain),
    }
}

/// The name of the pods that run `store` in `home`: the set that provides it, or those of the preset, which are named after it.
pub(crate) fn pods(home: &NamespaceWords, store: &StoreHandle) -> String {
    let provides = |said: &&WorkloadWords| match &said.form {
        Form::StatefulSet(set) => set.provides.iter().any(|here| here.value.name == store.name),
        _ => false,
    };
    home.workloads.iter().find(provides).map_or_else(|| store.name.to_string(), |set| set.name.clone())
}

/// The Secret that `used` refers to: readers share the usual one where nobody in the namespace writes, since it then holds the
/// reader's role; beside a writer they have their own.
pub(crate) fn secret(namespace: &NamespaceWords, used: &StoreUse) -> Secret {
    let usual = used.store.secret();
    let all = namespace.workloads.iter().flat_map(|service| &service.words.stores).chain(&namespace.defaults.stores);
    let written = all.filter(|other| other.same(used)).any(|other| other.access == Access::Write);
    if used.access == Access::Read && written {
        let name = format!("{}-readonly", usual.name);
        usual.name(name)
    } else {
        usual
    }
}

/// The stores of a workload in a fixed order: the order of the user's words means nothing here.
pub(crate) fn sorted<'a>(workload: &'a Workload<'_>) -> Vec<&'a StoreUse> {
    let mut stores: Vec<_> = workload.words.stores.iter().collect();
    stores.sort_by_key(|used| (used.store.wire as u8, used.store.name.clone()));
    stores
}

/// The variables that a store brings.
pub(crate) fn variables(workload: &Workload<'_>, used: &StoreUse, pools: &Pools) -> Vec<EnvVar> {
    let store = &used.store;
    let secret = secret(workload.namespace, used);
    let of_secret = |name: &str, key: &str| from_secret(name, &secret.name, key);
    if let Some(said) = store.env {
        return said.iter().map(|(name, key)| of_secret(name, key)).collect();
    }
    let of_config = |name: &str, key: &str| from_config(name, &store.config_map(), key);
    match store.wire {
        Wire::Postgres => {
            let mut variables = vec![of_secret("DATABASE_URL", "url")];
            if used.access == Access::Write {
                variables.push(text("DB_POOL_SIZE", pools.size(workload, store).to_string()));
                variables.push(text("DB_MAX_OVERFLOW", "0"));
            }
            variables
        }
        Wire::Redis => vec![
            of_config("REDIS_URL", "url"),
            of_secret("REDIS_USERNAME", "username"),
            of_secret("REDIS_PASSWORD", "password"),
        ],
        Wire::Neo4j => vec![
            of_config("NEO4J_URI", "uri"),
            of_secret("NEO4J_USER", "user"),
            of_secret("NEO4J_PASSWORD", "password"),
        ],
        Wire::Minio => vec![
            of_config("S3_ENDPOINT", "endpoint"),
            of_config("S3_BUCKET", "bucket"),
            of_secret("S3_ACCESS_KEY", "access-key"),
            of_secret("S3_SECRET_KEY", "secret-key"),
        ],
        Wire::Kafka => vec![of_config("KAFKA_BOOTSTRAP_SERVERS", "bootstrap-servers")],
        Wire::Opa => vec![of_config("OPA_URL", "url")],
        Wire::Other => Vec::new(),
    }
}

/// What is no secret about a store: its address, as the data of its config map. None where the library does not know the protocol.
pub(crate) fn config(
    platform: &Platform,
    namespace: &NamespaceWords,
    store: &StoreHandle,
) -> Option<Vec<(String, String)>> {
    if store.env.is_some() {
        return None;
    }
    let home = provider(platform, store)?;
    let port = port(home, store).number;
    let address = format!("{}:{port}", host(platform, home, store));
    let one = |key: &str, value: String| vec![(key.to_owned(), value)];
    Some(match store.wire {
        Wire::Redis => one("url", format!("redis://{address}/{}", namespace.spec.redis_database)),
        Wire::Neo4j => one("uri", format!("bolt://{address}")),
        Wire::Minio => {
            let endpoint = match port {
                443 => format!("https://{}", host(platform, home, store)),
                _ => format!("http://{address}"),
            };
            vec![("endpoint".to_owned(), endpoint), ("bucket".to_owned(), store.bucket())]
        }
        Wire::Kafka if elsewhere(home, store).is_some() => one("bootstrap-servers", address),
        Wire::Kafka => {
            let (name, home, domain) = (&store.name, &home.name, &platform.cluster.domain);
            let broker = |n| format!("{name}-{n}.{name}-headless.{home}.svc.{domain}:{port}");
            one("bootstrap-servers", (0..BROKERS).map(broker).collect::<Vec<_>>().join(","))
        }
        Wire::Opa => one("url", format!("http://{address}")),
        Wire::Postgres | Wire::Other => return None,
    })
}
/// The number of brokers of the built-in store `kafka`.
const BROKERS: u32 = 3;

pub(crate) fn text(name: &str, value: impl Into<String>) -> EnvVar {
    EnvVar { name: name.into(), value: Some(value.into()), value_from: None }
}
pub(crate) fn from_secret(name: &str, secret: &str, key: &str) -> EnvVar {
    let key = SecretKeySelector { name: secret.into(), key: key.into(), optional: None };
    EnvVar {
        name: name.into(),
        value: None,
        value_from: Some(EnvVarSource { secret_key_ref: Some(key), ..Default::default() }),
    }
}
pub(crate) fn from_config(name: &str, map: &str, key: &str) -> EnvVar {
    let key = ConfigMapKeySelector { name: map.into(), key: key.into(), optional: None };
    EnvVar {
        name: name.into(),
        value: None,
        value_from: Some(EnvVarSource { config_map_key_ref: Some(key), ..Default::default() }),
    }
}
