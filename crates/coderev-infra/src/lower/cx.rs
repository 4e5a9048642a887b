//! The input of the files of `lower`: the resolved platform, and the part of it that they create objects for.
use crate::model::{NamespaceDecl, Place, Platform};
use crate::resolve::workload::Workload;
use crate::resolve::{Namespace, Resolved};

/// The input for objects of the platform.
pub(super) type Cx<'a> = Resolved<'a>;

/// The input for objects of one namespace.
pub(super) struct NamespaceCx<'a> {
    pub(super) resolved: &'a Resolved<'a>,
    pub(super) platform: &'a Platform,
    pub(super) namespace: &'a Namespace<'a>,
    pub(super) declared: &'a NamespaceDecl,
    pub(super) workloads: &'a [Workload<'a>],
}
impl<'a> NamespaceCx<'a> {
    pub(super) fn new(resolved: &'a Resolved<'a>, namespace: &'a Namespace<'a>) -> Self {
        let workloads = resolved.workloads_of(namespace);
        Self { resolved, platform: resolved.platform, namespace, declared: namespace.declared, workloads }
    }
}

/// The input for objects of one workload.
pub(super) struct WorkloadCx<'a> {
    pub(super) resolved: &'a Resolved<'a>,
    pub(super) namespace: &'a Namespace<'a>,
    pub(super) workload: &'a Workload<'a>,
    pub(super) subject: String,
    /// The position of its first object in the output.
    pub(super) first: usize,
}
impl<'a> WorkloadCx<'a> {
    pub(super) fn new(cx: &NamespaceCx<'a>, workload: &'a Workload<'a>, first: usize) -> Self {
        Self { resolved: cx.resolved, namespace: cx.namespace, workload, subject: workload.subject(), first }
    }
    /// The line that declares the workload.
    pub(super) fn at(&self) -> Place {
        self.workload.declared.origin
    }
}
