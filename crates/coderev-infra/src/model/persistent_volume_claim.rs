//! Claims to storage that outlives a pod.
use crate::model::{IntoMemory, Memory, Place, Text};
use std::panic::Location;

/// `PersistentVolumeClaim`. It is rendered, once, in each namespace that mounts it.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// let restored = PersistentVolumeClaim::new("data", gibi(50)).storage_class("fast").data_source("data-2026-11-01");
/// let set = StatefulSet::<Shared>::new("index", "ghcr.io/acme/index:1.0.0").volume_claim_template(restored, "/var/lib/index");
/// # let _ = set;
/// ```
///
/// ```
/// use coderev_infra::prelude::*;
/// use coderev_infra::AccessMode;
///
/// let models = PersistentVolumeClaim::new("models", gibi(200)).access_mode(AccessMode::ReadWriteMany);
/// let train: CronJob<Exp> = CronJob::new("train", "ghcr.io/acme/train:0.9.3", Schedule::daily(3, 0))
///     .mount("/models", Volume::from(&models).read_only())
///     .init(Container::new("fetch", "ghcr.io/acme/fetch:1.0.0").mount("/models", &models));
/// # let _ = train;
/// ```
#[derive(Clone, Debug)]
pub struct PersistentVolumeClaim {
    pub(crate) name: String,
    /// None where somebody else made it.
    pub(crate) size: Option<Memory>,
    pub(crate) storage_class: Option<String>,
    pub(crate) access_modes: Vec<AccessMode>,
    pub(crate) data_source: Option<String>,
    pub(crate) at: Place,
}
impl PersistentVolumeClaim {
    /// `resources.requests.storage`, in bytes: so much of the default storage class, for one node at a time.
    #[track_caller]
    #[must_use]
    pub fn new(name: impl Into<String>, size: impl IntoMemory) -> Self {
        Self {
            name: name.into(),
            size: Some(size.into()),
            storage_class: None,
            access_modes: Vec::new(),
            data_source: None,
            at: Location::caller(),
        }
    }
    /// One that is there already: only its name is written.
    #[track_caller]
    #[must_use]
    pub fn existing(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            size: None,
            storage_class: None,
            access_modes: Vec::new(),
            data_source: None,
            at: Location::caller(),
        }
    }
}
impl PersistentVolumeClaim {
    /// Whether it says the same as `other`, wherever it is said.
    pub(crate) fn is_alike(&self, other: &Self) -> bool {
        (&self.name, self.size, &self.storage_class, &self.access_modes, &self.data_source)
            == (&other.name, other.size, &other.storage_class, &other.access_modes, &other.data_source)
    }
}
impl PersistentVolumeClaim {
    /// `storageClassName`: the cluster's when nobody says, which is the provider's default when that says nothing.
    #[doc(alias = "storageClassName")]
    #[track_caller]
    pub fn storage_class(mut self, name: impl Text) -> Self {
        self.storage_class = Some(name.into());
        self
    }
    /// One of `accessModes`: `ReadWriteOnce` when none is said.
    #[doc(alias = "accessModes")]
    #[track_caller]
    pub fn access_mode(mut self, mode: AccessMode) -> Self {
        self.access_modes.push(mode);
        self
    }
    /// `dataSource`: a VolumeSnapshot, by name.
    #[doc(alias = "dataSource")]
    #[track_caller]
    pub fn data_source(mut self, snapshot: impl Text) -> Self {
        self.data_source = Some(snapshot.into());
        self
    }
}
/// `accessModes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessMode {
    /// One node.
    ReadWriteOnce,
    /// One pod.
    ReadWriteOncePod,
    /// Everybody.
    ReadWriteMany,
    /// Everybody, to read.
    ReadOnlyMany,
}
impl AccessMode {
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::ReadWriteOnce => "ReadWriteOnce",
            Self::ReadWriteOncePod => "ReadWriteOncePod",
            Self::ReadWriteMany => "ReadWriteMany",
            Self::ReadOnlyMany => "ReadOnlyMany",
        }
    }
}
