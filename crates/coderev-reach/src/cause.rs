//! The outcome of a question, and the causes of an unknown one.

use std::fmt::{self, Display, Formatter};

use crate::objects::Workload;

/// Whether a connection is allowed, as far as the manifests and the specification decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It is allowed.
    Allowed,
    /// It is denied.
    Denied,
    /// It is not certain.
    Unknown,
}

impl Display for Outcome {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Unknown => "unknown",
        })
    }
}

/// A reason why a verdict is unknown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Cause {
    /// A pod of this workload is on the network of its node. Network plugins differ in whether policies apply to it.
    HostNetwork(Workload),
    /// A rule has an `ipBlock` that may hold the address of a pod.
    IpBlock {
        /// The policy, `namespace/name`.
        policy: String,
        /// The number of the rule, from 1.
        rule: usize,
        /// Whether the convention is open. Otherwise only the address of the pod is unknown.
        is_undecided: bool,
    },
    /// A rule has peers that the objects do not contain, such as DNS names.
    Peer {
        /// The policy, such as `ClusterNetworkPolicy internet`.
        policy: String,
        /// The number of the rule, from 1.
        rule: usize,
        /// `nodes` or `domainNames`.
        field: &'static str,
    },
    /// An object whose kind is not evaluated selects the pod.
    Unevaluated {
        /// Its kind.
        kind: String,
        /// `namespace/name`, or `name`.
        name: String,
        /// Whether it can allow what network policies deny. Otherwise it can only deny more.
        may_allow: bool,
    },
    /// A rule of a policy of the cluster matches some of the pods that are not in the objects, by their labels.
    Labels {
        /// The policy, such as `ClusterNetworkPolicy internet`.
        policy: String,
        /// The number of the rule, from 1.
        rule: usize,
    },
    /// A rule has a port by name. The number of this port is unknown at pods that are not in the objects.
    NamedPort {
        /// The policy.
        policy: String,
        /// The number of the rule, from 1.
        rule: usize,
    },
    /// The subject of a policy of the cluster is some of the pods that are not in the objects.
    Subject {
        /// The policy, such as `ClusterNetworkPolicy internet`.
        policy: String,
    },
    /// A rule of the tier Baseline denies it for pods that are not in the objects, unless a NetworkPolicy selects them.
    OwnPolicies {
        /// The policy, such as `ClusterNetworkPolicy internet`.
        policy: String,
        /// The number of the rule, from 1.
        rule: usize,
    },
    /// A policy selects by a label whose value a controller chooses.
    ChosenLabel {
        /// The policy, `namespace/name`.
        policy: String,
    },
    /// The API server refuses a policy. It is not in force, although it is written for the pod.
    Refused {
        /// The policy, `namespace/name`.
        policy: String,
    },
    /// Two policies of one tier have the same priority and decide differently: each of the two may apply.
    Priority {
        /// The policies, such as `ClusterNetworkPolicy internet`.
        policies: [String; 2],
        /// Their priority.
        priority: u32,
    },
}

impl Display for Cause {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::HostNetwork(workload) => {
                write!(
                    f,
                    "`{workload}` is on the network of its node, and plugins differ in whether policies apply to it"
                )
            }
            Self::IpBlock { policy, rule, is_undecided: true } => {
                write!(f, "plugins differ in whether the ipBlock in rule {rule} of {policy} matches pods")
            }
            Self::IpBlock { policy, rule, is_undecided: false } => {
                write!(f, "rule {rule} of {policy} has addresses, and the address of the pod is unknown")
            }
            Self::Peer { policy, rule, field } => {
                write!(f, "rule {rule} of {policy} has `{field}`, and their addresses are unknown")
            }
            Self::Unevaluated { kind, name, may_allow } => {
                let more = if *may_allow { "allow or deny more" } else { "deny more" };
                write!(f, "{kind} {name} is not evaluated, and may {more}")
            }
            Self::Labels { policy, rule } => {
                write!(f, "rule {rule} of {policy} matches some of these pods, and their labels are unknown")
            }
            Self::NamedPort { policy, rule } => {
                write!(f, "rule {rule} of {policy} has a port by name, and its number at these pods is unknown")
            }
            Self::Subject { policy } => {
                write!(f, "{policy} is about some of these pods, and their labels are unknown")
            }
            Self::OwnPolicies { policy, rule } => {
                write!(
                    f,
                    "rule {rule} of {policy} denies it unless a NetworkPolicy that is not in these manifests selects these pods"
                )
            }
            Self::ChosenLabel { policy } => {
                write!(f, "{policy} selects by a label whose value a controller chooses")
            }
            Self::Refused { policy } => write!(f, "the API server refuses {policy}, so it has no effect yet"),
            Self::Priority { policies: [a, b], priority } => {
                write!(f, "{a} and {b} have the same priority {priority} and decide differently")
            }
        }
    }
}

/// The direction of a connection, seen from a pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PolicyType {
    /// From other ends to the pod.
    Ingress,
    /// From the pod to other ends.
    Egress,
}

impl PolicyType {
    /// The direction of the same connection, seen from the other end.
    pub(crate) fn opposite(self) -> Self {
        match self {
            Self::Ingress => Self::Egress,
            Self::Egress => Self::Ingress,
        }
    }
}
