//! Entry points: the ports of pods that Services, Ingresses and routes make reachable from outside the cluster.

use std::fmt::{self, Display, Formatter};

use k8s_openapi::api::core::v1::{Service, ServiceSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::address::{AddressRange, Addresses};
use crate::dangling::{Dangling, DanglingReason};
use crate::objects::{BackendPort, Objects};
use crate::ports::Port;
use crate::reach::Reach;
use crate::served::{Served, ports, selector};
use crate::universe::PeerId;

/// A port of a pod that a Service, an Ingress, a route or a host port makes reachable from outside the cluster. Policies
/// may still deny the traffic: [`Reach::admission`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct EntryPoint {
    /// `Ingress`, `HTTPRoute`, ..; `Service`; or the kind of a workload with a host port.
    pub kind: String,
    /// The namespace and the name of that object.
    pub route: (String, String),
    /// The kind of entry.
    pub through: EntryKind,
    /// The host names, `*` for all. Empty for a Service.
    pub hosts: Vec<String>,
    /// The path.
    pub path: String,
    /// The Service that the route points to. Empty for a host port.
    pub service: String,
    /// The client addresses that the Service admits: `loadBalancerSourceRanges`. Empty for all.
    pub sources: Vec<AddressRange>,
    /// The pod that serves the requests.
    pub peer: PeerId,
    /// The port of the pod.
    pub port: Port,
}

/// How traffic from outside the cluster comes to a pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum EntryKind {
    /// By an ingress controller or gateway.
    Route,
    /// By a load balancer of a Service.
    LoadBalancer,
    /// By a port of every node.
    NodePort,
    /// By an address in `externalIPs` of a Service.
    ExternalIp,
    /// By a `hostPort` of a container.
    HostPort,
}

impl Display for EntryKind {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Route => "route",
            Self::LoadBalancer => "LoadBalancer",
            Self::NodePort => "NodePort",
            Self::ExternalIp => "externalIPs",
            Self::HostPort => "hostPort",
        })
    }
}

impl EntryPoint {
    /// Whether an ingress controller or gateway forwards the traffic.
    #[must_use]
    pub fn is_routed(&self) -> bool {
        self.through == EntryKind::Route
    }
}

impl Reach {
    /// Every entry point, sorted. `objects` must belong to this `Reach`.
    #[must_use]
    pub fn entry_points(&self, objects: &Objects) -> Vec<EntryPoint> {
        let mut served = Served::new(self, objects);
        let mut entry_points = Vec::new();
        for route in objects.routes.values() {
            for backend in &route.backends {
                for (peer, port) in served.by(&backend.namespace, &backend.service, &backend.port) {
                    entry_points.push(EntryPoint {
                        kind: route.kind.clone(),
                        route: (route.namespace.clone(), route.name.clone()),
                        through: EntryKind::Route,
                        hosts: backend.hosts.clone(),
                        path: backend.path.clone(),
                        service: backend.service.clone(),
                        sources: Vec::new(),
                        peer,
                        port,
                    });
                }
            }
        }
        for ((namespace, name), service) in &objects.services {
            let spec = service.spec.as_ref();
            let kinds = kinds(spec);
            if kinds.is_empty() {
                continue;
            }
            let limits = spec.and_then(|it| it.load_balancer_source_ranges.as_ref()).into_iter().flatten();
            let limits: Vec<AddressRange> = limits
                .filter_map(|it| Addresses::cidr(it.trim()).ok())
                .flat_map(|it| it.ranges().collect::<Vec<_>>())
                .collect();
            for (peer, port) in served.by(namespace, name, &BackendPort::Every) {
                for through in &kinds {
                    entry_points.push(EntryPoint {
                        kind: "Service".into(),
                        route: (namespace.clone(), name.clone()),
                        through: *through,
                        hosts: Vec::new(),
                        path: String::new(),
                        service: name.clone(),
                        sources: if *through == EntryKind::LoadBalancer { limits.clone() } else { Vec::new() },
                        peer,
                        port,
                    });
                }
            }
        }
        for (id, peer) in self.peers() {
            // A pod on the network of its node has all of its ports there.
            for port in peer.host_ports.iter().filter(|_| !peer.host_network) {
                entry_points.push(EntryPoint {
                    kind: peer.workload.kind.clone(),
                    route: (peer.workload.namespace.clone(), peer.workload.name.clone()),
                    through: EntryKind::HostPort,
                    hosts: Vec::new(),
                    path: String::new(),
                    service: String::new(),
                    sources: Vec::new(),
                    peer: id,
                    port: *port,
                });
            }
        }
        entry_points.sort();
        entry_points.dedup();
        entry_points
    }

    /// The Services and routes without a pod, sorted. `objects` must belong to this `Reach`.
    #[must_use]
    pub fn dangling(&self, objects: &Objects) -> Vec<Dangling> {
        let mut served = Served::new(self, objects);
        let mut all = Vec::new();
        for route in objects.routes.values() {
            for backend in &route.backends {
                let (space, name) = (backend.namespace.clone(), backend.service.clone());
                let reason = match objects.services.get(&(space.clone(), name.clone())) {
                    None => Some(DanglingReason::NoService(space.clone(), name.clone())),
                    Some(service) if ports(service, &backend.port).next().is_none() && !is_external(service) => {
                        Some(DanglingReason::NoPort(space.clone(), name.clone(), backend.port.to_string()))
                    }
                    Some(_) => None,
                };
                let is_foreign = space != route.namespace && !objects.has_grant(route, backend);
                let grant = is_foreign.then_some(DanglingReason::NoGrant(space, name));
                for reason in reason.into_iter().chain(grant) {
                    let object = (route.namespace.clone(), route.name.clone());
                    all.push(Dangling { kind: route.kind.clone(), object, reason });
                }
            }
        }
        for ((namespace, name), service) in &objects.services {
            if selector(service).is_none() || is_external(service) {
                continue;
            }
            let pods = served.pods(namespace, name);
            let mut add = |reason| {
                all.push(Dangling { kind: "Service".into(), object: (namespace.clone(), name.clone()), reason });
            };
            if pods.is_empty() {
                add(DanglingReason::NoPods);
                continue;
            }
            for port in ports(service, &BackendPort::Every) {
                if let Some(IntOrString::String(target)) = &port.target_port
                    && !pods.iter().any(|peer| self.target(*peer, port).next().is_some())
                {
                    add(DanglingReason::NoNamedPort(target.clone()));
                }
            }
        }
        all.sort();
        all.dedup();
        all
    }
}

/// How a Service is reachable from outside.
fn kinds(spec: Option<&ServiceSpec>) -> Vec<EntryKind> {
    let Some(spec) = spec else { return Vec::new() };
    let by_type = match spec.type_.as_deref() {
        Some("LoadBalancer") => Some(EntryKind::LoadBalancer),
        Some("NodePort") => Some(EntryKind::NodePort),
        _ => None,
    };
    let by_address = spec.external_ips.iter().flatten().next().map(|_| EntryKind::ExternalIp);
    by_type.into_iter().chain(by_address).collect()
}

/// Whether the Service is a DNS name outside the cluster.
fn is_external(service: &Service) -> bool {
    service.spec.as_ref().and_then(|it| it.type_.as_deref()) == Some("ExternalName")
}
