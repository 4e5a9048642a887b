//! Whether a network policy needs addresses.
use crate::model::Isolation;
use crate::resolve::workload::Workload;

/// Whether only addresses let `workload` out: its network is isolated, and nothing enforces host names.
pub(super) fn only_addresses_open(workload: &Workload<'_>) -> bool {
    workload.spec().isolation != Isolation::Open && workload.platform.cluster.egress_by_name.is_none()
}
