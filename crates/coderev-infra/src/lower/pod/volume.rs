//! Volumes of a pod, each with the mounts of its containers.
use crate::model::{self, ContainerDecl, MountDecl, Source, mebi};
use crate::resolve::volumes;
use coderev_objects::labels;
use k8s_openapi::api::core::v1::{
    ConfigMapVolumeSource, EmptyDirVolumeSource, EphemeralVolumeSource, HostPathVolumeSource, KeyToPath,
    PersistentVolumeClaimSpec, PersistentVolumeClaimTemplate, PersistentVolumeClaimVolumeSource, ProjectedVolumeSource,
    SecretVolumeSource, ServiceAccountTokenProjection, Volume, VolumeMount, VolumeProjection,
    VolumeResourceRequirements,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

/// The volumes of a pod so far.
#[derive(Default)]
pub(super) struct Volumes {
    all: Vec<Volume>,
    /// The names of the volumes for temporary files that no program declares.
    scratch: Vec<String>,
}
impl Volumes {
    /// The mounts of one container. Adds their volumes. The root filesystem is read-only, so `/tmp` is always a volume.
    ///
    /// Containers that mount the same volume under the same path share it, and can exchange files. The default `/tmp`
    /// is separate for each container.
    pub(super) fn mounts(&mut self, container: &str, main: Main, declared: &ContainerDecl) -> Vec<VolumeMount> {
        let tmp = model::Volume::empty_dir(mebi(256));
        let mut mounts = Vec::with_capacity(declared.mounts.len() + 1);
        if !declared.mounts.iter().any(|decl| decl.path == "/tmp") {
            let name = match main {
                Main::Yes => "tmp".to_owned(),
                Main::No => format!("{container}-tmp"),
            };
            self.all.push(volume(name.clone(), &tmp));
            self.scratch.push(name.clone());
            mounts.push(mount(name, "/tmp", &tmp));
        }
        for MountDecl { path, volume: declared, .. } in &declared.mounts {
            let name = self.named(container, path, declared);
            mounts.push(mount(name, path, declared));
        }
        mounts
    }
    /// The volume of `/var/cache/app` is `var-cache-app`. Another volume at the same path is
    /// `<container>-var-cache-app`.
    fn named(&mut self, container: &str, path: &str, declared: &model::Volume) -> String {
        let default = dashed(path);
        let wanted = volume(default.clone(), declared);
        match self.all.iter().find(|there| there.name == default) {
            Some(there) if *there == wanted => default,
            Some(_) => {
                let own: String = format!("{container}-{default}").chars().take(63).collect();
                self.all.push(Volume { name: own.clone(), ..wanted });
                own
            }
            None => {
                self.all.push(wanted);
                default
            }
        }
    }
    pub(super) fn extend(&mut self, volumes: impl IntoIterator<Item = Volume>) {
        self.all.extend(volumes);
    }
    /// Without spare room: all pods of the platform are in memory at once, and a volume takes 3 KB.
    pub(super) fn into_vec(mut self) -> Vec<Volume> {
        self.all.shrink_to_fit();
        self.all
    }
    /// Adds a volume for temporary files that no program declares.
    pub(super) fn scratch(&mut self, name: &str) {
        self.scratch.push(name.to_owned());
    }
    /// The annotation that lets the cluster autoscaler remove a node with these pods. By default, a pod with a local
    /// volume keeps its node. A volume that a program declares is not in the list: it may contain a cache.
    /// https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.35.0/cluster-autoscaler/FAQ.md "What types of
    /// pods can prevent CA from removing a node?"
    pub(super) fn eviction(&self) -> Option<(String, String)> {
        (!self.scratch.is_empty()).then(|| (labels::SAFE_TO_EVICT_LOCAL_VOLUMES.to_owned(), self.scratch.join(",")))
    }
}
/// Whether a container is the main container.
#[derive(Clone, Copy)]
pub(super) enum Main {
    Yes,
    No,
}

fn mount(name: String, path: &str, declared: &model::Volume) -> VolumeMount {
    VolumeMount {
        name,
        mount_path: path.into(),
        read_only: declared.read_only.then_some(true),
        sub_path: declared.sub_path.clone(),
        ..Default::default()
    }
}
fn volume(name: String, declared: &model::Volume) -> Volume {
    let size = |size: &crate::model::Memory| Quantity(size.to_string());
    let mode = declared.default_mode.map(i32::from);
    let mut volume = Volume { name: name.clone(), ..Default::default() };
    match &declared.source {
        Source::EmptyDir { size: limit, memory } => {
            let medium = memory.then(|| "Memory".to_owned());
            volume.empty_dir =
                Some(EmptyDirVolumeSource { size_limit: Some(size(limit)), medium, ..Default::default() });
        }
        Source::ConfigMap(map) => {
            volume.config_map = Some(ConfigMapVolumeSource {
                name: map.name.clone(),
                items: items(declared),
                default_mode: mode,
                ..Default::default()
            });
        }
        Source::Secret(secret) => {
            volume.secret = Some(SecretVolumeSource {
                secret_name: Some(secret.name.to_string()),
                items: items(declared),
                default_mode: mode,
                ..Default::default()
            });
        }
        Source::Claim(claim) => {
            volume.persistent_volume_claim =
                Some(PersistentVolumeClaimVolumeSource { claim_name: claim.name.clone(), ..Default::default() });
        }
        Source::Ephemeral(storage) => {
            let spec = PersistentVolumeClaimSpec {
                access_modes: Some(vec!["ReadWriteOnce".into()]),
                storage_class_name: declared.storage_class.clone(),
                resources: Some(storage_request(size(storage))),
                ..Default::default()
            };
            let template = PersistentVolumeClaimTemplate { metadata: None, spec };
            volume.ephemeral = Some(EphemeralVolumeSource { volume_claim_template: Some(template) });
        }
        Source::HostPath(path) => {
            volume.host_path = Some(HostPathVolumeSource { path: path.clone(), ..Default::default() });
        }
        Source::Token(audience) => {
            let token = ServiceAccountTokenProjection {
                audience: Some(audience.clone()),
                expiration_seconds: Some(3600),
                path: "token".into(),
                ..Default::default()
            };
            let token = VolumeProjection { service_account_token: Some(token), ..Default::default() };
            volume.projected =
                Some(ProjectedVolumeSource { sources: Some(vec![token]), default_mode: mode, ..Default::default() });
        }
        // A source that cannot be parsed is a finding of `malformed-volume`; the volume stays empty.
        Source::Raw(source) => return volumes::read(source, &name).unwrap_or(volume),
    }
    volume
}
fn items(declared: &model::Volume) -> Option<Vec<KeyToPath>> {
    let items: Vec<_> = declared
        .items
        .iter()
        .map(|(key, path)| KeyToPath { key: key.clone(), path: path.clone(), ..Default::default() })
        .collect();
    (!items.is_empty()).then_some(items)
}
pub(in crate::lower) fn storage_request(size: Quantity) -> VolumeResourceRequirements {
    VolumeResourceRequirements { requests: Some([("storage".to_owned(), size)].into()), limits: None }
}
/// `/var/cache/app` is `var-cache-app`.
fn dashed(path: &str) -> String {
    let dashed = path.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    let name: String = dashed.trim_matches('-').chars().take(63).collect();
    if name.is_empty() { "root".into() } else { name }
}
