use crate::lower::cx::NamespaceCx;
use crate::lower::meta::namespaced_meta;
use crate::lower::output::Output;
use crate::lower::pod::volume::storage_request;
use crate::model::{self, Platform};
use crate::resolve::volumes::claims;
use k8s_openapi::api::core::v1::{PersistentVolumeClaim, PersistentVolumeClaimSpec, TypedLocalObjectReference};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

/// The volume claims that the workloads of one namespace mount, each once.
pub(super) fn lower(cx: &NamespaceCx<'_>, out: &mut Output) {
    for declared in cx.workloads.iter().flat_map(|workload| claims(workload)) {
        let metadata = namespaced_meta(cx.platform, cx.declared, &declared.name);
        out.put_once(claim(cx.platform, metadata, declared), declared.at, &cx.declared.name);
    }
}

/// The claim, as an object or as a template of a StatefulSet.
pub(super) fn claim(
    platform: &Platform,
    metadata: ObjectMeta,
    declared: &model::PersistentVolumeClaim,
) -> PersistentVolumeClaim {
    let modes: Vec<_> = declared.access_modes.iter().map(|mode| mode.label().to_owned()).collect();
    let snapshot = |name: &String| TypedLocalObjectReference {
        api_group: Some("snapshot.storage.k8s.io".into()),
        kind: "VolumeSnapshot".into(),
        name: name.clone(),
    };
    let spec = PersistentVolumeClaimSpec {
        access_modes: Some(if modes.is_empty() { vec!["ReadWriteOnce".into()] } else { modes }),
        storage_class_name: declared.storage_class.clone().or_else(|| platform.cluster.storage_class.clone()),
        data_source: declared.data_source.as_ref().map(snapshot),
        resources: declared.size.map(|size| storage_request(Quantity(size.to_string()))),
        ..Default::default()
    };
    PersistentVolumeClaim { metadata, spec: spec.into(), ..Default::default() }
}
