//! Each setter is tested by the object in its documentation.
#[path = "setters/access.rs"]
mod access;
#[path = "setters/addons.rs"]
mod addons;
#[path = "setters/edges.rs"]
mod edges;
#[path = "setters/extremes.rs"]
mod extremes;
#[path = "setters/jobs.rs"]
mod jobs;
#[path = "setters/names.rs"]
mod names;
#[path = "setters/origins.rs"]
mod origins;
#[path = "setters/pod_security.rs"]
mod pod_security;
#[path = "setters/pods.rs"]
mod pods;
#[path = "setters/ports.rs"]
mod ports;
#[path = "setters/prerequisites.rs"]
mod prerequisites;
#[path = "setters/providers.rs"]
mod providers;
#[path = "setters/quota_too_small.rs"]
mod quota_too_small;
#[path = "setters/quotas.rs"]
mod quotas;
#[path = "setters/readme.rs"]
mod readme;
#[path = "setters/routes.rs"]
mod routes;
#[path = "setters/scaling.rs"]
mod scaling;
#[path = "setters/sets.rs"]
mod sets;
#[path = "setters/settings.rs"]
mod settings;
#[path = "setters/stable_names.rs"]
mod stable_names;
#[path = "setters/stores.rs"]
mod stores;
#[path = "setters/teams.rs"]
mod teams;
#[path = "setters/tiers.rs"]
mod tiers;
#[path = "setters/timeouts.rs"]
mod timeouts;
#[path = "setters/volumes.rs"]
mod volumes;

use coderev_infra::File;
use coderev_infra::prelude::*;
use serde::Deserialize;
use serde_json::Value;

/// Every object that `platform` renders.
fn objects(platform: &Platform) -> Vec<Value> {
    let synthesis = coderev_infra::synth(platform);
    let errors: Vec<_> =
        synthesis.findings().iter().filter(|it| it.severity() == coderev_infra::Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let manifests = synthesis.files().filter(File::is_manifest);
    let texts: Vec<String> = manifests.map(File::into_text).collect();
    let documents = texts.iter().flat_map(|text| serde_yaml::Deserializer::from_str(text));
    documents.map(|it| Value::deserialize(it).expect("the output is YAML")).collect()
}
/// The object with this kind and name.
fn object(platform: &Platform, kind: &str, name: &str) -> Value {
    let mut all = objects(platform).into_iter();
    let found = all.find(|it| it["kind"] == kind && it["metadata"]["name"] == name);
    found.unwrap_or_else(|| panic!("there is no {kind} `{name}`"))
}
/// The rules of the findings.
fn rules(platform: &Platform) -> Vec<&'static str> {
    coderev_infra::synth(platform).findings().iter().map(|finding| finding.rule().name()).collect()
}
/// A platform with stores, monitoring and one namespace.
fn platform<T: Tier>(namespace: Namespace<T>) -> Platform {
    Platform::new(Cluster::generic()).part_of("acme").namespace(namespace).add(infrastructure()).add(monitoring())
}
/// The settings of every workload in these tests, without which it would have findings.
fn small<T: Tier>() -> Pod<T> {
    Pod::new().cpu(millis(100)..=millis(200)).memory(mebi(64)..=mebi(128)).liveness(Probe::exec(["true"]))
}
