//! Names and labels of all objects.
use crate::model::{KindDecl, NamespaceDecl, Object, Platform};
use crate::resolve::workload::Workload;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use std::collections::BTreeMap;

pub(super) type Labels = BTreeMap<String, String>;

use crate::model::port::AppProtocol;
pub(super) use coderev_objects::labels::{COMPONENT, INSTANCE, MANAGED_BY, NAME, PART_OF, RESERVED, TIER, VERSION};

pub(super) fn pairs<K: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (K, V)>) -> Labels {
    // `collect` would sort the pairs in a list first, and most calls have one or two.
    let mut labels = Labels::new();
    for (key, value) in pairs {
        labels.insert(key.into(), value.into());
    }
    labels
}

/// The labels of the whole platform.
pub(super) fn platform_labels(platform: &Platform) -> Labels {
    own(platform, pairs(platform.labels.iter().cloned()))
}
/// The labels of a namespace and its objects.
pub(super) fn namespace_labels(platform: &Platform, namespace: &NamespaceDecl) -> Labels {
    own_of_namespace(platform, namespace, declared(platform, namespace))
}
/// The labels of the objects of a workload. A label of the workload overrides a label of its namespace, which overrides
/// a label of the platform. The labels of selectors cannot be overridden: `reserved-label`.
pub(super) fn workload_labels(workload: &Workload<'_>) -> Labels {
    let declared = declared(workload.platform, workload.namespace);
    let mut labels = own_of_namespace(workload.platform, workload.namespace, declared);
    let own = workload.pod.labels.iter().map(|(key, declared)| (key.clone(), declared.value.clone()));
    labels.extend(own.filter(|(key, _)| !RESERVED.contains(&&**key)));
    labels.insert(NAME.into(), workload.name().into());
    labels.entry(INSTANCE.into()).or_insert_with(|| workload.name().into());
    if let Some(component) = component(workload) {
        labels.entry(COMPONENT.into()).or_insert_with(|| component.into());
    }
    labels
}
/// Adds the version of the image, unless the workload declares another version.
pub(super) fn add_version(workload: &Workload<'_>, labels: &mut Labels) {
    if let Some(tag) = workload.version() {
        labels.entry(VERSION.into()).or_insert(tag);
    }
}
fn declared(platform: &Platform, namespace: &NamespaceDecl) -> Labels {
    pairs(platform.labels.iter().chain(&namespace.spec.labels).chain(&namespace.labels).cloned())
}
fn own(platform: &Platform, mut labels: Labels) -> Labels {
    labels.insert(PART_OF.into(), platform.part_of_label().into());
    labels.insert(MANAGED_BY.into(), "coderev-infra".into());
    labels
}
fn own_of_namespace(platform: &Platform, namespace: &NamespaceDecl, labels: Labels) -> Labels {
    let mut labels = own(platform, labels);
    labels.insert(TIER.into(), namespace.spec.name.clone());
    labels
}

/// Whether the library writes this label of a Namespace itself.
pub(super) fn is_of_library(key: &str) -> bool {
    [PART_OF, MANAGED_BY, TIER].contains(&key)
}

/// The role of the workload: `api` serves requests. `None` if only its image shows the role, as for a cache.
fn component(workload: &Workload<'_>) -> Option<&'static str> {
    let serves = || {
        let protocol = workload.main_port().map(|port| port.app_protocol);
        matches!(protocol, Some(AppProtocol::Http | AppProtocol::Grpc)).then_some("api")
    };
    match &workload.declared.kind {
        KindDecl::Service => serves(),
        KindDecl::Worker => Some("worker"),
        KindDecl::Job(_) | KindDecl::CronJob(..) => Some("job"),
        KindDecl::StatefulSet(set) => set.provides.first().map(|store| store.value.protocol.component).or_else(serves),
        KindDecl::DaemonSet(_) => Some("agent"),
    }
}
/// The declared annotations for the objects with the kind of `object`.
pub(super) fn declared_annotations(workload: &Workload<'_>, object: Object) -> Labels {
    pairs(workload.pod.annotations.iter().filter(|(of, ..)| *of == object).map(|(_, key, value)| (key, value)))
}

/// The labels of the pod selector, which is immutable: only the name of the workload, since its tier may change. Or the
/// declared selector of an existing Deployment.
pub(super) fn selector(workload: &Workload<'_>) -> Labels {
    if !workload.declared.selector.is_empty() {
        return pairs(workload.declared.selector.iter().cloned());
    }
    pairs([(NAME, workload.name())])
}
pub(super) fn select(labels: Labels) -> LabelSelector {
    LabelSelector { match_labels: Some(labels), match_expressions: None }
}

/// The metadata of a cluster-scoped object. Its `name` is from [`Platform::cluster_name`], or the user's.
pub(super) fn cluster_meta(platform: &Platform, name: &str) -> ObjectMeta {
    ObjectMeta { name: Some(name.into()), labels: Some(platform_labels(platform)), ..Default::default() }
}
pub(super) fn namespaced_meta(platform: &Platform, namespace: &NamespaceDecl, name: &str) -> ObjectMeta {
    ObjectMeta {
        name: Some(name.into()),
        namespace: Some(namespace.name.clone()),
        labels: Some(namespace_labels(platform, namespace)),
        ..Default::default()
    }
}
/// The metadata of an object of a workload; `labels` are the [`workload_labels`].
pub(super) fn workload_meta(workload: &Workload<'_>, labels: Labels, name: &str) -> ObjectMeta {
    ObjectMeta {
        name: Some(name.into()),
        namespace: Some(workload.namespace.name.clone()),
        labels: Some(labels),
        ..Default::default()
    }
}
