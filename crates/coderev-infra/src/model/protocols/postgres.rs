use crate::model::{Database, Port, Protocol, Store, StoreAddress, StoreProtocol, StoreRole, StoreVariable};

/// The protocol of PostgreSQL.
#[derive(Debug)]
pub enum Postgres {}
impl Protocol for Postgres {
    type Kind = Database;
    const PROTOCOL: &'static StoreProtocol = &StoreProtocol::new()
        .position(0)
        .component("database")
        .variables(&[
            StoreVariable::secret("DATABASE_URL", "url").hint(url),
            StoreVariable::pool_size("DB_POOL_SIZE").for_writers(),
            StoreVariable::text("DB_MAX_OVERFLOW", "0").for_writers(),
        ])
        // https://www.postgresql.org/docs/current/runtime-config-connection.html: by default `max_connections` is 100
        // and `superuser_reserved_connections` is 3.
        .connections(97);
}

impl Store<Postgres> {
    /// A PostgreSQL store on port 5432. Its variable is `DATABASE_URL`, and for workloads that write also `DB_POOL_SIZE` and
    /// `DB_MAX_OVERFLOW`.
    pub const fn postgres(name: &'static str) -> Self {
        Self::new(name, Port::tcp(5432))
    }
    /// `env`: the database in `DATABASE_URL`. Default: the name of the store, with `_` instead of `-`.
    #[doc(alias = "env")]
    pub const fn database(mut self, name: &'static str) -> Self {
        self.handle.contents = Some(name);
        self
    }
    /// `env`: the number of connections that all tiers without
    /// [`TierSpec::database_connections`](crate::TierSpec::database_connections) share. Each pod has its part in
    /// `DB_POOL_SIZE`. Default: 97, the connections that a PostgreSQL with default settings accepts from users other
    /// than the superuser.
    #[doc(alias = "env")]
    pub const fn connections(mut self, n: u32) -> Self {
        self.handle.connections = Some(n);
        self
    }
}

/// The connection URL, with the role of the tier.
fn url(address: &StoreAddress<'_>, role: &StoreRole) -> String {
    let database = address.contents().map_or_else(|| address.name().replace('-', "_"), str::to_owned);
    let encryption = if address.is_outside() { "require" } else { "prefer" };
    let read_only = if role.is_read_only() { "&options=-c%20default_transaction_read_only%3Don" } else { "" };
    let (role, host) = (role.name(), address.authority());
    format!("postgresql://{role}:<password>@{host}/{database}?sslmode={encryption}{read_only}")
}
