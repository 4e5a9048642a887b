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

/// The annotation by which GKE selects an internal load balancer. Its value is [`GKE_INTERNAL`].
pub const GKE_LOAD_BALANCER_TYPE: &str = "networking.gke.io/load-balancer-type";
/// The value of [`GKE_LOAD_BALANCER_TYPE`] for an internal load balancer.
pub const GKE_INTERNAL: &str = "Internal";
/// The annotation by which AKS selects an internal load balancer: `true`.
pub const AKS_LOAD_BALANCER_INTERNAL: &str = "service.beta.kubernetes.io/azure-load-balancer-internal";
/// The annotation by which the AWS Load Balancer Controller selects addresses. Its value for an internal load balancer
/// is [`AWS_INTERNAL`].
pub const AWS_LOAD_BALANCER_SCHEME: &str = "service.beta.kubernetes.io/aws-load-balancer-scheme";
/// The value of [`AWS_LOAD_BALANCER_SCHEME`] for an internal load balancer.
pub const AWS_INTERNAL: &str = "internal";
/// The annotation by which the AWS Load Balancer Controller selects the targets: pods or nodes.
pub const AWS_LOAD_BALANCER_TARGET_TYPE: &str = "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type";
/// The annotation with the attributes of the target groups that the AWS Load Balancer Controller creates.
pub const AWS_LOAD_BALANCER_TARGET_GROUP_ATTRIBUTES: &str =
    "service.beta.kubernetes.io/aws-load-balancer-target-group-attributes";
/// The annotation by which the cluster autoscaler selects the local volumes that do not keep a node.
pub const SAFE_TO_EVICT_LOCAL_VOLUMES: &str = "cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes";
/// The annotation that selects the AWS Load Balancer Controller.
pub const AWS_LOAD_BALANCER_TYPE: &str = "service.beta.kubernetes.io/aws-load-balancer-type";

/// The tier of a namespace and of the objects in it.
pub const TIER: &str = "coderev.dev/tier";
/// The workloads that wait for a Job: names, separated by commas.
pub const BEFORE: &str = "coderev.dev/before";
/// The workload that a Service selects; `nothing` if the Service has no selector by intent.
pub const SELECTS: &str = "coderev.dev/selects";
/// The reason why a Deployment has fewer replicas than its tier requires.
pub const REPLICA_EXCEPTION: &str = "coderev.dev/replica-exception";
/// The names that a workload had before, separated by commas.
pub const WAS: &str = "coderev.dev/was";
/// The new name of the object that an object is a copy of.
pub const RENAMED_TO: &str = "coderev.dev/renamed-to";
/// The purpose of a namespace.
pub const PURPOSE: &str = "coderev.dev/purpose";
/// The latency below which 95 of 100 requests stay.
pub const SLO_LATENCY_P95: &str = "coderev.dev/slo-latency-p95";
/// The latency below which 99 of 100 requests stay.
pub const SLO_LATENCY_P99: &str = "coderev.dev/slo-latency-p99";
/// The share of requests that may fail.
pub const SLO_ERROR_RATE: &str = "coderev.dev/slo-error-rate";

/// The labels that selectors and policies use. A program cannot set them.
pub const RESERVED: [&str; 3] = [NAME, MANAGED_BY, TIER];
