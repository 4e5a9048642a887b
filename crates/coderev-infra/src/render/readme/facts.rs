//! The names in the commands of the README, found in the objects.
use crate::names;
use coderev_objects::crd::envoy_gateway::EnvoyProxy;
use coderev_objects::crd::gateway_api::{Filter, GRPCRoute, HTTPRoute};
use coderev_objects::{Entry, Inventory, Object, Workload};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;
use k8s_openapi::api::core::v1::{PodSpec, Service};
use k8s_openapi::api::networking::v1::{Ingress, IngressSpec};
use std::collections::{BTreeMap, BTreeSet};

/// The Deployment of the examples, its Service, and a path that it answers.
pub(super) struct Example<'a> {
    pub(super) namespace: &'a str,
    pub(super) service: &'a str,
    pub(super) deployment: Workload<'a>,
    pub(super) path: &'a str,
}

/// A Deployment behind a Service. First choice: a public route with an exact path. Second choice: an autoscaler. Else the first Deployment.
pub(super) fn example(inventory: &Inventory) -> Option<Example<'_>> {
    let exact = routes(inventory).filter(|route| route.exact).find_map(|route| {
        let service = inventory.find("v1", "Service", route.namespace, route.service?)?;
        let deployment = inventory.workloads_of(service).find(is_deployment)?;
        Some(Example { namespace: route.namespace, service: service.name(), deployment, path: route.path })
    });
    exact.or_else(|| {
        let deployments = || inventory.workloads().filter(is_deployment);
        let served = || deployments().filter_map(|it| Some((it, it.services().next()?)));
        let is_autoscaler = |it: Entry<'_>| it.object().as_kind::<HorizontalPodAutoscaler>().is_some();
        let scales = served().find(|(deployment, _)| deployment.autoscalers().any(is_autoscaler));
        let (deployment, service) = scales.or_else(|| served().next())?;
        let path = readiness(deployment.pod()).unwrap_or("/");
        Some(Example { namespace: deployment.namespace(), service: service.name(), deployment, path })
    })
}
fn is_deployment(workload: &Workload<'_>) -> bool {
    matches!(workload.object(), Object::Deployment(_))
}

/// Each namespace with pods, and the kinds of their workloads as kubectl spells them.
pub(super) fn kinds_of_pods(inventory: &Inventory) -> BTreeMap<&str, BTreeSet<&'static str>> {
    let mut namespaces = BTreeMap::<_, BTreeSet<_>>::new();
    for workload in inventory.workloads() {
        let kind = match workload.object() {
            Object::Deployment(_) => "deployments",
            Object::StatefulSet(_) => "statefulsets",
            Object::DaemonSet(_) => "daemonsets",
            Object::Job(_) => "jobs",
            Object::CronJob(_) => "cronjobs",
            _ => continue,
        };
        namespaces.entry(workload.namespace()).or_default().insert(kind);
    }
    namespaces
}

/// Whether a Service has an annotation for the AWS Load Balancer Controller, which AWS does not install by default.
pub(super) fn asks_for_aws_load_balancers(inventory: &Inventory) -> bool {
    let asks = |key: &String| key.starts_with("service.beta.kubernetes.io/aws-load-balancer-");
    let services = inventory.all::<Service>().flat_map(|(_, it)| it.metadata.annotations.iter().flatten());
    let proxies =
        inventory.all::<EnvoyProxy>().flat_map(|(_, it)| &it.spec.provider.kubernetes.envoy_service.annotations);
    services.chain(proxies).any(|(key, _)| asks(key))
}

/// Classes that pods name and that are not among the objects, each with its kind. The classes that every cluster has
/// are not included.
pub(super) fn classes(inventory: &Inventory) -> BTreeSet<(&'static str, &str)> {
    let named = inventory.workloads().map(Workload::pod).flat_map(|pod| {
        let runtime = pod.runtime_class_name.as_deref().map(|name| ("RuntimeClass", name));
        let priority = pod.priority_class_name.as_deref().map(|name| ("PriorityClass", name));
        runtime.into_iter().chain(priority.filter(|(_, name)| !name.starts_with("system-")))
    });
    let mut classes: BTreeSet<_> = named.collect();
    classes.retain(|class| !inventory.entries().any(|entry| (entry.kind(), entry.name()) == *class));
    classes
}

/// Node labels that pods select.
pub(super) fn pools(inventory: &Inventory) -> BTreeSet<(&str, &str)> {
    inventory
        .workloads()
        .flat_map(|workload| workload.pod().node_selector.iter().flatten())
        .map(|(key, value)| (&**key, &**value))
        .collect()
}

