//! Claims for storage that outlives a pod.
use crate::model::{IntoMemory, Memory, Place, Text};
use std::panic::Location;

/// A `PersistentVolumeClaim`. It is rendered once in each namespace that mounts it.
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
    /// None for a claim that exists already.
    pub(crate) size: Option<Memory>,
    pub(crate) storage_class: Option<String>,
    pub(crate) access_modes: Vec<AccessMode>,
    pub(crate) data_source: Option<String>,
    pub(crate) at: Place,
}
impl PersistentVolumeClaim {
    /// A claim for this size, in bytes: `resources.requests.storage`.
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
    /// A claim that exists already. It is not rendered; pods refer to its name.
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
    /// `storageClassName`. Default: the storage class of the [`Cluster`](crate::Cluster::storage_class). If that is not
    /// set either, Kubernetes uses its default StorageClass.
    #[doc(alias = "storageClassName")]
    #[track_caller]
    pub fn storage_class(mut self, name: impl Text) -> Self {
        self.storage_class = Some(name.into());
        self
    }
    /// `accessModes`: adds an access mode. Default: `ReadWriteOnce`.
    #[doc(alias = "accessModes")]
    #[track_caller]
    pub fn access_mode(mut self, mode: AccessMode) -> Self {
        self.access_modes.push(mode);
        self
    }
    /// `dataSource`: the name of a VolumeSnapshot to restore. Default: an empty volume.
    #[doc(alias = "dataSource")]
    #[track_caller]
    pub fn data_source(mut self, snapshot: impl Text) -> Self {
        self.data_source = Some(snapshot.into());
        self
    }
}
/// The access mode of a claim: an item of `accessModes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessMode {
    /// One node mounts it, to read and write.
    ReadWriteOnce,
    /// One pod mounts it, to read and write.
    ReadWriteOncePod,
    /// Many nodes mount it, to read and write.
    ReadWriteMany,
    /// Many nodes mount it, to read.
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
