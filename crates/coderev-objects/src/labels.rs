//! Keys of labels and annotations that more than one stage reads or writes.

/// The name of the application.
pub const NAME: &str = "app.kubernetes.io/name";
/// The instance of the application.
pub const INSTANCE: &str = "app.kubernetes.io/instance";
/// The version of the application.
pub const VERSION: &str = "app.kubernetes.io/version";
/// The part of the application: `api`, `database`.
pub const COMPONENT: &str = "app.kubernetes.io/component";
/// The platform that the application belongs to.
pub const PART_OF: &str = "app.kubernetes.io/part-of";
/// The tool that writes the object.
pub const MANAGED_BY: &str = "app.kubernetes.io/managed-by";

/// The name of a namespace, which Kubernetes sets on every namespace.
pub const NAMESPACE_NAME: &str = "kubernetes.io/metadata.name";
/// The Pod Security level that a namespace enforces.
pub const POD_SECURITY_ENFORCE: &str = "pod-security.kubernetes.io/enforce";
/// The version of the enforced level.
pub const POD_SECURITY_ENFORCE_VERSION: &str = "pod-security.kubernetes.io/enforce-version";

/// The tier of a namespace and of the objects in it.
pub const TIER: &str = "coderev.dev/tier";
/// The workloads that wait for a Job: names, separated by commas.
pub const BEFORE: &str = "coderev.dev/before";
/// What a Service selects, where that is `nothing` by intent.
pub const SELECTS: &str = "coderev.dev/selects";
/// Why a Deployment has fewer replicas than its tier asks for.
pub const REPLICA_EXCEPTION: &str = "coderev.dev/replica-exception";
/// What a namespace is for.
pub const PURPOSE: &str = "coderev.dev/purpose";
/// The latency that 95 of 100 requests stay below.
pub const SLO_LATENCY_P95: &str = "coderev.dev/slo-latency-p95";
/// The latency that 99 of 100 requests stay below.
pub const SLO_LATENCY_P99: &str = "coderev.dev/slo-latency-p99";
/// The share of requests that may fail.
pub const SLO_ERROR_RATE: &str = "coderev.dev/slo-error-rate";
