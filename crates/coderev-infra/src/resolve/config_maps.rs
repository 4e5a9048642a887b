//! The ConfigMaps of a namespace, with their data.
use crate::model::{ConfigMap, Place, Source, Variable, Variables};
use crate::resolve::gate;
use crate::resolve::stores::Stores;
use crate::resolve::workload::Workload;
use std::collections::BTreeMap;

/// The ConfigMaps of one namespace, by name.
pub(crate) type ConfigMaps = BTreeMap<String, ConfigData>;

/// The data of a ConfigMap that the platform renders.
pub(crate) struct ConfigData {
    pub(crate) data: BTreeMap<String, String>,
    pub(crate) at: Place,
    /// The position of the workload that it belongs to. `None` if it belongs to the namespace.
    pub(crate) owner: Option<usize>,
    /// The new name, for a ConfigMap of an old name.
    pub(crate) renamed_to: Option<String>,
}

/// The ConfigMaps that the workloads of one namespace read; `first` is the position of the first workload. Of several
/// ConfigMaps with the same name, the first is kept. If their data differs, a rule about objects reports it.
pub(crate) fn resolve(first: usize, workloads: &[Workload<'_>], stores: &Stores<'_>) -> ConfigMaps {
    let mut maps = ConfigMaps::new();
    for (position, workload) in (first..).zip(workloads) {
        for store in &workload.stores {
            let name = store.used.store.config_map();
            if maps.contains_key(&name) {
                continue;
            }
            if let Some(data) = stores.config(workload.platform, workload.namespace, &store.used.store) {
                maps.insert(
                    name,
                    ConfigData { data: data.into_iter().collect(), at: store.used.at, owner: None, renamed_to: None },
                );
            }
        }
        for map in referred(workload).filter(|map| !map.existing) {
            maps.entry(map.name.clone()).or_insert_with(|| ConfigData {
                data: map.data.iter().cloned().collect(),
                at: map.at,
                owner: None,
                renamed_to: None,
            });
        }
        if workload.is_gated() {
            maps.entry(gate::config_map(workload)).or_insert_with(|| {
                let data = [("nginx.conf".to_owned(), gate::configuration(workload))].into();
                ConfigData { data, at: workload.declared.origin, owner: Some(position), renamed_to: None }
            });
        }
    }
    // Later, since a declared ConfigMap of the old name is not replaced.
    for map in workloads.iter().flat_map(referred).filter(|map| !map.existing) {
        for old in &map.was {
            maps.entry(old.clone()).or_insert_with(|| ConfigData {
                data: map.data.iter().cloned().collect(),
                at: map.at,
                owner: None,
                renamed_to: Some(map.name.clone()),
            });
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
