//! Volumes.
use super::conflicts::{Conflicts, Pointer};
use k8s_openapi::api::core::v1::Volume;

/// A volume has exactly one field in addition to its name: its source.
pub(super) fn volume(volume: &Volume, at: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    let sources = sources(volume);
    if sources > 1 {
        let message = format!("the volume `{}` has {sources} sources instead of one", volume.name);
        found.push(at, message, "set one source, such as `emptyDir` or `configMap`");
    }
}

/// Each field once. It does not compile if a version of Kubernetes has another field.
macro_rules! count {
    ($volume:ident: $($source:ident)*) => {{
        let Volume { name: _, $($source,)* } = $volume;
        [$($source.is_some(),)*].into_iter().filter(|is_set| *is_set).count()
    }};
}
fn sources(volume: &Volume) -> usize {
    count!(volume: aws_elastic_block_store azure_disk azure_file cephfs cinder config_map csi downward_api empty_dir ephemeral fc
        flex_volume flocker gce_persistent_disk git_repo glusterfs host_path image iscsi nfs persistent_volume_claim
        photon_persistent_disk portworx_volume projected quobyte rbd scale_io secret storageos vsphere_volume)
}
