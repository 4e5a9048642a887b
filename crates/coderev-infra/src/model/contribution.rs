//! Contributions: changes that an addon makes to workloads and namespaces of other authors.
use crate::model::{EnvValue, NamespaceView, Object, Peer, Raw, Text, Variable, WorkloadView};

/// One change that [`Addon::derive`](crate::Addon::derive) returns, such as a variable or an object. Rules check it
/// like any declaration.
#[derive(Clone, Debug)]
#[must_use = "a Contribution has no effect by itself: return it from `Addon::derive`"]
pub struct Contribution(pub(crate) ContributionKind);

/// The kinds of changes. `workload` is the position of the changed workload.
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
    /// Raw objects, with the labels of the platform. An object of a namespaced kind must set its namespace.
    pub fn raw(raw: Raw) -> Self {
        Self(ContributionKind::Raw { namespace: None, raw })
    }
    /// Raw objects, with the labels of `namespace`. An object without a namespace is in `namespace`.
    pub fn raw_in(namespace: NamespaceView<'_>, raw: Raw) -> Self {
        Self(ContributionKind::Raw { namespace: Some(namespace.name().to_owned()), raw })
    }
    /// `env` of the main container, after the variables of stores. A variable of the workload replaces a contributed
    /// variable of the same name.
    pub fn env(workload: &WorkloadView<'_>, name: impl Text, value: impl EnvValue) -> Self {
        Self(ContributionKind::Env { workload: workload.position, name: name.into(), value: value.variable() })
    }
    /// `NetworkPolicy` `ingress[].from`: `peer` may connect to the pods of the workload, on the ports of `peer`. These
    /// are the ports of the main container: such connections bypass the read-only gate. Default: all ports of the
    /// workload, except metrics ports.
    pub fn ingress(workload: &WorkloadView<'_>, peer: Peer) -> Self {
        Self(ContributionKind::Ingress { workload: workload.position, peer })
    }
    /// `NetworkPolicy` `egress[].to`: the pods of the workload may connect to `peer`, on the ports of `peer`. Default:
    /// all ports.
    pub fn egress(workload: &WorkloadView<'_>, peer: Peer) -> Self {
        Self(ContributionKind::Egress { workload: workload.position, peer })
    }
    /// `metadata.annotations` of the workload's objects of the kind `object`. The workload's own annotation replaces
    /// the contributed annotation.
    pub fn annotation(workload: &WorkloadView<'_>, object: Object, key: impl Text, value: impl Text) -> Self {
        Self(ContributionKind::Annotation { workload: workload.position, object, key: key.into(), value: value.into() })
    }
    /// `triggers[].metadata.serverAddress` of each ScaledObject with a Prometheus query.
    pub fn prometheus(url: impl Text) -> Self {
        Self(ContributionKind::Prometheus { url: url.into() })
    }
}
