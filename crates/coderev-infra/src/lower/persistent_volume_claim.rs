use crate::lower::meta::namespaced_meta;
use crate::lower::{Workload, volume};
use crate::words::{NamespaceWords, PersistentVolumeClaim as Words, Place, Platform, Source};
use k8s_openapi::api::core::v1::{PersistentVolumeClaim, PersistentVolumeClaimSpec, TypedLocalObjectReference};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use std::collections::BTreeMap;

/// The claims that workloads of one namespace mount, by name, each once.
pub(crate) fn of(
    platform: &Platform,
    namespace: &NamespaceWords,
    here: &[&Workload<'_>],
) -> Vec<(PersistentVolumeClaim, Place)> {
    let mut claims = BTreeMap::new();
    for said in here.iter().flat_map(|workload| said(workload)) {
        let metadata = namespaced_meta(platform, namespace, &said.name);
        claims.entry(said.name.clone()).or_insert_with(|| (claim(platform, metadata, said), said.at));
    }
    claims.into_values().collect()
}

/// The claims that `workload` mounts and that the platform renders.
pub(crate) fn said<'a>(workload: &'a Workload<'_>) -> impl Iterator<Item = &'a Words> {
    volume::said(workload).filter_map(|(volume, _)| match &volume.source {
        Source::Claim(claim) if claim.size.is_some() => Some(claim),
        _ => None,
    })
}

/// As an object of its own, or as a template of a StatefulSet.
pub(crate) fn claim(platform: &Platform, metadata: ObjectMeta, said: &Words) -> PersistentVolumeClaim {
    let modes: Vec<_> = said.access_modes.iter().map(|mode| mode.label().to_owned()).collect();
    let snapshot = |name: &String| TypedLocalObjectReference {
        api_group: Some("snapshot.storage.k8s.io".into()),
        kind: "VolumeSnapshot".into(),
        name: name.clone(),
    };
    let spec = PersistentVolumeClaimSpec {
        access_modes: Some(if modes.is_empty() { vec!["ReadWriteOnce".into()] } else { modes }),
        storage_class_name: said.storage_class.clone().or_else(|| platform.cluster.storage_class.clone()),
        data_source: said.data_source.as_ref().map(snapshot),
        resources: said.size.map(|size| volume::storage_request(Quantity(size.to_string()))),
        ..Default::default()
    };
    PersistentVolumeClaim { metadata, spec: spec.into(), ..Default::default() }
}
