//! The connections that setters create, for the check of both ends after patches.
use crate::model::port::AppProtocol;
use crate::model::{Patch, Peer, Place, Port};
use crate::resolve::Resolved;
use crate::resolve::edges::proxies;
use crate::resolve::workload::Workload;

/// A connection to the pods of a workload of the platform. It borrows nothing from the resolved platform.
pub(crate) struct Connection {
    pub(crate) from: Caller,
    pub(crate) to: Controller,
    /// The port of the pods.
    pub(crate) port: Port,
    /// The line of the setter.
    pub(crate) at: Place,
}
/// The object that runs pods of the platform.
pub(crate) struct Controller {
    pub(crate) namespace: String,
    pub(crate) kind: &'static str,
    pub(crate) name: String,
}
impl Controller {
    fn from_workload(workload: &Workload<'_>) -> Self {
        Self { namespace: workload.namespace.name.clone(), kind: workload.kind(), name: workload.object_name() }
    }
}
/// The pods that open a connection.
pub(crate) enum Caller {
    /// Pods of the platform.
    Workload(Controller),
    /// Pods without a workload on the platform.
    Pods(Peer),
}

/// All connections, if a patch of the platform can close one. Otherwise none, because both ends are generated together,
/// and a raw NetworkPolicy only adds allowed connections.
pub(crate) fn connections(resolved: &Resolved<'_>) -> Vec<Connection> {
    let of_workloads = resolved.workloads.iter().flat_map(|it| &it.pod.patches);
    let mut patches = of_workloads.chain(resolved.platform.patches.iter().map(|(_, _, patch)| patch));
    if !patches.any(closes) {
        return Vec::new();
    }
    resolved
        .workloads
        .iter()
        .flat_map(|workload| opened(resolved, workload).chain(accepted(resolved, workload)))
        .collect()
}

/// Can the patch change the pods that a policy selects or allows?
fn closes(patch: &Patch) -> bool {
    let is_label = |path: &str| path.contains("/metadata") && !path.contains("/annotations");
    let is_selected = |path: &str| is_label(path) || path.contains("hostNetwork");
    patch.object.kind == "NetworkPolicy" || patch.steps.iter().any(|step| is_selected(&step.path))
}

/// The connections from a workload to workloads and stores of the platform.
fn opened<'r>(resolved: &'r Resolved<'_>, from: &'r Workload<'_>) -> impl Iterator<Item = Connection> + 'r {
    let connection =
        |to, port, at| Connection { from: Caller::Workload(Controller::from_workload(from)), to, port, at };
    let calls = resolved.flows.from(from).iter().map(move |flow| {
        let to = &resolved.workloads[flow.peer];
        connection(Controller::from_workload(to), flow.port, flow.at)
    });
    let stores = from.stores.iter().filter_map(move |binding| {
        let location = binding.location.filter(|it| it.external.is_none())?;
        let store = &binding.used.store;
        let (namespace, name) = (location.home.name.clone(), location.pods(store).to_owned());
        let to = Controller { namespace, kind: "StatefulSet", name };
        Some(connection(to, location.port(store), binding.used.at))
    });
    calls.chain(stores)
}

/// The connections to a workload from edges, from KEDA and from declared callers.
fn accepted<'r>(resolved: &'r Resolved<'_>, to: &'r Workload<'_>) -> impl Iterator<Item = Connection> + 'r {
    let connection =
        |from: Peer, port, at| Connection { from: Caller::Pods(from), to: Controller::from_workload(to), port, at };
    let routes = resolved.ingress_ports(to).into_iter().flat_map(move |(edge, ports)| {
        let at = to.routes().next().map_or(to.declared.origin, |(route, _)| route.at);
        ports.into_iter().map(move |number| connection(proxies(edge), Port::tcp(number), at))
    });
    let scalers = resolved.scalers.to(to).iter();
    let scalers = scalers.map(move |it| connection(to.platform.cluster.keda_operator(), it.port, it.at));
    let callers = to.pod.called_by.iter().flat_map(move |peer| {
        let ports = if peer.value.ports.is_empty() { &to.ports } else { &peer.value.ports };
        // A caller without ports may connect to all ports except the port for metrics.
        let is_public = |port: &&Port| !peer.value.ports.is_empty() || port.app_protocol != AppProtocol::Metrics;
        ports.iter().filter(is_public).map(move |port| connection(peer.value.clone(), to.entrance(*port), peer.at))
    });
    routes.chain(scalers).chain(callers)
}
