//! The amounts of a quota that a Service and a volume claim use.
use crate::rules::amounts::Named;
use coderev_objects::Object;
use coderev_objects::quantity::{self, Amount};
use k8s_openapi::api::apps::v1::StatefulSetSpec;
use k8s_openapi::api::core::v1::{PersistentVolumeClaimSpec, PodSpec, Service, ServicePort, ServiceSpec};

/// A Service, its load balancer, and its node ports.
pub(super) fn of_service(service: &Service) -> Vec<Named> {
    let spec: Option<&ServiceSpec> = (&service.spec).into();
    let ports = || spec.into_iter().flat_map(|spec| spec.ports.iter().flatten());
    let has_node_port = |port: &&ServicePort| port.node_port.is_some_and(|port| port != 0);
    let allocates = spec.is_none_or(|spec| spec.allocate_load_balancer_node_ports != Some(false));
    let (balancers, node_ports) = match spec.and_then(|spec| spec.type_.as_deref()) {
        Some("NodePort") => (0, count(&mut ports())),
        Some("LoadBalancer") if allocates => (1, count(&mut ports())),
        Some("LoadBalancer") => (1, count(&mut ports().filter(has_node_port))),
        _ => (0, 0),
    };
    let counts = [("services", 1), ("services.loadbalancers", balancers), ("services.nodeports", node_ports)];
    counts.into_iter().map(|(name, count)| (name.into(), Amount::from(count))).collect()
}

fn count(ports: &mut dyn Iterator<Item = &ServicePort>) -> i64 {
    i64::try_from(ports.count()).unwrap_or(i64::MAX)
}

/// A volume claim and its storage, in total and for its storage class.
pub(super) fn of_claim(claim: &PersistentVolumeClaimSpec) -> Vec<Named> {
    let requests = claim.resources.as_ref().and_then(|resources| resources.requests.as_ref());
    let storage = requests.and_then(|requests| quantity::parse(&requests.get("storage")?.0)).unwrap_or_default();
    let amounts = [("persistentvolumeclaims", Amount::from(1)), ("requests.storage", storage)];
    let classes = claim.storage_class_name.iter();
    let of_class = classes
        .flat_map(|class| amounts.map(|(name, it)| (format!("{class}.storageclass.storage.k8s.io/{name}").into(), it)));
    amounts.map(|(name, amount)| (name.into(), amount)).into_iter().chain(of_class).collect()
}
/// The volume claims of each pod: from the templates of a StatefulSet, and for ephemeral volumes.
pub(super) fn of_claims_of_pod(object: &Object, pod: &PodSpec) -> Vec<Named> {
    let set = match object {
        Object::StatefulSet(set) => Option::<&StatefulSetSpec>::from(&set.spec),
        _ => None,
    };
    let templates = set.into_iter().flat_map(|spec| spec.volume_claim_templates.iter().flatten());
    let templates = templates.filter_map(|claim| Option::<&PersistentVolumeClaimSpec>::from(&claim.spec));
    let ephemeral = pod.volumes.iter().flatten().filter_map(|volume| volume.ephemeral.as_ref());
    let ephemeral = ephemeral.filter_map(|it| it.volume_claim_template.as_ref()).map(|template| &template.spec);
    templates.chain(ephemeral).flat_map(of_claim).collect()
}
