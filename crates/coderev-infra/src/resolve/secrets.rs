//! The Secrets that must exist, by name and key, never by content.
use crate::model::{Signal, Source, StoreRole, StoreValue, Variable, Variables};
use crate::resolve::stores::{self, StoreBinding};
use crate::resolve::workload::Workload;
use crate::secrets::SecretNeed;
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
        for signal in workload.declared.autoscale.iter().flat_map(|scale| &scale.signals) {
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

/// The hint for a key that a workload declares itself: another party may issue its value.
const OWN: &str = r"the value from its issuer, or random: openssl rand -base64 48 | tr -d '\n'";
/// The hint for a value that another party issues.
const ISSUED: &str = "the value from its issuer";
/// The hint for a value that can be random.
const RANDOM: &str = r"random: openssl rand -base64 48 | tr -d '\n'";

/// The hint for a key of a store's Secret: from the protocol of the store, with the role of the tier.
fn hint(workload: &Workload<'_>, store: &StoreBinding<'_>, key: &'static str) -> String {
    let used = &store.used;
    let variables = used.store.protocol.variables.iter();
    let hint =
        variables.filter(|variable| variable.value == StoreValue::Secret(key)).find_map(|variable| variable.hint);
    match (hint, key) {
        (Some(hint), _) => {
            let address = stores::address(store.location, workload.platform, workload.namespace, &used.store);
            hint(&address, &StoreRole { name: role(workload, store), access: used.access })
        }
        // The provider of an external object store issues both keys.
        (None, "access-key" | "secret-key") if store.location.is_some_and(|it| it.external.is_some()) => ISSUED.into(),
        (None, "password" | "secret-key") => RANDOM.into(),
        (None, key) => format!("<{key}>"),
    }
}

/// A reader has another role if the namespace also has a writer.
fn role(workload: &Workload<'_>, store: &StoreBinding<'_>) -> String {
    let tier = workload.spec().name.replace('-', "_");
    let is_sidecar = store.secret.name != store.used.store.secret().name;
    if is_sidecar { format!("app_{tier}_readonly") } else { format!("app_{tier}") }
}
