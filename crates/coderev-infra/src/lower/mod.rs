//! From what was said to typed objects: one file for each Kubernetes kind.
#![allow(
    clippy::needless_update,
    clippy::useless_conversion,
    reason = "fields and their types differ between versions of Kubernetes"
)]
mod balancer;
mod calls;
mod certificate;
mod checksum;
mod config_map;
mod connections;
mod container;
mod deployment;
mod edge;
mod egress_by_name;
mod env;
mod external_secrets;
mod findings;
mod gate;
mod gateway;
mod hardening;
mod hpa;
mod ingress;
mod job;
mod limit_range;
mod meta;
mod namespace;
mod network_policy;
mod patch;
mod pdb;
mod persistent_volume_claim;
mod placement;
mod pod;
mod probe;
mod quota;
mod raw;
mod reading;
mod role;
mod scaled_object;
mod secrets;
mod service;
mod set;
mod stores;
#[cfg(test)]
mod testing;
mod volume;
mod workload;

use crate::finding::Finding;
use crate::manifest::{Manifest, Manifests, Object, Secrets};
use crate::words::{Allow, Form, NamespaceWords, Place, Platform};
/// The names of the rules that look at the intent, for `allow`.
pub(crate) fn rules() -> Vec<&'static str> {
    [&findings::rules(), patch::RULES, raw::RULES, external_secrets::RULES].concat()
}
pub(crate) use workload::Workload;

/// What lowering makes of a platform.
pub(crate) struct Lowered {
    pub(crate) manifests: Manifests,
    pub(crate) findings: Vec<Finding>,
    /// What the user answered, and for whom: a workload, a namespace, or (empty) everybody.
    pub(crate) allows: Vec<(String, Allow)>,
    pub(crate) secrets: Secrets,
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
        let places = workload.containers().flat_map(|(name, said)| {
            let places = [
                ("cpu", said.cpu.as_ref().map(|said| said.at)),
                ("memory", said.memory.as_ref().map(|said| said.at)),
                ("ephemeral-storage", said.ephemeral_storage.as_ref().map(|said| said.at)),
            ];
            places.into_iter().filter_map(move |(word, at)| Some((name.to_owned(), word, at?)))
        });
        if let Some(manifest) = self.0.last_mut() {
            manifest.words = places.collect();
        }
    }
}

/// Lowers `platform`.
pub(crate) fn lower(platform: &Platform) -> Lowered {
    let workloads = workloads(platform);
    let flows = calls::flows(&workloads);
    let sharing = edge::sharing(&workloads);
    let mut findings = findings::of(platform, &workloads);
    let pools = connections::Pools::of(&workloads);
    let mut sink = Sink(Vec::new());
    cluster_objects(platform, &workloads, &mut sink);
    for namespace in &platform.namespaces {
        let here: Vec<&Workload<'_>> =
            workloads.iter().filter(|workload| std::ptr::eq(workload.namespace, namespace)).collect();
        namespace_objects(platform, namespace, &here, &mut sink);
        egress_by_name::lower(platform, namespace, &here, &mut sink);
        let configs = config_map::of(platform, namespace, &here);
        for (config, at) in &configs {
            sink.put(config.clone(), at, &namespace.name);
        }
        for (claim, at) in persistent_volume_claim::of(platform, namespace, &here) {
            sink.put(claim, at, &namespace.name);
        }
        for workload in here {
            let whole =
                Whole { workloads: &workloads, flows: &flows, sharing: &sharing, configs: &configs, pools: &pools };
            workload_objects(workload, &whole, &mut sink);
        }
    }
    findings.extend(edge::lower(platform, &workloads, &mut sink));
    let (secrets, faults) = external_secrets::lower(platform, secrets::of(&workloads), &mut sink);
    findings.extend(faults);
    findings.extend(patch::of_workloads(&workloads, &mut sink.0));
    findings.extend(raw::lower(platform, &mut sink));
    quota::count(platform, &workloads, &mut sink.0);
    findings.extend(patch::of_platform(platform, &mut sink.0));
    Lowered { manifests: Manifests::sorted(sink.0), findings, allows: allows(platform), secrets }
}

