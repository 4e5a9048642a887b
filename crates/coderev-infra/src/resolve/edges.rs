//! Edges: the proxies and hosts of each edge, the pods that it can reach, and the namespaces of its certificate
//! challenges.
use crate::model::{EDGE_NAMESPACE, Edge, EdgeKind, Peer, Platform, Port, TlsSource};
use crate::resolve::calls::WorkloadIndex;
use crate::resolve::hosts::{self, Hosts};
use crate::resolve::routes::targets;
use crate::resolve::workload::Workload;
use std::collections::{BTreeMap, BTreeSet};

/// The relations of the edges of a platform to its hosts, workloads and namespaces. An edge is a position in
/// `Platform::edges`.
pub(crate) struct Edges<'a> {
    /// The positions of the hosts on each edge.
    pub(crate) hosts: Vec<Vec<usize>>,
    /// By the id of a workload: its ports that routes of other workloads split or mirror requests to, each with the
    /// edge of the route.
    shares: BTreeMap<usize, Vec<(usize, Port)>>,
    /// By the name of a namespace: the edges whose challenges the solver pods of cert-manager serve there.
    solvers: BTreeMap<&'a str, BTreeSet<usize>>,
}
impl<'a> Edges<'a> {
    pub(crate) fn resolve(
        platform: &'a Platform,
        hosts: &Hosts<'a>,
        workloads: &[Workload<'_>],
        index: &WorkloadIndex<'_>,
    ) -> Self {
        let mut on_edge = vec![Vec::new(); platform.edges.len()];
        let mut solvers = BTreeMap::<&str, BTreeSet<usize>>::new();
        for (position, binding) in hosts.all.iter().enumerate() {
            let Some(at) = binding.edge else { continue };
            on_edge[at].push(position);
            let edge = &platform.edges[at];
            let tls = hosts::tls(edge, binding.host);
            if tls.is_some_and(|tls| !matches!(tls.source, TlsSource::Secret(_)) && tls.dns01.is_none()) {
                // Solvers run in the namespace of the Ingress or of the Gateway.
                let home = match edge.kind {
                    EdgeKind::IngressNginx => &*binding.namespace.name,
                    EdgeKind::Gateway => EDGE_NAMESPACE,
                };
                solvers.entry(home).or_default().insert(at);
            }
        }
        let mut shares = BTreeMap::<usize, Vec<(usize, Port)>>::new();
        for from in workloads {
            for (route, host) in from.routes() {
                let Some(at) = host.and_then(|host| hosts.all[host].edge) else { continue };
                for target in targets(route).filter(|it| !it.is_other_service && platform.edges[at].is_gateway()) {
                    if let Some(to) = index.find(&target.namespace, &target.name) {
                        shares.entry(to).or_default().push((at, target.port));
                    }
                }
            }
        }
        Self { hosts: on_edge, shares, solvers }
    }
    /// The ports of the pods of `workload` that each edge may reach: by its own routes, and by splits and mirrors of
    /// other routes.
    pub(crate) fn ingress_ports(&self, hosts: &Hosts<'_>, workload: &Workload<'a>) -> Vec<(&'a Edge, Vec<u16>)> {
        let mut ports = BTreeMap::<usize, BTreeSet<u16>>::new();
        let mut open = |at, port| ports.entry(at).or_default().insert(workload.entrance(port).number);
        for (route, host) in workload.routes() {
            if let Some(at) = host.and_then(|host| hosts.all[host].edge) {
                open(at, workload.port_of(route));
            }
        }
        for (at, port) in self.shares.get(&workload.id).into_iter().flatten() {
            open(*at, *port);
        }
        let edges = &workload.platform.edges;
        ports.into_iter().map(|(at, ports)| (&edges[at], ports.into_iter().collect())).collect()
    }
    /// The positions of the edges whose challenges are served in the namespace with this name.
    pub(crate) fn acme_http01(&self, namespace: &str) -> impl Iterator<Item = usize> {
        self.solvers.get(namespace).into_iter().flatten().copied()
    }
}

/// The pods of an edge's proxies.
pub(crate) fn proxies(edge: &Edge) -> Peer {
    let default = || match edge.kind {
        EdgeKind::IngressNginx => Peer::namespace("ingress-nginx")
            .pods("app.kubernetes.io/name", "ingress-nginx")
            .pods("app.kubernetes.io/component", "controller"),
        EdgeKind::Gateway => Peer::namespace("envoy-gateway-system")
            .pods("app.kubernetes.io/name", "envoy")
            .pods("app.kubernetes.io/component", "proxy")
            .pods("gateway.envoyproxy.io/owning-gateway-namespace", EDGE_NAMESPACE)
            .pods("gateway.envoyproxy.io/owning-gateway-name", &edge.name),
    };
    edge.proxies.clone().unwrap_or_else(default)
}
