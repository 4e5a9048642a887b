//! A store, as those who use it see it. Who runs it is the namespace that provides it.
use crate::words::*;
use std::borrow::Cow;
use std::marker::PhantomData;
use std::panic::Location;

/// PostgreSQL's protocol.
#[derive(Debug)]
pub enum Postgres {}
/// Redis' protocol.
#[derive(Debug)]
pub enum Redis {}
/// Neo4j's protocol.
#[derive(Debug)]
pub enum Neo4j {}
/// The protocol of S3.
#[derive(Debug)]
pub enum Minio {}
/// Kafka's protocol.
#[derive(Debug)]
pub enum Kafka {}
/// The protocol of Open Policy Agent.
#[derive(Debug)]
pub enum Opa {}

/// What is spoken with a store, and so of which kind it is. A kind is one too, for stores that this library does not know:
/// `Store<Database>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a store protocol",
    label = "expected a protocol",
    note = "the protocols are `Postgres`, `Redis`, `Neo4j`, `Minio`, `Kafka` and `Opa`; any other store names its kind: `Database`, `Objects`, `Queue` or `Policy`"
)]
pub trait Protocol {
    /// The door that leads to such stores.
    type Kind: StoreKind;
}
macro_rules! protocols { ($($p:ident: $k:ident),* $(,)?) => { $(impl Protocol for $p { type Kind = $k; })* } }
protocols!(Postgres: Database, Redis: Database, Neo4j: Database, Minio: Objects, Kafka: Queue, Opa: Policy);
protocols!(Database: Database, Objects: Objects, Queue: Queue, Policy: Policy);

/// A store, as those who use it see it: `const ORDERS: Store<Postgres> = Store::postgres("orders");`.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// const MODELS: Store<Minio> = Store::minio("models").bucket("acme-models").secret(Secret::new("models-s3"));
/// let serve: Worker<Exp> = Worker::new("serve", "ghcr.io/acme/serve:1.0.0").reads(&MODELS);
/// # let _ = serve;
/// ```
#[derive(Debug)]
#[must_use = "a Store opens no way by itself: `.uses(&STORE)`"]
pub struct Store<P> {
    pub(crate) handle: StoreHandle,
    protocol: PhantomData<fn() -> P>,
}
impl<P> Clone for Store<P> {
    fn clone(&self) -> Self {
        Self { handle: self.handle.clone(), protocol: PhantomData }
    }
}

/// A store without its type.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct StoreHandle {
    pub(crate) name: Cow<'static, str>,
    pub(crate) port: Port,
    pub(crate) secret: Option<Secret>,
    pub(crate) env: Option<&'static [(&'static str, &'static str)]>,
    pub(crate) wire: Wire,
    /// Of a store that speaks S3.
    pub(crate) bucket: Option<&'static str>,
}
/// The protocols whose variables the library knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wire {
    Postgres,
    Redis,
    Neo4j,
    Minio,
    Kafka,
    Opa,
    Other,
}

impl<P> Store<P> {
    const fn of(name: &'static str, port: Port, wire: Wire) -> Self {
        let handle = StoreHandle { name: Cow::Borrowed(name), port, secret: None, env: None, wire, bucket: None };
        Self { handle, protocol: PhantomData }
    }
    /// `secretKeyRef.name`: the Secret with its credentials, when not the usual one. PostgreSQL's is `database-credentials`, another store's
    /// `<store>-credentials`.
    #[doc(alias = "secretKeyRef.name")]
    pub const fn secret(mut self, secret: Secret) -> Self {
        std::mem::forget(self.handle.secret.replace(secret)); // a const fn cannot run destructors
        self
    }
    /// `env`: the variables that `uses` brings, as name and key of the secret, instead of the protocol's: a const handle cannot grow, so
    /// its lists are one slice.
    pub const fn env(mut self, env: &'static [(&'static str, &'static str)]) -> Self {
        self.handle.env = Some(env);
        self
    }
    /// The same under a computed name: `ORDERS.name(format!("orders-{tenant}"))`.
    pub fn name(mut self, name: impl Text) -> Self {
        self.handle.name = Cow::Owned(name.into());
        self
    }
    /// `secretKeyRef`: one key of its secret, for a variable of another name.
    #[must_use]
    pub fn key(&self, key: &'static str) -> SecretKey {
        self.handle.secret().key(key)
    }
}
impl<P: Protocol> Store<P> {
    /// A store that this library does not know: `Store::<Database>::new("clickhouse", Port::tcp(9000))`.
    pub const fn new(name: &'static str, port: Port) -> Self {
        Self::of(name, port, Wire::Other)
    }
}
impl Store<Postgres> {
    /// Port 5432. `DATABASE_URL`, and for those who write `DB_POOL_SIZE` and `DB_MAX_OVERFLOW`.
    pub const fn postgres(name: &'static str) -> Self {
        Self::of(name, Port::tcp(5432), Wire::Postgres)
    }
}
impl Store<Redis> {
    /// Port 6379. `REDIS_URL`, `REDIS_USERNAME`, `REDIS_PASSWORD`.
    pub const fn redis(name: &'static str) -> Self {
        Self::of(name, Port::tcp(6379), Wire::Redis)
    }
}
impl Store<Neo4j> {
    /// Port 7687. `NEO4J_URI`, `NEO4J_USER`, `NEO4J_PASSWORD`.
    pub const fn neo4j(name: &'static str) -> Self {
        Self::of(name, Port::tcp(7687), Wire::Neo4j)
    }
}
impl Store<Minio> {
    /// Port 9000. `S3_ENDPOINT`, `S3_BUCKET`, `S3_ACCESS_KEY`, `S3_SECRET_KEY`.
    pub const fn minio(name: &'static str) -> Self {
        Self::of(name, Port::tcp(9000), Wire::Minio)
    }
    /// `env`, `S3_BUCKET`. Default: the store's name. The store `minio` has the bucket of the [deployment guide], `code-review-artifacts`.
    ///
    /// [deployment guide]: https://github.com/coderev-infra/coderev-infra/blob/main/docs/deployment-guide.md
    #[doc(alias = "env")]
    pub const fn bucket(mut self, name: &'static str) -> Self {
        self.handle.bucket = Some(name);
        self
    }
}
impl Store<Kafka> {
    /// Port 9092. `KAFKA_BOOTSTRAP_SERVERS`.
    pub const fn kafka(name: &'static str) -> Self {
        Self::of(name, Port::tcp(9092), Wire::Kafka)
    }
}
impl Store<Opa> {
    /// Port 8181. `OPA_URL`.
    pub const fn opa(name: &'static str) -> Self {
        Self::of(name, Port::tcp(8181), Wire::Opa)
    }
}

