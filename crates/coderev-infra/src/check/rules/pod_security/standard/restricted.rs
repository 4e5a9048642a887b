//! `restricted`: a pod gives up what it does not need.
use super::baseline::is_usual;
use super::view::View;
use super::{Level, Said, Standard, Violation, Violations, Who};
use k8s_openapi::api::core::v1::Volume;

pub(super) fn check(standard: &Standard, view: &View<'_>, found: &mut Violations) {
    volumes(view, found);
    if !standard.relaxes_users(view) {
        users(view, found);
    }
    // Windows knows none of these.
    if !view.is_windows() {
        escalation(view, found);
        seccomp(view, found);
        capabilities(view, found);
    }
}
/// `baseline` takes what this level alone refuses.
fn violation(who: Who, field: &'static str, said: Said, takes: &'static str) -> Violation {
    Violation { who, field, said, takes, taken_by: Level::Baseline }
}

fn volumes(view: &View<'_>, found: &mut Violations) {
    for volume in view.pod.volumes.iter().flatten() {
        let Some(source) = refused(volume) else { continue };
        let takes = "only `configMap`, `csi`, `downwardAPI`, `emptyDir`, `ephemeral`, `image`, `persistentVolumeClaim`, `projected` and `secret`";
        let taken_by = if source == "hostPath" { Level::Privileged } else { Level::Baseline };
        let found_here = violation(Who::Volume(volume.name.clone()), "volumes", Said::Type(source), takes);
        found.add(Violation { taken_by, ..found_here });
    }
}
/// The type of a volume that reaches storage past the cluster's claims.
fn refused(volume: &Volume) -> Option<&'static str> {
    let sources = [
        (volume.aws_elastic_block_store.is_some(), "awsElasticBlockStore"),
        (volume.azure_disk.is_some(), "azureDisk"),
        (volume.azure_file.is_some(), "azureFile"),
        (volume.cephfs.is_some(), "cephfs"),
        (volume.cinder.is_some(), "cinder"),
        (volume.fc.is_some(), "fc"),
        (volume.flex_volume.is_some(), "flexVolume"),
        (volume.flocker.is_some(), "flocker"),
        (volume.gce_persistent_disk.is_some(), "gcePersistentDisk"),
        (volume.git_repo.is_some(), "gitRepo"),
        (volume.glusterfs.is_some(), "glusterfs"),
        (volume.host_path.is_some(), "hostPath"),
        (volume.iscsi.is_some(), "iscsi"),
        (volume.nfs.is_some(), "nfs"),
        (volume.photon_persistent_disk.is_some(), "photonPersistentDisk"),
        (volume.portworx_volume.is_some(), "portworxVolume"),
        (volume.quobyte.is_some(), "quobyte"),
        (volume.rbd.is_some(), "rbd"),
        (volume.scale_io.is_some(), "scaleIO"),
        (volume.storageos.is_some(), "storageos"),
        (volume.vsphere_volume.is_some(), "vsphereVolume"),
    ];
    sources.into_iter().find_map(|(is_there, name)| is_there.then_some(name))
}

fn users(view: &View<'_>, found: &mut Violations) {
    for (who, context) in view.contexts() {
        if context.run_as_user == Some(0) {
            found.add(violation(who.clone(), "securityContext.runAsUser", Said::Set("0".into()), "only other users"));
        }
        if context.run_as_non_root == Some(false) {
            found.add(violation(who, "securityContext.runAsNonRoot", Said::Set("false".into()), "only `true`"));
        }
    }
    // What the pod says is said for the containers that say nothing.
    let silent = view.parts.iter().filter(|part| part.context().run_as_non_root.is_none());
    for part in silent.filter(|_| view.own.run_as_non_root.is_none()) {
        found.add(violation(part.who(), "securityContext.runAsNonRoot", Said::Unset, "only `true`"));
    }
}

fn escalation(view: &View<'_>, found: &mut Violations) {
    for part in &view.parts {
        let said = match part.security.and_then(|it| it.allow_privilege_escalation) {
            Some(false) => continue,
            Some(true) => Said::Set("true".into()),
            None => Said::Unset,
        };
        found.add(violation(part.who(), "securityContext.allowPrivilegeEscalation", said, "only `false`"));
    }
}

/// A profile that is none is found at `baseline`; here, that there has to be one.
fn seccomp(view: &View<'_>, found: &mut Violations) {
    let silent = view.parts.iter().filter(|part| part.context().seccomp.is_none());
    for part in silent.filter(|_| view.own.seccomp.is_none()) {
        let takes = "only `RuntimeDefault` or `Localhost`";
        found.add(violation(part.who(), "securityContext.seccompProfile.type", Said::Unset, takes));
    }
}

fn capabilities(view: &View<'_>, found: &mut Violations) {
    for part in &view.parts {
        if !part.dropped().any(|name| name == "ALL") {
            let takes = "only containers that do";
            found.add(violation(part.who(), "securityContext.capabilities.drop", Said::Lacks("ALL"), takes));
        }
        for name in part.added().filter(|name| *name != "NET_BIND_SERVICE") {
            let taken_by = if is_usual(name) { Level::Baseline } else { Level::Privileged };
            let said = Said::Lists(name.to_owned());
            let found_here = violation(part.who(), "securityContext.capabilities.add", said, "only `NET_BIND_SERVICE`");
            found.add(Violation { taken_by, ..found_here });
        }
    }
}
