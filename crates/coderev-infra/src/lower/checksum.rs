//! The annotation that makes pods start anew when their configuration changes.
use crate::lower::{Workload, config_map};
use crate::words::Place;
use k8s_openapi::api::core::v1::ConfigMap;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// SHA-256 of the names and data of the config maps that the pod reads, as JSON; none where it reads none.
pub(crate) fn of(workload: &Workload<'_>, configs: &[(ConfigMap, Place)]) -> Option<String> {
    let names = config_map::names(workload);
    let name = |map: &ConfigMap| map.metadata.name.clone().unwrap_or_default();
    let read: Vec<_> =
        configs.iter().filter(|(map, _)| names.contains(&name(map))).map(|(map, _)| (name(map), &map.data)).collect();
    if read.is_empty() {
        return None;
    }
    let json = serde_json::to_vec(&read).expect("maps of strings are JSON");
    let mut hex = String::new();
    for byte in Sha256::digest(json) {
        write!(hex, "{byte:02x}").expect("a String takes all");
    }
    Some(hex)
}
