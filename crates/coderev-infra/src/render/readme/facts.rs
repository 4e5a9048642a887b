//! What the commands of the README name, found in the objects.
use crate::manifest::{Manifest, Manifests, Object, kind};
use crate::names;
use coderev_objects::crd::gateway_api::Filter;
use coderev_objects::labels::BEFORE;
use k8s_openapi::api::apps::v1::{DaemonSetSpec, StatefulSetSpec};
use k8s_openapi::api::batch::v1::JobSpec;
use k8s_openapi::api::core::v1::PodSpec;
use k8s_openapi::api::networking::v1::IngressSpec;
use std::collections::{BTreeMap, BTreeSet};

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
        let served: Vec<_> = manifests.pods().filter(served).collect();
        let scales = served.iter().find(|(manifest, _)| scaled.contains(&*manifest.subject));
        let (manifest, pod) = scales.or(served.first())?;
        let path = readiness(pod).unwrap_or_else(|| "/".into());
        Some(Example { namespace: manifest.object.namespace(), name: manifest.object.name().into(), path })
    })
}

fn name(object: &Object) -> (&str, &str) {
    (object.namespace(), object.name())
}

/// A Job that has to be complete before others start.
pub(super) struct First<'a> {
    pub(super) object: &'a Object,
    /// The names of those that wait, in its namespace.
    pub(super) before: Vec<&'a str>,
    /// In seconds: its deadline, or half an hour.
    pub(super) timeout: i64,
}

/// Every Job that has to be complete before others start.
pub(super) fn first(manifests: &Manifests) -> Vec<First<'_>> {
    let mut first = Vec::new();
    for (Manifest { object, .. }, job) in manifests.of(kind!(Job)) {
        let Some(before) = object.metadata().annotations.as_ref().and_then(|it| it.get(BEFORE)) else { continue };
        let spec: Option<&JobSpec> = (&job.spec).into();
        let timeout = spec.and_then(|spec| spec.active_deadline_seconds).unwrap_or(1800);
        first.push(First { object, before: before.split(',').collect(), timeout });
    }
    first
}

/// What `kubectl rollout status` waits for, with the word for its kind.
pub(super) fn rolled_out(manifests: &Manifests) -> impl Iterator<Item = (&'static str, &Object)> {
    let kind = |object: &Object| {
        // kubectl refuses to wait for pods that are replaced when somebody deletes them.
        let (kind, on_delete) = match object {
            Object::Deployment(_) => ("deployment", false),
            Object::StatefulSet(it) => {
                let spec: Option<&StatefulSetSpec> = (&it.spec).into();
                let strategy = spec.and_then(|spec| spec.update_strategy.as_ref());
                ("statefulset", strategy.and_then(|it| it.type_.as_deref()) == Some("OnDelete"))
            }
            Object::DaemonSet(it) => {
                let spec: Option<&DaemonSetSpec> = (&it.spec).into();
                let strategy = spec.and_then(|spec| spec.update_strategy.as_ref());
                ("daemonset", strategy.and_then(|it| it.type_.as_deref()) == Some("OnDelete"))
            }
            _ => return None,
        };
        (!on_delete).then_some(kind)
    };
    manifests.iter().filter_map(move |Manifest { object, .. }| Some((kind(object)?, object)))
}

/// Each namespace that keeps pods, with the kinds that keep them, as kubectl lists them.
pub(super) fn kinds_of_pods(manifests: &Manifests) -> BTreeMap<&str, BTreeSet<&'static str>> {
    let mut namespaces = BTreeMap::<_, BTreeSet<_>>::new();
    for (Manifest { object, .. }, _) in manifests.pods() {
        let kind = match object {
            Object::Deployment(_) => "deployments",
            Object::StatefulSet(_) => "statefulsets",
            Object::DaemonSet(_) => "daemonsets",
            Object::Job(_) => "jobs",
            Object::CronJob(_) => "cronjobs",
            _ => continue,
        };
        namespaces.entry(object.namespace()).or_default().insert(kind);
    }
    namespaces
}

/// Whether a Service speaks to the controller that AWS does not install by itself.
pub(super) fn asks_for_aws_load_balancers(manifests: &Manifests) -> bool {
    let asks = |key: &String| key.starts_with("service.beta.kubernetes.io/aws-load-balancer-");
    let services = manifests.of(kind!(Service)).flat_map(|(_, it)| it.metadata.annotations.iter().flatten());
    let proxies =
        manifests.of(kind!(EnvoyProxy)).flat_map(|(_, it)| &it.spec.provider.kubernetes.envoy_service.annotations);
    services.chain(proxies).any(|(key, _)| asks(key))
}