impl StoreHandle {
    /// The Secret of the store `postgres` has its name in the [deployment guide], `database-credentials`. Default: `<store>-credentials`.
    ///
    /// [deployment guide]: https://github.com/coderev-infra/coderev-infra/blob/main/docs/deployment-guide.md
    pub(crate) fn secret(&self) -> Secret {
        let usual = match (self.wire, &*self.name) {
            (Wire::Postgres, "postgres") => "database-credentials".into(),
            (_, name) => format!("{name}-credentials"),
        };
        self.secret.clone().unwrap_or_else(|| Secret::new("").name(usual))
    }
    pub(crate) fn bucket(&self) -> String {
        match (self.bucket, &*self.name) {
            (Some(said), _) => said.into(),
            (None, "minio") => "code-review-artifacts".into(),
            (None, name) => name.into(),
        }
    }
    pub(crate) fn config_map(&self) -> String {
        format!("{}-config", self.name)
    }
}

/// What a workload may do with a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Access {
    Read,
    Write,
}
/// One store of a pod, and where that was said.
#[derive(Clone, Debug)]
pub(crate) struct StoreUse {
    pub(crate) store: StoreHandle,
    pub(crate) access: Access,
    pub(crate) at: Place,
}
impl StoreUse {
    pub(crate) fn same(&self, other: &Self) -> bool {
        self.store.name == other.store.name
    }
}
impl PodWords {
    #[track_caller]
    pub(crate) fn use_store(&mut self, store: StoreHandle, access: Access) {
        keyed(&mut self.stores, StoreUse { store, access, at: Location::caller() }, StoreUse::same);
    }
}

/// The store `postgres`, which [`infrastructure`](crate::infrastructure) provides.
pub const POSTGRES: Store<Postgres> = Store::postgres("postgres");
/// The store `redis`, which [`infrastructure`](crate::infrastructure) provides.
pub const REDIS: Store<Redis> = Store::redis("redis");
/// The store `neo4j`, which [`infrastructure`](crate::infrastructure) provides.
pub const NEO4J: Store<Neo4j> = Store::neo4j("neo4j");
/// The store `minio`, which [`infrastructure`](crate::infrastructure) provides.
pub const MINIO: Store<Minio> = Store::minio("minio");
/// The store `kafka`, which [`infrastructure`](crate::infrastructure) provides.
pub const KAFKA: Store<Kafka> = Store::kafka("kafka");
/// The store `opa`, which [`infrastructure`](crate::infrastructure) provides.
pub const OPA: Store<Opa> = Store::opa("opa");

/// What `uses` takes: a borrowed [`Store`] of a kind that the tier `T` may write to.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a store",
    label = "expected a store, such as `&POSTGRES`",
    note = "a store is borrowed: `.uses(&POSTGRES)`; a store of your own is a constant: `const ORDERS: Store<Postgres> = Store::postgres(\"orders\");`",
    note = "a service, an endpoint or an external is called: `.calls(&service)`"
)]
pub trait Writable<T> {
    #[doc(hidden)]
    fn handle(self) -> StoreHandle;
}
impl<T: Uses<P::Kind>, P: Protocol> Writable<T> for &Store<P> {
    fn handle(self) -> StoreHandle {
        self.handle.clone()
    }
}
/// What `reads` takes: a borrowed [`Store`] of a kind that the tier `T` may read from.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a store",
    label = "expected a store, such as `&POSTGRES`",
    note = "a store is borrowed: `.uses(&POSTGRES)`; a store of your own is a constant: `const ORDERS: Store<Postgres> = Store::postgres(\"orders\");`",
    note = "a service, an endpoint or an external is called: `.calls(&service)`"
)]
pub trait Readable<T> {
    #[doc(hidden)]
    fn handle(self) -> StoreHandle;
}
impl<T: Reads<P::Kind>, P: Protocol> Readable<T> for &Store<P> {
    fn handle(self) -> StoreHandle {
        self.handle.clone()
    }
}
