//! What can be called.
use crate::model::{
    Calls, Destination, Endpoint, External, Internet, Place, Port, SameNamespace, Service, StatefulSet,
};

/// A call, as data.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub enum Call {
    /// A service of the same namespace; its origin tells it from another of the same name.
    SameNamespace { name: String, origin: Place },
    /// A service of another namespace of the program.
    Endpoint { namespace: String, name: String, port: Port, is_port_declared: bool },
    /// A service that another program deploys: its namespace, and the labels of its pods.
    OtherServices { namespace: String, pods: Vec<(String, String)>, port: Port },
    /// Addresses outside of the cluster.
    External { host: String, cidrs: Vec<String>, port: Port },
}

/// Something that may be called from a workload in the tier `T`.
///
/// Each implementation asks the tier for the door, and the method does not: a bound `T: Calls<C::Destination>` there would make rustc take the only
/// door of a tier for the one that is meant, and speak of mismatched types.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be called from this workload",
    label = "expected a service of this namespace, an endpoint or an external",
    note = "`.calls(&service)` calls a service of the same namespace and tier; `.calls(&namespace.endpoint(&service))` one of another namespace; `.calls(&STRIPE)` an `External`, outside of the cluster",
    note = "a store is not called: set `.uses(&POSTGRES)` or `.reads(&POSTGRES)`"
)]
pub trait Callee<T> {
    /// The door it takes.
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
