//! Pods, and objects that create pods.

use k8s_openapi::api::apps::v1::{
    DaemonSet, DaemonSetSpec, Deployment, DeploymentSpec, ReplicaSet, ReplicaSetSpec, StatefulSet, StatefulSetSpec,
};
use k8s_openapi::api::batch::v1::{CronJob, CronJobSpec};
use k8s_openapi::api::core::v1::{Container, Pod, PodSpec, PodTemplateSpec, ReplicationController};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::{ContainerPort, Object, Objects, Peer, Workload, name, namespace};
use crate::ports::{Port, Protocol};

/// The workload of an object: its controller, or the object itself. A node owns pods, but is not a workload.
pub(super) fn workload(metadata: &ObjectMeta, kind: &str) -> Workload {
    let owners = metadata.owner_references.iter().flatten().filter(|owner| owner.kind != "Node");
    let owner = owners.clone().find(|owner| owner.controller == Some(true)).or_else(|| owners.clone().next());
    let (name, kind) = match owner {
        Some(owner) if !owner.kind.is_empty() => (owner.name.clone(), owner.kind.clone()),
        Some(owner) => (owner.name.clone(), kind.to_owned()),
        None => (name(metadata), kind.to_owned()),
    };
    Workload { namespace: namespace(metadata), name, kind }
}

pub(super) fn peer(workload: Workload, pod: String, metadata: Option<&ObjectMeta>, spec: Option<&PodSpec>) -> Peer {
    let labels = metadata.and_then(|it| it.labels.clone()).unwrap_or_default();
    // An init container with `restartPolicy: Always` is a sidecar: it serves as long as the other containers.
    let is_sidecar = |it: &&Container| it.restart_policy.as_deref() == Some("Always");
    let sidecars = spec.and_then(|it| it.init_containers.as_ref()).into_iter().flatten().filter(is_sidecar);
    let containers = spec.map(|it| it.containers.iter()).into_iter().flatten();
    let containers = containers.chain(sidecars);
    let published = |it: &&k8s_openapi::api::core::v1::ContainerPort| it.host_port.is_some_and(|number| number > 0);
    let host_ports = containers.clone().flat_map(|it| it.ports.iter().flatten().filter(published)).filter_map(read);
    let mut host_ports: Vec<Port> = host_ports.map(|it| Port { protocol: it.protocol, number: it.number }).collect();
    host_ports.sort_unstable();
    host_ports.dedup();
    let mut ports: Vec<ContainerPort> = containers.flat_map(ports).collect();
    ports.sort();
    ports.dedup();
    let host_network = spec.and_then(|it| it.host_network).unwrap_or_default();
    Peer { workload, pod, labels, ports, addresses: Vec::new(), host_ports, host_network }
}

fn ports(container: &Container) -> impl Iterator<Item = ContainerPort> + '_ {
    container.ports.iter().flatten().filter_map(read)
}

fn read(port: &k8s_openapi::api::core::v1::ContainerPort) -> Option<ContainerPort> {
    let protocol = port.protocol.as_deref().unwrap_or("TCP").parse().unwrap_or(Protocol::Tcp);
    let number = u16::try_from(port.container_port).ok().filter(|number| *number > 0)?;
    Some(ContainerPort { name: port.name.clone().unwrap_or_default(), protocol, number })
}

impl Object for Pod {
    fn add_to(&self, objects: &mut Objects) {
        // A pod that has ended has no network any more.
        if self.status.as_ref().is_some_and(|it| matches!(it.phase.as_deref(), Some("Succeeded" | "Failed"))) {
            objects.owners.finished += 1;
            return;
        }
        let mut peer =
            peer(workload(&self.metadata, "Pod"), name(&self.metadata), Some(&self.metadata), self.spec.as_ref());
        if let Some(status) = &self.status {
            let many = status.pod_ips.iter().flatten().map(|it| it.ip.clone());
            let one = status.pod_ip.clone().into_iter();
            let host = status.host_ip.clone().into_iter().filter(|_| peer.host_network);
            peer.addresses = many.chain(one).chain(host).filter_map(|text| text.parse().ok()).collect();
            peer.addresses.sort();
            peer.addresses.dedup();
        }
        objects.peer(peer);
    }
}

pub(super) fn template(objects: &mut Objects, metadata: &ObjectMeta, kind: &str, template: Option<&PodTemplateSpec>) {
    let Some(template) = template else { return };
    let peer = peer(workload(metadata, kind), String::new(), template.metadata.as_ref(), template.spec.as_ref());
    objects.template_peer(metadata, kind, peer);
}

macro_rules! workloads {
    ($($kind:ident, $spec:ident;)*) => {$(
        impl Object for $kind {
            fn add_to(&self, objects: &mut Objects) {
                let spec: Option<&$spec> = (&self.spec).into();
                let Some(spec) = spec else { return };
                template(objects, &self.metadata, stringify!($kind), Some(&spec.template));
            }
        }
    )*};
}
workloads! {
    Deployment, DeploymentSpec;
    DaemonSet, DaemonSetSpec;
}

impl Object for StatefulSet {
    fn add_to(&self, objects: &mut Objects) {
        let spec: Option<&StatefulSetSpec> = (&self.spec).into();
        let Some(spec) = spec else { return };
        let number = |it: i32| u32::try_from(it).unwrap_or_default();
        let first = spec.ordinals.as_ref().and_then(|it| it.start).map_or(0, number);
        let scale = (first, spec.replicas.map(number));
        objects.controller_labels.sets.insert(workload(&self.metadata, "StatefulSet"), scale);
        template(objects, &self.metadata, "StatefulSet", Some(&spec.template));
    }
}

impl Object for ReplicaSet {
    fn add_to(&self, objects: &mut Objects) {
        let spec: Option<&ReplicaSetSpec> = (&self.spec).into();
        // A Deployment keeps the ReplicaSets of earlier versions, without pods.
        let is_former = self.metadata.owner_references.is_some() && spec.is_some_and(|it| it.replicas == Some(0));
        if !is_former {
            template(objects, &self.metadata, "ReplicaSet", spec.and_then(|it| it.template.as_ref()));
        }
    }
}

impl Object for ReplicationController {
    fn add_to(&self, objects: &mut Objects) {
        let spec = self.spec.as_ref().and_then(|it| it.template.as_ref());
        template(objects, &self.metadata, "ReplicationController", spec);
    }
}

impl Object for CronJob {
    fn add_to(&self, objects: &mut Objects) {
        let spec: Option<&CronJobSpec> = (&self.spec).into();
        let job = spec.and_then(|it| it.job_template.spec.as_ref());
        template(objects, &self.metadata, "CronJob", job.map(|it| &it.template));
    }
}
