//! Whether a network policy needs addresses.
use crate::resolve::workload::Workload;
use crate::words::Walls;

/// Whether only addresses let `workload` out: its network is isolated, and nothing enforces host names.
pub(super) fn only_addresses_open(workload: &Workload<'_>) -> bool {
    workload.spec().walls != Walls::Open && workload.platform.cluster.egress_by_name.is_none()
}
