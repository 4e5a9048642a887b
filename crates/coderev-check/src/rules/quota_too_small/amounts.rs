//! The amounts of a quota that a pod, a Service and a volume claim use.
use super::super::defaulted::defaulted;
use coderev_objects::{Limits, Object, quantity};
use k8s_openapi::api::apps::v1::StatefulSetSpec;
use k8s_openapi::api::core::v1::{Container, PersistentVolumeClaimSpec, PodSpec, Service, ServicePort, ServiceSpec};
use std::borrow::Cow;

/// An amount, and its name in a quota.
pub(super) type Amount = (QuotaName, f64);
/// Borrowed for the resources of Kubernetes itself, which are almost all.
pub(super) type QuotaName = Cow<'static, str>;

/// Amounts, each name once. They are a list, because a pod has about six.
#[derive(Default)]
pub(super) struct Amounts(Vec<Amount>);
impl Amounts {
    /// The amount with this name. Default: zero.
    pub(super) fn amount(&mut self, name: QuotaName) -> &mut f64 {
        let at = self.0.iter().position(|(other, _)| *other == name).unwrap_or_else(|| {
            self.0.push((name, 0.0));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }
}
impl IntoIterator for Amounts {
    type Item = Amount;
    type IntoIter = std::vec::IntoIter<Amount>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// The requests and limits of one pod: containers and sidecars together, or the largest init container, which runs
/// before them. `ranges` sets the amounts that a container does not set.
pub(super) fn of_pod(pod: &PodSpec, ranges: &Limits<'_>) -> Amounts {
    let (sidecars, init): (Vec<_>, Vec<_>) =
        pod.init_containers.iter().flatten().partition(|container| container.restart_policy.is_some());
    let mut sums = Amounts::default();
    for (name, amount) in pod.containers.iter().chain(sidecars).flat_map(|it| of_container(it, ranges)) {
        *sums.amount(name) += amount;
    }
    for (name, amount) in init.into_iter().flat_map(|it| of_container(it, ranges)) {
        let sum = sums.amount(name);
        *sum = sum.max(amount);
    }
    sums
}
fn of_container(container: &Container, ranges: &Limits<'_>) -> Vec<Amount> {
    let amounts = defaulted(container, ranges).into_iter().flat_map(|it| {
        let request = it.request.map(|amount| (request(it.resource), amount.number));
        request.into_iter().chain(it.limit.map(|amount| (limit(it.resource), amount.number)))
    });
    amounts.collect()
}

fn request(resource: &str) -> QuotaName {
    match resource {
        "cpu" => "requests.cpu".into(),
        "memory" => "requests.memory".into(),
        "ephemeral-storage" => "requests.ephemeral-storage".into(),
        _ => format!("requests.{resource}").into(),
    }
}
fn limit(resource: &str) -> QuotaName {
    match resource {
        "cpu" => "limits.cpu".into(),
        "memory" => "limits.memory".into(),
        "ephemeral-storage" => "limits.ephemeral-storage".into(),
        _ => format!("limits.{resource}").into(),
    }
}

/// A Service, its load balancer, and its node ports.
pub(super) fn of_service(service: &Service) -> Vec<Amount> {
    let spec: Option<&ServiceSpec> = (&service.spec).into();
    let ports = || spec.into_iter().flat_map(|spec| spec.ports.iter().flatten());
    let has_node_port = |port: &&ServicePort| port.node_port.is_some_and(|port| port != 0);
    let allocates = spec.is_none_or(|spec| spec.allocate_load_balancer_node_ports != Some(false));
    let (balancers, node_ports) = match spec.and_then(|spec| spec.type_.as_deref()) {
        Some("NodePort") => (0, ports().count()),
        Some("LoadBalancer") if allocates => (1, ports().count()),
        Some("LoadBalancer") => (1, ports().filter(has_node_port).count()),
        _ => (0, 0),
    };
    let counts = [("services", 1), ("services.loadbalancers", balancers), ("services.nodeports", node_ports)];
    counts.into_iter().map(|(name, count)| (name.into(), count as f64)).collect()
}

/// A volume claim and its storage, in total and for its storage class.
pub(super) fn of_claim(claim: &PersistentVolumeClaimSpec) -> Vec<Amount> {
    let requests = claim.resources.as_ref().and_then(|resources| resources.requests.as_ref());
    let storage = requests.and_then(|requests| quantity::parse(&requests.get("storage")?.0)).unwrap_or(0.0);
    let amounts = [("persistentvolumeclaims", 1.0), ("requests.storage", storage)];
    let classes = claim.storage_class_name.iter();
    let of_class = classes
        .flat_map(|class| amounts.map(|(name, it)| (format!("{class}.storageclass.storage.k8s.io/{name}").into(), it)));
    amounts.map(|(name, amount)| (name.into(), amount)).into_iter().chain(of_class).collect()
}
/// The volume claims of each pod: from the templates of a StatefulSet, and for ephemeral volumes.
pub(super) fn of_claims_of_pod(object: &Object, pod: &PodSpec) -> Vec<Amount> {
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
