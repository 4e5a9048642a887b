//! The table of kinds: one line for each kind that this library supports.
mod role;

use crate::decode::Unknown;
use crate::{DecodeError, Object};
pub use role::Role;
use serde_json::Value;
use std::sync::LazyLock;

/// Calls the macro `$with` with the table.
///
/// A line is kind, group, versions, scope, role, and the type if the kind has one. `typed` kinds are variants of
/// [`Object`]. `checked` kinds are decoded into the type of k8s-openapi to find unknown fields, and kept as values.
/// For `known` kinds the table has only the scope and the role. All versions of a line have the same fields, as far
/// as this library reads them. Types marked `written` are custom resources: the struct has only some of the fields,
/// and keeps the value that was read.
///
/// The order of the lines is the order of objects in a file.
macro_rules! kinds {
    ($with:ident) => {
        $with! {
            typed {
                PriorityClass, "scheduling.k8s.io", ["v1"], Cluster, Definition, k8s_openapi::api::scheduling::v1::PriorityClass;
                Namespace, "", ["v1"], Cluster, Namespace, k8s_openapi::api::core::v1::Namespace;
                ResourceQuota, "", ["v1"], Namespaced, Namespace, k8s_openapi::api::core::v1::ResourceQuota;
                LimitRange, "", ["v1"], Namespaced, Namespace, k8s_openapi::api::core::v1::LimitRange;
                ValidatingAdmissionPolicy, "admissionregistration.k8s.io", ["v1"], Cluster, Policy, k8s_openapi::api::admissionregistration::v1::ValidatingAdmissionPolicy;
                ValidatingAdmissionPolicyBinding, "admissionregistration.k8s.io", ["v1"], Cluster, Policy, k8s_openapi::api::admissionregistration::v1::ValidatingAdmissionPolicyBinding;
                NetworkPolicy, "networking.k8s.io", ["v1"], Namespaced, NetworkPolicy, k8s_openapi::api::networking::v1::NetworkPolicy;
                CiliumNetworkPolicy, "cilium.io", ["v2"], Namespaced, NetworkPolicy, crate::crd::cilium::CiliumNetworkPolicy, written;
                ServiceEntry, "networking.istio.io", ["v1", "v1beta1", "v1alpha3"], Namespaced, NetworkPolicy, crate::crd::istio::ServiceEntry, written;
                ConfigMap, "", ["v1"], Namespaced, Config, k8s_openapi::api::core::v1::ConfigMap;
                PersistentVolumeClaim, "", ["v1"], Namespaced, Config, k8s_openapi::api::core::v1::PersistentVolumeClaim;
                ClusterSecretStore, "external-secrets.io", ["v1", "v1beta1"], Cluster, SecretSource, crate::crd::external_secrets::ClusterSecretStore, written;
                ExternalSecret, "external-secrets.io", ["v1", "v1beta1"], Namespaced, SecretSource, crate::crd::external_secrets::ExternalSecret, written;
                ServiceAccount, "", ["v1"], Namespaced, Access, k8s_openapi::api::core::v1::ServiceAccount;
                ClusterRole, "rbac.authorization.k8s.io", ["v1"], Cluster, Access, k8s_openapi::api::rbac::v1::ClusterRole;
                ClusterRoleBinding, "rbac.authorization.k8s.io", ["v1"], Cluster, Access, k8s_openapi::api::rbac::v1::ClusterRoleBinding;
                Role, "rbac.authorization.k8s.io", ["v1"], Namespaced, Access, k8s_openapi::api::rbac::v1::Role;
                RoleBinding, "rbac.authorization.k8s.io", ["v1"], Namespaced, Access, k8s_openapi::api::rbac::v1::RoleBinding;
                Service, "", ["v1"], Namespaced, Service, k8s_openapi::api::core::v1::Service;
                Pod, "", ["v1"], Namespaced, Workload, k8s_openapi::api::core::v1::Pod;
                Job, "batch", ["v1"], Namespaced, Workload, k8s_openapi::api::batch::v1::Job;
                StatefulSet, "apps", ["v1"], Namespaced, Workload, k8s_openapi::api::apps::v1::StatefulSet;
                Deployment, "apps", ["v1"], Namespaced, Workload, k8s_openapi::api::apps::v1::Deployment;
                DaemonSet, "apps", ["v1"], Namespaced, Workload, k8s_openapi::api::apps::v1::DaemonSet;
                ReplicaSet, "apps", ["v1"], Namespaced, Workload, k8s_openapi::api::apps::v1::ReplicaSet;
                ReplicationController, "", ["v1"], Namespaced, Workload, k8s_openapi::api::core::v1::ReplicationController;
                CronJob, "batch", ["v1"], Namespaced, Workload, k8s_openapi::api::batch::v1::CronJob;
                PodDisruptionBudget, "policy", ["v1"], Namespaced, Disruption, k8s_openapi::api::policy::v1::PodDisruptionBudget;
                HorizontalPodAutoscaler, "autoscaling", ["v2"], Namespaced, Autoscaling, k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;
                TriggerAuthentication, "keda.sh", ["v1alpha1"], Namespaced, Autoscaling, crate::crd::keda::TriggerAuthentication, written;
                ScaledObject, "keda.sh", ["v1alpha1"], Namespaced, Autoscaling, crate::crd::keda::ScaledObject, written;
                GatewayClass, "gateway.networking.k8s.io", ["v1", "v1beta1"], Cluster, Edge, crate::crd::gateway_api::GatewayClass, written;
                EnvoyProxy, "gateway.envoyproxy.io", ["v1alpha1"], Namespaced, Edge, crate::crd::envoy_gateway::EnvoyProxy, written;
                Gateway, "gateway.networking.k8s.io", ["v1", "v1beta1"], Namespaced, Edge, crate::crd::gateway_api::Gateway, written;
                HTTPRoute, "gateway.networking.k8s.io", ["v1", "v1beta1"], Namespaced, Edge, crate::crd::gateway_api::HTTPRoute, written;
                GRPCRoute, "gateway.networking.k8s.io", ["v1", "v1alpha2"], Namespaced, Edge, crate::crd::gateway_api::GRPCRoute, written;
                ReferenceGrant, "gateway.networking.k8s.io", ["v1", "v1beta1"], Namespaced, Edge, crate::crd::gateway_api::ReferenceGrant, written;
                BackendTrafficPolicy, "gateway.envoyproxy.io", ["v1alpha1"], Namespaced, Edge, crate::crd::envoy_gateway::BackendTrafficPolicy, written;
                HTTPRouteFilter, "gateway.envoyproxy.io", ["v1alpha1"], Namespaced, Edge, crate::crd::envoy_gateway::HTTPRouteFilter, written;
                SecurityPolicy, "gateway.envoyproxy.io", ["v1alpha1"], Namespaced, Edge, crate::crd::envoy_gateway::SecurityPolicy, written;
                ClientTrafficPolicy, "gateway.envoyproxy.io", ["v1alpha1"], Namespaced, Edge, crate::crd::envoy_gateway::ClientTrafficPolicy, written;
                Ingress, "networking.k8s.io", ["v1"], Namespaced, Edge, k8s_openapi::api::networking::v1::Ingress;
                ClusterIssuer, "cert-manager.io", ["v1"], Cluster, Edge, crate::crd::cert_manager::ClusterIssuer, written;
                Certificate, "cert-manager.io", ["v1"], Namespaced, Edge, crate::crd::cert_manager::Certificate, written;
            }
            checked {
                APIService, "apiregistration.k8s.io", ["v1"], Cluster, Other, k8s_openapi::kube_aggregator::pkg::apis::apiregistration::v1::APIService;
                CSIDriver, "storage.k8s.io", ["v1"], Cluster, Definition, k8s_openapi::api::storage::v1::CSIDriver;
                CustomResourceDefinition, "apiextensions.k8s.io", ["v1"], Cluster, Definition, k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::CustomResourceDefinition;
                EndpointSlice, "discovery.k8s.io", ["v1"], Namespaced, Service, k8s_openapi::api::discovery::v1::EndpointSlice;
                Endpoints, "", ["v1"], Namespaced, Service, k8s_openapi::api::core::v1::Endpoints;
                IngressClass, "networking.k8s.io", ["v1"], Cluster, Edge, k8s_openapi::api::networking::v1::IngressClass;
                Lease, "coordination.k8s.io", ["v1"], Namespaced, Other, k8s_openapi::api::coordination::v1::Lease;
                MutatingWebhookConfiguration, "admissionregistration.k8s.io", ["v1"], Cluster, Policy, k8s_openapi::api::admissionregistration::v1::MutatingWebhookConfiguration;
                PersistentVolume, "", ["v1"], Cluster, Config, k8s_openapi::api::core::v1::PersistentVolume;
                RuntimeClass, "node.k8s.io", ["v1"], Cluster, Definition, k8s_openapi::api::node::v1::RuntimeClass;
                Secret, "", ["v1"], Namespaced, Config, k8s_openapi::api::core::v1::Secret;
                StorageClass, "storage.k8s.io", ["v1"], Cluster, Definition, k8s_openapi::api::storage::v1::StorageClass;
                ValidatingWebhookConfiguration, "admissionregistration.k8s.io", ["v1"], Cluster, Policy, k8s_openapi::api::admissionregistration::v1::ValidatingWebhookConfiguration;
            }
            known {
                AdminNetworkPolicy, "policy.networking.k8s.io", ["v1alpha1"], Cluster, NetworkPolicy;
                AlertmanagerConfig, "monitoring.coreos.com", ["v1alpha1"], Namespaced, Monitoring;
                AnalysisRun, "argoproj.io", ["v1alpha1"], Namespaced, Workload;
                AnalysisTemplate, "argoproj.io", ["v1alpha1"], Namespaced, Workload;
                AppProject, "argoproj.io", ["v1alpha1"], Namespaced, Other;
                Application, "argoproj.io", ["v1alpha1"], Namespaced, Other;
                ApplicationSet, "argoproj.io", ["v1alpha1"], Namespaced, Other;
                AuthorizationPolicy, "security.istio.io", ["v1", "v1beta1"], Namespaced, Other;
                Backend, "gateway.envoyproxy.io", ["v1alpha1"], Namespaced, Edge;
                BackendTLSPolicy, "gateway.networking.k8s.io", ["v1"], Namespaced, Edge;
                Backup, "postgresql.cnpg.io", ["v1"], Namespaced, Backup;
                BaselineAdminNetworkPolicy, "policy.networking.k8s.io", ["v1alpha1"], Cluster, NetworkPolicy;
                CSINode, "storage.k8s.io", ["v1"], Cluster, Other;
                CSIStorageCapacity, "storage.k8s.io", ["v1"], Namespaced, Other;
                CertificateSigningRequest, "certificates.k8s.io", ["v1"], Cluster, Other;
                CiliumClusterwideNetworkPolicy, "cilium.io", ["v2"], Cluster, NetworkPolicy;
                Cluster, "postgresql.cnpg.io", ["v1"], Namespaced, Store;
                ClusterAnalysisTemplate, "argoproj.io", ["v1alpha1"], Cluster, Workload;
                ClusterExternalSecret, "external-secrets.io", ["v1", "v1beta1"], Cluster, SecretSource;
                ClusterNetworkPolicy, "policy.networking.k8s.io", ["v1alpha2"], Cluster, NetworkPolicy;
                ClusterPolicy, "kyverno.io", ["v1"], Cluster, Policy;
                ClusterTriggerAuthentication, "keda.sh", ["v1alpha1"], Cluster, Autoscaling;
                ClusterTrustBundle, "certificates.k8s.io", ["v1", "v1beta1", "v1alpha1"], Cluster, Other;
                ComponentStatus, "", ["v1"], Cluster, Other;
                ControllerRevision, "apps", ["v1"], Namespaced, Other;
                Database, "postgresql.cnpg.io", ["v1"], Namespaced, Store;
                DatabaseRole, "postgresql.cnpg.io", ["v1"], Namespaced, Store;
                DestinationRule, "networking.istio.io", ["v1", "v1beta1", "v1alpha3"], Namespaced, Edge;
                DeviceClass, "resource.k8s.io", ["v1", "v1beta2", "v1beta1"], Cluster, Definition;
                DeviceTaintRule, "resource.k8s.io", ["v1", "v1beta2", "v1alpha3"], Cluster, Other;
                EnvoyFilter, "networking.istio.io", ["v1alpha3"], Namespaced, Edge;
                Experiment, "argoproj.io", ["v1alpha1"], Namespaced, Workload;
                FlowSchema, "flowcontrol.apiserver.k8s.io", ["v1"], Cluster, Other;
                GlobalNetworkPolicy, "crd.projectcalico.org", ["v1"], Cluster, NetworkPolicy;
                GlobalNetworkPolicy, "projectcalico.org", ["v3"], Cluster, NetworkPolicy;
                IPAddress, "networking.k8s.io", ["v1", "v1beta1"], Cluster, Edge;
                Issuer, "cert-manager.io", ["v1"], Namespaced, Edge;
                Kafka, "kafka.strimzi.io", ["v1", "v1beta2"], Namespaced, Store;
                KafkaMirrorMaker2, "kafka.strimzi.io", ["v1", "v1beta2"], Namespaced, Store;
                KafkaNodePool, "kafka.strimzi.io", ["v1", "v1beta2"], Namespaced, Store;
                KafkaRebalance, "kafka.strimzi.io", ["v1", "v1beta2"], Namespaced, Store;
                KafkaTopic, "kafka.strimzi.io", ["v1", "v1beta2"], Namespaced, Store;
                KafkaUser, "kafka.strimzi.io", ["v1", "v1beta2"], Namespaced, Store;
                LeaseCandidate, "coordination.k8s.io", ["v1beta1", "v1alpha2"], Namespaced, Other;
                ListenerSet, "gateway.networking.k8s.io", ["v1"], Namespaced, Edge;
                MutatingAdmissionPolicy, "admissionregistration.k8s.io", ["v1", "v1beta1", "v1alpha1"], Cluster, Policy;
                MutatingAdmissionPolicyBinding, "admissionregistration.k8s.io", ["v1", "v1beta1", "v1alpha1"], Cluster, Policy;
                Node, "", ["v1"], Cluster, Other;
                ObjectStore, "barmancloud.cnpg.io", ["v1"], Namespaced, Backup;
                PeerAuthentication, "security.istio.io", ["v1", "v1beta1"], Namespaced, Other;
                PodMonitor, "monitoring.coreos.com", ["v1"], Namespaced, Monitoring;
                PodTemplate, "", ["v1"], Namespaced, Other;
                Pooler, "postgresql.cnpg.io", ["v1"], Namespaced, Store;
                PriorityLevelConfiguration, "flowcontrol.apiserver.k8s.io", ["v1"], Cluster, Other;
                PrometheusRule, "monitoring.coreos.com", ["v1"], Namespaced, Monitoring;
                RequestAuthentication, "security.istio.io", ["v1", "v1beta1"], Namespaced, Other;
                ResourceClaim, "resource.k8s.io", ["v1", "v1beta2", "v1beta1"], Namespaced, Other;
                ResourceClaimTemplate, "resource.k8s.io", ["v1", "v1beta2", "v1beta1"], Namespaced, Other;
                ResourceSlice, "resource.k8s.io", ["v1", "v1beta2", "v1beta1"], Cluster, Other;
                Rollout, "argoproj.io", ["v1alpha1"], Namespaced, Workload;
                ScaledJob, "keda.sh", ["v1alpha1"], Namespaced, Autoscaling;
                ScheduledBackup, "postgresql.cnpg.io", ["v1"], Namespaced, Backup;
                SecretStore, "external-secrets.io", ["v1", "v1beta1"], Namespaced, SecretSource;
                ServiceCIDR, "networking.k8s.io", ["v1", "v1beta1"], Cluster, Edge;
                ServiceMonitor, "monitoring.coreos.com", ["v1"], Namespaced, Monitoring;
                Sidecar, "networking.istio.io", ["v1", "v1beta1", "v1alpha3"], Namespaced, Edge;
                StorageVersionMigration, "storagemigration.k8s.io", ["v1", "v1beta1"], Cluster, Other;
                StrimziPodSet, "core.strimzi.io", ["v1", "v1beta2"], Namespaced, Store;
                TLSRoute, "gateway.networking.k8s.io", ["v1"], Namespaced, Edge;
                Telemetry, "telemetry.istio.io", ["v1", "v1alpha1"], Namespaced, Monitoring;
                VirtualService, "networking.istio.io", ["v1", "v1beta1", "v1alpha3"], Namespaced, Edge;
                VolumeAttachment, "storage.k8s.io", ["v1"], Cluster, Other;
                VolumeAttributesClass, "storage.k8s.io", ["v1", "v1beta1"], Cluster, Definition;
                VolumeGroupSnapshot, "groupsnapshot.storage.k8s.io", ["v1", "v1beta2", "v1beta1"], Namespaced, Backup;
                VolumeGroupSnapshotClass, "groupsnapshot.storage.k8s.io", ["v1", "v1beta2", "v1beta1"], Cluster, Definition;
                VolumeGroupSnapshotContent, "groupsnapshot.storage.k8s.io", ["v1", "v1beta2", "v1beta1"], Cluster, Backup;
                VolumeSnapshot, "snapshot.storage.k8s.io", ["v1"], Namespaced, Backup;
                VolumeSnapshotClass, "snapshot.storage.k8s.io", ["v1"], Cluster, Definition;
                VolumeSnapshotContent, "snapshot.storage.k8s.io", ["v1"], Cluster, Backup;
                WorkloadEntry, "networking.istio.io", ["v1", "v1beta1", "v1alpha3"], Namespaced, Edge;
                WorkloadGroup, "networking.istio.io", ["v1", "v1beta1", "v1alpha3"], Namespaced, Edge;
            }
        }
    };
}
pub(crate) use kinds;

