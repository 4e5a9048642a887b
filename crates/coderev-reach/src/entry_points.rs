//! Entry points: the ports of pods that Services, Ingresses and routes make reachable from outside the cluster.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Service, ServicePort};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::labels::{Index, Labels, Selector};
use crate::objects::{BackendPort, Objects, Peer};
use crate::ports::{Port, Protocol};
use crate::reach::Reach;
use crate::universe::PeerId;

/// A port of a pod that a Service, an Ingress or a route makes reachable from outside the cluster. Policies may still
/// deny the traffic.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct EntryPoint {
    /// `Ingress`, `HTTPRoute`, ..; `Service` for a Service of type LoadBalancer or NodePort.
    pub kind: String,
    /// The namespace and the name of that object.
    pub route: (String, String),
    /// The host names, `*` for all. Empty for a Service.
    pub hosts: Vec<String>,
    /// The path.
    pub path: String,
    /// The Service that the route points to.
    pub service: String,
    /// The pod that serves the requests.
    pub peer: PeerId,
    /// The port of the pod.
    pub port: Port,
}

impl EntryPoint {
    /// Whether an ingress controller or gateway forwards the traffic.
    #[must_use]
    pub fn is_routed(&self) -> bool {
        self.kind != "Service"
    }
}

impl Reach {
    /// Every entry point, sorted. `objects` must belong to this `Reach`.
    #[must_use]
    pub fn entry_points(&self, objects: &Objects) -> Vec<EntryPoint> {
        let index = Index::new(self.universe.peers.iter().map(|it| &it.labels).collect());
        let mut selected = BTreeMap::new();
        let mut serve = |namespace: &str, name: &str, wanted: &BackendPort| -> Vec<(PeerId, Port)> {
            let Some(service) = objects.services.get(&(namespace.to_owned(), name.to_owned())) else {
                return Vec::new();
            };
            let labels = service.spec.as_ref().and_then(|it| it.selector.as_ref()).filter(|it| !it.is_empty());
            let Some(labels) = labels else { return Vec::new() };
            let all: &Vec<u32> = selected.entry(labels.clone()).or_insert_with(|| self.selected(&index, labels));
            let pods = all.iter().copied().map(PeerId).filter(|it| self.peer(*it).workload.namespace == namespace);
            pods.flat_map(|peer| {
                ports(service, wanted).flat_map(move |port| self.target(peer, port).map(move |it| (peer, it)))
            })
            .collect()
        };
        let mut entry_points = Vec::new();
        for route in objects.routes.values() {
            for backend in &route.backends {
                for (peer, port) in serve(&backend.namespace, &backend.service, &backend.port) {
                    entry_points.push(EntryPoint {
                        kind: route.kind.clone(),
                        route: (route.namespace.clone(), route.name.clone()),
                        hosts: backend.hosts.clone(),
                        path: backend.path.clone(),
                        service: backend.service.clone(),
                        peer,
                        port,
                    });
                }
            }
        }
        for ((namespace, name), service) in &objects.services {
            let kind = service.spec.as_ref().and_then(|it| it.type_.as_deref());
            if !matches!(kind, Some("LoadBalancer" | "NodePort")) {
                continue;
            }
            for (peer, port) in serve(namespace, name, &BackendPort::Every) {
                let route = (namespace.clone(), name.clone());
                let (kind, service) = ("Service".to_owned(), name.clone());
                entry_points.push(EntryPoint {
                    kind,
                    route,
                    hosts: Vec::new(),
                    path: String::new(),
                    service,
                    peer,
                    port,
                });
            }
        }
        entry_points.sort();
        entry_points.dedup();
        entry_points
    }

    /// The peers that the selector of a Service matches. A template matches if the selector matches one of its pods.
    fn selected(&self, index: &Index<'_>, labels: &Labels) -> Vec<u32> {
        let (own, of_template): (Labels, Labels) =
            labels.clone().into_iter().partition(|(key, _)| key == POD_NAME || key == POD_INDEX);
        let mut all = index.select(&Selector::of_labels(labels));
        if !own.is_empty() {
            let of_sets = index.select(&Selector::of_labels(&of_template));
            all.extend(of_sets.into_iter().filter(|it| makes(self.peer(PeerId(*it)), &own)));
        }
        all
    }

    /// The port of the pod that a port of the Service refers to.
    fn target(&self, peer: PeerId, port: &ServicePort) -> impl Iterator<Item = Port> + use<> {
        let protocol: Protocol = port.protocol.as_deref().unwrap_or("TCP").parse().unwrap_or(Protocol::Tcp);
        let numbers: Vec<u16> = match &port.target_port {
            None => u16::try_from(port.port).into_iter().collect(),
            Some(IntOrString::Int(number)) => u16::try_from(*number).into_iter().collect(),
            Some(IntOrString::String(name)) => {
                let named = self.peer(peer).ports.iter().filter(|it| it.name == *name && it.protocol == protocol);
                named.map(|it| it.number).collect()
            }
        };
        numbers.into_iter().map(move |number| Port { protocol, number })
    }
}

/// Labels that a StatefulSet sets on each of its pods, and that are not in its template.
const POD_NAME: &str = "statefulset.kubernetes.io/pod-name";
const POD_INDEX: &str = "apps.kubernetes.io/pod-index";

/// Whether the template belongs to a StatefulSet that gives one of its pods these labels.
fn makes(peer: &Peer, own: &Labels) -> bool {
    let number = |(key, value): (&String, &String)| {
        let number = match &**key {
            POD_NAME => value.strip_prefix(&*peer.workload.name)?.strip_prefix('-')?,
            _ => value,
        };
        number.parse::<u32>().ok().filter(|it| it.to_string() == number)
    };
    let mut numbers = own.iter().map(number);
    let first = numbers.next().flatten();
    let is_one = first.is_some() && numbers.all(|it| it == first);
    peer.workload.kind == "StatefulSet" && !peer.is_one() && is_one
}

/// The ports of a Service that a route refers to.
fn ports<'a>(service: &'a Service, wanted: &'a BackendPort) -> impl Iterator<Item = &'a ServicePort> {
    let all = service.spec.as_ref().and_then(|it| it.ports.as_ref()).into_iter().flatten();
    all.filter(move |port| match wanted {
        BackendPort::Every => true,
        BackendPort::Number(number) => port.port == *number,
        BackendPort::Name(name) => port.name.as_ref() == Some(name),
        BackendPort::Target(target) => {
            let own = port.target_port.clone().unwrap_or(IntOrString::Int(port.port));
            let is_name = matches!(target, IntOrString::String(name) if port.name.as_ref() == Some(name));
            own == *target || is_name
        }
    })
}
