//! The pods that a Service selects, and their ports.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Service, ServicePort};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::labels::{Index, Labels, POD_INDEX, POD_NAME, Selector};
use crate::objects::{BackendPort, Objects, Peer};
use crate::ports::{Port, Protocol};
use crate::reach::Reach;
use crate::universe::PeerId;

pub(crate) fn selector(service: &Service) -> Option<&Labels> {
    service.spec.as_ref().and_then(|it| it.selector.as_ref()).filter(|it| !it.is_empty())
}

/// The pods of Services.
pub(crate) struct Served<'a> {
    reach: &'a Reach,
    objects: &'a Objects,
    index: Index<'a>,
    selected: BTreeMap<Labels, Vec<u32>>,
}

impl<'a> Served<'a> {
    pub(crate) fn new(reach: &'a Reach, objects: &'a Objects) -> Self {
        let index = Index::new(reach.universe.peers.iter().map(|it| &it.labels).collect());
        Self { reach, objects, index, selected: BTreeMap::new() }
    }

    pub(crate) fn pods(&mut self, namespace: &str, name: &str) -> Vec<PeerId> {
        let service = self.objects.services.get(&(namespace.to_owned(), name.to_owned()));
        let Some(labels) = service.and_then(selector) else { return Vec::new() };
        let all = self.selected.entry(labels.clone()).or_insert_with(|| self.reach.selected(&self.index, labels));
        let is_own = |it: &PeerId| self.reach.peer(*it).workload.namespace == namespace;
        all.iter().copied().map(PeerId).filter(is_own).collect()
    }

    pub(crate) fn by(&mut self, namespace: &str, name: &str, wanted: &BackendPort) -> Vec<(PeerId, Port)> {
        let Some(service) = self.objects.services.get(&(namespace.to_owned(), name.to_owned())) else {
            return Vec::new();
        };
        let mut all = Vec::new();
        for peer in self.pods(namespace, name) {
            for port in ports(service, wanted) {
                all.extend(self.reach.target(peer, port).map(|it| (peer, it)));
            }
        }
        all
    }
}

impl Reach {
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
    pub(crate) fn target(&self, peer: PeerId, port: &ServicePort) -> impl Iterator<Item = Port> + use<> {
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
pub(crate) fn ports<'a>(service: &'a Service, wanted: &'a BackendPort) -> impl Iterator<Item = &'a ServicePort> {
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
