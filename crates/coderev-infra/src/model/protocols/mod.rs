//! The store protocols of this library. One file has everything about one protocol.
mod kafka;
mod minio;
mod neo4j;
mod opa;
mod postgres;
mod redis;

pub use kafka::Kafka;
pub(crate) use kafka::MAX_BROKERS;
pub use minio::Minio;
pub use neo4j::Neo4j;
pub use opa::Opa;
pub use postgres::Postgres;
pub use redis::Redis;
