//! Connections between the pods of one workload.

use std::collections::BTreeMap;

use crate::objects::Workload;
use crate::ports::Connections;
use crate::reach::Reach;
use crate::universe::PeerId;

impl Reach {
    /// The ports on which two pods of a workload may connect. Flows do not contain these connections, because a flow
    /// has two workloads.
    #[must_use]
    pub fn within(&self, workload: &Workload) -> Connections {
        let pods = self.representatives(workload);
        let mut ports = Connections::default();
        for (from, to) in pods.iter().flat_map(|from| pods.iter().map(move |to| (*from, *to))) {
            // A pod that was added by its name is one pod, so a pair of it with itself is skipped.
            if from != to || !self.peer(from).is_one() {
                ports = ports.union(&self.between(from.into(), to.into()));
            }
        }
        ports
    }

    /// Pods of a workload that policies may treat differently. Of pods that policies treat alike, two are enough.
    fn representatives(&self, workload: &Workload) -> Vec<PeerId> {
        let mut seen: BTreeMap<_, usize> = BTreeMap::new();
        let is_new = |id: &PeerId| {
            let peer = self.peer(*id);
            let ports: Vec<_> = peer.ports.iter().map(|it| (&it.name, it.protocol, it.number)).collect();
            let alike = seen.entry((&peer.labels, ports, peer.host_network)).or_default();
            *alike += 1;
            *alike <= 2
        };
        self.of_workload(workload).filter(is_new).collect()
    }
}
