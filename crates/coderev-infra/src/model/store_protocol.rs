//! What the users of a store need to know of its protocol.
use crate::model::{Database, MessageQueue, ObjectStorage, PolicyEngine};
use crate::model::{StoreAddress, StoreKind, StoreRole};

/// What is spoken with a store, and so of which kind it is. A kind is one too, for stores that this library does not know:
/// `Store<Database>`.
///
/// A protocol of your own brings variables, like those of this library:
///
/// ```
/// use coderev_infra::prelude::*;
/// use coderev_infra::{Protocol, StoreAddress, StoreProtocol, StoreRole, StoreVariable};
///
/// enum Clickhouse {}
/// impl Protocol for Clickhouse {
///     type Kind = Database;
///     const PROTOCOL: &'static StoreProtocol = &StoreProtocol::new()
///         .component("warehouse")
///         .variables(&[
///             StoreVariable::config("CLICKHOUSE_URL", "url"),
///             StoreVariable::secret("CLICKHOUSE_USER", "user").hint(user),
///             StoreVariable::secret("CLICKHOUSE_PASSWORD", "password"),
///             StoreVariable::text("CLICKHOUSE_ASYNC_INSERT", "1").for_writers(),
///             StoreVariable::pool_size("CLICKHOUSE_POOL_SIZE").for_writers(),
///         ])
///         .config(config)
///         .connections(200)
///         .https_outside()
///         .without_read_only_role("its users are those of the configuration file");
/// }
/// fn config(address: &StoreAddress<'_>) -> Vec<(&'static str, String)> {
///     vec![("url", format!("clickhouse://{}", address.authority()))]
/// }
/// fn user(_: &StoreAddress<'_>, role: &StoreRole) -> String {
///     role.name().to_owned()
/// }
/// const EVENTS: Store<Clickhouse> = Store::new("events", Port::tcp(9000));
///
/// let web: Service<Stable> = Service::new("web", "ghcr.io/acme/web:1.0.0").uses(&EVENTS);
/// # let _ = web;
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a store protocol",
    label = "expected a protocol",
    note = "the protocols are `Postgres`, `Redis`, `Neo4j`, `Minio`, `Kafka` and `Opa`; any other store names its kind: `Database`, `ObjectStorage`, `MessageQueue` or `PolicyEngine`"
)]
pub trait Protocol {
    /// The kind of store, which a tier allows or does not.
    type Kind: StoreKind;
    /// What `uses` and `reads` bring. Default: a connection without variables.
    const PROTOCOL: &'static StoreProtocol = &StoreProtocol::new();
}
macro_rules! kinds { ($($kind:ident),* $(,)?) => { $(impl Protocol for $kind { type Kind = $kind; })* } }
kinds!(Database, ObjectStorage, MessageQueue, PolicyEngine);

/// What the users of a store need to know of its protocol. See [`Protocol`].
#[derive(Clone, Copy, Debug)]
#[must_use = "a StoreProtocol counts only as `Protocol::PROTOCOL`"]
pub struct StoreProtocol {
    pub(crate) position: u8,
    pub(crate) component: &'static str,
    pub(crate) variables: &'static [StoreVariable],
    pub(crate) config: Option<StoreConfig>,
    pub(crate) connections: Option<u32>,
    pub(crate) https_outside: bool,
    /// Why there is no role that can only read.
    pub(crate) no_read_only_role: Option<&'static str>,
}
/// The data of a config map, by key.
type StoreConfig = fn(&StoreAddress<'_>) -> Vec<(&'static str, String)>;

