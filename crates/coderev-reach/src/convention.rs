//! The points that Kubernetes does not specify.

/// The points that Kubernetes does not specify, so that network plugins and analysers differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Convention {
    /// A pod's traffic to itself.
    pub self_traffic: SelfTraffic,
    /// The addresses that a CIDR block matches.
    pub ip_blocks: IpBlocks,
    /// Pods on the network of their node.
    pub host_network: HostNetwork,
}

impl Convention {
    /// As Kubernetes documents it. A pod always reaches itself. Kubernetes specifies neither whether an `ipBlock`
    /// matches the address of a pod nor how policies apply to a pod on the network of its node, so both are
    /// undecided: where the plugins differ, the answer is unknown.
    pub const KUBERNETES: Self = Self {
        self_traffic: SelfTraffic::Always,
        ip_blocks: IpBlocks::Undecided,
        host_network: HostNetwork::Undecided,
    };
    /// The same, with another rule for a pod's traffic to itself.
    #[must_use]
    pub const fn self_traffic(self, self_traffic: SelfTraffic) -> Self {
        Self { self_traffic, ..self }
    }
    /// The same, with other addresses that a CIDR block matches.
    #[must_use]
    pub const fn ip_blocks(self, ip_blocks: IpBlocks) -> Self {
        Self { ip_blocks, ..self }
    }
    /// The same, with another rule for pods on the network of their node.
    #[must_use]
    pub const fn host_network(self, host_network: HostNetwork) -> Self {
        Self { host_network, ..self }
    }
}

/// Whether a pod reaches itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelfTraffic {
    /// Always: the traffic of a pod to itself never leaves the pod.
    Always,
    /// If policies allow it, as for every other pod.
    ByPolicy,
}

/// Which addresses an `ipBlock` matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IpBlocks {
    /// Addresses outside the cluster, and of nodes; it is unknown whether also addresses of pods.
    Undecided,
    /// Addresses outside the cluster, and of nodes.
    Outside,
    /// Also addresses of pods. Where the address of a pod is unknown, the answer can be unknown. The pod has an IPv4
    /// address, so a block of all IPv4 addresses holds it.
    PodsToo,
}

/// How policies treat a pod on the network of its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostNetwork {
    /// As its node or as a pod: where the two differ, the answer is unknown.
    Undecided,
    /// As its node: no policy isolates it, no selector matches it, and a CIDR block matches it by the address of the
    /// node.
    Node,
    /// As a pod, for plugins that can distinguish its traffic from the traffic of its node.
    Pod,
}