/// Whether objects are in a namespace or belong to the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Each object is in one namespace.
    Namespaced,
    /// The objects belong to the whole cluster.
    Cluster,
}

/// A kind of object that this library supports.
#[derive(Debug)]
pub struct Kind {
    name: &'static str,
    group: &'static str,
    versions: &'static [&'static str],
    scope: Scope,
    role: Role,
    pub(crate) support: Support,
    /// The index of the line in the table.
    pub(crate) order: usize,
}

/// How an object is decoded.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Support {
    Typed(fn(&Value, Unknown) -> Result<Object, DecodeError>),
    Checked(fn(&Value) -> Result<(), DecodeError>),
    Known,
}

macro_rules! table {
    (
        typed { $($typed:ident, $typed_group:literal, $typed_versions:expr, $typed_scope:ident, $typed_role:ident, $typed_type:path $(, $written:ident)?;)* }
        checked { $($checked:ident, $checked_group:literal, $checked_versions:expr, $checked_scope:ident, $checked_role:ident, $checked_type:path;)* }
        known { $($known:ident, $known_group:literal, $known_versions:expr, $known_scope:ident, $known_role:ident;)* }
    ) => {
        static TABLE: LazyLock<Vec<Kind>> = LazyLock::new(|| {
            let mut all = vec![
                $(Kind {
                    name: stringify!($typed), group: $typed_group, versions: &$typed_versions, scope: Scope::$typed_scope,
                    role: Role::$typed_role, order: 0,
                    support: Support::Typed(|value, unknown| crate::decode::decode_as::<$typed_type>(value, unknown).map(Into::into)),
                },)*
                $(Kind {
                    name: stringify!($checked), group: $checked_group, versions: &$checked_versions, scope: Scope::$checked_scope,
                    role: Role::$checked_role, order: 0,
                    support: Support::Checked(|value| crate::decode::decode_as::<$checked_type>(value, Unknown::Refused).map(drop)),
                },)*
                $(Kind {
                    name: stringify!($known), group: $known_group, versions: &$known_versions, scope: Scope::$known_scope,
                    role: Role::$known_role, order: 0, support: Support::Known,
                },)*
            ];
            for (order, kind) in all.iter_mut().enumerate() {
                kind.order = order;
            }
            all
        });
    };
}
kinds!(table);

