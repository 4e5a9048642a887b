//! A service as others see it.
use crate::words::{Call, Port, Service, Tier, port::Speech};
use std::marker::PhantomData;

/// A service as others see it: name, namespace, port, and as `D` the door that leads there, which is the tier it runs in.
/// Made by [`Namespace::endpoint`](crate::Namespace::endpoint); plain data, so another crate can export it.
#[derive(Debug)]
#[must_use = "an Endpoint opens no way by itself: `.calls(&endpoint)`"]
pub struct Endpoint<D> {
    name: String,
    namespace: String,
    port: Port,
    port_said: bool,
    door: PhantomData<fn() -> D>,
}
impl<D> Clone for Endpoint<D> {
    fn clone(&self) -> Self {
        Self { name: self.name.clone(), namespace: self.namespace.clone(), ..*self }
    }
}
impl<D> Endpoint<D> {
    pub(crate) const fn new(name: String, namespace: String, port: Port) -> Self {
        Self { name, namespace, port, port_said: false, door: PhantomData }
    }
    /// The same service on another of its ports, in `url`, `address` and the network policies of both sides.
    pub fn port(self, port: Port) -> Self {
        Self { port, port_said: true, ..self }
    }
    /// `http://tokens.identity.svc`, with the port unless it is 80.
    #[must_use]
    pub fn url(&self) -> String {
        match self.port.service {
            80 => format!("http://{}.{}.svc", self.name, self.namespace),
            port => format!("http://{}.{}.svc:{port}", self.name, self.namespace),
        }
    }
    /// `tokens.identity.svc:9000`.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}.{}.svc:{}", self.name, self.namespace, self.port.service)
    }
    pub(crate) fn as_call(&self) -> Call {
        let (namespace, name) = (self.namespace.clone(), self.name.clone());
        Call::Endpoint { namespace, name, port: self.port, port_said: self.port_said }
    }
}

/// Has a Service of its own in a namespace of the tier `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no address",
    label = "nobody can call it",
    note = "what answers requests is a `Service::new(..)`, given to its namespace by `.service(..)`",
    note = "of its namespace, a `Service` and a `StatefulSet` have an address; a `Worker`, a job and a `DaemonSet` have none"
)]
pub trait Addressable<T> {
    #[doc(hidden)]
    fn service_name(&self) -> &str;
    #[doc(hidden)]
    fn service_port(&self) -> Port;
}
impl<T: Tier> Addressable<T> for Service<T> {
    fn service_name(&self) -> &str {
        self.own_name()
    }
    fn service_port(&self) -> Port {
        let first = self.own_ports().iter().map(|said| said.value).find(|port| port.speaks != Speech::Metrics);
        first.unwrap_or(Port::http(8000))
    }
}