fn workloads(platform: &Platform) -> Vec<Workload<'_>> {
    let each = |namespace| {
        let namespace: &NamespaceWords = namespace;
        namespace.workloads.iter().map(move |service| Workload::new(platform, namespace, service))
    };
    platform.namespaces.iter().flat_map(each).collect()
}

fn cluster_objects(platform: &Platform, workloads: &[Workload<'_>], sink: &mut Sink) {
    for (class, at) in namespace::priority_classes(platform) {
        sink.put(class, at, "");
    }
    if let Some((policy, binding)) = hardening::policy(platform, workloads) {
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

/// What the objects of one workload depend on, besides its own words.
struct Whole<'a> {
    workloads: &'a [Workload<'a>],
    flows: &'a calls::Flows,
    /// Those whose routes lead elsewhere too.
    sharing: &'a [&'a Workload<'a>],
    configs: &'a [(k8s_openapi::api::core::v1::ConfigMap, Place)],
    pools: &'a connections::Pools,
}
fn workload_objects(workload: &Workload<'_>, whole: &Whole<'_>, sink: &mut Sink) {
    let (at, subject) = (workload.said.origin, &*workload.subject());
    let first = sink.0.len();
    if let Some(account) = service::account(workload, whole.workloads) {
        sink.put(account, at, subject);
    }
    if let Some((role, binding)) = role::role(workload) {
        sink.put(role, at, subject);
        sink.put(binding, at, subject);
    }
    if let Some((role, binding)) = role::cluster_role(workload) {
        sink.put(role, at, subject);
        sink.put(binding, at, subject);
    }
    if workload.has_address() {
        sink.put(service::service(workload), at, subject);
    }
    if workload.has_peers() {
        sink.put(service::peers(workload), at, subject);
    }
    for said in &workload.said.load_balancers {
        for balancer in service::load_balancers(workload, &said.value) {
            sink.put(balancer, said.at, subject);
        }
    }
    let (configs, pools) = (whole.configs, whole.pools);
    let pods: Object = match &workload.said.form {
        Form::Service | Form::Worker => deployment::deployment(workload, configs, pools).into(),
        Form::Job(said) => job::job(workload, said, configs, pools).into(),
        Form::CronJob(job, cron) => job::cron_job(workload, (job, cron), configs, pools).into(),
        Form::StatefulSet(said) => set::stateful_set(workload, said, configs, pools).into(),
        Form::DaemonSet(said) => set::daemon_set(workload, said, configs, pools).into(),
    };
    sink.put_pods(pods, workload);
    if let Some(budget) = pdb::budget(workload) {
        sink.put(budget, workload.said.disruption_budget.map_or(at, |said| said.at), subject);
    }
    sink.put(network_policy::of_workload(workload, whole), at, subject);
    match &workload.said.autoscale {
        Some(scale) if scale.signals.is_empty() => sink.put(hpa::autoscaler(workload, scale), scale.at, subject),
        Some(scale) => {
            let (scaled, keys) = scaled_object::of(workload, scale);
            sink.put(scaled, scale.at, subject);
            for key in keys {
                sink.put(key, scale.at, subject);
            }
        }
        None => {}
    }
    for manifest in &mut sink.0[first..] {
        annotate(&mut manifest.object, workload);
    }
}
/// What `annotation(..)` says of the kind of this object.
fn annotate(object: &mut Object, workload: &Workload<'_>) {
    let kind = object.kind();
    let said = workload.words.annotations.iter().filter(|(of, ..)| of.kind == kind);
    let said: Vec<_> = said.map(|(_, key, value)| (key.clone(), value.clone())).collect();
    if !said.is_empty() {
        object.metadata_mut().annotations.get_or_insert_default().extend(said);
    }
}
/// A time as the field of an object that counts whole seconds.
fn whole_seconds(time: std::time::Duration) -> i32 {
    i32::try_from(time.as_secs()).unwrap_or(i32::MAX)
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
