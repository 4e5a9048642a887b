//! The requests and limits of a pod, by their names in a quota.
use super::defaulted::defaulted;
use coderev_objects::quantity::{self, Amount};
use coderev_objects::{Limits, Object, is_sidecar, overhead_of_class};
use k8s_openapi::api::core::v1::{Container, PodSpec, ResourceRequirements};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use std::borrow::Cow;

/// An amount, and its name in a quota.
pub(super) type Named = (QuotaName, Amount);
/// Borrowed for the resources of Kubernetes itself, which are almost all.
pub(super) type QuotaName = Cow<'static, str>;

/// Amounts, each name once. They are a list, because a pod has about six.
#[derive(Clone, Default)]
pub(super) struct Amounts(Vec<Named>);
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
    pub(super) fn find(&self, name: &str) -> Option<Amount> {
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
pub(super) fn of_containers(pod: &PodSpec, ranges: &Limits<'_>) -> Amounts {
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