/// The lines of the table, sorted by kind and group.
static BY_NAME: LazyLock<Vec<&'static Kind>> = LazyLock::new(|| {
    let mut all: Vec<&'static Kind> = TABLE.iter().collect();
    all.sort_by_key(|kind| (kind.name, kind.group));
    all
});

impl Kind {
    /// Every kind of the table, in the order of objects in a file.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &TABLE
    }
    /// The kind with this name in the group of `api_version`, for any version.
    #[must_use]
    pub fn find(api_version: &str, kind: &str) -> Option<&'static Self> {
        let group = group(api_version);
        let at = BY_NAME.binary_search_by_key(&(kind, group), |kind| (kind.name, kind.group)).ok()?;
        Some(BY_NAME[at])
    }
    /// The name: `Deployment`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }
    /// The group: `apps`; empty for the core group.
    #[must_use]
    pub const fn group(&self) -> &'static str {
        self.group
    }
    /// The versions that have the fields this library reads, the preferred one first.
    #[must_use]
    pub const fn versions(&self) -> &'static [&'static str] {
        self.versions
    }
    /// The preferred `apiVersion`: `apps/v1`.
    #[must_use]
    pub fn api_version(&self) -> String {
        let version = self.versions[0];
        if self.group.is_empty() { version.into() } else { format!("{}/{version}", self.group) }
    }
    /// Whether objects are in a namespace.
    #[must_use]
    pub const fn scope(&self) -> Scope {
        self.scope
    }
    /// The purpose of the objects.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }
    /// Whether objects are decoded into a variant of [`Object`].
    #[must_use]
    pub const fn is_typed(&self) -> bool {
        matches!(self.support, Support::Typed(_))
    }
    /// Whether the table's type has the fields of this version.
    pub(crate) fn has_version(&self, api_version: &str) -> bool {
        let version = api_version.rsplit('/').next().unwrap_or_default();
        self.versions.contains(&version)
    }
}

/// The group of an `apiVersion`: `apps` of `apps/v1`, empty of `v1`.
pub(crate) fn group(api_version: &str) -> &str {
    api_version.split_once('/').map_or("", |(group, _)| group)
}

/// Whether the kind is known to be cluster-scoped. An unknown kind is treated as namespaced, as most kinds are.
#[must_use]
pub fn is_cluster_scoped(api_version: &str, kind: &str) -> bool {
    Kind::find(api_version, kind).is_some_and(|kind| kind.scope == Scope::Cluster)
}

/// Whether a group belongs to Kubernetes itself: every cluster serves it.
#[must_use]
pub fn is_built_in(api_version: &str) -> bool {
    let group = group(api_version);
    !group.contains('.') || (group.ends_with(".k8s.io") && !ADDED.contains(&group))
}
/// Groups under `k8s.io` that are not part of Kubernetes and have to be installed.
const ADDED: [&str; 5] = [
    "gateway.networking.k8s.io",
    "policy.networking.k8s.io",
    "snapshot.storage.k8s.io",
    "groupsnapshot.storage.k8s.io",
    "autoscaling.k8s.io",
];

#[cfg(test)]
mod tests;
