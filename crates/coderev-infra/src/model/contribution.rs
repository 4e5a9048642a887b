//! What an addon adds to parts of a platform that it did not declare.
use crate::model::{EnvValue, NamespaceView, Object, Peer, Raw, Text, Variable, WorkloadView};

/// One thing that [`Addon::derive`](crate::Addon::derive) adds. It is checked like a declaration of the platform itself.
#[derive(Clone, Debug)]
#[must_use = "a Contribution counts only where `Addon::derive` returns it"]
pub struct Contribution(pub(crate) ContributionKind);

/// What is added, and to which workload by its position.
#[derive(Clone, Debug)]
pub(crate) enum ContributionKind {
    Raw { namespace: Option<String>, raw: Raw },
    Env { workload: usize, name: String, value: Variable },
    Ingress { workload: usize, peer: Peer },
    Egress { workload: usize, peer: Peer },
    Annotation { workload: usize, object: Object, key: String, value: String },
    Prometheus { url: String },
}
impl Contribution {
    /// Objects in Kubernetes' own words, with the platform's labels; an object of a namespaced kind states its namespace.
    pub fn raw(raw: Raw) -> Self {
        Self(ContributionKind::Raw { namespace: None, raw })
    }
    /// Objects in Kubernetes' own words, with the namespace's labels. An object without a namespace gets this one.
    pub fn raw_in(namespace: NamespaceView<'_>, raw: Raw) -> Self {
        Self(ContributionKind::Raw { namespace: Some(namespace.name().to_owned()), raw })
    }
    /// `env` of the main container: after the variables of stores and before the workload's own, which win.
    pub fn env(workload: &WorkloadView<'_>, name: impl Text, value: impl EnvValue) -> Self {
        Self(ContributionKind::Env { workload: workload.position, name: name.into(), value: value.variable() })
    }
    /// `NetworkPolicy` `ingress[].from`: `peer` may ask the workload's pods on the ports of `peer`. They are the ports of the pods: the
    /// read-only gate is not in between. Default: all ports but those for metrics.
    pub fn ingress(workload: &WorkloadView<'_>, peer: Peer) -> Self {
        Self(ContributionKind::Ingress { workload: workload.position, peer })
    }
    /// `NetworkPolicy` `egress[].to`: the workload's pods may ask `peer` on the ports of `peer`. Default: all ports.
    pub fn egress(workload: &WorkloadView<'_>, peer: Peer) -> Self {
        Self(ContributionKind::Egress { workload: workload.position, peer })
    }
    /// `metadata.annotations` of the workload's objects of one kind. An annotation of the workload wins.
    pub fn annotation(workload: &WorkloadView<'_>, object: Object, key: impl Text, value: impl Text) -> Self {
        Self(ContributionKind::Annotation { workload: workload.position, object, key: key.into(), value: value.into() })
    }
    /// `triggers[].metadata.serverAddress` of each ScaledObject that follows a query of Prometheus.
    pub fn prometheus(url: impl Text) -> Self {
        Self(ContributionKind::Prometheus { url: url.into() })
    }
}
