//! Volumes of a pod, each with the mounts of its containers.
use crate::resolve::volumes;
use crate::words::{ContainerWords, MountWord, Source, Volume as Words, mebi};
use k8s_openapi::api::core::v1::{
    ConfigMapVolumeSource, EmptyDirVolumeSource, EphemeralVolumeSource, HostPathVolumeSource, KeyToPath,
    PersistentVolumeClaimSpec, PersistentVolumeClaimTemplate, PersistentVolumeClaimVolumeSource, ProjectedVolumeSource,
    SecretVolumeSource, ServiceAccountTokenProjection, Volume, VolumeMount, VolumeProjection,
    VolumeResourceRequirements,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

/// The volumes of a pod so far.
#[derive(Default)]
pub(super) struct Volumes(Vec<Volume>);
impl Volumes {
    /// The mounts of one container; what they need joins the volumes. The root cannot be written, so `/tmp` is always there.
    ///
    /// Containers that mount the same thing under the same path share it: that is how they give files to each other. A `/tmp` that nobody
    /// said is each one's own.
    pub(super) fn mounts(&mut self, container: &str, main: Main, said: &ContainerWords) -> Vec<VolumeMount> {
        let tmp = Words::empty_dir(mebi(256));
        let mut mounts = Vec::new();
        if !said.mounts.iter().any(|word| word.path == "/tmp") {
            let name = match main {
                Main::Yes => "tmp".to_owned(),
                Main::No => format!("{container}-tmp"),
            };
            self.0.push(volume(name.clone(), &tmp));
            mounts.push(mount(name, "/tmp", &tmp));
        }
        for MountWord { path, volume: words, .. } in &said.mounts {
            let name = self.named(container, path, words);
            mounts.push(mount(name, path, words));
        }
        mounts
    }
    /// `/var/cache/app` is mounted from `var-cache-app`; another thing under that path from `<container>-var-cache-app`.
    fn named(&mut self, container: &str, path: &str, words: &Words) -> String {
        let usual = dashed(path);
        let wanted = volume(usual.clone(), words);
        match self.0.iter().find(|there| there.name == usual) {
            Some(there) if *there == wanted => usual,
            Some(_) => {
                let own: String = format!("{container}-{usual}").chars().take(63).collect();
                self.0.push(Volume { name: own.clone(), ..wanted });
                own
            }
            None => {
                self.0.push(wanted);
                usual
            }
        }
    }
    pub(super) fn extend(&mut self, volumes: impl IntoIterator<Item = Volume>) {
        self.0.extend(volumes);
    }
    pub(super) fn into_vec(self) -> Vec<Volume> {
        self.0
    }
}
/// Whether a container is the one that the workload is named after.
#[derive(Clone, Copy)]
pub(super) enum Main {
    Yes,
    No,
}

fn mount(name: String, path: &str, said: &Words) -> VolumeMount {
    VolumeMount {
        name,
        mount_path: path.into(),
        read_only: said.read_only.then_some(true),
        sub_path: said.sub_path.clone(),
        ..Default::default()
    }
}
fn volume(name: String, said: &Words) -> Volume {
    let size = |size: &crate::words::Memory| Quantity(size.to_string());
    let mode = said.default_mode.map(i32::from);
    let mut volume = Volume { name: name.clone(), ..Default::default() };
    match &said.source {
        Source::EmptyDir { size: limit, memory } => {
            let medium = memory.then(|| "Memory".to_owned());
            volume.empty_dir =
                Some(EmptyDirVolumeSource { size_limit: Some(size(limit)), medium, ..Default::default() });
        }
        Source::ConfigMap(map) => {
            volume.config_map = Some(ConfigMapVolumeSource {
                name: map.name.clone(),
                items: items(said),
                default_mode: mode,
                ..Default::default()
            });
        }
        Source::Secret(secret) => {
            volume.secret = Some(SecretVolumeSource {
                secret_name: Some(secret.name.to_string()),
                items: items(said),
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
                storage_class_name: said.storage_class.clone(),
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
        // What it cannot read is the finding `malformed-volume`, and the volume stays empty.
        Source::Raw(source) => return volumes::read(source, &name).unwrap_or(volume),
    }
    volume
}
fn items(said: &Words) -> Option<Vec<KeyToPath>> {
    let items: Vec<_> = said
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
