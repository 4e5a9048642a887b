//! The edge: the pods of an ingress controller or gateway, which most sets of objects do not contain.

use std::collections::BTreeMap;

use crate::entry_points::EntryPoint;
use crate::labels::Labels;
use crate::objects::{Objects, Peer, Workload};
use crate::ports::Connections;
use crate::reach::Reach;

impl Reach {
    /// The workloads, with ports, that an ingress controller or gateway can reach through routes.
    ///
    /// The edge is modelled as a pod without labels in a namespace without labels. `objects` and `entry_points` must
    /// belong to this `Reach`.
    #[must_use]
    pub fn from_edge(&self, objects: &Objects, entry_points: &[EntryPoint]) -> BTreeMap<Workload, Connections> {
        let mut all: BTreeMap<Workload, Connections> = BTreeMap::new();
        let routed: Vec<&EntryPoint> = entry_points.iter().filter(|it| it.is_routed()).collect();
        if routed.is_empty() {
            return all;
        }
        let pod = edge_pod();
        let mut with_edge = objects.clone();
        with_edge.add(&pod);
        let reach = Self::new(&with_edge, self.convention).expect("the policies are valid without the pod");
        let edge = reach.of_workload(&pod.workload).next().expect("the pod was added");
        for entry in routed {
            let peer = self.peer(entry.peer);
            let same = reach.of_workload(&peer.workload).find(|id| reach.peer(*id).pod == peer.pod);
            let allowed = reach.between(edge.into(), same.expect("all other pods were added too").into());
            let ports = allowed.intersection(&entry.port.into());
            if !ports.is_empty() {
                let known = all.entry(peer.workload.clone()).or_default();
                *known = known.union(&ports);
            }
        }
        all
    }
}

fn edge_pod() -> Peer {
    Peer {
        workload: Workload {
            namespace: "ingress-controller-ns".into(),
            name: "ingress-controller".into(),
            kind: "Pod".into(),
        },
        pod: "ingress-controller".into(),
        labels: Labels::new(),
        ports: Vec::new(),
        addresses: Vec::new(),
        host_network: false,
    }
}
