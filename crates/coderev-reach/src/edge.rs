//! The edge: the pods of an ingress controller or gateway, which most sets of objects do not contain.

use std::collections::BTreeMap;

use crate::admission::Admission;
use crate::entry_points::EntryPoint;
use crate::objects::Workload;
use crate::ports::Connections;
use crate::reach::Reach;

impl Reach {
    /// The workloads, with ports, that any ingress controller or gateway can reach through routes, regardless of its labels
    /// and its namespace. Policies that admit the pods of one controller are not among these:
    /// [`Reach::admission`] has them. `entry_points` must belong to this `Reach`.
    #[must_use]
    pub fn from_edge(&self, entry_points: &[EntryPoint]) -> BTreeMap<Workload, Connections> {
        let mut all: BTreeMap<Workload, Connections> = BTreeMap::new();
        for entry in entry_points.iter().filter(|it| it.is_routed()) {
            if self.admission(entry) == Admission::Open {
                let known = all.entry(self.peer(entry.peer).workload.clone()).or_default();
                *known = known.union(&entry.port.into());
            }
        }
        all
    }
}
