//! The reasons for the verdict of one side.

use std::fmt::{self, Display, Formatter};

use crate::objects::Workload;
use crate::ports::Connections;

/// A reason for the verdict of one side. It prints as one clause.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Reason {
    /// A rule matches.
    Rule {
        /// The policy: `namespace/name`, or its kind and name.
        policy: String,
        /// The number of the rule, from 1.
        rule: usize,
        /// `allows it`, `denies it`, ..
        action: &'static str,
        /// The peers of the rule that match, such as "pods `app=web`". Empty for a policy of the cluster.
        peer: String,
    },
    /// A rule selects the other end, but allows other ports.
    OtherPorts {
        /// The policy.
        policy: String,
        /// The number of the rule, from 1.
        rule: usize,
        /// The ports that it allows.
        ports: Connections,
        /// The Service with this port, `namespace/name`, and the port of the pod, if the rule has the Service's port.
        service: Option<(String, u16)>,
    },
    /// A rule names a port that no container of the destination has.
    NoSuchPort {
        /// The policy.
        policy: String,
        /// The number of the rule, from 1.
        rule: usize,
        /// The name.
        name: String,
        /// The destination.
        workload: Workload,
        /// The names that its containers have.
        known: Vec<String>,
    },
    /// A rule would match if the other end had another value of one label.
    OtherLabel {
        /// The policy.
        policy: String,
        /// The number of the rule, from 1.
        rule: usize,
        /// The selector, such as `app=web`.
        selector: String,
        /// The other end.
        workload: Workload,
        /// The key of the label.
        key: String,
        /// The value that the other end has.
        value: String,
    },
}

impl Display for Reason {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rule { policy, rule, action, peer } if peer.is_empty() => {
                write!(f, "rule {rule} of {policy} {action}")
            }
            Self::Rule { policy, rule, action, peer } => write!(f, "rule {rule} of {policy} {action}: {peer}"),
            Self::OtherPorts { policy, rule, ports, service } => {
                write!(f, "rule {rule} of {policy} selects the other end, but only on {ports}")?;
                match service {
                    Some((service, target)) => {
                        write!(f, ", a port of the Service {service}: policies need the port of the pod, {target}")
                    }
                    None => Ok(()),
                }
            }
            Self::NoSuchPort { policy, rule, name, workload, known } => {
                write!(f, "rule {rule} of {policy} names the port `{name}`, and no container of {workload} has it")?;
                if known.is_empty() { Ok(()) } else { write!(f, ", only `{}`", known.join("`, `")) }
            }
            Self::OtherLabel { policy, rule, selector, workload, key, value } => {
                write!(f, "rule {rule} of {policy} selects `{selector}`, and {workload} has `{key}={value}`")
            }
        }
    }
}
