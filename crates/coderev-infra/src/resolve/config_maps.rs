//! The ConfigMaps of a namespace, with their data.
use crate::model::{ConfigMap, Place, Source, Variable, Variables};
use crate::resolve::gate;
use crate::resolve::stores::Stores;
use crate::resolve::workload::Workload;
use std::collections::BTreeMap;

/// The ConfigMaps of one namespace.
#[derive(Default)]
pub(crate) struct ConfigMaps {
    by_name: BTreeMap<String, ConfigData>,
    /// Declarations with the name of an earlier ConfigMap and other data.
    conflicts: Vec<(String, ConfigData)>,
}
impl ConfigMaps {
    /// The data of the first ConfigMap with this name.
    pub(crate) fn data(&self, name: &str) -> Option<&BTreeMap<String, String>> {
        Some(&self.by_name.get(name)?.data)
    }
    /// All ConfigMaps, each with its name. A name occurs again if declarations differ.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &ConfigData)> {
        let conflicts = self.conflicts.iter().map(|(name, data)| (&**name, data));
        self.by_name.iter().map(|(name, data)| (&**name, data)).chain(conflicts)
    }
    fn add(&mut self, name: String, map: ConfigData) {
        match self.by_name.get(&name) {
            None => drop(self.by_name.insert(name, map)),
            Some(first) if first.data == map.data => {}
            Some(_) if self.conflicts.iter().any(|(other, it)| *other == name && it.data == map.data) => {}
            Some(_) => self.conflicts.push((name, map)),
        }
    }
}

/// The data of a ConfigMap that the platform renders.
pub(crate) struct ConfigData {
    pub(crate) data: BTreeMap<String, String>,
    pub(crate) at: Place,
    /// The position of the workload that it belongs to. `None` if it belongs to the namespace.
    pub(crate) owner: Option<usize>,
    /// The new name, for a ConfigMap of an old name.
    pub(crate) renamed_to: Option<String>,
}

/// The ConfigMaps that the workloads of one namespace read; `first` is the position of the first workload. ConfigMaps
/// with the same name and other data are all kept: `duplicate-object` reports them.
pub(crate) fn resolve(first: usize, workloads: &[Workload<'_>], stores: &Stores<'_>) -> ConfigMaps {
    let mut maps = ConfigMaps::default();
    for (position, workload) in (first..).zip(workloads) {
        for store in &workload.stores {
            let name = store.used.store.config_map();
            if let Some(data) = stores.config(workload.platform, workload.namespace, &store.used.store) {
                maps.add(
                    name,
                    ConfigData { data: data.into_iter().collect(), at: store.used.at, owner: None, renamed_to: None },
                );
            }
        }
        for map in referred(workload).filter(|map| !map.existing) {
            let data = map.data.iter().cloned().collect();
            maps.add(map.name.clone(), ConfigData { data, at: map.at, owner: None, renamed_to: None });
        }
        if workload.is_gated() {
            let data = [("nginx.conf".to_owned(), gate::configuration(workload))].into();
            let map = ConfigData { data, at: workload.declared.origin, owner: Some(position), renamed_to: None };
            maps.add(gate::config_map(workload), map);
        }
    }
    // Later, so that a declared ConfigMap of the old name is the first.
    for map in workloads.iter().flat_map(referred).filter(|map| !map.existing) {
        for old in &map.was {
            let data = map.data.iter().cloned().collect();
            let renamed_to = Some(map.name.clone());
            maps.add(old.clone(), ConfigData { data, at: map.at, owner: None, renamed_to });
        }
    }
    maps
}

/// The names of all ConfigMaps that a pod of `workload` reads.
pub(crate) fn read_by(workload: &Workload<'_>) -> Vec<String> {
    let stores = workload.stores.iter().map(|store| store.used.store.config_map());
    let gate = workload.is_gated().then(|| gate::config_map(workload));
    stores.chain(gate).chain(referred(workload).map(|map| map.name.clone())).collect()
}

/// The ConfigMaps that the declarations of `workload` refer to.
fn referred<'w>(workload: &'w Workload<'_>) -> impl Iterator<Item = &'w ConfigMap> {
    workload.containers().flat_map(|(_, container)| {
        let variables = container.env.iter().filter_map(|variable| match &variable.value {
            Variable::Config(key) => Some(&key.map),
            _ => None,
        });
        let sources = container.env_from.iter().filter_map(|source| match &source.value {
            Variables::Config(map) => Some(map),
            Variables::Secret(_) => None,
        });
        let mounts = container.mounts.iter().filter_map(|mount| match &mount.volume.source {
            Source::ConfigMap(map) => Some(map),
            _ => None,
        });
        variables.chain(sources).chain(mounts)
    })
}
