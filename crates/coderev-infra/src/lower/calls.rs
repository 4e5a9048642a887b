//! Who calls whom, resolved to pods and ports: both ends of a network policy come from here.
use crate::lower::Workload;
use crate::words::{Call, Port};

/// An open way from one workload to a port of another.
pub(crate) struct Flow {
    pub(crate) from: (String, String),
    pub(crate) to: (String, String),
    /// The port of the pods, not of the Service: policies apply after translation.
    pub(crate) port: Port,
}

pub(crate) fn flows(workloads: &[Workload<'_>]) -> Vec<Flow> {
    let mut flows = Vec::new();
    for from in workloads {
        for call in &from.words.calls {
            if let Some((to, port)) = callee(workloads, from, &call.value) {
                let id = |workload: &Workload<'_>| (workload.namespace.name.clone(), workload.said.name.clone());
                flows.push(Flow { from: id(from), to: id(to), port: to.entrance(port) });
            }
        }
    }
    flows.sort_by(|a, b| (&a.from, &a.to, a.port.number).cmp(&(&b.from, &b.to, b.port.number)));
    flows.dedup_by(|a, b| (&a.from, &a.to, a.port.number) == (&b.from, &b.to, b.port.number));
    flows
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
