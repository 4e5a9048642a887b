//! The Secrets that have to exist, by name and key, never by content.
use crate::manifest::SecretNeed;
use crate::resolve::stores::StoreBinding;
use crate::resolve::workload::Workload;
use crate::words::{Access, Signal, Source, Variable, Variables, Wire};
use std::collections::BTreeMap;

/// The Secrets that `workloads` need, by namespace and name.
pub(crate) fn needs(workloads: &[Workload<'_>]) -> Vec<SecretNeed> {
    let mut needs = BTreeMap::<(&str, String), BTreeMap<String, String>>::new();
    for workload in workloads {
        let mut need = |secret: &str, key: Option<(&str, String)>| {
            let keys = needs.entry((&*workload.namespace.name, secret.to_owned())).or_default();
            keys.extend(key.map(|(key, hint)| (key.to_owned(), hint)));
        };
        for store in &workload.stores {
            for key in store.secret_keys() {
                need(&store.secret.name, Some((key, hint(workload, store, key))));
            }
        }
        for signal in workload.said.autoscale.iter().flat_map(|scale| &scale.signals) {
            if let Signal::Other(trigger) = signal {
                for (parameter, key) in &trigger.secrets {
                    need(&key.secret.name, Some((key.key, format!("<{parameter}>"))));
                }
            }
        }
        for (_, container) in workload.containers() {
            for variable in &container.env {
                if let Variable::Secret(key) = &variable.value {
                    need(&key.secret.name, Some((key.key, OWN.into())));
                }
            }
            for source in &container.env_from {
                if let Variables::Secret(secret) = &source.value {
                    need(&secret.name, None);
                }
            }
            for mount in &container.mounts {
                if let Source::Secret(secret) = &mount.volume.source {
                    need(&secret.name, None);
                }
            }
        }
    }
    let need = |((namespace, name), keys): ((&str, String), _)| SecretNeed { namespace: namespace.into(), name, keys };
    needs.into_iter().map(need).collect()
}

/// The hint for a key that a workload asks for by itself: perhaps another party issues it.
const OWN: &str = r"what its issuer gave, or random: openssl rand -base64 48 | tr -d '\n'";
/// The hint for a value that nobody has to know.
const RANDOM: &str = r"random: openssl rand -base64 48 | tr -d '\n'";

/// The hint for a key of a store's Secret: for PostgreSQL the whole address, with the role of the tier.
fn hint(workload: &Workload<'_>, store: &StoreBinding<'_>, key: &str) -> String {
    let (used, location) = (&store.used, store.location);
    let tier = workload.spec().name.replace('-', "_");
    // Beside a writer a reader is another role.
    let is_beside = store.secret.name != used.store.secret().name;
    let role = if is_beside { format!("app_{tier}_readonly") } else { format!("app_{tier}") };
    match (used.store.wire, key) {
        (Wire::Postgres, "url") => {
            let host = location.map_or_else(|| "<host>".into(), |it| it.host(workload.platform, &used.store));
            let port = location.map_or(used.store.port, |it| it.port(&used.store)).number;
            let is_outside = location.is_some_and(|it| it.outside().is_some());
            let encryption = if is_outside { "require" } else { "prefer" };
            let name = &*used.store.name;
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
