//! What the commands of the README name, found in the objects.
use crate::manifest::{Manifests, kind};
use k8s_openapi::api::core::v1::PodSpec;
use k8s_openapi::api::networking::v1::{HTTPIngressPath, IngressSpec};
use std::collections::BTreeSet;

/// The workload that examples are about, and a path that it answers.
pub(super) struct Example<'a> {
    pub(super) namespace: &'a str,
    pub(super) name: String,
    pub(super) path: String,
}

/// One that answers an exact path to the world if there is one; else the first that scales; else the first.
pub(super) fn example(manifests: &Manifests) -> Option<Example<'_>> {
    let exact = routes(manifests).find(|route| route.path.path_type == "Exact").and_then(|route| {
        let (namespace, name) = (route.namespace, route.path.backend.service?.name);
        Some(Example { namespace, name, path: route.path.path? })
    });
    exact.or_else(|| {
        let scaled = manifests.of(kind!(HorizontalPodAutoscaler)).next().map(|(manifest, _)| &*manifest.subject);
        let (manifest, pod) =
            manifests.pods().find(|(manifest, _)| scaled.is_none_or(|subject| subject == manifest.subject))?;
        let path = readiness(pod).unwrap_or_else(|| "/".into());
        Some(Example { namespace: manifest.object.namespace(), name: manifest.object.name().into(), path })
    })
}

/// Labels of nodes that pods ask for.
pub(super) fn pools(manifests: &Manifests) -> BTreeSet<(&str, &str)> {
    manifests
        .pods()
        .flat_map(|(_, pod)| pod.node_selector.iter().flatten())
        .map(|(key, value)| (&**key, &**value))
        .collect()
}

/// Every host that is routed.
pub(super) fn hosts(manifests: &Manifests) -> BTreeSet<String> {
    routes(manifests).map(|route| route.host).collect()
}

/// Hosts that a read-only gate stands behind.
pub(super) fn read_only_hosts(manifests: &Manifests) -> BTreeSet<String> {
    let gated = |pod: &PodSpec| pod.init_containers.iter().flatten().any(|it| it.name == "read-only-gate");
    let namespaces: BTreeSet<&str> =
        manifests.pods().filter(|(_, pod)| gated(pod)).map(|(manifest, _)| manifest.object.namespace()).collect();
    routes(manifests).filter(|route| namespaces.contains(route.namespace)).map(|route| route.host).collect()
}

/// Hosts that answer `/metrics` with a refusal of the edge's.
pub(super) fn hosts_without_metrics(manifests: &Manifests) -> BTreeSet<String> {
    let closed = |route: &Route<'_>| route.path.path.as_deref() == Some("/metrics");
    routes(manifests).filter(closed).map(|route| route.host).collect()
}

struct Route<'a> {
    namespace: &'a str,
    host: String,
    path: HTTPIngressPath,
}

fn routes(manifests: &Manifests) -> impl Iterator<Item = Route<'_>> {
    manifests.of(kind!(Ingress)).flat_map(|(manifest, ingress)| {
        let spec: Option<&IngressSpec> = (&ingress.spec).into();
        let rules = spec.and_then(|spec| spec.rules.clone()).unwrap_or_default();
        rules.into_iter().flat_map(move |rule| {
            let host = rule.host.unwrap_or_default();
            let paths = rule.http.map(|http| http.paths).unwrap_or_default();
            paths.into_iter().map(move |path| Route {
                namespace: manifest.object.namespace(),
                host: host.clone(),
                path,
            })
        })
    })
}

fn readiness(pod: &PodSpec) -> Option<String> {
    pod.containers.first()?.readiness_probe.as_ref()?.http_get.as_ref()?.path.clone()
}
