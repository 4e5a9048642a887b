//! The number of connections to a store that each pod may hold.
use crate::model::{Access, NamespaceDecl, StoreHandle};
use crate::resolve::workload::Workload;
use std::collections::BTreeMap;

/// The connections of each pod of a job.
const OF_A_JOB: u32 = 2;

/// The pool size of each pod, by tier and store: the connections of the tier divided by its maximum number of pods.
pub(crate) struct Pools {
    /// The maximum number of pods, by tier and store.
    pods: BTreeMap<Key, u32>,
    /// The connections of jobs.
    jobs: BTreeMap<Key, u32>,
}
type Key = (String, String);
impl Pools {
    pub(crate) fn resolve(workloads: &[Workload<'_>]) -> Self {
        let (mut pods, mut jobs) = (BTreeMap::<Key, u32>::new(), BTreeMap::<Key, u32>::new());
        for workload in workloads {
            let uses = workload.stores.iter().map(|store| &store.used);
            for used in uses.filter(|used| used.store.connections().is_some() && used.access == Access::Write) {
                let (sum, each) = if workload.runs_long() { (&mut pods, 1_u32) } else { (&mut jobs, OF_A_JOB) };
                let sum = sum.entry(key(workload.namespace, &used.store)).or_default();
                *sum = sum.saturating_add(each.saturating_mul(workload.most_pods()));
            }
        }
        Self { pods, jobs }
    }
    /// The connections to `store` that the long-running pods share, and the maximum number of these pods.
    pub(crate) fn shared(&self, namespace: &NamespaceDecl, store: &StoreHandle) -> (u32, u32) {
        let key = key(namespace, store);
        let jobs = self.jobs.get(&key).copied().unwrap_or(0);
        let connections = namespace.spec.database_connections.or(store.connections()).unwrap_or(0).saturating_sub(jobs);
        (connections, self.pods.get(&key).copied().unwrap_or(1))
    }
    /// The pool size of a job does not depend on other workloads, since an existing Job is immutable.
    pub(crate) fn size(&self, workload: &Workload<'_>, store: &StoreHandle) -> u32 {
        if !workload.runs_long() {
            return OF_A_JOB;
        }
        let (connections, pods) = self.shared(workload.namespace, store);
        connections / pods.max(1)
    }
}
/// Tiers that do not set a number of connections share the connections of the store.
fn key(namespace: &NamespaceDecl, store: &StoreHandle) -> Key {
    let own = namespace.spec.database_connections.map(|_| namespace.spec.name.clone());
    (own.unwrap_or_default(), store.name.to_string())
}
