//! The amounts of a quota that a pod, a Service and a volume claim use.
use super::super::defaulted::defaulted;
use coderev_objects::quantity::{self, Amount};
use coderev_objects::{Limits, Object, is_sidecar, overhead_of_class};
use k8s_openapi::api::apps::v1::StatefulSetSpec;
use k8s_openapi::api::core::v1::{
    Container, PersistentVolumeClaimSpec, PodSpec, ResourceRequirements, Service, ServicePort, ServiceSpec,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use std::borrow::Cow;

/// An amount, and its name in a quota.
pub(in crate::rules) type Named = (QuotaName, Amount);
/// Borrowed for the resources of Kubernetes itself, which are almost all.
pub(in crate::rules) type QuotaName = Cow<'static, str>;

/// Amounts, each name once. They are a list, because a pod has about six.
#[derive(Clone, Default)]
pub(in crate::rules) struct Amounts(Vec<Named>);
impl Amounts {
    /// The amount with this name. Default: zero.
    pub(super) fn amount(&mut self, name: QuotaName) -> &mut Amount {
        let at = self.0.iter().position(|(other, _)| *other == name).unwrap_or_else(|| {
            self.0.push((name, Amount::ZERO));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }
    fn add(&mut self, amounts: impl IntoIterator<Item = Named>) {
        for (name, amount) in amounts {
            *self.amount(name) += amount;
        }
    }
    /// The amount with this name, if there is one.
    pub(in crate::rules) fn find(&self, name: &str) -> Option<Amount> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, amount)| *amount)
    }
    fn raise_to(&mut self, amounts: impl IntoIterator<Item = Named>) {
        for (name, amount) in amounts {
            let own = self.amount(name);
            *own = (*own).max(amount);
        }
    }
}
impl IntoIterator for Amounts {
    type Item = Named;
    type IntoIter = std::vec::IntoIter<Named>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// The requests and limits of one pod, as `PodRequests` and `PodLimits` in
/// staging/src/k8s.io/component-helpers/resource/helpers.go of Kubernetes compute them. `ranges` sets the amounts that a
/// container does not set. `class` is the RuntimeClass of the pod, if it is known.
pub(super) fn of_pod(pod: &PodSpec, ranges: &Limits<'_>, class: Option<&Object>) -> Amounts {
    let mut sums = of_containers(pod, ranges);
    let own =
        pod.overhead.iter().flatten().filter_map(|(resource, amount)| Some((&**resource, quantity::parse(&amount.0)?)));
    let of_class = class.filter(|_| pod.overhead.is_none()).into_iter().flat_map(overhead_of_class);
    own.chain(of_class).for_each(|(resource, amount)| add_overhead(resource, amount, &mut sums));
    sums
}
/// The same without the overhead of the RuntimeClass.
pub(in crate::rules) fn of_containers(pod: &PodSpec, ranges: &Limits<'_>) -> Amounts {
    let mut sums = Amounts::default();
    for container in &pod.containers {
        sums.add(of_container(container, ranges));
    }
    // An init container runs next to the sidecars before it, and ahead of the others.
    let (mut sidecars, mut before) = (Amounts::default(), Amounts::default());
    for container in pod.init_containers.iter().flatten() {
        let own = of_container(container, ranges);
        if is_sidecar(container) {
            sidecars.add(own);
        } else {
            let mut together = sidecars.clone();
            together.add(own);
            before.raise_to(together);
        }
    }
    sums.add(sidecars);
    sums.raise_to(before);
    // The pod's own resources replace the resources of its containers.
    for (name, amount) in of_resources(pod.resources.as_ref()) {
        *sums.amount(name) = amount;
    }
    sums
}
fn of_container(container: &Container, ranges: &Limits<'_>) -> Vec<Named> {
    let amounts = defaulted(container, ranges).into_iter().flat_map(|it| {
        let request = it.request.map(|amount| (request(it.resource), amount.number));
        request.into_iter().chain(it.limit.map(|amount| (limit(it.resource), amount.number)))
    });
    amounts.collect()
}
fn of_resources(resources: Option<&ResourceRequirements>) -> impl Iterator<Item = Named> {
    let requests = resources.and_then(|it| it.requests.as_ref()).into_iter().flatten();
    let limits = resources.and_then(|it| it.limits.as_ref()).into_iter().flatten();
    requests.filter_map(|it| named(request, it)).chain(limits.filter_map(|it| named(limit, it)))
}
fn named(quota: fn(&str) -> QuotaName, (resource, amount): (&String, &Quantity)) -> Option<Named> {
    Some((quota(resource), quantity::parse(&amount.0)?))
}
/// The overhead of the RuntimeClass counts towards the requests, and towards the limits that the pod has.
fn add_overhead(resource: &str, amount: Amount, sums: &mut Amounts) {
    *sums.amount(request(resource)) += amount;
    let limit = sums.amount(limit(resource));
    if *limit > Amount::ZERO {
        *limit += amount;
    }
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
