//! The objects of a cluster that reachability depends on.

mod custom;
mod custom_routes;
mod documents;
mod fqdn_policies;
mod jobs;
mod routes;
mod workloads;

use core::net::IpAddr;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display, Formatter};

use k8s_openapi::api::core::v1::{Namespace, Service};
use k8s_openapi::api::networking::v1::NetworkPolicy;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde_json::Value;

use crate::labels::Labels;
use crate::ports::Protocol;
pub use custom::Unevaluated;
pub use documents::Undecoded;
pub use fqdn_policies::FqdnEgress;
pub use routes::{Backend, BackendPort, Route};

/// The owner of pods, such as a Deployment. It prints as `namespace/name[Kind]`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Workload {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// `Deployment`, `StatefulSet`, .. or `Pod`.
    pub kind: String,
}

impl Display for Workload {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}[{}]", self.namespace, self.name, self.kind)
    }
}

/// A port of a container.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContainerPort {
    /// Its name, or an empty text.
    pub name: String,
    /// Its protocol.
    pub protocol: Protocol,
    /// Its number.
    pub number: u16,
}

/// A pod, or all pods that one template makes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Peer {
    /// The workload that it belongs to.
    pub workload: Workload,
    /// The pod's own name, empty for the pods of a template.
    pub pod: String,
    /// Its labels.
    pub labels: Labels,
    /// The ports of its containers, sorted.
    pub ports: Vec<ContainerPort>,
    /// Its addresses, as far as they are known: of the node for a pod on the host's network.
    pub addresses: Vec<IpAddr>,
    /// Whether it is on its node's network: policies then neither select it nor see its labels.
    pub host_network: bool,
}

impl Peer {
    /// Whether it is one pod. A template makes as many as it is scaled to, and at least two while they are replaced.
    #[must_use]
    pub fn is_one(&self) -> bool {
        !self.pod.is_empty()
    }
}

/// Everything that reachability depends on.
///
/// An object that is added again takes the place of the one before, as it would on a cluster.
#[derive(Clone, Debug, Default)]
pub struct Objects {
    pub(crate) namespaces: BTreeMap<String, Labels>,
    pub(crate) peers: BTreeMap<(Workload, String), Peer>,
    pub(crate) policies: BTreeMap<(String, String), NetworkPolicy>,
    pub(crate) services: BTreeMap<(String, String), Service>,
    pub(crate) routes: BTreeMap<(String, String, String), Route>,
    cilium_policies: BTreeMap<(String, String), fqdn_policies::CiliumPolicy>,
    service_entries: BTreeMap<(String, String), FqdnEgress>,
    /// The name of each job without its version, if a label has it.
    job_names: BTreeMap<Workload, String>,
    /// Group and kind of objects that decide on traffic and are not evaluated.
    unevaluated: BTreeSet<(String, String)>,
}

impl Objects {
    /// Nothing.
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

/// What can be added to [`Objects`].
pub trait Object {
    /// Adds itself.
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

/// An object without a namespace is in `default`.
fn namespace(metadata: &ObjectMeta) -> String {
    metadata.namespace.clone().filter(|it| !it.is_empty()).unwrap_or_else(|| "default".into())
}
