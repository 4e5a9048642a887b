//! Each word, seen in the object that its doc names.
#[path = "words/access.rs"]
mod access;
#[path = "words/addons.rs"]
mod addons;
#[path = "words/beside.rs"]
mod beside;
#[path = "words/edges.rs"]
mod edges;
#[path = "words/jobs.rs"]
mod jobs;
#[path = "words/names.rs"]
mod names;
#[path = "words/origins.rs"]
mod origins;
#[path = "words/pod_security.rs"]
mod pod_security;
#[path = "words/pods.rs"]
mod pods;
#[path = "words/ports.rs"]
mod ports;
#[path = "words/prerequisites.rs"]
mod prerequisites;
#[path = "words/quota_too_small.rs"]
mod quota_too_small;
#[path = "words/quotas.rs"]
mod quotas;
#[path = "words/routes.rs"]
mod routes;
#[path = "words/scaling.rs"]
mod scaling;
#[path = "words/sets.rs"]
mod sets;
#[path = "words/stores.rs"]
mod stores;
#[path = "words/strangers.rs"]
mod strangers;
#[path = "words/tiers.rs"]
mod tiers;
#[path = "words/timeouts.rs"]
mod timeouts;
#[path = "words/volumes.rs"]
mod volumes;

use coderev_infra::prelude::*;
use serde::Deserialize;
use serde_json::Value;

/// Every object that `platform` becomes.
fn objects(platform: &Platform) -> Vec<Value> {
    let synthesis = coderev_infra::synth(platform);
    let errors: Vec<_> = synthesis.findings.iter().filter(|it| it.severity == coderev_infra::Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let sheets = synthesis.files.iter().filter(|file| file.path.ends_with(".yaml") && !file.path.starts_with('.'));
    let documents = sheets.flat_map(|file| serde_yaml::Deserializer::from_str(&file.text));
    documents.map(|it| Value::deserialize(it).expect("what is written is YAML")).collect()
}
/// The object of `kind` and `name`.
fn object(platform: &Platform, kind: &str, name: &str) -> Value {
    let mut all = objects(platform).into_iter();
    let found = all.find(|it| it["kind"] == kind && it["metadata"]["name"] == name);
    found.unwrap_or_else(|| panic!("there is no {kind} `{name}`"))
}
/// The names of the findings.
fn rules(platform: &Platform) -> Vec<&'static str> {
    coderev_infra::synth(platform).findings.iter().map(|finding| finding.rule).collect()
}
/// A platform with stores, monitoring and one namespace.
fn platform<T: Tier>(namespace: Namespace<T>) -> Platform {
    Platform::new(Cluster::generic()).namespace(namespace).add(infrastructure()).add(monitoring())
}
/// What every workload of these tests says, so that nothing is found about it.
fn small<T: Tier>() -> Pod<T> {
    Pod::new().cpu(millis(100)..=millis(200)).memory(mebi(64)..=mebi(128)).liveness(Probe::exec(["true"]))
}
