//! The Secrets that have to be there: by name and key, never by content.
use crate::lower::{Workload, stores};
use crate::manifest::SecretNeed;
use crate::words::{Access, Signal, Source, Variable, Variables, Wire};
use std::collections::BTreeMap;

pub(crate) fn of(workloads: &[Workload<'_>]) -> Vec<SecretNeed> {
    let mut needs = BTreeMap::<(String, String), BTreeMap<String, String>>::new();
    for workload in workloads {
        let mut need = |secret: &str, key: Option<(&str, String)>| {
            let keys = needs.entry((workload.namespace.name.clone(), secret.to_owned())).or_default();
            keys.extend(key.map(|(key, hint)| (key.to_owned(), hint)));
        };
        for used in &workload.words.stores {
            let secret = stores::secret(workload.namespace, used);
            for key in keys(used.store.wire, used.store.env) {
                need(&secret.name, Some((key, hint(workload, used, key))));
            }
        }
        for signal in workload.said.autoscale.iter().flat_map(|scale| &scale.signals) {
            if let Signal::Other(trigger) = signal {
                for (parameter, key) in &trigger.secrets {
                    need(&key.secret.name, Some((key.key, format!("<{parameter}>"))));
                }
            }
        }
        for (_, said) in workload.containers() {
            for word in &said.env {
                if let Variable::Secret(key) = &word.value {
                    need(&key.secret.name, Some((key.key, OWN.into())));
                }
            }
            for source in &said.env_from {
                if let Variables::Secret(secret) = &source.value {
                    need(&secret.name, None);
                }
            }
            for word in &said.mounts {
                if let Source::Secret(secret) = &word.volume.source {
                    need(&secret.name, None);
                }
            }
        }
    }
    needs.into_iter().map(|((namespace, name), keys)| SecretNeed { namespace, name, keys }).collect()
}

fn keys(wire: Wire, said: Option<&'static [(&'static str, &'static str)]>) -> Vec<&'static str> {
    if let Some(said) = said {
        return said.iter().map(|(_, key)| *key).collect();
    }
    match wire {
        Wire::Postgres => vec!["url"],
        Wire::Redis => vec!["username", "password"],
        Wire::Neo4j => vec!["user", "password"],
        Wire::Minio => vec!["access-key", "secret-key"],
        Wire::Kafka | Wire::Opa | Wire::Other => Vec::new(),
    }
}

/// What a workload asks for by itself: perhaps somebody else issues it.
const OWN: &str = r"what its issuer gave, or random: openssl rand -base64 48 | tr -d '\n'";
/// A value that nobody has to know: how to make one.
const RANDOM: &str = r"random: openssl rand -base64 48 | tr -d '\n'";

/// What belongs under a key: for PostgreSQL the whole address, with the role of the tier.
fn hint(workload: &Workload<'_>, used: &crate::words::StoreUse, key: &str) -> String {
    let home = stores::provider(workload.platform, &used.store);
    let host = home.map_or_else(|| "<host>".into(), |home| stores::host(workload.platform, home, &used.store));
    let tier = workload.spec().name.replace('-', "_");
    // Beside a writer a reader is somebody else.
    let is_beside = stores::secret(workload.namespace, used).name != used.store.secret().name;
    let role = if is_beside { format!("app_{tier}_readonly") } else { format!("app_{tier}") };
    let is_outside = home.is_some_and(|home| stores::external(home, &used.store).is_some());
    let encryption = if is_outside { "require" } else { "prefer" };
    match (used.store.wire, key) {
        (Wire::Postgres, "url") => {
            let name = &*used.store.name;
            let port = home.map_or(used.store.port, |home| stores::port(home, &used.store)).number;
            let database = if name == "postgres" { "code_review_platform".into() } else { name.replace('-', "_") };
            let read_only =
                if used.access == Access::Read { "&options=-c%20default_transaction_read_only%3Don" } else { "" };
            format!("postgresql://{role}:<password>@{host}:{port}/{database}?sslmode={encryption}{read_only}")
        }
        (_, "password" | "secret-key") => RANDOM.into(),
        (Wire::Redis, _) => role,
        (_, key) => format!("<{key}>"),
    }
}
