use crate::words::{ConfigMap, Memory, Secret, say};

/// A volume and how it is mounted.
#[derive(Clone, Debug)]
pub struct Volume {
    pub(crate) source: Source,
    pub(crate) read_only: bool,
    pub(crate) sub_path: Option<String>,
}
#[derive(Clone, Debug)]
pub(crate) enum Source {
    EmptyDir { size: Memory, memory: bool },
    ConfigMap(ConfigMap),
    Secret(Secret),
}
impl Volume {
    const fn of(source: Source) -> Self {
        Self { source, read_only: false, sub_path: None }
    }
    /// `emptyDir` with a `sizeLimit`, in bytes, on the node's disk.
    #[must_use]
    pub fn empty_dir(size: Memory) -> Self {
        Self::of(Source::EmptyDir { size, memory: false })
    }
    /// `emptyDir` with `medium: Memory` and a `sizeLimit`, in bytes, which counts against the container's memory.
    #[must_use]
    pub fn memory(size: Memory) -> Self {
        Self::of(Source::EmptyDir { size, memory: true })
    }
}
say!(impl [] Volume {
    /// `readOnly: true` of the mount. Config maps and secrets are read-only without it.
    read_only() |it| it.read_only = true;
    /// `subPath` of the mount: one file of the volume.
    sub_path(path: impl Into<String>) |it| it.sub_path = Some(path.into());
});

impl From<&ConfigMap> for Volume {
    fn from(map: &ConfigMap) -> Self {
        Self { read_only: true, ..Self::of(Source::ConfigMap(map.clone())) }
    }
}
impl From<Secret> for Volume {
    fn from(secret: Secret) -> Self {
        Self { read_only: true, ..Self::of(Source::Secret(secret)) }
    }
}

/// What `mount` takes; `Volume::from(&config_map).sub_path("app.toml")` says more about one of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be mounted",
    label = "expected a volume",
    note = "mount a `Volume`, `&config_map` or a `Secret`"
)]
pub trait Mountable: Into<Volume> {}
impl Mountable for Volume {}
impl Mountable for &ConfigMap {}
impl Mountable for Secret {}
