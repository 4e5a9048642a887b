//! Mounts and sources of volumes: `ValidateVolumeMounts`, `validateMountPropagation`, `validateProjectionSources` and
//! `validateEphemeralVolumeSource` of
//! <https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go>.
use super::conflicts::{Conflicts, Pointer};
use k8s_openapi::api::core::v1::{Container, Volume};
use serde_json::Value;

pub(super) fn mounts(container: &Container, at: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    let is_privileged = container.security_context.as_ref().is_some_and(|it| it.privileged == Some(true));
    for (index, mount) in container.volume_mounts.iter().flatten().enumerate() {
        let at = format_args!("{at}/volumeMounts/{index}");
        let is_set = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
        if is_set(&mount.sub_path) && is_set(&mount.sub_path_expr) {
            let message = format!("the mount of `{}` sets both `subPath` and `subPathExpr`", mount.name);
            found.push(format_args!("{at}/subPathExpr"), message, "remove one of them");
        }
        if mount.mount_propagation.as_deref() == Some("Bidirectional") && !is_privileged {
            let message = format!(
                "the mount of `{}` has the propagation `Bidirectional`, but the container `{}` is not privileged",
                mount.name, container.name
            );
            let help = "use `HostToContainer`, or make the container privileged";
            found.push(format_args!("{at}/mountPropagation"), message, help);
        }
    }
}
pub(super) fn sources(volume: &Volume, at: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    let projected = volume.projected.as_ref().and_then(|it| it.sources.as_ref());
    for (index, source) in projected.into_iter().flatten().enumerate() {
        let fields = match serde_json::to_value(source) {
            Ok(Value::Object(fields)) => fields.len(),
            _ => 1,
        };
        if fields > 1 {
            let message =
                format!("an item of the projected volume `{}` has {fields} sources instead of one", volume.name);
            found.push(format_args!("{at}/projected/sources/{index}"), message, "write one item for each source");
        }
    }
    if volume.ephemeral.as_ref().is_some_and(|it| it.volume_claim_template.is_none()) {
        let message = format!("the ephemeral volume `{}` has no template of a claim", volume.name);
        found.push(format_args!("{at}/ephemeral"), message, "set `volumeClaimTemplate`, or use `emptyDir`");
    }
}
