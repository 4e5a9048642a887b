//! How many connections to a PostgreSQL each pod may hold.
use crate::lower::Workload;
use crate::words::{Access, NamespaceWords, StoreHandle, Wire};
use std::collections::BTreeMap;

/// Of `max_connections = 400`, without those of the superuser, of backups and metrics, and of the tiers that state their own.
const COMMON: u32 = 340;

/// What each pod of a job may hold.
const OF_A_JOB: u32 = 2;

/// The pool of each pod, by tier and store: the tier's connections over its pods at their most.
pub(crate) struct Pools {
    /// Pods at their most, by (tier with connections of its own, store).
    pods: BTreeMap<(String, String), u32>,
    /// What jobs hold beside them.
    jobs: BTreeMap<(String, String), u32>,
}
impl Pools {
    pub(crate) fn of(workloads: &[Workload<'_>]) -> Self {
        let (mut pods, mut jobs) = (BTreeMap::new(), BTreeMap::new());
        for workload in workloads {
            for used in workload
                .words
                .stores
                .iter()
                .filter(|used| used.store.wire == Wire::Postgres && used.access == Access::Write)
            {
                let (sum, each) = if workload.runs_long() { (&mut pods, 1) } else { (&mut jobs, OF_A_JOB) };
                *sum.entry(key(workload.namespace, &used.store)).or_default() += each * workload.most_pods();
            }
        }
        Self { pods, jobs }
    }
    /// A job's is its own number: what else runs must not change a Job that is there, since nobody can.
    pub(crate) fn size(&self, workload: &Workload<'_>, store: &StoreHandle) -> u32 {
        if !workload.runs_long() {
            return OF_A_JOB;
        }
        let namespace = workload.namespace;
        let jobs = self.jobs.get(&key(namespace, store)).copied().unwrap_or(0);
        let connections = namespace.spec.database_connections.unwrap_or(COMMON).saturating_sub(jobs);
        let pods = self.pods.get(&key(namespace, store)).copied().unwrap_or(1);
        connections / pods.max(1)
    }
}
/// Tiers without connections of their own share one budget.
fn key(namespace: &NamespaceWords, store: &StoreHandle) -> (String, String) {
    let own = namespace.spec.database_connections.map(|_| namespace.spec.name.clone());
    (own.unwrap_or_default(), store.name.to_string())
}
