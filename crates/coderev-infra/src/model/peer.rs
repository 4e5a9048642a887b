//! A caller that this program does not declare.
use crate::model::{IntoPort, Port, Text, keyed};

/// A caller that this program does not declare: a `NetworkPolicyPeer`.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// let office = Peer::cidr("203.0.113.0/24").except("203.0.113.66/32").port(Port::http(8000));
/// let admin: Service<Stable> = Service::new("admin", "ghcr.io/acme/admin:1.0.0").called_by(office);
/// # let _ = admin;
/// ```
///
/// ```
/// use coderev_infra::prelude::*;
///
/// let web: Service<Stable> = Service::new("web", "ghcr.io/acme/web:1.0.0")
///     .called_by(Peer::namespace("batch").pods("app", "crawler").port(Port::http(8000)))
///     .called_by(Peer::cidr("203.0.113.0/24"));
/// # let _ = web;
/// ```
#[derive(Clone, Debug)]
#[must_use = "a Peer has no effect by itself: pass it to `.called_by(..)` of a workload"]
pub struct Peer {
    pub(crate) namespace: Option<String>,
    pub(crate) pods: Vec<(String, String)>,
    pub(crate) cidr: Option<String>,
    pub(crate) except: Vec<String>,
    pub(crate) ports: Vec<Port>,
}
impl Peer {
    /// `namespaceSelector`: the pods of a namespace, by the name of the namespace.
    pub fn namespace(name: impl Into<String>) -> Self {
        Self { namespace: Some(name.into()), pods: Vec::new(), cidr: None, except: Vec::new(), ports: Vec::new() }
    }
    /// `ipBlock.cidr`: an address range.
    pub fn cidr(cidr: impl Into<String>) -> Self {
        Self { namespace: None, pods: Vec::new(), cidr: Some(cidr.into()), except: Vec::new(), ports: Vec::new() }
    }
}
impl Peer {
    /// `podSelector.matchLabels`: selects pods of the namespace by a label. Several labels must all match. Default: all
    /// pods of the namespace.
    #[doc(alias("podSelector.matchLabels", "matchLabels"))]
    #[track_caller]
    pub fn pods(mut self, label: impl Text, value: impl Text) -> Self {
        keyed(&mut self.pods, (label.into(), value.into()), |a, b| a.0 == b.0);
        self
    }
    /// `ipBlock.except`: excludes an address range from the CIDR block.
    #[doc(alias = "ipBlock.except")]
    #[track_caller]
    pub fn except(mut self, cidr: impl Text) -> Self {
        self.except.push(cidr.into());
        self
    }
    /// `ingress[].ports`: adds a port of the workload that the peer may connect to. Default: all ports of the workload,
    /// except ports for metrics.
    #[doc(alias("ingress.ports", "ports"))]
    #[track_caller]
    pub fn port(mut self, port: impl IntoPort) -> Self {
        self.ports.push(port.into());
        self
    }
}
