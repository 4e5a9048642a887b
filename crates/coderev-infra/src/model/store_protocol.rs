//! The protocol of a store: variables and settings for the workloads that use it.
use crate::model::{Database, MessageQueue, ObjectStorage, PolicyEngine};
use crate::model::{StoreAddress, StoreKind, StoreRole};

/// The protocol of a store. It sets the kind of the store. Each kind is also a protocol, for stores that this library
/// does not support: `Store<Database>`.
///
/// A protocol of your own adds variables, as the protocols of this library do:
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
///         .without_read_only_role("its users are in the configuration file");
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
///
/// A message queue that accepts the protocol of Kafka has topics:
///
/// ```
/// use coderev_infra::prelude::*;
/// use coderev_infra::{Protocol, StoreAddress, StoreProtocol, StoreVariable};
///
/// enum Redpanda {}
/// impl Protocol for Redpanda {
///     type Kind = MessageQueue;
///     const PROTOCOL: &'static StoreProtocol = &StoreProtocol::new()
///         .position(4)
///         .variables(&[StoreVariable::config("BROKERS", "brokers")])
///         .config(|address| vec![("brokers", brokers(address))])
///         .bootstrap_servers(brokers);
/// }
/// fn brokers(address: &StoreAddress<'_>) -> String {
///     format!("{},{}", address.authority(), "standby.acme.dev:9092")
/// }
/// const PAYMENTS: Store<Redpanda> = Store::new("payments", Port::tcp(9092));
///
/// let scale = Autoscale::new(3..=9).kafka_lag(PAYMENTS.topic("paid"), "mail", 100);
/// let mail: Worker<Stable> = Worker::new("mail", "ghcr.io/acme/mail:1.0.0").uses(&PAYMENTS).autoscale(scale);
/// # let _ = mail;
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a store protocol",
    label = "expected a protocol",
    note = "the protocols are `Postgres`, `Redis`, `Neo4j`, `Minio`, `Kafka` and `Opa`; for any other store, write its kind: `Database`, `ObjectStorage`, `MessageQueue` or `PolicyEngine`"
)]
pub trait Protocol {
    /// The kind of the store. A tier allows some kinds of store.
    type Kind: StoreKind;
    /// The variables and settings that `uses` and `reads` add. Default: a connection without variables.
    const PROTOCOL: &'static StoreProtocol = &StoreProtocol::new();
}
macro_rules! kinds { ($($kind:ident),* $(,)?) => { $(impl Protocol for $kind { type Kind = $kind; })* } }
kinds!(Database, ObjectStorage, MessageQueue, PolicyEngine);

