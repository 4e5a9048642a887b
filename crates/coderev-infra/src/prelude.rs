//! The names that most programs use, listed one by one.
//!
//! Other names are imported by their path, for example `coderev_infra::Patch`: few programs need them, or other crates
//! use the same names.

// The platform.
pub use crate::{Cluster, Edge, ExternalSecrets, Host, KubernetesVersion, Monitoring, Namespace, Platform, Tls};
// Tiers.
pub use crate::{Autoscales, Calls, Interruptible, Reads, Tier, TierSpec, Uses};
pub use crate::{Database, MessageQueue, ObjectStorage, PolicyEngine};
pub use crate::{Exp, Quarantine, Shared, Stable};
pub use crate::{Internet, KubernetesApi, OtherServices, SameNamespace};
// Workloads.
pub use crate::{Container, CronJob, DaemonSet, Job, Pod, Service, StatefulSet, Worker};
// Settings of a workload.
pub use crate::Method;
pub use crate::{Autoscale, Concurrency, Nodes, Port, Probe, Route, Schedule, Slo, Spread, Strategy, Weekday};
pub use crate::{ConfigMap, PersistentVolumeClaim, PodField, Secret, SecretKey, Volume};
pub use crate::{exact, max_unavailable, min_available, pods, prefix};
// Stores, peers and external systems.
pub use crate::{Endpoint, External, ExternalStore, INTERNET, LoadBalancer, Peer};
pub use crate::{KAFKA, MINIO, NEO4J, OPA, POSTGRES, REDIS, Store, Topic};
pub use crate::{Kafka, Minio, Neo4j, Opa, Postgres, Redis};
pub use crate::{Object, json};
pub use crate::{infrastructure, monitoring};
// Amounts and durations.
pub use crate::{Cpu, Limits, Memory, Percent, Quota, Rate};
pub use crate::{cores, gibi, mebi, millis, per_minute, per_second, percent, permille, tebi};
pub use crate::{days, hours, milliseconds, minutes, seconds};
