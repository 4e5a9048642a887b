use crate::model::{PolicyEngine, Port, Protocol, Store, StoreAddress, StoreProtocol, StoreVariable};

/// The protocol of Open Policy Agent.
#[derive(Debug)]
pub enum Opa {}
impl Protocol for Opa {
    type Kind = PolicyEngine;
    const PROTOCOL: &'static StoreProtocol = &StoreProtocol::new()
        .position(5)
        .component("policy-engine")
        .variables(&[StoreVariable::config("OPA_URL", "url")])
        .config(config);
}

impl Store<Opa> {
    /// An Open Policy Agent store on port 8181. Its variable is `OPA_URL`.
    pub const fn opa(name: &'static str) -> Self {
        Self::new(name, Port::tcp(8181))
    }
}

fn config(address: &StoreAddress<'_>) -> Vec<(&'static str, String)> {
    vec![("url", format!("http://{}", address.authority()))]
}
