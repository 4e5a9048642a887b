//! Containers, and their positions in their objects.
use crate::{Finding, Report};
use coderev_objects::{Inventory, Origin, Workload};
use k8s_openapi::api::core::v1::Container;

/// A container or an init container of a workload.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) workload: Workload<'a>,
    pub(super) container: &'a Container,
    list: &'static str,
    index: usize,
}
impl Placed<'_> {
    /// A finding about the container.
    pub(super) fn finding(&self, report: &Report, message: String) -> Finding {
        report.finding(self.workload.subject(), message).in_container(&self.container.name)
    }
    /// The JSON pointer of `field`, which begins with `/`: `/image`.
    pub(super) fn pointer(&self, field: &str) -> String {
        format!("{}/{}/{}{field}", self.workload.pod_pointer(), self.list, self.index)
    }
    /// The position of `field`, or of the closest parent that is set.
    pub(super) fn origin(&self, field: &str) -> Origin {
        self.workload.origin_of(&self.pointer(field))
    }
}

/// The name of a resource in messages: `CPU` for `cpu`.
pub(super) fn displayed(resource: &str) -> &str {
    if resource == "cpu" { "CPU" } else { resource }
}

/// All containers and init containers.
pub(super) fn all(inventory: &Inventory) -> impl Iterator<Item = Placed<'_>> {
    inventory.workloads().flat_map(of_workload)
}
/// The init containers of a workload, then its containers.
pub(super) fn of_workload(workload: Workload<'_>) -> impl Iterator<Item = Placed<'_>> {
    let pod = workload.pod();
    let init = pod.init_containers.iter().flatten().enumerate().map(|it| ("initContainers", it));
    let main = pod.containers.iter().enumerate().map(|it| ("containers", it));
    init.chain(main).map(move |(list, (index, container))| Placed { workload, container, list, index })
}
