//! The input of the files of `lower`: the resolved platform, and the part of it that they create objects for.
use crate::lower::meta::{self, Labels};
use crate::model::{NamespaceDecl, Place, Platform};
use crate::resolve::workload::Workload;
use crate::resolve::{Namespace, Resolved};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

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
    /// The labels of each of its objects.
    pub(super) labels: Labels,
    /// The position of its first object in the output.
    pub(super) first: usize,
}
impl<'a> WorkloadCx<'a> {
    pub(super) fn new(cx: &NamespaceCx<'a>, workload: &'a Workload<'a>, first: usize) -> Self {
        let (subject, labels) = (workload.subject(), meta::workload_labels(workload));
        Self { resolved: cx.resolved, namespace: cx.namespace, workload, subject, labels, first }
    }
    /// The line that declares the workload.
    pub(super) fn at(&self) -> Place {
        self.workload.declared.origin
    }
    /// The metadata of an object of the workload.
    pub(super) fn meta(&self, name: &str) -> ObjectMeta {
        meta::workload_meta(self.workload, self.labels.clone(), name)
    }
    /// The metadata of an object that runs the image of the workload, with the version of the image.
    pub(super) fn versioned_meta(&self, name: &str) -> ObjectMeta {
        let mut metadata = self.meta(name);
        meta::add_version(self.workload, metadata.labels.get_or_insert_default());
        metadata
    }
}
