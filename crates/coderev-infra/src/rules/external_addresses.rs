//! Whether a network policy needs addresses.
use crate::model::Isolation;
use crate::resolve::workload::Workload;

/// Whether network policies can allow egress of `workload` only by address: its network is isolated, and the cluster
/// does not enforce host names.
pub(super) fn only_addresses_open(workload: &Workload<'_>) -> bool {
    workload.spec().isolation != Isolation::Open && workload.platform.cluster.egress_by_name.is_none()
}
