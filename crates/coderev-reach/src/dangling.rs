//! Services and routes without a pod.

use std::fmt::{self, Display, Formatter};

/// A Service or a route with a broken reference. It prints as `HTTPRoute shop/web: there is no Service shop/web`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Dangling {
    /// The kind of the object.
    pub kind: String,
    /// Its namespace and its name.
    pub object: (String, String),
    /// The reference, and the fault.
    pub reason: DanglingReason,
}

/// The fault of a reference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DanglingReason {
    /// There is no such Service: its namespace and its name.
    NoService(String, String),
    /// The Service has no such port: its namespace, its name, and the port.
    NoPort(String, String, String),
    /// The selector of the Service matches no pod.
    NoPods,
    /// No container of the selected pods has a port with the name of this `targetPort`.
    NoNamedPort(String),
    /// No ReferenceGrant lets the route refer to the Service in another namespace: its namespace and its name.
    NoGrant(String, String),
}

impl Display for Dangling {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}/{}: ", self.kind, self.object.0, self.object.1)?;
        match &self.reason {
            DanglingReason::NoService(space, name) => write!(f, "there is no Service {space}/{name}"),
            DanglingReason::NoPort(space, name, port) => write!(f, "the Service {space}/{name} has no port {port}"),
            DanglingReason::NoPods => f.write_str("its selector matches no pod"),
            DanglingReason::NoNamedPort(name) => write!(f, "no selected pod has a port with the name {name}"),
            DanglingReason::NoGrant(space, name) => {
                write!(f, "no ReferenceGrant in namespace {space} allows the reference to the Service {space}/{name}")
            }
        }
    }
}
