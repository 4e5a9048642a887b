//! The objects of a cluster that decide on reachability.

mod controller_labels;
mod custom;
mod custom_routes;
mod decisive;
mod documents;
mod fqdn_policies;
mod grants;
mod jobs;
mod nodes;
mod owners;
mod refused;
mod routes;
mod strict;
mod templates;
mod unevaluated;
mod workloads;

use core::net::IpAddr;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display, Formatter};

use k8s_openapi::api::core::v1::{Namespace, Service};
use k8s_openapi::api::networking::v1::NetworkPolicy;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde_json::Value;

use crate::labels::Labels;
use crate::ports::{Port, Protocol};
pub use custom::Unevaluated;
pub use decisive::{decisive_fields, is_decisive};
pub use documents::Undecoded;
pub use fqdn_policies::FqdnEgress;
pub(crate) use nodes::Node;
pub use routes::{Backend, BackendPort, Route};
pub use templates::UnknownPods;
pub(crate) use unevaluated::{Effect, Namespaces, NotEvaluated};

/// The owner of pods, such as a Deployment. It prints as `namespace/name[Kind]`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Workload {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// `Deployment`, `StatefulSet`, .. or `Pod`.
    pub kind: String,
}

impl Workload {
    /// A workload: `Workload::new("shop", "web", "Deployment")`.
    pub fn new(namespace: impl Into<String>, name: impl Into<String>, kind: impl Into<String>) -> Self {
        Self { namespace: namespace.into(), name: name.into(), kind: kind.into() }
    }
}

impl Display for Workload {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}[{}]", self.namespace, self.name, self.kind)
    }
}

/// A port of a container.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct ContainerPort {
    /// The name; empty if the port has no name.
    pub name: String,
    /// Its protocol.
    pub protocol: Protocol,
    /// Its number.
    pub number: u16,
}

impl ContainerPort {
    /// A port with a name. The name of an unnamed port is empty.
    pub fn new(name: impl Into<String>, protocol: Protocol, number: u16) -> Self {
        Self { name: name.into(), protocol, number }
    }
}

/// A pod, or all pods of one template.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Peer {
    /// The workload that it belongs to.
    pub workload: Workload,
    /// The name of the pod; empty for the pods of a template.
    pub pod: String,
    /// Its labels.
    pub labels: Labels,
    /// The ports of its containers, sorted.
    pub ports: Vec<ContainerPort>,
    /// Its known addresses. For a pod on the host network, the address of the node.
    pub addresses: Vec<IpAddr>,
    /// The ports of its containers that a `hostPort` opens on the node, sorted.
    pub host_ports: Vec<Port>,
    /// Whether it is on the network of its node. Policies then neither select it nor see its labels.
    pub host_network: bool,
}

impl Peer {
    /// The pods of a template of `workload`, with these labels, without ports and addresses. The other fields can be
    /// set.
    #[must_use]
    pub fn new(workload: Workload, labels: Labels) -> Self {
        Self {
            workload,
            labels,
            pod: String::new(),
            ports: Vec::new(),
            addresses: Vec::new(),
            host_ports: Vec::new(),
            host_network: false,
        }
    }
    /// Whether it is exactly one pod. A template has as many pods as it is scaled to, and at least two during a
    /// rollout.
    #[must_use]
    pub fn is_one(&self) -> bool {
        !self.pod.is_empty()
    }
}

/// The objects that decide on reachability.
///
/// An object that is added again replaces the earlier one, as in a cluster.
#[derive(Clone, Debug, Default)]
pub struct Objects {
    pub(crate) namespaces: BTreeMap<String, Labels>,
    pub(crate) peers: BTreeMap<(Workload, String), Peer>,
    pub(crate) policies: BTreeMap<(String, String), NetworkPolicy>,
    pub(crate) services: BTreeMap<(String, String), Service>,
    pub(crate) routes: BTreeMap<(String, String, String), Route>,
    grants: BTreeSet<grants::Grant>,
    cilium_policies: BTreeMap<(String, String), fqdn_policies::CiliumPolicy>,
    service_entries: BTreeMap<(String, String), FqdnEgress>,
    /// The name of each job without its version, from its label.
    job_names: BTreeMap<Workload, String>,
    /// ClusterNetworkPolicies, AdminNetworkPolicies and BaselineAdminNetworkPolicies, by kind and name.
    pub(crate) cluster_policies: BTreeMap<(String, String), Value>,
    pub(crate) nodes: BTreeMap<String, Node>,
    /// Objects that decide on traffic and are not evaluated, by group, kind and name.
    unevaluated: BTreeMap<(String, String, String), NotEvaluated>,
    /// NetworkPolicies that the API server refuses.
    pub(crate) refused: Vec<NotEvaluated>,
    /// By group and kind: the objects whose operator makes pods that they do not describe.
    unknown_pods: BTreeMap<(String, String), BTreeSet<String>>,
    owners: owners::Owners,
    controller_labels: controller_labels::Known,
}

impl Objects {
    /// Creates an empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an object: a namespace, a workload, a policy, a Service, an Ingress, or a route.
    pub fn add(&mut self, object: &impl Object) {
        object.add_to(self);
    }

    /// The policies, sorted by namespace and name.
    pub fn policies(&self) -> impl Iterator<Item = &NetworkPolicy> {
        self.policies.values()
    }

    /// The pods and templates, sorted by workload.
    pub fn peers(&self) -> impl Iterator<Item = &Peer> {
        self.peers.values()
    }

    fn peer(&mut self, peer: Peer) {
        self.namespaces.entry(peer.workload.namespace.clone()).or_default();
        self.peers.insert((peer.workload.clone(), peer.pod.clone()), peer);
    }
}

/// An object that can be added to [`Objects`].
pub trait Object {
    /// Adds this object.
    fn add_to(&self, objects: &mut Objects);
}

impl Object for Namespace {
    fn add_to(&self, objects: &mut Objects) {
        let labels = self.metadata.labels.clone().unwrap_or_default();
        objects.namespaces.insert(name(&self.metadata), labels);
    }
}

impl Object for NetworkPolicy {
    fn add_to(&self, objects: &mut Objects) {
        objects.policies.insert(key(&self.metadata), self.clone());
    }
}

impl Object for Service {
    fn add_to(&self, objects: &mut Objects) {
        objects.services.insert(key(&self.metadata), self.clone());
    }
}

impl Object for Peer {
    fn add_to(&self, objects: &mut Objects) {
        objects.peer(self.clone());
    }
}

/// The namespace and the name of an object of any kind.
fn object_key(value: &Value) -> (String, String) {
    let metadata = &value["metadata"];
    let namespace = metadata["namespace"].as_str().filter(|it| !it.is_empty()).unwrap_or("default");
    (namespace.to_owned(), metadata["name"].as_str().unwrap_or_default().to_owned())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn key(metadata: &ObjectMeta) -> (String, String) {
    (namespace(metadata), name(metadata))
}

fn name(metadata: &ObjectMeta) -> String {
    metadata.name.clone().or_else(|| metadata.generate_name.clone()).unwrap_or_default()
}

/// The namespace of an object. Default: `default`.
fn namespace(metadata: &ObjectMeta) -> String {
    metadata.namespace.clone().filter(|it| !it.is_empty()).unwrap_or_else(|| "default".into())
}
