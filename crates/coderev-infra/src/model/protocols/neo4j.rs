use crate::model::{Database, Port, Protocol, Store, StoreAddress, StoreProtocol, StoreVariable};

/// The protocol of Neo4j.
#[derive(Debug)]
pub enum Neo4j {}
impl Protocol for Neo4j {
    type Kind = Database;
    const PROTOCOL: &'static StoreProtocol = &StoreProtocol::new()
        .position(2)
        .component("graph")
        .variables(&[
            StoreVariable::config("NEO4J_URI", "uri"),
            StoreVariable::secret("NEO4J_USER", "user"),
            StoreVariable::secret("NEO4J_PASSWORD", "password"),
        ])
        .config(config)
        // https://neo4j.com/docs/operations-manual/current/authentication-authorization/: only the Enterprise Edition
        // has roles.
        .without_read_only_role("Neo4j Community has no roles");
}

impl Store<Neo4j> {
    /// A Neo4j store on port 7687. Its variables are `NEO4J_URI`, `NEO4J_USER` and `NEO4J_PASSWORD`.
    pub const fn neo4j(name: &'static str) -> Self {
        Self::new(name, Port::tcp(7687))
    }
}

fn config(address: &StoreAddress<'_>) -> Vec<(&'static str, String)> {
    vec![("uri", format!("bolt://{}", address.authority()))]
}
