//! Relations between objects. Each kind of relation is computed once, on first use.
use super::{Entry, Inventory, Workload, references};
use crate::crd::gateway_api::{GRPCRoute, HTTPRoute};
use crate::crd::keda::ScaledObject;
use k8s_openapi::api::autoscaling::v2::{HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec};
use k8s_openapi::api::core::v1::{Service, ServiceSpec};
use k8s_openapi::api::networking::v1::{Ingress, NetworkPolicy, NetworkPolicySpec};
use k8s_openapi::api::policy::v1::{PodDisruptionBudget, PodDisruptionBudgetSpec};

/// Pairs of objects, for queries from both ends.
#[derive(Debug)]
pub(super) struct Links {
    forward: Vec<(u32, u32)>,
    back: Vec<(u32, u32)>,
}

impl Links {
    fn new(mut forward: Vec<(u32, u32)>) -> Self {
        forward.sort_unstable();
        forward.dedup();
        let mut back: Vec<_> = forward.iter().map(|&(from, to)| (to, from)).collect();
        back.sort_unstable();
        Self { forward, back }
    }
    fn to(&self, from: u32) -> impl Iterator<Item = u32> {
        range(&self.forward, from)
    }
    fn from(&self, to: u32) -> impl Iterator<Item = u32> {
        range(&self.back, to)
    }
}

fn range(pairs: &[(u32, u32)], of: u32) -> impl Iterator<Item = u32> {
    let start = pairs.partition_point(|(first, _)| *first < of);
    pairs[start..].iter().take_while(move |(first, _)| *first == of).map(|(_, second)| *second)
}

