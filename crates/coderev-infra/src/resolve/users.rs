//! The users of each store that a workload of the platform runs.
use crate::model::Isolation;
use crate::resolve::workload::Workload;
use std::collections::{BTreeMap, BTreeSet};

/// Users of stores, by position of the workload.
pub(crate) struct StoreUsers<'a> {
    /// By store: the workloads that declare it, without the workloads of open namespaces.
    declared: BTreeMap<String, Vec<usize>>,
    /// The first workload of each open namespace, where every pod may use every store.
    open: Vec<(usize, &'a str)>,
}
/// A user of a store.
pub(crate) enum StoreUser<'a> {
    Workload(usize),
    /// All pods of a namespace.
    Namespace(&'a str),
}
impl<'a> StoreUsers<'a> {
    pub(crate) fn resolve(workloads: &[Workload<'a>]) -> Self {
        let (mut declared, mut open, mut seen) = (BTreeMap::<String, Vec<usize>>::new(), Vec::new(), BTreeSet::new());
        for (position, workload) in workloads.iter().enumerate() {
            if workload.spec().isolation == Isolation::Open {
                if seen.insert(&*workload.namespace.name) {
                    open.push((position, &*workload.namespace.name));
                }
                continue;
            }
            for store in &workload.stores {
                declared.entry(store.used.store.name.to_string()).or_default().push(position);
            }
        }
        Self { declared, open }
    }
    /// The users of a store, in the order of the workloads.
    pub(crate) fn for_store(&self, store: &str) -> Vec<StoreUser<'a>> {
        let declared = self.declared.get(store).into_iter().flatten().map(|at| (*at, StoreUser::Workload(*at)));
        let open = self.open.iter().map(|(at, name)| (*at, StoreUser::Namespace(name)));
        let mut users: Vec<_> = declared.chain(open).collect();
        users.sort_by_key(|(at, _)| *at);
        users.into_iter().map(|(_, user)| user).collect()
    }
}
