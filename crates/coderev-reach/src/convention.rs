//! The points that Kubernetes leaves open.

/// The points on which network plugins and analysers differ, since Kubernetes leaves them open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Convention {
    /// A pod's traffic to itself.
    pub self_traffic: SelfTraffic,
    /// The addresses that a CIDR block matches.
    pub ip_blocks: IpBlocks,
    /// Pods on their node's network.
    pub host_network: HostNetwork,
}

impl Convention {
    /// As Kubernetes documents it: a pod always reaches itself, an `ipBlock` is about addresses outside of the cluster, and a pod on its
    /// node's network is its node, which is what most plugins do.
    pub const KUBERNETES: Self =
        Self { self_traffic: SelfTraffic::Always, ip_blocks: IpBlocks::Outside, host_network: HostNetwork::Node };
}

/// Whether a pod reaches itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelfTraffic {
    /// Always: its traffic to itself never leaves it.
    Always,
    /// By policy, as with every other pod.
    ByPolicy,
}

/// Which addresses an `ipBlock` matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IpBlocks {
    /// Addresses outside the cluster, and of nodes.
    Outside,
    /// Addresses of pods as well.
    PodsToo,
}

/// How policies treat a pod on its node's network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostNetwork {
    /// Its node: none isolates it, no selector finds it, and a block finds it by its node's address.
    Node,
    /// A pod, for plugins that can distinguish its traffic from that of its node.
    Pod,
}
