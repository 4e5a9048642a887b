//! What can be called.
use crate::words::{Calls, Door, Endpoint, External, Internet, Neighbours, Place, Port, Service, StatefulSet};

/// A call, as data.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub enum Call {
    /// A service of the same namespace; its origin tells it from another of the same name.
    Neighbour { name: String, origin: Place },
    /// A service of another namespace of the program.
    Endpoint { namespace: String, name: String, port: Port, port_said: bool },
    /// A service that another program deploys: its namespace, and the labels of its pods.
    Elsewhere { namespace: String, pods: Vec<(String, String)>, port: Port },
    /// Addresses outside of the cluster.
    External { host: String, cidrs: Vec<String>, port: Port },
}

/// Something that may be called from a workload in the tier `T`.
///
/// Each implementation asks the tier for the door, and the method does not: a bound `T: Calls<C::Door>` there would make rustc take the only
/// door of a tier for the one that is meant, and speak of mismatched types.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be called from this workload",
    label = "expected a service of this namespace, an endpoint or an external",
    note = "`.calls(&service)` calls a service of the same namespace and tier; `.calls(&namespace.endpoint(&service))` one of another namespace; `.calls(&STRIPE)` an `External`, outside of the cluster",
    note = "a store is not called: set `.uses(&POSTGRES)` or `.reads(&POSTGRES)`"
)]
pub trait Callee<T> {
    /// The door it takes.
    type Door: Door;
    #[doc(hidden)]
    fn call(self) -> Call;
}
impl<T: Calls<Neighbours>> Callee<T> for &Service<T> {
    type Door = Neighbours;
    fn call(self) -> Call {
        Call::Neighbour { name: self.said.name.clone(), origin: self.said.origin }
    }
}
impl<T: Calls<Neighbours>> Callee<T> for &StatefulSet<T> {
    type Door = Neighbours;
    fn call(self) -> Call {
        Call::Neighbour { name: self.said.name.clone(), origin: self.said.origin }
    }
}
impl<T: Calls<D>, D: Door> Callee<T> for &Endpoint<D> {
    type Door = D;
    fn call(self) -> Call {
        self.as_call()
    }
}
impl<T: Calls<Internet>> Callee<T> for &External {
    type Door = Internet;
    fn call(self) -> Call {
        self.as_call()
    }
}