/// Classes that pods name and that are not among the objects, each with its kind; but not those that every cluster has.
pub(super) fn classes(manifests: &Manifests) -> BTreeSet<(&'static str, &str)> {
    let there: BTreeSet<_> = manifests.iter().map(|Manifest { object, .. }| (object.kind(), object.name())).collect();
    let named = manifests.pods().flat_map(|(_, pod)| {
        let runtime = pod.runtime_class_name.as_deref().map(|name| ("RuntimeClass", name));
        let priority = pod.priority_class_name.as_deref().map(|name| ("PriorityClass", name));
        runtime.into_iter().chain(priority.filter(|(_, name)| !name.starts_with("system-")))
    });
    named.filter(|class| !there.contains(class)).collect()
}

/// Labels of nodes that pods ask for.
pub(super) fn pools(manifests: &Manifests) -> BTreeSet<(&str, &str)> {
    manifests
        .pods()
        .flat_map(|(_, pod)| pod.node_selector.iter().flatten())
        .map(|(key, value)| (&**key, &**value))
        .collect()
}

/// Hosts that a read-only gate stands behind.
pub(super) fn read_only_hosts(manifests: &Manifests) -> BTreeSet<String> {
    let gated = |pod: &PodSpec| pod.init_containers.iter().flatten().any(|it| it.name == names::READ_ONLY_GATE);
    let namespaces: BTreeSet<&str> =
        manifests.pods().filter(|(_, pod)| gated(pod)).map(|(manifest, _)| manifest.object.namespace()).collect();
    routes(manifests).filter(|route| namespaces.contains(route.namespace)).map(|route| route.host).collect()
}

/// Hosts and paths that the edge refuses, and how: nginx finds no pod behind them, Envoy answers itself.
pub(super) fn closed(manifests: &Manifests) -> BTreeSet<(String, String, u16)> {
    let closed = routes(manifests).filter_map(|route| Some((route.host, route.path, route.closed?)));
    closed.collect()
}

/// What a route hangs from.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum On {
    /// A class of Ingresses.
    Class(String),
    Gateway(String),
}

pub(super) struct Route<'a> {
    namespace: &'a str,
    pub(super) on: On,
    pub(super) host: String,
    path: String,
    exact: bool,
    /// The service that it leads to.
    service: Option<String>,
    /// What a path answers that is closed.
    closed: Option<u16>,
}

pub(super) fn routes(manifests: &Manifests) -> impl Iterator<Item = Route<'_>> {
    ingresses(manifests).chain(http_routes(manifests)).chain(grpc_routes(manifests))
}

fn ingresses(manifests: &Manifests) -> impl Iterator<Item = Route<'_>> {
    manifests.of(kind!(Ingress)).flat_map(|(manifest, ingress)| {
        let spec: Option<&IngressSpec> = (&ingress.spec).into();
        let rules = spec.and_then(|spec| spec.rules.clone()).unwrap_or_default();
        let class = spec.and_then(|spec| spec.ingress_class_name.clone()).unwrap_or_default();
        rules.into_iter().flat_map(move |rule| {
            let host = rule.host.unwrap_or_default();
            let paths = rule.http.map(|http| http.paths).unwrap_or_default();
            let class = class.clone();
            paths.into_iter().map(move |path| {
                let service = path.backend.service.map(|service| service.name);
                Route {
                    namespace: manifest.object.namespace(),
                    on: On::Class(class.clone()),
                    host: host.clone(),
                    closed: (service.as_deref() == Some(names::DENY_METRICS)).then_some(503),
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
        let gateway = route.spec.parent_refs.first().map(|it| it.name.clone()).unwrap_or_default();
        route.spec.rules.iter().filter_map(move |rule| {
            let at = rule.matches.first()?;
            let denied = rule.filters.iter().any(
                |filter| matches!(filter, Filter::ExtensionRef { extension_ref } if extension_ref.name == names::DENY_NOT_FOUND),
            );
            Some(Route {
                namespace: manifest.object.namespace(),
                on: On::Gateway(gateway.clone()),
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
        let gateway = route.spec.parent_refs.first().map(|it| it.name.clone()).unwrap_or_default();
        route.spec.rules.iter().map(move |rule| Route {
            namespace: manifest.object.namespace(),
            on: On::Gateway(gateway.clone()),
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
