//! Calls between workloads, resolved to pods and ports, for the network policies of both ends.
use crate::model::{Call, Place, Port};
use crate::resolve::workload::Workload;
use std::collections::BTreeMap;

/// The workloads of a platform, by namespace and name. Of several workloads with the same namespace and name, the
/// first.
pub(crate) struct WorkloadIndex<'a>(BTreeMap<(&'a str, &'a str), usize>);
impl<'a> WorkloadIndex<'a> {
    pub(crate) const fn new() -> Self {
        Self(BTreeMap::new())
    }
    /// The position of the first workload with this name, which is `position` if no earlier workload has it.
    pub(crate) fn add(&mut self, namespace: &'a str, name: &'a str, position: usize) -> usize {
        *self.0.entry((namespace, name)).or_insert(position)
    }
    pub(crate) fn find(&self, namespace: &str, name: &str) -> Option<usize> {
        self.0.get(&(namespace, name)).copied()
    }
    /// The workload and the port that `call` refers to. `None` for an address outside of the cluster, for a workload
    /// that another program deploys, and for a workload that is not on the platform.
    pub(crate) fn callee<'w>(
        &self,
        workloads: &'w [Workload<'a>],
        from: &Workload<'_>,
        call: &Call,
    ) -> Option<(&'w Workload<'a>, Port)> {
        let find = |namespace: &str, name: &str| Some(&workloads[self.find(namespace, name)?]);
        match call {
            Call::SameNamespace { name, .. } => {
                let to = find(&from.namespace.name, name)?;
                Some((to, to.main_port()?))
            }
            Call::Endpoint { namespace, name, port, .. } => Some((find(namespace, name)?, *port)),
            Call::External { .. } | Call::OtherServices { .. } => None,
        }
    }
}

/// A connection between two workloads, as one of the two ends sees it.
#[derive(Clone, Copy)]
pub(crate) struct Flow {
    /// The position of the other workload.
    pub(crate) peer: usize,
    /// The port of the called pods, not of their Service: network policies apply after the Service translates the port.
    pub(crate) port: Port,
    /// The line of the call.
    pub(crate) at: Place,
}

/// All connections between workloads, by the id of each end, sorted by the name of the other end and by port.
pub(crate) struct Flows {
    from: Vec<Vec<Flow>>,
    to: Vec<Vec<Flow>>,
}
impl Flows {
    pub(crate) fn resolve(workloads: &[Workload<'_>], index: &WorkloadIndex<'_>) -> Self {
        let mut from = vec![Vec::new(); workloads.len()];
        let mut to = vec![Vec::new(); workloads.len()];
        for caller in workloads {
            for call in &caller.pod.calls {
                if let Some((callee, port)) = index.callee(workloads, caller, &call.value) {
                    let port = callee.entrance(port);
                    from[caller.id].push(Flow { peer: callee.id, port, at: call.at });
                    to[callee.id].push(Flow { peer: caller.id, port, at: call.at });
                }
            }
        }
        for flows in from.iter_mut().chain(&mut to) {
            let key = |flow: &Flow| {
                let peer = &workloads[flow.peer];
                (&*peer.namespace.name, peer.name(), flow.port.number, flow.port.protocol())
            };
            flows.sort_by(|a, b| key(a).cmp(&key(b)));
            flows.dedup_by(|a, b| key(a) == key(b));
        }
        Self { from, to }
    }
    /// The connections that `workload` opens.
    pub(crate) fn from(&self, workload: &Workload<'_>) -> &[Flow] {
        &self.from[workload.id]
    }
    /// The connections that `workload` accepts.
    pub(crate) fn to(&self, workload: &Workload<'_>) -> &[Flow] {
        &self.to[workload.id]
    }
}
