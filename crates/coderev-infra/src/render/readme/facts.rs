//! What the commands of the README name, found in the objects.
use crate::crd::gateway_api::Filter;
use crate::manifest::{Manifest, Manifests, Object, kind};
use k8s_openapi::api::core::v1::PodSpec;
use k8s_openapi::api::networking::v1::IngressSpec;
use std::collections::BTreeSet;

/// The workload that examples are about, and a path that it answers.
pub(super) struct Example<'a> {
    pub(super) namespace: &'a str,
    pub(super) name: String,
    pub(super) path: String,
}

/// A Deployment behind a Service: one that answers an exact path to the world if there is one; else the first that scales; else the first.
pub(super) fn example(manifests: &Manifests) -> Option<Example<'_>> {
    let exact = routes(manifests)
        .find(|route| route.exact)
        .and_then(|route| Some(Example { namespace: route.namespace, name: route.service?, path: route.path }));
    exact.or_else(|| {
        let services: BTreeSet<_> = manifests.of(kind!(Service)).map(|(manifest, _)| name(&manifest.object)).collect();
        let scaled: BTreeSet<_> =
            manifests.of(kind!(HorizontalPodAutoscaler)).map(|(manifest, _)| &*manifest.subject).collect();
        let served = |(manifest, _): &(&Manifest, &PodSpec)| {
            matches!(manifest.object, Object::Deployment(_)) && services.contains(&name(&manifest.object))
        };
        let mut all = manifests.pods().filter(served);
        let first = manifests.pods().find(served);
        let (manifest, pod) = all.find(|(manifest, _)| scaled.contains(&*manifest.subject)).or(first)?;
        let path = readiness(pod).unwrap_or_else(|| "/".into());
        Some(Example { namespace: manifest.object.namespace(), name: manifest.object.name().into(), path })
    })
}

fn name(object: &Object) -> (&str, &str) {
    (object.namespace(), object.name())
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

/// Hosts and paths that the edge refuses, and how: nginx finds no pod behind them, Envoy answers itself.
pub(super) fn closed(manifests: &Manifests) -> BTreeSet<(String, String, u16)> {
    let closed = routes(manifests).filter_map(|route| Some((route.host, route.path, route.closed?)));
    closed.collect()
}

struct Route<'a> {
    namespace: &'a str,
    host: String,
    path: String,
    exact: bool,
    /// The service that it leads to.
    service: Option<String>,
    /// What a path answers that is closed.
    closed: Option<u16>,
}

fn routes(manifests: &Manifests) -> impl Iterator<Item = Route<'_>> {
    ingresses(manifests).chain(http_routes(manifests)).chain(grpc_routes(manifests))
}

fn ingresses(manifests: &Manifests) -> impl Iterator<Item = Route<'_>> {
    manifests.of(kind!(Ingress)).flat_map(|(manifest, ingress)| {
        let spec: Option<&IngressSpec> = (&ingress.spec).into();
        let rules = spec.and_then(|spec| spec.rules.clone()).unwrap_or_default();
        rules.into_iter().flat_map(move |rule| {
            let host = rule.host.unwrap_or_default();
            let paths = rule.http.map(|http| http.paths).unwrap_or_default();
            paths.into_iter().map(move |path| {
                let service = path.backend.service.map(|service| service.name);
                Route {
                    namespace: manifest.object.namespace(),
                    host: host.clone(),
                    closed: (service.as_deref() == Some("deny-metrics")).then_some(503),
                    path: path.path.unwrap_or_default(),
                    exact: path.path_type == "Exact",
                    service,
                }
            })
        })
    })
}

/// But not the redirect to HTTPS, which leads to no path.
fn http_routes(manifests: &Manifests) -> impl Iterator<Item = Route<'_>> {
    manifests.of(kind!(HTTPRoute)).flat_map(|(manifest, route)| {
        let host = route.spec.hostnames.first().cloned().unwrap_or_default();
        route.spec.rules.iter().filter_map(move |rule| {
            let at = rule.matches.first()?;
            let denied = rule.filters.iter().any(
                |filter| matches!(filter, Filter::ExtensionRef { extension_ref } if extension_ref.name == "deny-not-found"),
            );
            Some(Route {
                namespace: manifest.object.namespace(),
                host: host.clone(),
                path: at.path.value.clone(),
                exact: at.path.r#type == "Exact",
                service: rule.backend_refs.first().map(|to| to.name.clone()),
                closed: denied.then_some(404),
            })
        })
    })
}
fn grpc_routes(manifests: &Manifests) -> impl Iterator<Item = Route<'_>> {
    manifests.of(kind!(GRPCRoute)).flat_map(|(manifest, route)| {
        let host = route.spec.hostnames.first().cloned().unwrap_or_default();
        route.spec.rules.iter().map(move |rule| Route {
            namespace: manifest.object.namespace(),
            host: host.clone(),
            path: "/".into(),
            exact: false,
            service: rule.backend_refs.first().map(|to| to.name.clone()),
            closed: None,
        })
    })
}

fn readiness(pod: &PodSpec) -> Option<String> {
    pod.containers.first()?.readiness_probe.as_ref()?.http_get.as_ref()?.path.clone()
}
