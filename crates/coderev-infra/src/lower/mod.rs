//! From what was said to typed objects: one file for each Kubernetes kind.
#![allow(
    clippy::needless_update,
    clippy::useless_conversion,
    reason = "fields and their types differ between versions of Kubernetes"
)]
mod calls;
mod certificate;
mod checksum;
mod config_map;
mod connections;
mod container;
mod deployment;
mod env;
mod findings;
mod gate;
mod hardening;
mod hpa;
mod ingress;
mod limit_range;
mod meta;
mod namespace;
mod network_policy;
mod pdb;
mod placement;
mod probe;
mod quota;
mod secrets;
mod service;
mod stores;
mod workload;

use crate::finding::Finding;
use crate::manifest::{Manifest, Manifests, Object, SecretNeed};
use crate::words::{Allow, NamespaceWords, Place, Platform};
pub(crate) use findings::RULES;
pub(crate) use workload::Workload;

/// What lowering makes of a platform.
pub(crate) struct Lowered {
    pub(crate) manifests: Manifests,
    pub(crate) findings: Vec<Finding>,
    /// What the user answered, and for whom: a workload, a namespace, or (empty) everybody.
    pub(crate) allows: Vec<(String, Allow)>,
    pub(crate) secrets: Vec<SecretNeed>,
}

/// Objects as they are made, each with its place.
struct Sink(Vec<Manifest>);
impl Sink {
    fn put(&mut self, object: impl Into<Object>, at: Place, subject: &str) {
        self.0.push(Manifest { object: object.into(), at, subject: subject.into(), words: Vec::new() });
    }
    /// Pods, with the lines of what their containers say.
    fn put_pods(&mut self, object: impl Into<Object>, workload: &Workload<'_>) {
        self.put(object, workload.said.origin, &workload.subject());
        let said = &workload.words.container;
        let places = [
            ("cpu", said.cpu.as_ref().map(|said| said.at)),
            ("memory", said.memory.as_ref().map(|said| said.at)),
            ("ephemeral-storage", said.ephemeral_storage.as_ref().map(|said| said.at)),
        ];
        let places = places.into_iter().filter_map(|(word, at)| Some((workload.name().to_owned(), word, at?)));
        if let Some(manifest) = self.0.last_mut() {
            manifest.words = places.collect();
        }
    }
}

/// Lowers `platform`.
pub(crate) fn lower(platform: &Platform) -> Lowered {
    let workloads = workloads(platform);
    let flows = calls::flows(&workloads);
    let mut findings = findings::of(platform, &workloads);
    let pools = connections::Pools::of(&workloads);
    let mut sink = Sink(Vec::new());
    cluster_objects(platform, &mut sink);
    for namespace in &platform.namespaces {
        let here: Vec<&Workload<'_>> =
            workloads.iter().filter(|workload| std::ptr::eq(workload.namespace, namespace)).collect();
        namespace_objects(platform, namespace, &here, &mut sink);
        let configs = config_map::of(platform, namespace, &here);
        for (config, at) in &configs {
            sink.put(config.clone(), at, &namespace.name);
        }
        for workload in here {
            workload_objects(workload, &flows, &configs, &pools, &mut sink);
        }
    }
    findings.extend(ingress::lower(platform, &workloads, &mut sink));
    Lowered {
        manifests: Manifests::sorted(sink.0),
        findings,
        allows: allows(platform),
        secrets: secrets::of(&workloads),
    }
}

fn workloads(platform: &Platform) -> Vec<Workload<'_>> {
    let each = |namespace| {
        let namespace: &NamespaceWords = namespace;
        namespace.workloads.iter().map(move |service| Workload::new(platform, namespace, service))
    };
    platform.namespaces.iter().flat_map(each).collect()
}

fn cluster_objects(platform: &Platform, sink: &mut Sink) {
    for (class, at) in namespace::priority_classes(platform) {
        sink.put(class, at, "");
    }
    if let Some((policy, binding)) = hardening::policy(platform) {
        sink.put(policy, platform.at, "");
        sink.put(binding, platform.at, "");
    }
}

fn namespace_objects(platform: &Platform, namespace: &NamespaceWords, here: &[&Workload<'_>], sink: &mut Sink) {
    let (at, subject) = (namespace.at, &*namespace.name);
    sink.put(namespace::namespace(platform, namespace), at, subject);
    if !namespace.shared {
        sink.put(quota::quota(platform, namespace, here), at, subject);
        sink.put(limit_range::limit_range(platform, namespace, here), at, subject);
    }
    for policy in network_policy::of_namespace(platform, namespace) {
        sink.put(policy, at, subject);
    }
}

fn workload_objects(
    workload: &Workload<'_>,
    flows: &[calls::Flow],
    configs: &[(k8s_openapi::api::core::v1::ConfigMap, Place)],
    pools: &connections::Pools,
    sink: &mut Sink,
) {
    let (at, subject) = (workload.said.origin, &*workload.subject());
    sink.put(service::account(workload), at, subject);
    sink.put(service::service(workload), at, subject);
    sink.put_pods(deployment::deployment(workload, configs, pools), workload);
    if let Some(budget) = pdb::budget(workload) {
        sink.put(budget, workload.said.disruption_budget.map_or(at, |said| said.at), subject);
    }
    sink.put(network_policy::of_workload(workload, flows), at, subject);
    if let Some(scale) = &workload.said.autoscale {
        sink.put(hpa::autoscaler(workload, scale), scale.at, subject);
    }
}

fn allows(platform: &Platform) -> Vec<(String, Allow)> {
    let mut allows: Vec<_> = platform.allows.iter().map(|allow| (String::new(), allow.clone())).collect();
    for namespace in &platform.namespaces {
        let all = namespace.allows.iter().chain(&namespace.defaults.allows);
        allows.extend(all.map(|allow| (namespace.name.clone(), allow.clone())));
        for service in &namespace.workloads {
            let subject = format!("{}/{}", namespace.name, service.name);
            allows.extend(service.words.allows.iter().map(|allow| (subject.clone(), allow.clone())));
        }
    }
    allows
}
