//! An address of its own, for what is not HTTP.
use crate::model::{IntoPort, Port, Spanned, Text, keyed};

/// `Service.spec.type: LoadBalancer`.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// const PLAY: Port = Port::udp(7777).name("play");
/// const CHAT: Port = Port::tcp(7788).name("chat");
/// let game: Service<Exp> = Service::new("game", "ghcr.io/acme/game:1.0.0")
///     .port(PLAY)
///     .port(CHAT)
///     .load_balancer(LoadBalancer::public(PLAY).port(CHAT).session_affinity().publish_not_ready_addresses().without_node_ports());
/// let office = LoadBalancer::internal(CHAT)
///     .name("game-office")
///     .allow_from("10.0.0.0/8")
///     .annotation("external-dns.alpha.kubernetes.io/hostname", "game.acme.dev");
/// let game = game.load_balancer(office);
/// # let _ = game;
/// ```
#[derive(Clone, Debug)]
#[must_use = "a load balancer is there only where a workload has it: `.load_balancer(..)`"]
pub struct LoadBalancer {
    pub(crate) name: Option<String>,
    pub(crate) first: Port,
    pub(crate) more: Vec<Port>,
    pub(crate) internal: bool,
    pub(crate) allow_from: Vec<String>,
    pub(crate) annotations: Vec<(String, String)>,
    pub(crate) session_affinity: bool,
    pub(crate) publish_not_ready_addresses: bool,
    pub(crate) without_node_ports: bool,
    /// Whether each pod of a set has one of its own.
    pub(crate) per_pod: bool,
}
impl LoadBalancer {
    const fn new(first: Port, internal: bool) -> Self {
        Self {
            name: None,
            first,
            more: Vec::new(),
            internal,
            allow_from: Vec::new(),
            annotations: Vec::new(),
            session_affinity: false,
            publish_not_ready_addresses: false,
            without_node_ports: false,
            per_pod: false,
        }
    }
    /// With an address on the internet, for one port, or more by [`LoadBalancer::port`].
    pub const fn public(port: Port) -> Self {
        Self::new(port, false)
    }
    /// With an address in the provider's network, for one port, or more by [`LoadBalancer::port`].
    pub const fn internal(port: Port) -> Self {
        Self::new(port, true)
    }
    /// Whether one is said in the place of the other.
    pub(crate) fn same(a: &Spanned<Self>, b: &Spanned<Self>) -> bool {
        (&a.value.name, a.value.per_pod) == (&b.value.name, b.value.per_pod)
    }
    /// All its ports, in the order said.
    pub(crate) fn ports(&self) -> impl Iterator<Item = Port> {
        std::iter::once(self.first).chain(self.more.iter().copied())
    }
}
impl LoadBalancer {
    /// One more of `Service.spec.ports`, under the same address; TCP and UDP may stand side by side.
    #[doc(alias("Service.spec.ports", "ports"))]
    #[track_caller]
    pub fn port(mut self, port: impl IntoPort) -> Self {
        self.more.push(port.into());
        self
    }
    /// `metadata.name` of the Service: `<workload>-lb` when nobody says. A workload that has two tells them apart by it.
    #[doc(alias = "metadata.name")]
    #[track_caller]
    pub fn name(mut self, name: impl Text) -> Self {
        self.name = Some(name.into());
        self
    }
    /// One of `loadBalancerSourceRanges`, and of the peers that the network policy lets in: anybody when none is said.
    #[doc(alias = "loadBalancerSourceRanges")]
    #[track_caller]
    pub fn allow_from(mut self, cidr: impl Text) -> Self {
        self.allow_from.push(cidr.into());
        self
    }
    /// `metadata.annotations` of this Service: the provider's words for its balancer. Of one for each pod `{n}` is the pod's number:
    /// `("external-dns.alpha.kubernetes.io/hostname", "room-{n}.acme.dev")`.
    #[doc(alias("metadata.annotations", "annotations"))]
    #[track_caller]
    pub fn annotation(mut self, key: impl Text, value: impl Text) -> Self {
        keyed(&mut self.annotations, (key.into(), value.into()), |a, b| a.0 == b.0);
        self
    }
    /// `sessionAffinity: ClientIP`: one client's packets go to one pod. Any pod when nobody says.
    #[doc(alias = "sessionAffinity")]
    #[track_caller]
    pub fn session_affinity(mut self) -> Self {
        self.session_affinity = true;
        self
    }
    /// `publishNotReadyAddresses: true`: a pod that wants no new clients keeps those it has. Pods that are not ready get nothing when nobody says.
    #[doc(alias = "publishNotReadyAddresses")]
    #[track_caller]
    pub fn publish_not_ready_addresses(mut self) -> Self {
        self.publish_not_ready_addresses = true;
        self
    }
    /// `allocateLoadBalancerNodePorts: false`: for balancers that lead to pods themselves. A port of every node for each port when nobody says.
    #[doc(alias = "allocateLoadBalancerNodePorts")]
    #[track_caller]
    pub fn without_node_ports(mut self) -> Self {
        self.without_node_ports = true;
        self
    }
}
