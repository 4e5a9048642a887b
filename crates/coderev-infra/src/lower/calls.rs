//! Who calls whom, resolved to pods and ports: both ends of a network policy come from here.
use crate::lower::Workload;
use crate::words::{Call, Port};
use std::collections::BTreeMap;
use std::rc::Rc;

/// An open way from one workload to a port of another.
pub(crate) struct Flow {
    pub(crate) from: (String, String),
    pub(crate) to: (String, String),
    /// The port of the pods, not of the Service: policies apply after translation.
    pub(crate) port: Port,
}

/// All ways, by each of their ends, in a fixed order.
pub(crate) struct Flows {
    from: BTreeMap<(String, String), Vec<Rc<Flow>>>,
    to: BTreeMap<(String, String), Vec<Rc<Flow>>>,
}
impl Flows {
    pub(crate) fn from(&self, workload: &Workload<'_>) -> impl Iterator<Item = &Flow> {
        self.from.get(&id(workload)).into_iter().flatten().map(|flow| &**flow)
    }
    pub(crate) fn to(&self, workload: &Workload<'_>) -> impl Iterator<Item = &Flow> {
        self.to.get(&id(workload)).into_iter().flatten().map(|flow| &**flow)
    }
}
fn id(workload: &Workload<'_>) -> (String, String) {
    (workload.namespace.name.clone(), workload.said.name.clone())
}

pub(crate) fn flows(workloads: &[Workload<'_>]) -> Flows {
    let mut flows = Vec::new();
    for from in workloads {
        for call in &from.words.calls {
            if let Some((to, port)) = callee(workloads, from, &call.value) {
                flows.push(Flow { from: id(from), to: id(to), port: to.entrance(port) });
            }
        }
    }
    let key = |flow: &Flow| (flow.from.clone(), flow.to.clone(), flow.port.number, flow.port.protocol());
    flows.sort_by_cached_key(key);
    flows.dedup_by_key(|flow| key(flow));
    let mut ends = Flows { from: BTreeMap::new(), to: BTreeMap::new() };
    for flow in flows.into_iter().map(Rc::new) {
        ends.from.entry(flow.from.clone()).or_default().push(Rc::clone(&flow));
        ends.to.entry(flow.to.clone()).or_default().push(flow);
    }
    ends
}

/// The workload and port that `call` means; none for what is outside of the cluster, and where it is not on the platform.
pub(crate) fn callee<'w, 'a>(
    workloads: &'w [Workload<'a>],
    from: &Workload<'_>,
    call: &Call,
) -> Option<(&'w Workload<'a>, Port)> {
    let find =
        |namespace: &str, name: &str| workloads.iter().find(|w| w.namespace.name == namespace && w.said.name == name);
    match call {
        Call::Neighbour { name, .. } => find(&from.namespace.name, name).and_then(|to| Some((to, to.main_port()?))),
        Call::Endpoint { namespace, name, port, .. } => find(namespace, name).map(|to| (to, *port)),
        Call::External { .. } | Call::Elsewhere { .. } => None,
    }
}