/// The public relations. Each can be queried from both ends.
impl Inventory {
    pub(super) const fn entry(&self, at: u32) -> Entry<'_> {
        Entry::new(self, at)
    }
    /// The workloads that a Service selects.
    pub fn workloads_of<'a>(&'a self, service: Entry<'a>) -> impl Iterator<Item = Workload<'a>> {
        self.service_links().to(service.at()).filter_map(|at| self.entry(at).as_workload())
    }
    /// The Services that select the pods of a workload.
    pub fn services_of<'a>(&'a self, workload: Entry<'a>) -> impl Iterator<Item = Entry<'a>> {
        self.service_links().from(workload.at()).map(|at| self.entry(at))
    }
    /// The workloads that a PodDisruptionBudget selects.
    pub fn selected_by_budget<'a>(&'a self, budget: Entry<'a>) -> impl Iterator<Item = Workload<'a>> {
        self.budget_links().to(budget.at()).filter_map(|at| self.entry(at).as_workload())
    }
    /// The PodDisruptionBudgets that select the pods of a workload.
    pub fn budgets_of<'a>(&'a self, workload: Entry<'a>) -> impl Iterator<Item = Entry<'a>> {
        self.budget_links().from(workload.at()).map(|at| self.entry(at))
    }
    /// The workloads that a NetworkPolicy selects.
    pub fn selected_by_policy<'a>(&'a self, policy: Entry<'a>) -> impl Iterator<Item = Workload<'a>> {
        self.policy_links().to(policy.at()).filter_map(|at| self.entry(at).as_workload())
    }
    /// The network policies that select the pods of a workload.
    pub fn policies_of<'a>(&'a self, workload: Entry<'a>) -> impl Iterator<Item = Entry<'a>> {
        self.policy_links().from(workload.at()).map(|at| self.entry(at))
    }
    /// The object that an autoscaler scales, if the inventory has it.
    #[must_use]
    pub fn target_of<'a>(&'a self, autoscaler: Entry<'a>) -> Option<Entry<'a>> {
        self.autoscaler_links().to(autoscaler.at()).next().map(|at| self.entry(at))
    }
    /// The autoscalers with a `scaleTargetRef` to an object.
    pub fn autoscalers_of<'a>(&'a self, target: Entry<'a>) -> impl Iterator<Item = Entry<'a>> {
        self.autoscaler_links().from(target.at()).map(|at| self.entry(at))
    }
    /// The first autoscaler with a `scaleTargetRef` to an object.
    #[must_use]
    pub fn autoscaler_of<'a>(&'a self, target: Entry<'a>) -> Option<Entry<'a>> {
        self.autoscalers_of(target).next()
    }
    /// The Ingresses, HTTPRoutes and GRPCRoutes that refer to a Service.
    pub fn routes_to<'a>(&'a self, service: Entry<'a>) -> impl Iterator<Item = Entry<'a>> {
        self.route_links().from(service.at()).map(|at| self.entry(at))
    }
    /// The Services that an Ingress, an HTTPRoute or a GRPCRoute refers to.
    pub fn services_behind<'a>(&'a self, route: Entry<'a>) -> impl Iterator<Item = Entry<'a>> {
        self.route_links().to(route.at()).map(|at| self.entry(at))
    }
    /// The workloads with pods that refer to a ConfigMap, a Secret, a volume claim or a service account.
    pub fn users_of<'a>(&'a self, object: Entry<'a>) -> impl Iterator<Item = Workload<'a>> {
        self.user_links().from(object.at()).filter_map(|at| self.entry(at).as_workload())
    }
    /// The objects that own an object and are in the inventory.
    pub fn owners_of<'a>(&'a self, object: Entry<'a>) -> impl Iterator<Item = Entry<'a>> {
        self.owner_links().to(object.at()).map(|at| self.entry(at))
    }
    /// The objects that an object owns.
    pub fn owned_by<'a>(&'a self, owner: Entry<'a>) -> impl Iterator<Item = Entry<'a>> {
        self.owner_links().from(owner.at()).map(|at| self.entry(at))
    }

    fn service_links(&self) -> &Links {
        self.services.get_or_init(|| {
            let pairs = self.all::<Service>().flat_map(|(entry, service)| {
                let spec: Option<&ServiceSpec> = (&service.spec).into();
                let labels = spec.and_then(|spec| spec.selector.as_ref());
                let selected = labels.map(|labels| self.selected_by_labels(labels, entry.namespace()));
                to_each(entry, selected.into_iter().flatten())
            });
            Links::new(pairs.collect())
        })
    }
    fn budget_links(&self) -> &Links {
        self.budgets.get_or_init(|| {
            let pairs = self.all::<PodDisruptionBudget>().flat_map(|(entry, budget)| {
                let spec: Option<&PodDisruptionBudgetSpec> = (&budget.spec).into();
                // A budget without a selector selects no pods.
                let selector = spec.and_then(|spec| spec.selector.as_ref());
                to_each(entry, selector.into_iter().flat_map(move |it| self.selected_by(it, entry.namespace())))
            });
            Links::new(pairs.collect())
        })
    }
    fn policy_links(&self) -> &Links {
        self.policies.get_or_init(|| {
            let pairs = self.all::<NetworkPolicy>().flat_map(|(entry, policy)| {
                let spec: Option<&NetworkPolicySpec> = (&policy.spec).into();
                // A policy without a selector selects all pods.
                let selector = spec.map(|spec| spec.pod_selector.clone().unwrap_or_default());
                to_each(entry, selector.into_iter().flat_map(move |it| self.selected_by(&it, entry.namespace())))
            });
            Links::new(pairs.collect())
        })
    }
    fn autoscaler_links(&self) -> &Links {
        self.autoscalers.get_or_init(|| {
            let pods = self.all::<HorizontalPodAutoscaler>().filter_map(|(entry, autoscaler)| {
                let spec: Option<&HorizontalPodAutoscalerSpec> = (&autoscaler.spec).into();
                let target = &spec?.scale_target_ref;
                let version = target.api_version.as_deref().unwrap_or_default();
                Some((entry.at(), self.find(version, &target.kind, entry.namespace(), &target.name)?.at()))
            });
            let scaled = self.all::<ScaledObject>().filter_map(|(entry, scaled)| {
                let target = &scaled.spec.scale_target_ref;
                Some((entry.at(), self.find(&target.api_version, &target.kind, entry.namespace(), &target.name)?.at()))
            });
            Links::new(pods.chain(scaled).collect())
        })
    }
    fn route_links(&self) -> &Links {
        self.routes.get_or_init(|| {
            let ingresses = self.all::<Ingress>().map(|(entry, _)| entry);
            let http = self.all::<HTTPRoute>().map(|(entry, _)| entry);
            let grpc = self.all::<GRPCRoute>().map(|(entry, _)| entry);
            let pairs = ingresses.chain(http).chain(grpc).flat_map(|entry| {
                let services = self.backends_of(entry).into_iter().filter_map(|backend| self.service_of(backend));
                services.map(move |service| (entry.at(), service.at()))
            });
            Links::new(pairs.collect())
        })
    }
    fn user_links(&self) -> &Links {
        self.users.get_or_init(|| {
            let pairs = self.workloads().flat_map(|workload| {
                let named = references::of_template(workload.template()).into_iter();
                let found = named.filter_map(move |it| {
                    self.find(it.referent().api_version(), it.referent().kind(), workload.namespace(), it.name())
                });
                found.map(move |object| (workload.entry().at(), object.at()))
            });
            Links::new(pairs.collect())
        })
    }
    fn owner_links(&self) -> &Links {
        self.owners.get_or_init(|| {
            let pairs = self.entries().flat_map(|entry| {
                let owners = entry.object().metadata().owner_references.iter().flatten();
                owners.filter_map(move |owner| {
                    let namespaced = self.find(&owner.api_version, &owner.kind, entry.namespace(), &owner.name);
                    let found = namespaced.or_else(|| self.find(&owner.api_version, &owner.kind, "", &owner.name))?;
                    Some((entry.at(), found.at()))
                })
            });
            Links::new(pairs.collect())
        })
    }
}

fn to_each<'a>(from: Entry<'a>, to: impl Iterator<Item = Workload<'a>>) -> impl Iterator<Item = (u32, u32)> {
    to.map(move |workload| (from.at(), workload.entry().at()))
}
