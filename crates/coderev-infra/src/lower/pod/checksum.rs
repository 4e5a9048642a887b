//! The annotation that restarts pods when their configuration changes.
use crate::lower::cx::WorkloadCx;
use crate::resolve::config_maps;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// SHA-256 of the names and data of the ConfigMaps that the pod reads, as JSON. `None` if the pod reads no ConfigMap.
pub(super) fn config_hash(cx: &WorkloadCx<'_>) -> Option<String> {
    let names: BTreeSet<String> = config_maps::read_by(cx.workload).into_iter().collect();
    let read: Vec<_> = names.iter().filter_map(|name| Some((name, cx.namespace.config_maps.data(name)?))).collect();
    if read.is_empty() {
        return None;
    }
    let json = serde_json::to_vec(&read).expect("maps of strings are JSON");
    let digits = Sha256::digest(json).into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    Some(digits.map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])).collect())
}
