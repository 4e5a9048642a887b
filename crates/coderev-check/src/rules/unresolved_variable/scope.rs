//! The variables of a container.
use super::super::containers::Placed;
use coderev_objects::{Inventory, env_references as references};
use k8s_openapi::api::core::v1::{ConfigMap, EnvFromSource, EnvVar};
use std::collections::BTreeSet;

/// The variables that a container defines, and the variables that it may also have.
pub(super) struct Scope<'a> {
    env: &'a [EnvVar],
    /// The variables of `envFrom` whose source is in the inventory.
    inherited: BTreeSet<String>,
    /// The prefixes of the sources of `envFrom` that are not in the inventory.
    unknown: Vec<&'a str>,
    has_service_links: bool,
    is_shell: bool,
}
impl<'a> Scope<'a> {
    pub(super) fn new(inventory: &'a Inventory, placed: &Placed<'a>) -> Self {
        let container = placed.container;
        let (mut inherited, mut unknown) = (BTreeSet::new(), Vec::new());
        for source in container.env_from.iter().flatten() {
            let prefix = source.prefix.as_deref().unwrap_or_default();
            match keys(inventory, placed.workload.namespace(), source) {
                Some(keys) => inherited.extend(keys.map(|key| format!("{prefix}{key}"))),
                None => unknown.push(prefix),
            }
        }
        let texts = container.command.iter().chain(&container.args).flatten();
        Self {
            env: container.env.as_deref().unwrap_or_default(),
            inherited,
            unknown,
            has_service_links: placed.workload.pod().enable_service_links != Some(false),
            is_shell: texts.into_iter().any(|text| is_script_option(text)),
        }
    }
    /// Whether `env` has this variable.
    pub(super) fn defines(&self, name: &str) -> bool {
        self.env.iter().any(|it| it.name == name)
    }
    /// Whether `envFrom` or the Services of the namespace can define this variable.
    pub(super) fn may_be_inherited(&self, name: &str) -> bool {
        let of_service = name.ends_with("_SERVICE_HOST") || name.ends_with("_PORT") || name.contains("_PORT_");
        self.inherited.contains(name)
            || self.unknown.iter().any(|prefix| name.starts_with(prefix))
            || of_service && (self.has_service_links || name.starts_with("KUBERNETES_"))
    }
    /// Whether a shell reads the text and runs a command of this name: `$(hostname)`. Names of commands are lowercase.
    pub(super) fn is_for_shell(&self, name: &str) -> bool {
        self.is_shell && name.contains(|c: char| c.is_ascii_lowercase())
    }
    /// Whether the value of the variable `to` leads back to `from`.
    pub(super) fn is_cyclic(&self, from: &str, to: &str) -> bool {
        let (mut seen, mut open) = (BTreeSet::new(), vec![to]);
        while let Some(name) = open.pop() {
            if name == from {
                return true;
            }
            if seen.insert(name) {
                let values = self.env.iter().filter(|it| it.name == name).filter_map(|it| it.value.as_deref());
                open.extend(values.flat_map(references));
            }
        }
        false
    }
}

/// The keys of a source. None if they are not in the inventory.
fn keys<'a>(
    inventory: &'a Inventory,
    namespace: &str,
    source: &EnvFromSource,
) -> Option<impl Iterator<Item = &'a String>> {
    let name = &source.config_map_ref.as_ref()?.name;
    let map = inventory.find("v1", "ConfigMap", namespace, name)?.object().as_kind::<ConfigMap>()?;
    Some(map.data.iter().flatten().map(|(key, _)| key))
}

/// `-c`, `-ec`: the option with which a shell reads a script from its arguments.
fn is_script_option(text: &str) -> bool {
    let letters = text.strip_prefix('-').unwrap_or_default();
    letters.ends_with('c') && letters.len() <= 5 && letters.bytes().all(|it| it.is_ascii_lowercase())
}
