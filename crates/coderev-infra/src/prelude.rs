//! The words a platform is written in, listed one by one.
//!
//! What is not here is needed seldom, or has a name that others have too: it is imported by its path, `coderev_infra::TierSpec`.

// The frame.
pub use crate::{Cluster, Edge, ExternalSecrets, Host, KubernetesVersion, Monitoring, Namespace, Platform, Tls};
// Tiers.
pub use crate::{Autoscales, Calls, Interruptible, Reads, Tier, TierSpec, Uses};
pub use crate::{Database, MessageQueue, ObjectStorage, PolicyEngine};
pub use crate::{Exp, Quarantine, Shared, Stable};
pub use crate::{Internet, KubernetesApi, OtherServices, SameNamespace};
// What runs.
pub use crate::{Container, CronJob, DaemonSet, Job, Pod, Service, StatefulSet, Worker};
// What a workload says.
pub use crate::Method;
pub use crate::{Autoscale, Concurrency, Nodes, Port, Probe, Route, Schedule, Slo, Spread, Strategy, Weekday};
pub use crate::{ConfigMap, PersistentVolumeClaim, PodField, Secret, SecretKey, Volume};
pub use crate::{exact, max_unavailable, min_available, pods, prefix};
// Who is on the other side.
pub use crate::{Endpoint, External, ExternalStore, INTERNET, LoadBalancer, Peer};
pub use crate::{KAFKA, MINIO, NEO4J, OPA, POSTGRES, REDIS, Store, Topic};
pub use crate::{Kafka, Minio, Neo4j, Opa, Postgres, Redis};
pub use crate::{infrastructure, monitoring};
// Amounts.
pub use crate::{Cpu, Limits, Memory, Percent, Quota, Rate};
pub use crate::{cores, gibi, mebi, millis, per_minute, per_second, percent, permille, tebi};
pub use crate::{days, hours, milliseconds, minutes, seconds};