/// Hosts of workloads with a read-only gate.
pub(super) fn read_only_hosts(inventory: &Inventory) -> BTreeSet<&str> {
    let gated = |pod: &PodSpec| pod.init_containers.iter().flatten().any(|it| it.name == names::READ_ONLY_GATE);
    let namespaces: BTreeSet<&str> =
        inventory.workloads().filter(|it| gated(it.pod())).map(Workload::namespace).collect();
    routes(inventory).filter(|route| namespaces.contains(route.namespace)).map(|route| route.host).collect()
}

/// Hosts and paths that the edge refuses, with the status: nginx finds no pod for them, Envoy responds itself.
pub(super) fn closed(inventory: &Inventory) -> BTreeSet<(&str, &str, u16)> {
    let closed = routes(inventory).filter_map(|route| Some((route.host, route.path, route.closed?)));
    closed.collect()
}

/// The parent of a route.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum On<'a> {
    /// A class of Ingresses.
    Class(&'a str),
    Gateway(&'a str),
}

pub(super) struct Route<'a> {
    namespace: &'a str,
    pub(super) on: On<'a>,
    pub(super) host: &'a str,
    path: &'a str,
    exact: bool,
    /// The Service that receives its requests.
    service: Option<&'a str>,
    /// The status of the response, for a closed path.
    closed: Option<u16>,
}

pub(super) fn routes(inventory: &Inventory) -> impl Iterator<Item = Route<'_>> {
    ingresses(inventory).chain(http_routes(inventory)).chain(grpc_routes(inventory))
}

fn ingresses(inventory: &Inventory) -> impl Iterator<Item = Route<'_>> {
    inventory.all::<Ingress>().flat_map(|(entry, ingress)| {
        let spec: Option<&IngressSpec> = (&ingress.spec).into();
        let rules = spec.and_then(|spec| spec.rules.as_deref()).unwrap_or_default();
        let class = spec.and_then(|spec| spec.ingress_class_name.as_deref()).unwrap_or_default();
        rules.iter().flat_map(move |rule| {
            let host = rule.host.as_deref().unwrap_or_default();
            let paths = rule.http.as_ref().map(|http| &*http.paths).unwrap_or_default();
            paths.iter().map(move |path| {
                let service = path.backend.service.as_ref().map(|service| &*service.name);
                Route {
                    namespace: entry.namespace(),
                    on: On::Class(class),
                    host,
                    closed: (service == Some(names::DENY_METRICS)).then_some(503),
                    path: path.path.as_deref().unwrap_or_default(),
                    exact: path.path_type == "Exact",
                    service,
                }
            })
        })
    })
}

/// Without the redirect to HTTPS, which has no path.
fn http_routes(inventory: &Inventory) -> impl Iterator<Item = Route<'_>> {
    inventory.all::<HTTPRoute>().flat_map(|(entry, route)| {
        let host = route.spec.hostnames.first().map(String::as_str).unwrap_or_default();
        let gateway = route.spec.parent_refs.first().map(|it| &*it.name).unwrap_or_default();
        route.spec.rules.iter().filter_map(move |rule| {
            let at = rule.matches.first()?;
            let denied = rule.filters.iter().any(
                |filter| matches!(filter, Filter::ExtensionRef { extension_ref } if extension_ref.name == names::DENY_NOT_FOUND),
            );
            Some(Route {
                namespace: entry.namespace(),
                on: On::Gateway(gateway),
                host,
                path: &at.path.value,
                exact: at.path.r#type == "Exact",
                service: rule.backend_refs.first().map(|to| &*to.name),
                closed: denied.then_some(404),
            })
        })
    })
}
fn grpc_routes(inventory: &Inventory) -> impl Iterator<Item = Route<'_>> {
    inventory.all::<GRPCRoute>().flat_map(|(entry, route)| {
        let host = route.spec.hostnames.first().map(String::as_str).unwrap_or_default();
        let gateway = route.spec.parent_refs.first().map(|it| &*it.name).unwrap_or_default();
        route.spec.rules.iter().map(move |rule| Route {
            namespace: entry.namespace(),
            on: On::Gateway(gateway),
            host,
            path: "/",
            exact: false,
            service: rule.backend_refs.first().map(|to| &*to.name),
            closed: None,
        })
    })
}

fn readiness(pod: &PodSpec) -> Option<&str> {
    pod.containers.first()?.readiness_probe.as_ref()?.http_get.as_ref()?.path.as_deref()
}
