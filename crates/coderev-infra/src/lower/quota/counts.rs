//! The numbers of a quota that the tier does not set. Object counts are the number of objects from any source, and one more of
//! each kind, so that a change can create an object before it deletes another.
use super::computed::{NAME, computed, is_computed, two_digits};
use super::overhead::Overheads;
use crate::lower::cx::Cx;
use crate::lower::output::Output;
use crate::model::{Memory, Source};
use crate::resolve::volumes::{claims, mounted};
use crate::resolve::workload::Workload;
use coderev_objects::Object;
use k8s_openapi::api::core::v1::ServiceSpec;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use std::collections::BTreeMap;

/// Completes the quota of each namespace with the number of its objects, raw ones included.
pub(in crate::lower) fn lower(cx: &Cx<'_>, out: &mut Output) {
    let mut counted = BTreeMap::<&str, Counted>::new();
    for namespace in cx.namespaces.iter().filter(|namespace| namespace.declared.spec.has_quota) {
        counted.insert(&namespace.declared.name, Counted::default());
    }
    let mut overheads = Overheads::default();
    for draft in out.drafts_mut() {
        overheads.add(&draft.object);
        if let Some(counted) = counted.get_mut(draft.object.namespace()) {
            counted.add(&draft.object);
        }
    }
    let mut amounts = BTreeMap::<&str, Vec<BTreeMap<String, Quantity>>>::new();
    for namespace in cx.namespaces.iter().filter(|namespace| namespace.declared.spec.has_quota) {
        let Some(counted) = counted.get(&*namespace.declared.name) else { continue };
        let (workloads, is_computed) = (cx.workloads_of(namespace), is_computed(namespace.declared));
        let counts = counted.amounts(&Storage::from_workloads(workloads), is_computed);
        let mut own: BTreeMap<String, Quantity> =
            counts.into_iter().map(|(name, amount)| (name.to_owned(), Quantity(amount))).collect();
        if is_computed {
            own.extend(computed(namespace.declared, workloads, &overheads));
        }
        amounts.entry(&namespace.declared.name).or_default().push(own);
    }
    for draft in out.drafts_mut() {
        let Object::ResourceQuota(quota) = &mut draft.object else { continue };
        let (name, namespace) = (&quota.metadata.name, &quota.metadata.namespace);
        let ours = namespace.as_deref().filter(|_| name.as_deref() == Some(NAME)).and_then(|it| amounts.get(it));
        let Some(ours) = ours else { continue };
        let hard = quota.spec.get_or_insert_default().hard.get_or_insert_default();
        for (key, amount) in ours.iter().flatten() {
            hard.entry(key.clone()).or_insert_with(|| amount.clone());
        }
    }
}

/// The objects of one namespace.
#[derive(Default)]
struct Counted {
    services: usize,
    load_balancers: usize,
    node_ports: usize,
    /// The maximum number of node ports of one Service.
    most_node_ports: usize,
    claims: usize,
}
impl Counted {
    fn add(&mut self, object: &Object) {
        match object {
            Object::Service(service) => {
                self.services += 1;
                let kind = service.spec.as_ref().and_then(|spec| spec.type_.as_deref());
                self.load_balancers += usize::from(kind == Some("LoadBalancer"));
                // A load balancer has a node port for each of its ports.
                if matches!(kind, Some("LoadBalancer" | "NodePort")) {
                    let takes_some = |spec: &&ServiceSpec| spec.allocate_load_balancer_node_ports != Some(false);
                    let ports = service.spec.iter().filter(takes_some).flat_map(|spec| &spec.ports).flatten();
                    let ports = ports.count();
                    self.node_ports += ports;
                    self.most_node_ports = self.most_node_ports.max(ports);
                }
            }
            Object::PersistentVolumeClaim(_) => self.claims += 1,
            _ => {}
        }
    }
    /// If the tier declares the quota, only objects that cost money outside of the cluster are added. A kind that the namespace
    /// does not have stays at zero.
    fn amounts(&self, storage: &Storage, is_computed: bool) -> Vec<(&'static str, String)> {
        let one_more = |n: u128| n + u128::from(n > 0);
        let mut amounts = vec![
            ("services.loadbalancers", one_more(self.load_balancers as u128).to_string()),
            ("services.nodeports", (self.node_ports + self.most_node_ports).to_string()),
            ("persistentvolumeclaims", one_more(self.claims as u128 + storage.each).to_string()),
        ];
        if is_computed {
            amounts.push(("services", two_digits(2 * self.services as u128).max(20).to_string()));
            // The size of a raw volume claim is unknown.
            let all_known = self.claims == storage.named && storage.mebi > 0;
            amounts.extend(all_known.then(|| ("requests.storage", in_whole(storage.mebi + storage.largest))));
        }
        amounts
    }
}
/// The volume claims that the workloads of a namespace declare.
struct Storage {
    /// The number of named claims.
    named: usize,
    /// The number of claims from templates and ephemeral volumes, one for each pod.
    each: u128,
    /// The total size.
    mebi: u128,
    /// The size of the largest claim.
    largest: u128,
}
impl Storage {
    fn from_workloads(here: &[Workload<'_>]) -> Self {
        let all = here.iter().flat_map(|workload| claims(workload));
        let named: BTreeMap<&str, Memory> = all.filter_map(|claim| Some((&*claim.name, claim.size?))).collect();
        let sizes = || named.values().map(|size| u128::from(size.as_mebi()));
        let (mut each, mut mebi, mut largest) = (0, sizes().sum::<u128>(), sizes().max().unwrap_or_default());
        for workload in here {
            // The claim of a template stays when its pod is terminated.
            let replicas = u128::from(workload.replicas.max());
            let templates = workload.claim_templates().iter().filter_map(|(claim, _)| Some((claim.size?, replicas)));
            let scratch = mounted(workload).filter_map(|(volume, _)| match &volume.source {
                // The claim of an ephemeral volume exists until its pod is gone.
                Source::Ephemeral(size) => Some((*size, u128::from(workload.pods_in_quota()))),
                _ => None,
            });
            for (size, pods) in templates.chain(scratch) {
                let size = u128::from(size.as_mebi());
                each += pods;
                mebi += size * pods;
                largest = largest.max(size);
            }
        }
        Self { named: named.len(), each, mebi, largest }
    }
}
/// The amount in the largest unit that expresses it exactly.
fn in_whole(mebi: u128) -> String {
    if mebi.is_multiple_of(1024) { format!("{}Gi", mebi / 1024) } else { format!("{mebi}Mi") }
}
