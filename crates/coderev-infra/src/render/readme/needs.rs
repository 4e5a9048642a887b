//! Requirements of pods, volume claims and autoscalers that the cluster must meet.
use crate::manifest::{Manifests, Object, kind};
use k8s_openapi::api::apps::v1::StatefulSetSpec;
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscalerSpec;
use k8s_openapi::api::core::v1::PersistentVolumeClaimSpec;
use std::collections::BTreeSet;

/// Resources that a device plugin provides: their names contain the domain of the vendor.
pub(super) fn devices(manifests: &Manifests) -> BTreeSet<&str> {
    let containers =
        manifests.pods().flat_map(|(_, pod)| pod.containers.iter().chain(pod.init_containers.iter().flatten()));
    let resources = containers.filter_map(|it| it.resources.as_ref());
    let named = resources.flat_map(|it| it.limits.iter().chain(it.requests.iter()).flatten());
    named.map(|(name, _)| name.as_str()).filter(|name| name.contains('/')).collect()
}

/// StorageClasses that claims name and that are not among the objects.
pub(super) fn storage_classes(manifests: &Manifests) -> BTreeSet<&str> {
    let there: BTreeSet<_> =
        manifests.iter().filter(|it| it.object.kind() == "StorageClass").map(|it| it.object.name()).collect();
    let claims = manifests.of(kind!(PersistentVolumeClaim)).filter_map(|(_, it)| (&it.spec).into());
    let templates = manifests.of(kind!(StatefulSet)).flat_map(|(_, set)| {
        let spec: Option<&StatefulSetSpec> = (&set.spec).into();
        let templates = spec.and_then(|it| it.volume_claim_templates.as_ref()).into_iter().flatten();
        templates.filter_map(|it| Option::<&PersistentVolumeClaimSpec>::from(&it.spec))
    });
    let volumes = manifests.pods().flat_map(|(_, pod)| pod.volumes.iter().flatten());
    let ephemeral = volumes.filter_map(|it| {
        let template = it.ephemeral.as_ref()?.volume_claim_template.as_ref()?;
        Option::<&PersistentVolumeClaimSpec>::from(&template.spec)
    });
    let all = claims.chain(templates).chain(ephemeral);
    all.filter_map(|it| it.storage_class_name.as_deref()).filter(|it| !it.is_empty() && !there.contains(it)).collect()
}

/// Metrics of pods that autoscalers read from an adapter.
pub(super) fn custom_metrics(manifests: &Manifests) -> BTreeSet<&str> {
    let scalers = manifests.of(kind!(HorizontalPodAutoscaler));
    let metrics = scalers.flat_map(|(_, it)| {
        let spec: Option<&HorizontalPodAutoscalerSpec> = (&it.spec).into();
        spec.and_then(|it| it.metrics.as_ref()).into_iter().flatten()
    });
    metrics.filter_map(|it| it.pods.as_ref()).map(|it| it.metric.name.as_str()).collect()
}

/// Namespaces with autoscalers that KEDA runs.
pub(super) fn scaled_by_keda(manifests: &Manifests) -> BTreeSet<&str> {
    let is_one = |object: &&Object| object.kind() == "ScaledObject";
    manifests.iter().map(|it| &it.object).filter(is_one).map(Object::namespace).collect()
}
