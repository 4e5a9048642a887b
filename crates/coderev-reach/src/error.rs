//! What a policy says that no cluster would take.

use std::fmt::{self, Display, Formatter};

/// A policy that Kubernetes refuses, so that there is nothing to answer about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Invalid {
    /// The policy's namespace.
    pub namespace: String,
    /// The policy's name.
    pub name: String,
    /// The field, such as `spec.ingress[0].from[1].ipBlock`.
    pub field: String,
    /// What is wrong with it.
    pub reason: String,
}

impl Display for Invalid {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "network policy `{}/{}`, {}: {}", self.namespace, self.name, self.field, self.reason)
    }
}

impl std::error::Error for Invalid {}
