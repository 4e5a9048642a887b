//! One object of an inventory.
use super::{Inventory, Reference, Scale, references, scale};
use crate::{Document, Object, Origin, PodTemplate};
use k8s_openapi::api::core::v1::{PersistentVolumeClaimSpec, PodSpec};
use std::fmt::{self, Debug, Formatter};

/// One object of an [`Inventory`].
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    inventory: &'a Inventory,
    at: u32,
}

impl<'a> Entry<'a> {
    pub(super) const fn new(inventory: &'a Inventory, at: u32) -> Self {
        Self { inventory, at }
    }
    /// The index of the object in the inventory.
    #[must_use]
    pub const fn index(self) -> usize {
        self.at as usize
    }
    pub(super) const fn at(self) -> u32 {
        self.at
    }
    /// The document.
    #[must_use]
    pub fn document(self) -> &'a Document {
        self.inventory.document(self.at)
    }
    /// The object, typed where possible.
    #[must_use]
    pub fn object(self) -> &'a Object {
        self.document().object()
    }
    /// The kind.
    #[must_use]
    pub fn kind(self) -> &'a str {
        self.object().kind()
    }
    /// The `apiVersion`.
    #[must_use]
    pub fn api_version(self) -> &'a str {
        self.object().api_version()
    }
    /// The name.
    #[must_use]
    pub fn name(self) -> &'a str {
        self.object().name()
    }
    /// The namespace; empty for a cluster-scoped object.
    #[must_use]
    pub fn namespace(self) -> &'a str {
        self.object().namespace()
    }
    /// The name for people. Names are never compared.
    #[must_use]
    pub fn subject(self) -> &'a str {
        self.document().subject()
    }
    /// The origin of the object.
    #[must_use]
    pub fn origin(self) -> Origin {
        self.document().origin().clone()
    }
    /// The origin of a field, by JSON pointer. For an absent field, the origin of the innermost object or list around
    /// it.
    #[must_use]
    pub fn origin_of(self, pointer: &str) -> Origin {
        self.document().origin_of(pointer)
    }
    /// The object as a workload. None where it runs no pods.
    #[must_use]
    pub fn as_workload(self) -> Option<Workload<'a>> {
        Workload::new(self)
    }
    /// The objects that own this object and are in the inventory.
    pub fn owners(self) -> impl Iterator<Item = Entry<'a>> {
        self.inventory.owners_of(self)
    }
    /// The objects that this object owns.
    pub fn owned(self) -> impl Iterator<Item = Entry<'a>> {
        self.inventory.owned_by(self)
    }
}

/// Two entries are equal if they are the same object of the same inventory.
impl PartialEq for Entry<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at && std::ptr::eq(self.inventory, other.inventory)
    }
}
impl Eq for Entry<'_> {}
impl Debug for Entry<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}/{}", self.kind(), self.namespace(), self.name())
    }
}

/// An object that runs pods.
#[derive(Clone, Copy, Debug)]
pub struct Workload<'a> {
    entry: Entry<'a>,
    template: PodTemplate<'a>,
}

impl<'a> Workload<'a> {
    pub(super) fn new(entry: Entry<'a>) -> Option<Self> {
        Some(Self { entry, template: entry.object().template()? })
    }
    /// The object.
    #[must_use]
    pub const fn entry(self) -> Entry<'a> {
        self.entry
    }
    /// The pod template.
    #[must_use]
    pub const fn template(self) -> PodTemplate<'a> {
        self.template
    }
    /// The spec of each pod.
    #[must_use]
    pub const fn pod(self) -> &'a PodSpec {
        self.template.spec()
    }
    /// The JSON pointer of the pod spec in the object: `/spec/template/spec`.
    #[must_use]
    pub fn pod_pointer(self) -> String {
        format!("{}/spec", self.template.pointer())
    }
    /// The object, typed where possible.
    #[must_use]
    pub fn object(self) -> &'a Object {
        self.entry.object()
    }
    /// The name for people. Names are never compared.
    #[must_use]
    pub fn subject(self) -> &'a str {
        self.entry.subject()
    }
    /// The name.
    #[must_use]
    pub fn name(self) -> &'a str {
        self.entry.name()
    }
    /// The namespace.
    #[must_use]
    pub fn namespace(self) -> &'a str {
        self.entry.namespace()
    }
    /// The origin of a field, by JSON pointer.
    #[must_use]
    pub fn origin_of(self, pointer: &str) -> Origin {
        self.entry.origin_of(pointer)
    }
    /// The minimum and maximum number of pods, and the maximum during a rollout.
    #[must_use]
    pub fn scale(self) -> Scale {
        scale::of_workload(self)
    }
    /// The autoscalers with a `scaleTargetRef` to this object.
    pub fn autoscalers(self) -> impl Iterator<Item = Entry<'a>> {
        self.entry.inventory.autoscalers_of(self.entry)
    }
    /// The Services that select its pods.
    pub fn services(self) -> impl Iterator<Item = Entry<'a>> {
        self.entry.inventory.services_of(self.entry)
    }
    /// The PodDisruptionBudgets that select its pods.
    pub fn budgets(self) -> impl Iterator<Item = Entry<'a>> {
        self.entry.inventory.budgets_of(self.entry)
    }
    /// The network policies that select its pods.
    pub fn policies(self) -> impl Iterator<Item = Entry<'a>> {
        self.entry.inventory.policies_of(self.entry)
    }
    /// The objects that its pods refer to: ConfigMaps, Secrets, volume claims and the service account.
    #[must_use]
    pub fn references(self) -> Vec<Reference<'a>> {
        references::of_template(self.template)
    }
    /// The volume claims that are created for each of its pods: the claim templates of a StatefulSet, and ephemeral
    /// volumes.
    #[must_use]
    pub fn claim_templates(self) -> Vec<&'a PersistentVolumeClaimSpec> {
        references::claim_templates(self)
    }
}
