//! The files of the output, and the objects that each holds.
use coderev_objects::{Object, Role};

/// A file of objects. The order is the order in which files are applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum OutputFile {
    Namespaces,
    Policies,
    NetworkPolicies,
    Config,
    Secrets,
    Deployments,
    HpaIngress,
}

impl OutputFile {
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Namespaces => "namespaces.yaml",
            Self::Policies => "policies.yaml",
            Self::NetworkPolicies => "network-policies.yaml",
            Self::Config => "config.yaml",
            Self::Secrets => "external-secrets.yaml",
            Self::Deployments => "deployments.yaml",
            Self::HpaIngress => "hpa-ingress.yaml",
        }
    }
    /// The file that holds an object.
    pub(crate) fn holding(object: &Object) -> Self {
        match object.role() {
            Role::Definition | Role::Namespace => Self::Namespaces,
            Role::Policy => Self::Policies,
            Role::NetworkPolicy => Self::NetworkPolicies,
            Role::Config => Self::Config,
            Role::SecretSource => Self::Secrets,
            Role::Autoscaling | Role::Edge => Self::HpaIngress,
            _ => Self::Deployments,
        }
    }
}
