//! The purpose of objects.
use super::{Kind, group};

/// The purpose of objects. Objects of the same role are written, applied and listed together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Role {
    /// Definitions and classes that other objects refer to.
    Definition,
    /// Namespaces, their quotas and limit ranges.
    Namespace,
    /// Admission policies.
    Policy,
    /// Network policies, and destinations outside the cluster.
    NetworkPolicy,
    /// ConfigMaps, Secrets and volumes.
    Config,
    /// Secrets that an operator creates.
    SecretSource,
    /// Service accounts and RBAC.
    Access,
    /// Services and their endpoints.
    Service,
    /// Objects that run pods.
    Workload,
    /// PodDisruptionBudgets.
    Disruption,
    /// Autoscalers.
    Autoscaling,
    /// Gateways, routes, certificates: traffic from outside the cluster.
    Edge,
    /// Databases and message queues of an operator.
    Store,
    /// Scraping, alerts and telemetry.
    Monitoring,
    /// Backups and snapshots.
    Backup,
    /// Everything else.
    Other,
}

impl Role {
    /// The role from the table of kinds. For a kind that is not in the table, the role of its group.
    #[must_use]
    pub fn for_kind(api_version: &str, kind: &str) -> Self {
        Kind::find(api_version, kind).map_or_else(|| by_group(group(api_version), kind), Kind::role)
    }
}

fn by_group(group: &str, kind: &str) -> Role {
    match group {
        "storage.k8s.io" | "apiextensions.k8s.io" | "node.k8s.io" | "snapshot.storage.k8s.io"
            if kind.ends_with("Class") || kind.ends_with("Definition") =>
        {
            Role::Definition
        }
        "admissionregistration.k8s.io" | "kyverno.io" => Role::Policy,
        _ if kind.ends_with("NetworkPolicy") => Role::NetworkPolicy,
        "external-secrets.io" => Role::SecretSource,
        "keda.sh" | "autoscaling" | "autoscaling.k8s.io" => Role::Autoscaling,
        "networking.k8s.io"
        | "gateway.networking.k8s.io"
        | "gateway.envoyproxy.io"
        | "networking.istio.io"
        | "cert-manager.io"
        | "traefik.io" => Role::Edge,
        "monitoring.coreos.com" => Role::Monitoring,
        "postgresql.cnpg.io" | "kafka.strimzi.io" => Role::Store,
        "velero.io" => Role::Backup,
        _ => Role::Other,
    }
}
