//! Errors in a policy that the API server would refuse.

use std::fmt::{self, Display, Formatter};

/// An error in a policy. The API server refuses the policy, so nothing is evaluated.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Invalid {
    /// The policy's namespace. Empty for a policy of the cluster.
    pub namespace: String,
    /// The policy's name; for a policy of the cluster its kind and name.
    pub name: String,
    /// The field, such as `spec.ingress[0].from[1].ipBlock`.
    pub field: String,
    /// The reason.
    pub reason: String,
}

impl Display for Invalid {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.namespace.is_empty() {
            // A policy of the cluster: its name starts with its kind.
            return write!(f, "{}, {}: {}", self.name, self.field, self.reason);
        }
        write!(f, "network policy `{}/{}`, {}: {}", self.namespace, self.name, self.field, self.reason)
    }
}

impl std::error::Error for Invalid {}