impl StoreProtocol {
    /// A protocol without variables.
    pub const fn new() -> Self {
        Self {
            position: u8::MAX,
            component: "database",
            variables: &[],
            config: None,
            connections: None,
            https_outside: false,
            no_read_only_role: None,
        }
    }
    /// `app.kubernetes.io/component` of a StatefulSet that provides such a store. Default: `database`.
    #[doc(alias = "app.kubernetes.io/component")]
    pub const fn component(mut self, name: &'static str) -> Self {
        self.component = name;
        self
    }
    /// `env` of the users' containers, all of them: a constant cannot grow, so its lists are one slice.
    #[doc(alias = "env")]
    pub const fn variables(mut self, variables: &'static [StoreVariable]) -> Self {
        self.variables = variables;
        self
    }
    /// `ConfigMap.data` in the users' namespaces: what is no secret, by key.
    #[doc(alias = "ConfigMap.data")]
    pub const fn config(mut self, config: fn(&StoreAddress<'_>) -> Vec<(&'static str, String)>) -> Self {
        self.config = Some(config);
        self
    }
    /// `env`: connections that one store can have, which [`StoreVariable::pool_size`] shares among pods. Default: no limit, and no pool.
    #[doc(alias = "env")]
    pub const fn connections(mut self, n: u32) -> Self {
        self.connections = Some(n);
        self
    }
    /// `NetworkPolicy` `egress[].ports`: outside of the cluster it is on 443, by HTTPS. Default: the port of the store.
    #[doc(alias("NetworkPolicy", "egress.ports"))]
    pub const fn https_outside(mut self) -> Self {
        self.https_outside = true;
        self
    }
    /// `secretKeyRef`: no Secret can hold a user that can only read, for this reason; `reads` is an error. Default: each tier has such a user.
    #[doc(alias = "secretKeyRef")]
    pub const fn without_read_only_role(mut self, reason: &'static str) -> Self {
        self.no_read_only_role = Some(reason);
        self
    }
    /// The place of its variables and rules among those of other protocols. Default: the last, in the order of the stores' names.
    pub(crate) const fn position(mut self, n: u8) -> Self {
        self.position = n;
        self
    }
}
impl Default for StoreProtocol {
    fn default() -> Self {
        Self::new()
    }
}

/// A variable that a store brings. See [`Protocol`].
#[derive(Clone, Copy, Debug)]
#[must_use = "a StoreVariable is set only where a protocol has it: `StoreProtocol::variables`"]
pub struct StoreVariable {
    pub(crate) name: &'static str,
    pub(crate) value: StoreValue,
    pub(crate) for_writers: bool,
    pub(crate) hint: Option<fn(&StoreAddress<'_>, &StoreRole) -> String>,
}
/// The value of a variable of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StoreValue {
    /// A key of the store's Secret.
    Secret(&'static str),
    /// A key of the store's config map.
    Config(&'static str),
    /// The connections that each pod may hold.
    PoolSize,
    Text(&'static str),
}
impl StoreVariable {
    const fn new(name: &'static str, value: StoreValue) -> Self {
        Self { name, value, for_writers: false, hint: None }
    }
    /// `secretKeyRef`: a key of the store's Secret.
    pub const fn secret(name: &'static str, key: &'static str) -> Self {
        Self::new(name, StoreValue::Secret(key))
    }
    /// `configMapKeyRef`: a key of [`StoreProtocol::config`].
    pub const fn config(name: &'static str, key: &'static str) -> Self {
        Self::new(name, StoreValue::Config(key))
    }
    /// `value`: a fixed text.
    pub const fn text(name: &'static str, value: &'static str) -> Self {
        Self::new(name, StoreValue::Text(value))
    }
    /// `value`: the connections of [`StoreProtocol::connections`] that each pod may hold.
    pub const fn pool_size(name: &'static str) -> Self {
        Self::new(name, StoreValue::PoolSize)
    }
    /// `env`: only with `uses`, and not with `reads`.
    #[doc(alias = "env")]
    pub const fn for_writers(mut self) -> Self {
        self.for_writers = true;
        self
    }
    /// `kubectl create secret`: what the key holds, for the person who creates the Secret. Default: `password` and `secret-key` are random, another
    /// key is `<key>`.
    pub const fn hint(mut self, hint: fn(&StoreAddress<'_>, &StoreRole) -> String) -> Self {
        self.hint = Some(hint);
        self
    }
}
