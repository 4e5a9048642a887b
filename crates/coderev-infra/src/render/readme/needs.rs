//! Requirements of pods, volume claims and autoscalers that the cluster must meet.
use coderev_objects::{Inventory, Workload};
use k8s_openapi::api::autoscaling::v2::{HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec};
use k8s_openapi::api::core::v1::PersistentVolumeClaim;
use std::collections::BTreeSet;

/// Resources that a device plugin provides: their names contain the domain of the vendor.
pub(super) fn devices(inventory: &Inventory) -> BTreeSet<&str> {
    let containers = inventory.workloads().flat_map(|workload| workload.template().containers());
    let resources = containers.filter_map(|it| it.resources.as_ref());
    let named = resources.flat_map(|it| it.limits.iter().chain(it.requests.iter()).flatten());
    named.map(|(name, _)| name.as_str()).filter(|name| name.contains('/')).collect()
}

/// StorageClasses that claims name and that are not among the objects.
pub(super) fn storage_classes(inventory: &Inventory) -> BTreeSet<&str> {
    let there: BTreeSet<_> = inventory.entries().filter(|it| it.kind() == "StorageClass").map(|it| it.name()).collect();
    let claims = inventory.all::<PersistentVolumeClaim>().filter_map(|(_, it)| (&it.spec).into());
    let all = claims.chain(inventory.workloads().flat_map(Workload::claim_templates));
    all.filter_map(|it| it.storage_class_name.as_deref()).filter(|it| !it.is_empty() && !there.contains(it)).collect()
}

/// Metrics of pods that autoscalers read from an adapter.
pub(super) fn custom_metrics(inventory: &Inventory) -> BTreeSet<&str> {
    let scalers = inventory.all::<HorizontalPodAutoscaler>();
    let metrics = scalers.flat_map(|(_, it)| {
        let spec: Option<&HorizontalPodAutoscalerSpec> = (&it.spec).into();
        spec.and_then(|it| it.metrics.as_ref()).into_iter().flatten()
    });
    metrics.filter_map(|it| it.pods.as_ref()).map(|it| it.metric.name.as_str()).collect()
}
