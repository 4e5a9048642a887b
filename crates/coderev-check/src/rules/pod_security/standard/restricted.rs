//! `restricted`: a pod drops the permissions that it does not need.
use super::baseline::is_default;
use super::view::{Holder, View};
use super::{Level, Owner, Standard, State, Violation, Violations};
use k8s_openapi::api::core::v1::Volume;

pub(super) fn check(standard: &Standard, view: &View<'_>, found: &mut Violations) {
    check_volumes(view, found);
    if !standard.relaxes_users(view) {
        check_users(view, found);
    }
    // Windows has no such settings.
    if !view.is_windows() {
        check_escalation(view, found);
        check_seccomp(view, found);
        check_capabilities(view, found);
    }
}
/// A setting that only this level refuses: `baseline` allows it.
fn violation(holder: Holder<'_>, field: &'static str, state: State, demands: &'static str) -> Violation {
    // A missing field has no position: the position of the container's name is used.
    let pointer = holder.pointer(if state == State::Unset { "name" } else { field });
    Violation { owner: holder.owner(), field, pointer, state, demands, allowed_by: Level::Baseline }
}

fn check_volumes(view: &View<'_>, found: &mut Violations) {
    for (index, volume) in view.pod.volumes.iter().flatten().enumerate() {
        let Some(source) = refused_source(volume) else { continue };
        found.add(Violation {
            owner: Owner::Volume(volume.name.clone()),
            field: "volumes",
            pointer: format!("/spec/volumes/{index}/{source}"),
            state: State::Type(source),
            demands: "does not allow it",
            allowed_by: if source == "hostPath" { Level::Privileged } else { Level::Baseline },
        });
    }
}
/// The type of a volume that uses storage without a volume claim.
fn refused_source(volume: &Volume) -> Option<&'static str> {
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
    sources.into_iter().find_map(|(is_set, name)| is_set.then_some(name))
}

fn check_users(view: &View<'_>, found: &mut Violations) {
    for (holder, context) in view.contexts() {
        if context.run_as_user == Some(0) {
            found.add(violation(
                holder,
                "securityContext.runAsUser",
                State::Set("0".into()),
                "does not allow root (user 0)",
            ));
        }
        if context.run_as_non_root == Some(false) {
            found.add(violation(holder, "securityContext.runAsNonRoot", State::Set("false".into()), "requires `true`"));
        }
    }
    // The setting of the pod applies to containers that do not set it.
    let unset = view.parts.iter().filter(|part| part.context().run_as_non_root.is_none());
    for part in unset.filter(|_| view.own.run_as_non_root.is_none()) {
        let holder = Holder::Container(part);
        found.add(violation(holder, "securityContext.runAsNonRoot", State::Unset, "requires `true`"));
    }
}

fn check_escalation(view: &View<'_>, found: &mut Violations) {
    for part in &view.parts {
        let state = match part.security.and_then(|it| it.allow_privilege_escalation) {
            Some(false) => continue,
            Some(true) => State::Set("true".into()),
            None => State::Unset,
        };
        let holder = Holder::Container(part);
        found.add(violation(holder, "securityContext.allowPrivilegeEscalation", state, "requires `false`"));
    }
}

/// `baseline` checks the profile. This level requires a profile.
fn check_seccomp(view: &View<'_>, found: &mut Violations) {
    let unset = view.parts.iter().filter(|part| part.context().seccomp.is_none());
    for part in unset.filter(|_| view.own.seccomp.is_none()) {
        let demands = "requires `RuntimeDefault` or `Localhost`";
        let holder = Holder::Container(part);
        found.add(violation(holder, "securityContext.seccompProfile.type", State::Unset, demands));
    }
}

fn check_capabilities(view: &View<'_>, found: &mut Violations) {
    for part in &view.parts {
        let holder = Holder::Container(part);
        if !part.dropped().any(|name| name == "ALL") {
            let field = "securityContext.capabilities.drop";
            let missing = violation(holder, field, State::Lacks("ALL"), "requires it");
            let pointer = if part.dropped().next().is_some() { missing.pointer } else { holder.pointer("name") };
            found.add(Violation { pointer, ..missing });
        }
        for (index, name) in part.added().enumerate().filter(|(_, name)| *name != "NET_BIND_SERVICE") {
            let field = "securityContext.capabilities.add";
            let listed = violation(holder, field, State::Lists(name.to_owned()), "allows only `NET_BIND_SERVICE`");
            found.add(Violation {
                pointer: format!("{}/{index}", listed.pointer),
                allowed_by: if is_default(name) { Level::Baseline } else { Level::Privileged },
                ..listed
            });
        }
    }
}
