//! The Deployment of the examples, and its Service.
use super::facts::routes;
use coderev_objects::{Entry, Inventory, Object, Workload};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;
use k8s_openapi::api::core::v1::{PodSpec, Service, ServicePort, ServiceSpec};

/// The Deployment of the examples.
pub(super) struct Example<'a> {
    pub(super) deployment: Workload<'a>,
    /// The Service in front of it, if it has one with a TCP port.
    pub(super) served: Option<Served<'a>>,
}

/// A port of a Service.
pub(super) struct Served<'a> {
    pub(super) service: Entry<'a>,
    pub(super) port: &'a ServicePort,
    /// A path that it answers. None if the port does not serve HTTP.
    pub(super) path: Option<&'a str>,
}
impl Served<'_> {
    /// `web.shop`, with the port if it is not 80.
    pub(super) fn address(&self) -> String {
        let name = format!("{}.{}", self.service.name(), self.service.namespace());
        if self.port.port == 80 { name } else { format!("{name}:{}", self.port.port) }
    }
}

/// First choice: a public route with an exact path. Second choice: an autoscaler. Third choice: a Service with an HTTP
/// port. Else the first Deployment, with a Service if there is one.
pub(super) fn example(inventory: &Inventory) -> Option<Example<'_>> {
    let deployments = || inventory.workloads().filter(is_deployment);
    let exact = routes(inventory).filter(|route| route.exact && route.closed.is_none()).find_map(|route| {
        let service = inventory.find("v1", "Service", route.namespace, route.service?)?;
        let deployment = inventory.workloads_of(service).find(is_deployment)?;
        let served = served(deployment, service)?;
        let path = served.path.map(|_| route.path);
        Some(Example { deployment, served: Some(Served { path, ..served }) })
    });
    let with_service = |deployment: Workload<'_>| deployment.services().any(|it| served(deployment, it).is_some());
    let is_http = |deployment: Workload<'_>| best(deployment).is_some_and(|it| it.path.is_some());
    let is_autoscaler = |it: Entry<'_>| it.object().as_kind::<HorizontalPodAutoscaler>().is_some();
    let scales = |deployment: Workload<'_>| deployment.autoscalers().any(is_autoscaler);
    exact.or_else(|| {
        let first = deployments()
            .find(|it| scales(*it) && is_http(*it))
            .or_else(|| deployments().find(|it| is_http(*it)))
            .or_else(|| deployments().find(|it| with_service(*it)))
            .or_else(|| deployments().next())?;
        Some(Example { deployment: first, served: best(first) })
    })
}
fn is_deployment(workload: &Workload<'_>) -> bool {
    matches!(workload.object(), Object::Deployment(_))
}

/// The HTTP port of a Service of the workload, or else its first TCP port.
fn best(deployment: Workload<'_>) -> Option<Served<'_>> {
    let all = || deployment.services().filter_map(move |service| served(deployment, service));
    all().find(|it| it.path.is_some()).or_else(|| all().next())
}
fn served<'a>(deployment: Workload<'a>, service: Entry<'a>) -> Option<Served<'a>> {
    let spec: Option<&ServiceSpec> = (&service.object().as_kind::<Service>()?.spec).into();
    let ports = || spec.iter().flat_map(|spec| spec.ports.iter().flatten()).filter(|port| is_tcp(port));
    let http = ports().find(|port| is_http(port));
    let path = http.map(|_| readiness(deployment.pod()).unwrap_or("/"));
    Some(Served { service, port: http.or_else(|| ports().next())?, path })
}
/// `kubectl port-forward` supports only TCP.
fn is_tcp(port: &ServicePort) -> bool {
    port.protocol.as_deref().is_none_or(|protocol| protocol == "TCP")
}
/// By the protocol that the Service declares, or by the name or the number of the port.
fn is_http(port: &ServicePort) -> bool {
    match port.app_protocol.as_deref() {
        Some(protocol) => protocol.eq_ignore_ascii_case("http"),
        None => port.name.as_deref().is_some_and(|it| it == "http" || it.starts_with("http-")) || port.port == 80,
    }
}
fn readiness(pod: &PodSpec) -> Option<&str> {
    pod.containers.first()?.readiness_probe.as_ref()?.http_get.as_ref()?.path.as_deref()
}
