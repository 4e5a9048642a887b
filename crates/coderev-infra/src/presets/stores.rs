use crate::prelude::*;

/// The addon that the help of `missing-provider` names.
const INFRASTRUCTURE: &str = "infrastructure()";

/// The store `postgres`, which [`infrastructure`](crate::infrastructure) provides. It has 400 connections: 30 for the
/// tiers [`Exp`](crate::Exp) and [`Quarantine`](crate::Quarantine), 30 for superusers, backups and metrics, and 340 for
/// other tiers.
pub const POSTGRES: Store<Postgres> = Store::postgres("postgres")
    .secret(Secret::new("database-credentials"))
    .database("code_review_platform")
    .connections(340)
    .provided_by(INFRASTRUCTURE);
/// The store `redis`, which [`infrastructure`](crate::infrastructure) provides.
pub const REDIS: Store<Redis> = Store::redis("redis").provided_by(INFRASTRUCTURE);
/// The store `neo4j`, which [`infrastructure`](crate::infrastructure) provides.
pub const NEO4J: Store<Neo4j> = Store::neo4j("neo4j").provided_by(INFRASTRUCTURE);
/// The store `minio`, which [`infrastructure`](crate::infrastructure) provides.
pub const MINIO: Store<Minio> = Store::minio("minio").bucket("code-review-artifacts").provided_by(INFRASTRUCTURE);
/// The store `kafka`, which [`infrastructure`](crate::infrastructure) provides: three brokers.
pub const KAFKA: Store<Kafka> = Store::kafka("kafka").brokers(3).provided_by(INFRASTRUCTURE);
/// The store `opa`, which [`infrastructure`](crate::infrastructure) provides.
pub const OPA: Store<Opa> = Store::opa("opa").provided_by(INFRASTRUCTURE);
