//! The damage that the deletion of an object can do.
use coderev_objects::Role;

/// The damage that the deletion of an object can do, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Danger {
    /// Nothing that serves requests or stores data depends on it.
    Harmless,
    /// Pods stop or cannot start, or requests no longer reach them.
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
            // A ScaledObject without its credentials starts no pod.
            "TriggerAuthentication" | "ClusterTriggerAuthentication" => return Self::Traffic,
            _ => {}
        }
        match Role::for_kind(api_version, kind) {
            Role::Service | Role::Workload | Role::Edge | Role::NetworkPolicy | Role::Policy | Role::SecretSource => {
                Self::Traffic
            }
            // A pod does not start without its ConfigMap, its ServiceAccount or its PriorityClass.
            Role::Config | Role::Access | Role::Definition => Self::Traffic,
            Role::Namespace | Role::Disruption | Role::Autoscaling | Role::Monitoring => Self::Harmless,
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

#[cfg(test)]
mod tests {
    use super::Danger;

    #[test]
    fn an_object_that_pods_need_to_start_is_not_harmless() {
        for (api_version, kind, expected) in [
            ("policy/v1", "PodDisruptionBudget", Danger::Harmless),
            ("autoscaling/v2", "HorizontalPodAutoscaler", Danger::Harmless),
            ("v1", "ConfigMap", Danger::Traffic),
            ("v1", "ServiceAccount", Danger::Traffic),
            ("rbac.authorization.k8s.io/v1", "RoleBinding", Danger::Traffic),
            ("scheduling.k8s.io/v1", "PriorityClass", Danger::Traffic),
            ("keda.sh/v1alpha1", "TriggerAuthentication", Danger::Traffic),
            ("v1", "Secret", Danger::Data),
        ] {
            assert_eq!(Danger::of_deleting(api_version, kind), expected, "{kind}");
        }
    }
}
