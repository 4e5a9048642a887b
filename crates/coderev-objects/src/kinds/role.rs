//! What objects are for.
use super::{Kind, group};

/// What objects of a kind are for. Objects of one role are written, applied and listed together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Role {
    /// Definitions and classes that other objects name.
    Definition,
    /// Namespaces, their quotas and limit ranges.
    Namespace,
    /// Admission policies.
    Policy,
    /// Network policies, and destinations outside of the cluster.
    NetworkPolicy,
    /// Config maps, Secrets and volumes.
    Config,
    /// Secrets that an operator creates.
    SecretSource,
    /// Service accounts and their rights.
    Access,
    /// Services and their endpoints.
    Service,
    /// Objects that run pods.
    Workload,
    /// Disruption budgets.
    Disruption,
    /// Autoscalers.
    Autoscaling,
    /// Gateways, routes, certificates: the traffic from outside.
    Edge,
    /// Databases and queues of an operator.
    Store,
    /// Scraping, alerts and telemetry.
    Monitoring,
    /// Backups and snapshots.
    Backup,
    /// Everything else.
    Other,
}

impl Role {
    /// The role of a kind: by the table, else by its group.
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
