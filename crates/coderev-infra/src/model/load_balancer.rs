//! Load balancers: external or internal addresses of a workload, for protocols other than HTTP.
use crate::model::{Cloud, IntoPort, Platform, Port, Spanned, Text, keyed};

/// A load balancer of a workload: a Service of the type `LoadBalancer`, with an external or internal address for TCP
/// and UDP ports.
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
#[must_use = "a load balancer has no effect by itself: pass it to `.load_balancer(..)` of a workload"]
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
    /// Whether each pod of a StatefulSet has its own load balancer.
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
    /// An address on the internet, for one port. [`LoadBalancer::port`] adds ports.
    pub const fn public(port: Port) -> Self {
        Self::new(port, false)
    }
    /// An address in the network of the provider, for one port. [`LoadBalancer::port`] adds ports.
    pub const fn internal(port: Port) -> Self {
        Self::new(port, true)
    }
    /// Whether `a` and `b` have the same name, so that the later declaration replaces the earlier one.
    pub(crate) fn same(a: &Spanned<Self>, b: &Spanned<Self>) -> bool {
        (&a.value.name, a.value.per_pod) == (&b.value.name, b.value.per_pod)
    }
    /// Whether a network policy must allow health checks in addition to the clients: on EKS, for restricted clients.
    pub(crate) fn needs_health_checks(&self, platform: &Platform) -> bool {
        let is_open = |range: &String| range.ends_with("/0");
        platform.cluster.provider == Cloud::Eks && !self.allow_from.is_empty() && !self.allow_from.iter().any(is_open)
    }
    /// All ports, in the order of their declaration.
    pub(crate) fn ports(&self) -> impl Iterator<Item = Port> {
        std::iter::once(self.first).chain(self.more.iter().copied())
    }
}
impl LoadBalancer {
    /// One more of `Service.spec.ports`, at the same address. A load balancer can have TCP and UDP ports.
    #[doc(alias("Service.spec.ports", "ports"))]
    #[track_caller]
    pub fn port(mut self, port: impl IntoPort) -> Self {
        self.more.push(port.into());
        self
    }
    /// `metadata.name` of the Service. Default: `<workload>-lb`. Two load balancers of a workload need different names.
    #[doc(alias = "metadata.name")]
    #[track_caller]
    pub fn name(mut self, name: impl Text) -> Self {
        self.name = Some(name.into());
        self
    }
    /// One of `loadBalancerSourceRanges`, and of the peers that the network policy allows. Default: all addresses.
    #[doc(alias = "loadBalancerSourceRanges")]
    #[track_caller]
    pub fn allow_from(mut self, cidr: impl Text) -> Self {
        self.allow_from.push(cidr.into());
        self
    }
    /// `metadata.annotations` of the Service, which the provider of the load balancer reads. With
    /// `.load_balancer_per_pod(..)`, `{n}` in a value is the number of the pod:
    /// `("external-dns.alpha.kubernetes.io/hostname", "room-{n}.acme.dev")`. A later value of a key replaces an earlier value.
    #[doc(alias("metadata.annotations", "annotations"))]
    #[track_caller]
    pub fn annotation(mut self, key: impl Text, value: impl Text) -> Self {
        keyed(&mut self.annotations, (key.into(), value.into()), |a, b| a.0 == b.0);
        self
    }
    /// `sessionAffinity: ClientIP`: all connections of a client are to one pod. Default: to any pod.
    #[doc(alias = "sessionAffinity")]
    #[track_caller]
    pub fn session_affinity(mut self) -> Self {
        self.session_affinity = true;
        self
    }
    /// `publishNotReadyAddresses: true`: a pod that is not ready still receives the packets of its clients. Default: it
    /// receives none.
    #[doc(alias = "publishNotReadyAddresses")]
    #[track_caller]
    pub fn publish_not_ready_addresses(mut self) -> Self {
        self.publish_not_ready_addresses = true;
        self
    }
    /// `allocateLoadBalancerNodePorts: false`: for load balancers that route to pods directly. Default: each port has a
    /// port on every node.
    #[doc(alias = "allocateLoadBalancerNodePorts")]
    #[track_caller]
    pub fn without_node_ports(mut self) -> Self {
        self.without_node_ports = true;
        self
    }
}

/// The maximum number of pods with a load balancer of their own. The default range of node ports has 2768 ports, and each
/// load balancer uses one or more of them:
/// <https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/> (`--service-node-port-range`).
pub(crate) const MAX_LOAD_BALANCERS: u32 = 2768;
