use crate::model::{Database, Port, Protocol, Store, StoreAddress, StoreProtocol, StoreRole, StoreVariable};

/// The protocol of Redis.
#[derive(Debug)]
pub enum Redis {}
impl Protocol for Redis {
    type Kind = Database;
    const PROTOCOL: &'static StoreProtocol = &StoreProtocol::new()
        .position(1)
        .component("cache")
        .variables(&[
            StoreVariable::config("REDIS_URL", "url"),
            StoreVariable::secret("REDIS_USERNAME", "username").hint(username),
            StoreVariable::secret("REDIS_PASSWORD", "password"),
        ])
        .config(config);
}

impl Store<Redis> {
    /// A Redis store on port 6379. Its variables are `REDIS_URL`, `REDIS_USERNAME` and `REDIS_PASSWORD`.
    pub const fn redis(name: &'static str) -> Self {
        Self::new(name, Port::tcp(6379))
    }
}

fn config(address: &StoreAddress<'_>) -> Vec<(&'static str, String)> {
    vec![("url", format!("redis://{}/{}", address.authority(), address.redis_database()))]
}
fn username(_: &StoreAddress<'_>, role: &StoreRole) -> String {
    role.name().into()
}
