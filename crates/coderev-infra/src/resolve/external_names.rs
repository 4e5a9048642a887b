//! Hosts outside of the cluster without a declared address.
use crate::model::{Call, Port};
use crate::resolve::workload::Workload;

/// The hosts without a declared address that `workload` calls or that run its stores, sorted, each with its port.
pub(crate) fn names<'w>(workload: &'w Workload<'_>) -> Vec<(&'w str, Port)> {
    let called = workload.pod.calls.iter().filter_map(|call| match &call.value {
        Call::External { host, cidrs, port } if cidrs.is_empty() => Some((&**host, *port)),
        _ => None,
    });
    let stores = workload.stores.iter().filter_map(|store| {
        let location = store.location?;
        let external = location.outside()?;
        external.blocks().is_empty().then_some((&*external.host, location.port(&store.used.store)))
    });
    let mut names: Vec<_> = called.chain(stores).collect();
    names.sort_by_key(|(host, port)| (*host, port.number));
    names.dedup_by_key(|(host, port)| (*host, port.number));
    names
}
