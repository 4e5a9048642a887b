//! Kinds of objects that the cluster must know, and that no other prerequisite includes.
use coderev_objects::{Inventory, is_built_in};
use std::collections::BTreeSet;

/// The groups whose definitions a chart or an operator of another prerequisite installs.
const LISTED: [&str; 7] = [
    "cert-manager.io",
    "cilium.io",
    "external-secrets.io",
    "gateway.envoyproxy.io",
    "gateway.networking.k8s.io",
    "keda.sh",
    "networking.istio.io",
];

/// Custom kinds without a CustomResourceDefinition among the objects, each with its group.
pub(super) fn missing(inventory: &Inventory) -> BTreeSet<(&str, &str)> {
    let definitions: BTreeSet<(String, String)> = inventory
        .entries()
        .filter(|entry| entry.kind() == "CustomResourceDefinition")
        .filter_map(|entry| {
            let object = serde_json::to_value(entry.document()).ok()?;
            let text = |pointer: &str| object.pointer(pointer)?.as_str().map(str::to_owned);
            Some((text("/spec/names/kind")?, text("/spec/group")?))
        })
        .collect();
    let custom = inventory.entries().filter(|entry| !is_built_in(entry.api_version()));
    let kinds = custom.filter_map(|entry| Some((entry.kind(), entry.api_version().split_once('/')?.0)));
    kinds
        .filter(|(_, group)| !LISTED.contains(group))
        .filter(|(kind, group)| !definitions.contains(&((*kind).to_owned(), (*group).to_owned())))
        .collect()
}
