//! What Services and claims count for.
use crate::check::rules::quantity::value;
use crate::manifest::Object;
use k8s_openapi::api::apps::v1::StatefulSetSpec;
use k8s_openapi::api::core::v1::{PersistentVolumeClaimSpec, PodSpec, Service, ServicePort, ServiceSpec};

/// A Service, its load balancer, and the ports that it takes of every node.
pub(super) fn of_service(service: &Service) -> Vec<(String, f64)> {
    let spec: Option<&ServiceSpec> = (&service.spec).into();
    let ports = || spec.into_iter().flat_map(|spec| spec.ports.iter().flatten());
    let is_given = |port: &&ServicePort| port.node_port.is_some_and(|port| port != 0);
    let allocates = spec.is_none_or(|spec| spec.allocate_load_balancer_node_ports != Some(false));
    let (balancers, nodeports) = match spec.and_then(|spec| spec.type_.as_deref()) {
        Some("NodePort") => (0, ports().count()),
        Some("LoadBalancer") if allocates => (1, ports().count()),
        Some("LoadBalancer") => (1, ports().filter(is_given).count()),
        _ => (0, 0),
    };
    let counts = [("services", 1), ("services.loadbalancers", balancers), ("services.nodeports", nodeports)];
    counts.into_iter().map(|(name, n)| (name.to_owned(), n as f64)).collect()
}

/// A claim and its storage, for all classes and for its own.
pub(super) fn of_claim(claim: &PersistentVolumeClaimSpec) -> Vec<(String, f64)> {
    let requests = claim.resources.as_ref().and_then(|resources| resources.requests.as_ref());
    let storage = requests.and_then(|requests| requests.get("storage")).map_or(0.0, |size| value(&size.0));
    let of_all = [("persistentvolumeclaims", 1.0), ("requests.storage", storage)];
    let class = claim.storage_class_name.iter();
    let of_class = class
        .flat_map(|class| of_all.map(|(name, amount)| (format!("{class}.storageclass.storage.k8s.io/{name}"), amount)));
    of_all.map(|(name, amount)| (name.to_owned(), amount)).into_iter().chain(of_class).collect()
}
/// The claims that each pod brings: by the templates of a StatefulSet, and scratch of its own.
pub(super) fn of_each_pod(object: &Object, pod: &PodSpec) -> Vec<(String, f64)> {
    let set = match object {
        Object::StatefulSet(set) => Option::<&StatefulSetSpec>::from(&set.spec),
        _ => None,
    };
    let templates = set.into_iter().flat_map(|spec| spec.volume_claim_templates.iter().flatten());
    let templates = templates.filter_map(|claim| Option::<&PersistentVolumeClaimSpec>::from(&claim.spec));
    let scratch = pod.volumes.iter().flatten().filter_map(|volume| volume.ephemeral.as_ref());
    let scratch = scratch.filter_map(|it| it.volume_claim_template.as_ref()).map(|template| &template.spec);
    templates.chain(scratch).flat_map(of_claim).collect()
}
