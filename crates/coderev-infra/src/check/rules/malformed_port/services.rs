//! Ports of Services, and where they lead.
use super::{Found, protocol, repeated};
use crate::manifest::{Manifest, Manifests, kind};
use k8s_openapi::api::core::v1::{PodSpec, Service, ServiceSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use std::collections::{BTreeMap, BTreeSet};

const NAME: &str = "lowercase letters, digits and `-`, no `-` at either end, 63 characters at most";

pub(super) fn check<'a>(pods: &Pods<'_>, manifest: &'a Manifest, service: &'a Service, found: &mut Found<'a>) {
    let spec: Option<&ServiceSpec> = (&service.spec).into();
    let Some(spec) = spec else { return };
    let ports = spec.ports.as_deref().unwrap_or_default();
    let who = format!("the Service `{}`", manifest.object.name());
    for port in ports {
        found.number(manifest, &format!("{who} has"), port.port);
        if let Some(IntOrString::Int(target)) = port.target_port {
            found.number(manifest, &format!("{who} leads to"), target);
        }
        match &port.name {
            Some(name) => found.name(manifest, &who, name, is_label, NAME),
            None if ports.len() > 1 => found.error(
                manifest,
                format!("{who} has several ports, and the port {} has no name", port.port),
                "name each of them",
            ),
            None => {}
        }
    }
    found.twins(manifest, &who, ports.iter().filter_map(|port| port.name.as_ref()));
    let keys = ports.iter().map(|port| (port.port, protocol(port.protocol.as_ref())));
    if let Some((number, speaks)) = repeated(keys) {
        let help = "give one of them another number: `Port::http(8001).name(\"admin\").service(8001)`";
        found.error(manifest, format!("{who} has the port {number} over {speaks} twice"), help);
    }
    ways(pods, manifest, spec, &who, found);
}
fn is_label(name: &str) -> bool {
    let inside = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
    (1..=63).contains(&name.len()) && name.bytes().all(inside) && !(name.starts_with('-') || name.ends_with('-'))
}

/// A name is looked for in the pods that are selected. Where there are none among the manifests, nobody knows.
fn ways(pods: &Pods<'_>, manifest: &Manifest, spec: &ServiceSpec, who: &str, found: &mut Found<'_>) {
    let selected = pods.selected(manifest.object.namespace(), spec);
    if selected.is_empty() {
        return;
    }
    for port in spec.ports.iter().flatten() {
        let Some(IntOrString::String(name)) = &port.target_port else { continue };
        let speaks = protocol(port.protocol.as_ref());
        if !selected.iter().any(|pod| has_port(pod, name, speaks)) {
            found.absent(
                manifest,
                format!("{who} leads to the port `{name}` over {speaks}, which no container of its pods has"),
                "name a port that one of them has, or its number",
            );
        }
    }
}
/// Init containers are gone when requests come, but for those that are restarted.
fn has_port(pod: &PodSpec, name: &str, speaks: &str) -> bool {
    let beside = pod.init_containers.iter().flatten().filter(|it| it.restart_policy.as_deref() == Some("Always"));
    let mut ports = pod.containers.iter().chain(beside).flat_map(|it| it.ports.iter().flatten());
    ports.any(|port| port.name.as_deref() == Some(name) && protocol(port.protocol.as_ref()) == speaks)
}

/// Pods by those of their labels that Services ask for first: of many Services each asks for few of many pods.
pub(super) struct Pods<'a>(BTreeMap<Label<'a>, Vec<(&'a Labels, &'a PodSpec)>>);
/// A namespace, a key and a value.
type Label<'a> = (&'a str, &'a str, &'a str);
type Labels = BTreeMap<String, String>;
impl<'a> Pods<'a> {
    pub(super) fn of(manifests: &'a Manifests) -> Self {
        let selectors = manifests.of(kind!(Service)).filter_map(|(_, service)| {
            let spec: Option<&ServiceSpec> = (&service.spec).into();
            spec?.selector.as_ref()?.keys().next()
        });
        let asked: BTreeSet<&String> = selectors.collect();
        let mut all = BTreeMap::<_, Vec<_>>::new();
        for (manifest, pod) in manifests.pods() {
            let labels =
                manifest.object.template().and_then(|it| it.metadata()).and_then(|metadata| metadata.labels.as_ref());
            for (labels, (key, value)) in labels
                .into_iter()
                .flat_map(|labels| labels.iter().map(move |it| (labels, it)))
                .filter(|(_, it)| asked.contains(it.0))
            {
                all.entry((manifest.object.namespace(), &**key, &**value)).or_default().push((labels, pod));
            }
        }
        Self(all)
    }
    fn selected(&self, namespace: &str, spec: &ServiceSpec) -> Vec<&'a PodSpec> {
        let selector = spec.selector.iter().flatten();
        let Some((key, value)) = selector.clone().next() else { return Vec::new() };
        let alike = self.0.get(&(namespace, &**key, &**value)).into_iter().flatten();
        let matching = alike.filter(|(labels, _)| selector.clone().all(|(key, value)| labels.get(key) == Some(value)));
        matching.map(|(_, pod)| *pod).collect()
    }
}
