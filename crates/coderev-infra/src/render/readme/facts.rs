//! The names in the prerequisites and the commands of the README, found in the objects.
use crate::names;
use coderev_objects::crd::envoy_gateway::EnvoyProxy;
use coderev_objects::crd::gateway_api::{Filter, GRPCRoute, HTTPRoute};
use coderev_objects::{Inventory, Workload};
use k8s_openapi::api::core::v1::{PodSpec, Service};
use k8s_openapi::api::networking::v1::{Ingress, IngressSpec};
use std::collections::{BTreeMap, BTreeSet};

/// Each namespace with pods, and the kinds of its objects as kubectl spells them.
pub(super) fn kinds_by_namespace(inventory: &Inventory) -> Vec<(&str, Vec<&'static str>)> {
    const WORKLOADS: [(&str, &str); 5] = [
        ("CronJob", "cronjobs"),
        ("DaemonSet", "daemonsets"),
        ("Deployment", "deployments"),
        ("Job", "jobs"),
        ("StatefulSet", "statefulsets"),
    ];
    const OTHERS: [(&str, &str); 8] = [
        ("Service", "svc"),
        ("Ingress", "ingress"),
        ("HTTPRoute", "httproutes"),
        ("GRPCRoute", "grpcroutes"),
        ("HorizontalPodAutoscaler", "hpa"),
        ("ScaledObject", "scaledobjects"),
        ("PodDisruptionBudget", "pdb"),
        ("NetworkPolicy", "networkpolicies"),
    ];
    let mut present: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for entry in inventory.entries() {
        present.entry(entry.namespace()).or_default().insert(entry.kind());
    }
    // KEDA creates an autoscaler for each ScaledObject.
    for kinds in present.values_mut().filter(|kinds| kinds.contains("ScaledObject")) {
        kinds.insert("HorizontalPodAutoscaler");
    }
    let shown = |table: &[(&str, &'static str)], kinds: &BTreeSet<&str>| {
        table.iter().filter(|(kind, _)| kinds.contains(kind)).map(|(_, name)| *name).collect::<Vec<_>>()
    };
    let namespaces = present.iter().filter_map(|(namespace, kinds)| {
        let workloads = shown(&WORKLOADS, kinds);
        let runs_pods = !namespace.is_empty() && !workloads.is_empty();
        runs_pods.then(|| (*namespace, [workloads, vec!["pods"], shown(&OTHERS, kinds)].concat()))
    });
    namespaces.collect()
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
    pub(super) namespace: &'a str,
    pub(super) on: On<'a>,
    pub(super) host: &'a str,
    pub(super) path: &'a str,
    pub(super) exact: bool,
    /// The Service that receives its requests.
    pub(super) service: Option<&'a str>,
    /// The status of the response, for a closed path.
    pub(super) closed: Option<u16>,
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
