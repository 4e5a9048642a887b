//! What a quota counts and nobody said: as many as there are, whoever wrote them.
use super::NAME;
use crate::lower::{Workload, persistent_volume_claim, volume};
use crate::manifest::{Manifest, Object};
use crate::words::{Memory, NamespaceWords, Platform, Source};
use k8s_openapi::api::core::v1::{Service, ServiceSpec};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use std::collections::BTreeMap;

/// Completes the quota of each namespace when all its objects are there, those in Kubernetes' own words too.
pub(crate) fn count(platform: &Platform, workloads: &[Workload<'_>], manifests: &mut [Manifest]) {
    for namespace in platform.namespaces.iter().filter(|namespace| !namespace.shared) {
        let here: Vec<_> = workloads.iter().filter(|it| std::ptr::eq(it.namespace, namespace)).collect();
        let counted = Counted::of(namespace, &here, manifests);
        let quotas = manifests.iter_mut().filter_map(|manifest| match &mut manifest.object {
            Object::ResourceQuota(quota) => Some(quota),
            _ => None,
        });
        let is_ours = |metadata: &k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta| {
            metadata.name.as_deref() == Some(NAME) && metadata.namespace.as_deref() == Some(&namespace.name)
        };
        for quota in quotas.filter(|quota| is_ours(&quota.metadata)) {
            let hard = quota.spec.get_or_insert_default().hard.get_or_insert_default();
            for (key, amount) in counted.amounts(super::is_computed(namespace)) {
                hard.entry(key.into()).or_insert(Quantity(amount));
            }
        }
    }
}

/// What is in one namespace.
struct Counted {
    services: usize,
    load_balancers: usize,
    node_ports: usize,
    claims: usize,
    /// Of all claims together; none where somebody wrote one in Kubernetes' own words.
    storage: Option<String>,
}
impl Counted {
    fn of(namespace: &NamespaceWords, here: &[&Workload<'_>], manifests: &[Manifest]) -> Self {
        let objects = || manifests.iter().map(|it| &it.object).filter(|it| it.namespace() == namespace.name);
        let services: Vec<&Service> = objects()
            .filter_map(|object| match object {
                Object::Service(service) => Some(&**service),
                _ => None,
            })
            .collect();
        let is = |service: &&&Service, kind: &str| {
            service.spec.as_ref().is_some_and(|spec| spec.type_.as_deref() == Some(kind))
        };
        let balancers = || services.iter().filter(|it| is(it, "LoadBalancer"));
        // A load balancer takes a port of every node for each of its own.
        let on_nodes = balancers().chain(services.iter().filter(|it| is(it, "NodePort")));
        let takes_some = |spec: &&ServiceSpec| spec.allocate_load_balancer_node_ports != Some(false);
        let ports = |it: &&Service| it.spec.iter().filter(takes_some).flat_map(|spec| &spec.ports).flatten().count();
        let claims = objects().filter(|object| matches!(object, Object::PersistentVolumeClaim(_))).count();
        let named = named(here);
        let storage = named.values().copied().chain(each(here)).map(Memory::as_mebi).sum::<u64>();
        Self {
            services: services.len(),
            load_balancers: balancers().count(),
            node_ports: on_nodes.map(ports).sum(),
            claims: claims + each(here).count(),
            storage: (claims == named.len() && storage > 0).then(|| in_whole(storage)),
        }
    }
    /// A quota that its tier states bounds nothing more than it says, but what costs money outside of the cluster.
    fn amounts(&self, is_computed: bool) -> Vec<(&'static str, String)> {
        let mut amounts = vec![
            ("services.loadbalancers", self.load_balancers.to_string()),
            ("services.nodeports", self.node_ports.to_string()),
            ("persistentvolumeclaims", self.claims.to_string()),
        ];
        if is_computed {
            amounts.push(("services", super::two_digits(2 * self.services as u64).max(20).to_string()));
            amounts.extend(self.storage.clone().map(|size| ("requests.storage", size)));
        }
        amounts
    }
}
/// In the largest unit that says it exactly.
fn in_whole(mebi: u64) -> String {
    if mebi.is_multiple_of(1024) { format!("{}Gi", mebi / 1024) } else { format!("{mebi}Mi") }
}
/// Claims with names of their own, each once.
fn named(here: &[&Workload<'_>]) -> BTreeMap<String, Memory> {
    let all = here.iter().flat_map(|it| persistent_volume_claim::said(it));
    all.filter_map(|claim| Some((claim.name.clone(), claim.size?))).collect()
}
/// One of each template for each pod, and scratch that each pod brings.
fn each<'w>(here: &'w [&'w Workload<'w>]) -> impl Iterator<Item = Memory> + 'w {
    here.iter().flat_map(|it| {
        let templates = it.claim_templates().iter().filter_map(|(claim, _)| claim.size);
        let scratch = volume::said(it).filter_map(|(volume, _)| match &volume.source {
            Source::Ephemeral(size) => Some(*size),
            _ => None,
        });
        let sizes: Vec<_> = templates.chain(scratch).collect();
        let pods = it.most_pods() as usize;
        sizes.into_iter().flat_map(move |size| std::iter::repeat_n(size, pods))
    })
}
