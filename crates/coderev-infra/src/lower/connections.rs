//! How many connections to a PostgreSQL each pod may hold.
use crate::lower::Workload;
use crate::words::{Access, NamespaceWords, StoreHandle, Wire};
use std::collections::BTreeMap;

/// Of `max_connections = 400`, without those of the superuser, of backups and metrics, and of the tiers that state their own.
const COMMON: u32 = 340;

/// The pool of each pod, by tier and store: the tier's connections over its pods at their most.
pub(crate) struct Pools {
    /// Pods at their most, by (tier with connections of its own, store).
    pods: BTreeMap<(String, String), u32>,
}
impl Pools {
    pub(crate) fn of(workloads: &[Workload<'_>]) -> Self {
        let mut pods = BTreeMap::new();
        for workload in workloads {
            for used in workload
                .words
                .stores
                .iter()
                .filter(|used| used.store.wire == Wire::Postgres && used.access == Access::Write)
            {
                *pods.entry(key(workload.namespace, &used.store)).or_default() += workload.most_pods();
            }
        }
        Self { pods }
    }
    pub(crate) fn size(&self, namespace: &NamespaceWords, store: &StoreHandle) -> u32 {
        let connections = namespace.spec.database_connections.unwrap_or(COMMON);
        let pods = self.pods.get(&key(namespace, store)).copied().unwrap_or(1);
        connections / pods.max(1)
    }
}
/// Tiers without connections of their own share one budget.
fn key(namespace: &NamespaceWords, store: &StoreHandle) -> (String, String) {
    let own = namespace.spec.database_connections.map(|_| namespace.spec.name.clone());
    (own.unwrap_or_default(), store.name.to_string())
}
