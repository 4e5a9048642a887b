//! Config maps: each one once in each namespace that refers to it.
use crate::lower::meta::{namespaced_meta, pairs, workload_meta};
use crate::lower::{Workload, gate, stores};
use crate::words::{ConfigMap as Words, NamespaceWords, Place, Platform, Source, Variable, Variables};
use k8s_openapi::api::core::v1::ConfigMap;
use std::collections::BTreeMap;

/// Of one namespace, by name. Two of one name and other data are a finding; here the first stays.
pub(crate) fn of(platform: &Platform, namespace: &NamespaceWords, here: &[&Workload<'_>]) -> Vec<(ConfigMap, Place)> {
    let mut maps = BTreeMap::new();
    for workload in here {
        for used in stores::sorted(workload) {
            if let Some(data) = stores::config(platform, namespace, &used.store) {
                let metadata = namespaced_meta(platform, namespace, &used.store.config_map());
                let map = ConfigMap { metadata, data: Some(pairs(data)), ..Default::default() };
                maps.entry(used.store.config_map()).or_insert((map, used.at));
            }
        }
        for said in said(workload) {
            let metadata = namespaced_meta(platform, namespace, &said.name);
            let map = ConfigMap { metadata, data: Some(pairs(said.data.iter().cloned())), ..Default::default() };
            maps.entry(said.name.clone()).or_insert((map, said.at));
        }
        if workload.is_gated() {
            let metadata = workload_meta(workload, &gate::config_map(workload));
            let map = ConfigMap {
                metadata,
                data: Some(pairs([("nginx.conf", gate::configuration(workload))])),
                ..Default::default()
            };
            maps.entry(gate::config_map(workload)).or_insert((map, workload.said.origin));
        }
    }
    maps.into_values().collect()
}

/// The config maps that the user's words refer to, and that the platform renders.
pub(crate) fn said<'a>(workload: &'a Workload<'_>) -> impl Iterator<Item = &'a Words> {
    referred(workload).filter(|map| !map.existing)
}
fn referred<'a>(workload: &'a Workload<'_>) -> impl Iterator<Item = &'a Words> {
    workload.containers().flat_map(|(_, said)| {
        let variables = said.env.iter().filter_map(|word| match &word.value {
            Variable::Config(key) => Some(&key.map),
            _ => None,
        });
        let sources = said.env_from.iter().filter_map(|source| match &source.value {
            Variables::Config(map) => Some(map),
            Variables::Secret(_) => None,
        });
        let mounts = said.mounts.iter().filter_map(|word| match &word.volume.source {
            Source::ConfigMap(map) => Some(map),
            _ => None,
        });
        variables.chain(sources).chain(mounts)
    })
}
/// The names of all config maps that a pod of `workload` reads, so that it starts anew when one changes.
pub(crate) fn names(workload: &Workload<'_>) -> Vec<String> {
    let stores = workload.words.stores.iter().map(|used| used.store.config_map());
    let gate = workload.is_gated().then(|| gate::config_map(workload));
    stores.chain(gate).chain(referred(workload).map(|map| map.name.clone())).collect()
}