/// The variables and settings of a protocol, for the workloads that use a store. See [`Protocol`].
#[derive(Clone, Copy, Debug)]
#[must_use = "a StoreProtocol has no effect by itself: use it as `Protocol::PROTOCOL`"]
pub struct StoreProtocol {
    pub(crate) position: u8,
    pub(crate) component: &'static str,
    pub(crate) variables: &'static [StoreVariable],
    pub(crate) config: Option<StoreConfig>,
    pub(crate) bootstrap_servers: fn(&StoreAddress<'_>) -> String,
    pub(crate) connections: Option<u32>,
    pub(crate) https_outside: bool,
    /// The reason why the store has no read-only role.
    pub(crate) no_read_only_role: Option<&'static str>,
}
/// The data of a ConfigMap, by key.
type StoreConfig = fn(&StoreAddress<'_>) -> Vec<(&'static str, String)>;

impl StoreProtocol {
    /// A protocol without variables.
    pub const fn new() -> Self {
        Self {
            position: u8::MAX,
            component: "database",
            variables: &[],
            config: None,
            bootstrap_servers: authority,
            connections: None,
            https_outside: false,
            no_read_only_role: None,
        }
    }
    /// `app.kubernetes.io/component` of a StatefulSet that provides the store. Default: `database`.
    #[doc(alias = "app.kubernetes.io/component")]
    pub const fn component(mut self, name: &'static str) -> Self {
        self.component = name;
        self
    }
    /// `env`: sets all variables of the containers that use the store. They are one slice, because a constant cannot
    /// grow.
    #[doc(alias = "env")]
    pub const fn variables(mut self, variables: &'static [StoreVariable]) -> Self {
        self.variables = variables;
        self
    }
    /// `ConfigMap.data`: sets the data of the ConfigMap in each namespace that uses the store. It must not contain
    /// secrets.
    #[doc(alias = "ConfigMap.data")]
    pub const fn config(mut self, config: fn(&StoreAddress<'_>) -> Vec<(&'static str, String)>) -> Self {
        self.config = Some(config);
        self
    }
    /// `triggers[].metadata` of a ScaledObject: sets `bootstrapServers` for
    /// [`Autoscale::kafka_lag`](crate::Autoscale::kafka_lag): the brokers, separated by commas. Default: the host and
    /// port of the store.
    #[doc(alias = "triggers.metadata")]
    pub const fn bootstrap_servers(mut self, servers: fn(&StoreAddress<'_>) -> String) -> Self {
        self.bootstrap_servers = servers;
        self
    }
    /// `env`: sets the number of connections that one store accepts. [`StoreVariable::pool_size`] divides it among the
    /// pods. Default: no limit, and no pool.
    #[doc(alias = "env")]
    pub const fn connections(mut self, n: u32) -> Self {
        self.connections = Some(n);
        self
    }
    /// `NetworkPolicy` `egress[].ports`: outside the cluster, the store accepts HTTPS on port 443. Default: the port of
    /// the store.
    #[doc(alias("NetworkPolicy", "egress.ports"))]
    pub const fn https_outside(mut self) -> Self {
        self.https_outside = true;
        self
    }
    /// `secretKeyRef`: declares that the store has no read-only users, with the reason. `reads` is then an error,
    /// `store-without-read-only-role`. Default: each tier has a read-only user.
    #[doc(alias = "secretKeyRef")]
    pub const fn without_read_only_role(mut self, reason: &'static str) -> Self {
        self.no_read_only_role = Some(reason);
        self
    }
    /// `env`: sets the position of its variables among the variables of other stores. The protocols of this library have the
    /// positions 0 to 5. Default: last. Stores with the same position are in the order of their names.
    #[doc(alias = "env")]
    pub const fn position(mut self, n: u8) -> Self {
        self.position = n;
        self
    }
}
fn authority(address: &StoreAddress<'_>) -> String {
    address.authority()
}
impl Default for StoreProtocol {
    fn default() -> Self {
        Self::new()
    }
}

/// A variable that a store adds. See [`Protocol`].
#[derive(Clone, Copy, Debug)]
#[must_use = "a StoreVariable has no effect by itself: pass it to `StoreProtocol::variables`"]
pub struct StoreVariable {
    pub(crate) name: &'static str,
    pub(crate) value: StoreValue,
    pub(crate) for_writers: bool,
    pub(crate) hint: Option<fn(&StoreAddress<'_>, &StoreRole) -> String>,
}
/// The value of a variable of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StoreValue {
    /// A key of the Secret of the store.
    Secret(&'static str),
    /// A key of the ConfigMap of the store.
    Config(&'static str),
    /// The number of connections that each pod may open.
    PoolSize,
    Text(&'static str),
}
impl StoreVariable {
    const fn new(name: &'static str, value: StoreValue) -> Self {
        Self { name, value, for_writers: false, hint: None }
    }
    /// `secretKeyRef`: a key of the Secret of the store.
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
    /// `value`: the number of connections that each pod may open, from [`StoreProtocol::connections`].
    pub const fn pool_size(name: &'static str) -> Self {
        Self::new(name, StoreValue::PoolSize)
    }
    /// `env`: adds the variable only with `uses`, not with `reads`.
    #[doc(alias = "env")]
    pub const fn for_writers(mut self) -> Self {
        self.for_writers = true;
        self
    }
    /// `kubectl create secret`: sets the hint for the key. Default: a random value for `password` and `secret-key`, and
    /// `<key>` for any other key. The hint is printed for the person who creates the Secret.
    pub const fn hint(mut self, hint: fn(&StoreAddress<'_>, &StoreRole) -> String) -> Self {
        self.hint = Some(hint);
        self
    }
}
