//! All objects, with the relations between them.
mod backends;
mod entry;
mod links;
mod namespace;
mod references;
mod scale;
mod selectors;
#[cfg(test)]
mod tests;

use crate::{Document, Kind, Typed};
pub use backends::Backend;
pub use entry::{Entry, Workload};
pub use namespace::{Limits, NamespaceView, Quotas};
pub use references::{Reference, Referent};
pub use scale::{Rounding, Scale, share_of};
use std::sync::OnceLock;

/// All objects, with the relations between them. The relations are exactly the relations of Kubernetes itself:
///
/// - Label selectors: from Service, PodDisruptionBudget and NetworkPolicy to workloads.
/// - `scaleTargetRef`: from HorizontalPodAutoscaler and ScaledObject to the object that they scale.
/// - Backends: from Ingress, HTTPRoute and GRPCRoute to Services.
/// - Volumes, environment variables, pull secrets and service accounts of pods.
/// - Owner references.
///
/// A similar name is not a relation. An object without a namespace is related only to other objects without a
/// namespace.
///
/// ```
/// use coderev_objects::{Inventory, read};
///
/// let text = b"
/// {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}, spec: {replicas: 2, serviceName: db,
///   selector: {matchLabels: {app: db}},
///   template: {metadata: {labels: {app: db}}, spec: {containers: [{name: db, image: 'postgres:18'}]}}}}
/// ---
/// {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: more}, spec: {minReplicas: 3, maxReplicas: 9,
///   scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: db}}}
/// ---
/// {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: one-by-one},
///   spec: {maxUnavailable: 1, selector: {matchLabels: {app: db}}}}
/// ";
/// let inventory = Inventory::new(read("db.yaml", text)?);
/// let db = inventory.workloads().next().ok_or("no workload")?;
/// assert_eq!((db.scale().min, db.scale().max), (3, 9));
/// assert_eq!(db.budgets().next().map(|budget| budget.name()), Some("one-by-one"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Inventory {
    documents: Vec<Document>,
    /// Documents, sorted by kind, namespace and name.
    by_name: Vec<u32>,
    /// Documents that run pods, in the order of the documents.
    workloads: Vec<u32>,
    pods: OnceLock<selectors::Pods>,
    autoscalers: OnceLock<links::Links>,
    services: OnceLock<links::Links>,
    budgets: OnceLock<links::Links>,
    policies: OnceLock<links::Links>,
    routes: OnceLock<links::Links>,
    users: OnceLock<links::Links>,
    owners: OnceLock<links::Links>,
}

impl Inventory {
    /// An inventory of these objects.
    ///
    /// # Panics
    ///
    /// With more than 2^32 objects.
    #[must_use]
    pub fn new(documents: Vec<Document>) -> Self {
        let count = u32::try_from(documents.len()).expect("objects are fewer than 2^32");
        let mut by_name: Vec<u32> = (0..count).collect();
        by_name.sort_by(|a, b| key(&documents[*a as usize]).cmp(&key(&documents[*b as usize])));
        let workloads = (0..count).filter(|at| documents[*at as usize].object().template().is_some()).collect();
        Self {
            documents,
            by_name,
            workloads,
            pods: OnceLock::new(),
            autoscalers: OnceLock::new(),
            services: OnceLock::new(),
            budgets: OnceLock::new(),
            policies: OnceLock::new(),
            routes: OnceLock::new(),
            users: OnceLock::new(),
            owners: OnceLock::new(),
        }
    }
    /// The objects, in the order in which they were passed.
    #[must_use]
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }
    /// The objects, in the order in which they were passed.
    #[must_use]
    pub fn into_documents(self) -> Vec<Document> {
        self.documents
    }
    /// All objects, in the order in which they were passed.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = Entry<'_>> {
        let count = u32::try_from(self.documents.len()).expect("`new` checks it");
        (0..count).map(|at| Entry::new(self, at))
    }
    /// All objects of the kind `K`, sorted by namespace and name: `inventory.all::<Ingress>()`.
    pub fn all<K: Typed + 'static>(&self) -> impl Iterator<Item = (Entry<'_>, &K)> {
        let order = |at: &u32| self.document(*at).object().order().0;
        let start = self.by_name.partition_point(|at| order(at) < K::ORDER);
        let end = self.by_name.partition_point(|at| order(at) <= K::ORDER);
        self.by_name[start..end]
            .iter()
            .filter_map(|&at| Some((Entry::new(self, at), K::from_object(self.document(at).object())?)))
    }
    /// All objects that run pods, in the order in which they were passed. A workload may belong to another: a
    /// ReplicaSet to its Deployment.
    pub fn workloads(&self) -> impl Iterator<Item = Workload<'_>> {
        self.workloads.iter().filter_map(|&at| Workload::new(Entry::new(self, at)))
    }
    /// The object with this group, kind, namespace and name, in any version. The first one if there are several. The
    /// namespace of a cluster-scoped object is empty.
    #[must_use]
    pub fn find(&self, api_version: &str, kind: &str, namespace: &str, name: &str) -> Option<Entry<'_>> {
        let order = Kind::find(api_version, kind).map_or(usize::MAX, |kind| kind.order);
        let wanted = (order, kind, namespace, name);
        let start = self.by_name.partition_point(|at| key(self.document(*at)) < wanted);
        let found = self.by_name[start..].iter().take_while(|at| key(self.document(**at)) == wanted);
        let group = crate::kinds::group(api_version);
        let mut found = found.filter(|at| crate::kinds::group(self.document(**at).object().api_version()) == group);
        found.next().map(|&at| Entry::new(self, at))
    }
    /// The limits and quotas of a namespace.
    #[must_use]
    pub fn namespace(&self, name: &str) -> NamespaceView<'_> {
        NamespaceView::new(self, name)
    }

    pub(crate) fn document(&self, at: u32) -> &Document {
        &self.documents[at as usize]
    }
}

fn key(document: &Document) -> (usize, &str, &str, &str) {
    let object = document.object();
    let (order, kind) = object.order();
    (order, kind, object.namespace(), object.name())
}
