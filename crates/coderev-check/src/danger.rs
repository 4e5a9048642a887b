//! The damage that the deletion of an object can do.
use coderev_objects::Role;

/// The damage that the deletion of an object can do, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Danger {
    /// Nothing that serves requests or stores data depends on it.
    Harmless,
    /// Pods stop, or requests no longer reach them.
    Traffic,
    /// Data is lost.
    Data,
}
impl Danger {
    /// The damage that the deletion of an object of this kind can do. An operator may delete data with an object
    /// of an unknown kind.
    #[must_use]
    pub fn of_deleting(api_version: &str, kind: &str) -> Self {
        match kind {
            // A StatefulSet deletes its claims with itself if `persistentVolumeClaimRetentionPolicy` is `Delete`.
            "Namespace"
            | "PersistentVolumeClaim"
            | "PersistentVolume"
            | "StatefulSet"
            | "Secret"
            | "CustomResourceDefinition"
            | "StorageClass" => return Self::Data,
            "ResourceQuota" | "LimitRange" => return Self::Harmless,
            _ => {}
        }
        match Role::for_kind(api_version, kind) {
            Role::Service | Role::Workload | Role::Edge | Role::NetworkPolicy | Role::Policy | Role::SecretSource => {
                Self::Traffic
            }
            Role::Namespace
            | Role::Definition
            | Role::Config
            | Role::Access
            | Role::Disruption
            | Role::Autoscaling
            | Role::Monitoring => Self::Harmless,
            _ => Self::Data,
        }
    }
    /// `data`, `traffic` or `harmless`.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Harmless => "harmless",
            Self::Traffic => "traffic",
            Self::Data => "data",
        }
    }
}
