//! Callees: the services and addresses that a workload can call.
use crate::model::{
    Calls, Destination, Endpoint, External, Internet, Place, Port, SameNamespace, Service, StatefulSet,
};

/// One call of a workload, as data.
#[doc(hidden)]
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Call {
    /// A service of the same namespace. `origin` distinguishes it from another service of the same name.
    SameNamespace { name: String, origin: Place },
    /// A service of another namespace of the platform.
    Endpoint { namespace: String, name: String, port: Port, is_port_declared: bool },
    /// A service that another program deploys: its namespace, and the labels of its pods.
    OtherServices { namespace: String, pods: Vec<(String, String)>, port: Port },
    /// Addresses outside the cluster.
    External { host: String, cidrs: Vec<String>, port: Port },
}

/// A service, an endpoint or an external that a workload in the tier `T` can call.
///
/// Each implementation requires that the tier allows the destination, `T: Calls<..>`. The method `calls` does not have
/// this bound. With a bound `T: Calls<C::Destination>` on the method, rustc would infer the only destination of a tier, and
/// would report mismatched types.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be called from this workload",
    label = "expected a service of this namespace, an `Endpoint` or an `External`",
    note = "`.calls(&service)` calls a service in the same namespace; `.calls(&namespace.endpoint(&service))` calls a service in another namespace; `.calls(&STRIPE)` calls an `External`, outside the cluster",
    note = "a direct call, `.calls(&service)`, needs a service of the same tier",
    note = "for a store, write `.uses(&POSTGRES)` or `.reads(&POSTGRES)`"
)]
pub trait Callee<T> {
    /// The destination that the tier must allow.
    type Destination: Destination;
    #[doc(hidden)]
    fn call(self) -> Call;
}
impl<T: Calls<SameNamespace>> Callee<T> for &Service<T> {
    type Destination = SameNamespace;
    fn call(self) -> Call {
        Call::SameNamespace { name: self.declared.name.clone(), origin: self.declared.origin }
    }
}
impl<T: Calls<SameNamespace>> Callee<T> for &StatefulSet<T> {
    type Destination = SameNamespace;
    fn call(self) -> Call {
        Call::SameNamespace { name: self.declared.name.clone(), origin: self.declared.origin }
    }
}
impl<T: Calls<D>, D: Destination> Callee<T> for &Endpoint<D> {
    type Destination = D;
    fn call(self) -> Call {
        self.as_call()
    }
}
impl<T: Calls<Internet>> Callee<T> for &External {
    type Destination = Internet;
    fn call(self) -> Call {
        self.as_call()
    }
}
