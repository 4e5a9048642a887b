use crate::model::{ConfigMap, IntoMemory, Memory, PersistentVolumeClaim, Secret, Text};

/// A volume and its mount.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// let rules = ConfigMap::new("rules").data("limits.yaml", "rate: 50\n").data("more.yaml", "rate: 10\n");
/// let keys = Volume::from(Secret::new("signing")).item("private", "key.pem").default_mode(0o400);
/// let web = Service::<Stable>::new("web", "ghcr.io/acme/web:1.0.0")
///     .mount("/etc/rules/limits.yaml", Volume::from(&rules).sub_path("limits.yaml"))
///     .mount("/etc/keys", keys)
///     .mount("/var/scratch", Volume::ephemeral(gibi(20)).storage_class("fast"));
/// # let _ = web;
/// ```
#[derive(Clone, Debug)]
pub struct Volume {
    pub(crate) source: Source,
    pub(crate) read_only: bool,
    pub(crate) sub_path: Option<String>,
    pub(crate) storage_class: Option<String>,
    /// `items`: a key and its path.
    pub(crate) items: Vec<(String, String)>,
    pub(crate) default_mode: Option<u16>,
}
#[derive(Clone, Debug)]
pub(crate) enum Source {
    EmptyDir { size: Memory, memory: bool },
    ConfigMap(ConfigMap),
    Secret(Secret),
    Claim(PersistentVolumeClaim),
    Ephemeral(Memory),
    HostPath(String),
    Token(String),
    Raw(serde_json::Value),
}
impl Volume {
    const fn with_source(source: Source) -> Self {
        Self { source, read_only: false, sub_path: None, storage_class: None, items: Vec::new(), default_mode: None }
    }
    /// `emptyDir` with a `sizeLimit`, in bytes, on the disk of the node.
    #[must_use]
    pub fn empty_dir(size: impl IntoMemory) -> Self {
        Self::with_source(Source::EmptyDir { size: size.into(), memory: false })
    }
    /// `emptyDir` with `medium: Memory` and a `sizeLimit`, in bytes. It is part of the memory of the container.
    #[must_use]
    pub fn memory(size: impl IntoMemory) -> Self {
        Self::with_source(Source::EmptyDir { size: size.into(), memory: true })
    }
    /// `ephemeral.volumeClaimTemplate`, in bytes: a volume of a storage class that is deleted with the pod.
    #[must_use]
    pub fn ephemeral(size: impl IntoMemory) -> Self {
        Self::with_source(Source::Ephemeral(size.into()))
    }
    /// `hostPath`: a path of the node. Only Pod Security `privileged` allows it.
    #[must_use]
    pub fn host_path(path: impl Into<String>) -> Self {
        Self::with_source(Source::HostPath(path.into()))
    }
    /// `projected.serviceAccountToken` for an audience. It is valid for an hour, and the kubelet renews it.
    #[must_use]
    pub fn token(audience: impl Into<String>) -> Self {
        Self { read_only: true, ..Self::with_source(Source::Token(audience.into())) }
    }
    /// Any other volume source of a pod: `json!({"nfs": {"server": "10.0.0.5", "path": "/exports"}})`.
    #[must_use]
    pub fn raw(source: serde_json::Value) -> Self {
        Self::with_source(Source::Raw(source))
    }
}
impl Volume {
    /// `readOnly: true` of the mount. ConfigMaps and Secrets are always read-only.
    #[doc(alias = "readOnly")]
    #[track_caller]
    pub fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }
    /// `storageClassName` of an ephemeral volume. Default: the default StorageClass of the cluster.
    #[doc(alias = "storageClassName")]
    #[track_caller]
    pub fn storage_class(mut self, name: impl Text) -> Self {
        self.storage_class = Some(name.into());
        self
    }
    /// `items` of a ConfigMap or a Secret: mounts this key, at this path. Default: all keys are mounted; after the
    /// first call, only the keys of the calls.
    #[doc(alias = "items")]
    #[track_caller]
    pub fn item(mut self, key: impl Text, path: impl Text) -> Self {
        self.items.push((key.into(), path.into()));
        self
    }
    /// `defaultMode` of the files of a ConfigMap or a Secret, such as `0o440`. Default: `0644`.
    #[doc(alias = "defaultMode")]
    #[track_caller]
    pub fn default_mode(mut self, mode: u16) -> Self {
        self.default_mode = Some(mode);
        self
    }
    /// `subPath` of the mount: mounts one file of the volume. Default: the complete volume.
    #[doc(alias = "subPath")]
    #[track_caller]
    pub fn sub_path(mut self, path: impl Text) -> Self {
        self.sub_path = Some(path.into());
        self
    }
}

impl From<&ConfigMap> for Volume {
    fn from(map: &ConfigMap) -> Self {
        Self { read_only: true, ..Self::with_source(Source::ConfigMap(map.clone())) }
    }
}
impl From<&PersistentVolumeClaim> for Volume {
    fn from(claim: &PersistentVolumeClaim) -> Self {
        Self::with_source(Source::Claim(claim.clone()))
    }
}
impl From<Secret> for Volume {
    fn from(secret: Secret) -> Self {
        Self { read_only: true, ..Self::with_source(Source::Secret(secret)) }
    }
}

/// The argument of `mount`. `Volume::from(&config_map).sub_path("app.toml")` mounts a part of a ConfigMap.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be mounted",
    label = "expected a volume",
    note = "mount a `Volume`, `&config_map`, `&persistent_volume_claim` or a `Secret`; to mount one volume in several containers, pass `&volume` to each"
)]
pub trait Mountable: Into<Volume> {}
#[diagnostic::do_not_recommend]
impl Mountable for Volume {}
#[diagnostic::do_not_recommend]
impl Mountable for &Volume {}
impl From<&Self> for Volume {
    fn from(volume: &Self) -> Self {
        volume.clone()
    }
}
#[diagnostic::do_not_recommend]
impl Mountable for &ConfigMap {}
#[diagnostic::do_not_recommend]
impl Mountable for &PersistentVolumeClaim {}
#[diagnostic::do_not_recommend]
impl Mountable for Secret {}
