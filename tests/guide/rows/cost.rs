//! "Performance Tuning" and "Cost Optimization".
use super::*;

const V1_BUDGET: Object<'static> = object("PodDisruptionBudget", EXP, "v1-api");
const AUTH_BUDGET: Object<'static> = object("PodDisruptionBudget", STABLE, "auth-service");
const ANALYSIS_BUDGET: Object<'static> = object("PodDisruptionBudget", STABLE, "analysis-service");
const AI_BUDGET: Object<'static> = object("PodDisruptionBudget", STABLE, "ai-orchestrator");

pub(super) const ROWS: &[Row] = &[
    Row {
        id: "R-140",
        states: "requests and limits, repeated with the same numbers",
        claims: &[
            json(
                AUTH,
                "spec.template.spec.containers[*].resources.requests",
                r#"[{"cpu": "250m", "memory": "512Mi", "ephemeral-storage": "256Mi"}]"#,
            ),
            json(
                AUTH,
                "spec.template.spec.containers[*].resources.limits",
                r#"[{"cpu": "1000m", "memory": "2Gi", "ephemeral-storage": "1Gi"}]"#,
            ),
            json(
                ANALYSIS,
                "spec.template.spec.containers[*].resources.requests",
                r#"[{"cpu": "500m", "memory": "1Gi", "ephemeral-storage": "512Mi"}]"#,
            ),
            json(
                ANALYSIS,
                "spec.template.spec.containers[*].resources.limits",
                r#"[{"cpu": "2000m", "memory": "4Gi", "ephemeral-storage": "2Gi"}]"#,
            ),
            json(
                AI,
                "spec.template.spec.containers[*].resources.requests",
                r#"[{"cpu": "1000m", "memory": "2Gi", "ephemeral-storage": "512Mi"}]"#,
            ),
            json(
                AI,
                "spec.template.spec.containers[*].resources.limits",
                r#"[{"cpu": "4000m", "memory": "8Gi", "ephemeral-storage": "2Gi"}]"#,
            ),
        ],
    },
    Row {
        id: "R-141",
        states: "maxUnavailable 1, because the two bounds exclude each other: of three replicas two are available",
        claims: &[
            json(AUTH_BUDGET, "spec.maxUnavailable", "1"),
            json(ANALYSIS_BUDGET, "spec.maxUnavailable", "1"),
            json(AI_BUDGET, "spec.maxUnavailable", "1"),
            json(V1_BUDGET, "spec.maxUnavailable", "1"),
            absent(AUTH_BUDGET, "spec.minAvailable"),
            absent(ANALYSIS_BUDGET, "spec.minAvailable"),
            absent(AI_BUDGET, "spec.minAvailable"),
            absent(V1_BUDGET, "spec.minAvailable"),
            is(AUTH_BUDGET, "spec.unhealthyPodEvictionPolicy", "AlwaysAllow"),
            is(ANALYSIS_BUDGET, "spec.unhealthyPodEvictionPolicy", "AlwaysAllow"),
            is(AI_BUDGET, "spec.unhealthyPodEvictionPolicy", "AlwaysAllow"),
            is(V1_BUDGET, "spec.unhealthyPodEvictionPolicy", "AlwaysAllow"),
        ],
    },
    Row {
        id: "R-150",
        states: "node affinity for placement: the compute pool, and a soft spread of replicas (decision 18)",
        claims: &[
            json(AI, "spec.template.spec.nodeSelector", r#"{"workload-type": "compute"}"#),
            json(AUTH, "spec.template.spec.topologySpreadConstraints[*].topologyKey", ZONES_TOO),
            json(ANALYSIS, "spec.template.spec.topologySpreadConstraints[*].topologyKey", ZONES_TOO),
            json(AI, "spec.template.spec.topologySpreadConstraints[*].topologyKey", ZONES_TOO),
            json(V1, "spec.template.spec.topologySpreadConstraints[*].topologyKey", r#"["kubernetes.io/hostname"]"#),
            is(AUTH, "spec.template.spec.topologySpreadConstraints[0].whenUnsatisfiable", "ScheduleAnyway"),
            is(ANALYSIS, "spec.template.spec.topologySpreadConstraints[0].whenUnsatisfiable", "ScheduleAnyway"),
            is(AI, "spec.template.spec.topologySpreadConstraints[0].whenUnsatisfiable", "ScheduleAnyway"),
            is(V1, "spec.template.spec.topologySpreadConstraints[0].whenUnsatisfiable", "ScheduleAnyway"),
        ],
    },
    Row {
        id: "R-151",
        states: "a PodDisruptionBudget for each service with at least two replicas",
        claims: &[
            json(AUTH_BUDGET, "spec.selector.matchLabels", r#"{"app.kubernetes.io/name": "auth-service"}"#),
            json(ANALYSIS_BUDGET, "spec.selector.matchLabels", r#"{"app.kubernetes.io/name": "analysis-service"}"#),
            json(AI_BUDGET, "spec.selector.matchLabels", r#"{"app.kubernetes.io/name": "ai-orchestrator"}"#),
            json(V1_BUDGET, "spec.selector.matchLabels", r#"{"app.kubernetes.io/name": "v1-api"}"#),
            missing(object("PodDisruptionBudget", QUARANTINE, ANY)),
        ],
    },
    Row {
        id: "R-152",
        states: "reserved nodes for the baseline: a preference, because a reservation is a purchase (decision 16)",
        claims: &[json(AUTH, PREFERRED, RESERVED), json(ANALYSIS, PREFERRED, RESERVED), json(AI, PREFERRED, RESERVED)],
    },
    Row {
        id: "R-153",
        states: "spot nodes for interruptible workloads: exp and quarantine prefer them, stable never runs there",
        claims: &[
            json(AUTH, REQUIRED, NEVER_SPOT),
            json(ANALYSIS, REQUIRED, NEVER_SPOT),
            json(AI, REQUIRED, NEVER_SPOT),
            absent(AUTH, "spec.template.spec.tolerations"),
            absent(ANALYSIS, "spec.template.spec.tolerations"),
            absent(AI, "spec.template.spec.tolerations[key=karpenter.sh/capacity-type]"),
            json(V1, "spec.template.spec.tolerations", SPOT_TAINTS),
            json(V3, "spec.template.spec.tolerations", SPOT_TAINTS),
            json(V1, PREFERRED_KEYS, SPOT_KEYS),
            json(V3, PREFERRED_KEYS, SPOT_KEYS),
            json(V1, PREFERRED_WEIGHTS, "[100, 100, 100, 100]"),
            json(V3, PREFERRED_WEIGHTS, "[100, 100, 100, 100]"),
        ],
    },
];

const ZONES_TOO: &str = r#"["kubernetes.io/hostname", "topology.kubernetes.io/zone"]"#;

const PREFERRED: &str = "spec.template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution";
const PREFERRED_KEYS: &str = "spec.template.spec.affinity.nodeAffinity\
    .preferredDuringSchedulingIgnoredDuringExecution[*].preference.matchExpressions[*].key";
const PREFERRED_WEIGHTS: &str =
    "spec.template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[*].weight";
const REQUIRED: &str = "spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution";
const RESERVED: &str = r#"[{"weight": 50, "preference": {"matchExpressions": [
    {"key": "karpenter.sh/capacity-type", "operator": "In", "values": ["reserved", "on-demand"]}]}}]"#;
const NEVER_SPOT: &str = r#"{"nodeSelectorTerms": [{"matchExpressions": [
    {"key": "karpenter.sh/capacity-type", "operator": "NotIn", "values": ["spot"]},
    {"key": "cloud.google.com/gke-spot", "operator": "NotIn", "values": ["true"]},
    {"key": "eks.amazonaws.com/capacityType", "operator": "NotIn", "values": ["SPOT"]},
    {"key": "kubernetes.azure.com/scalesetpriority", "operator": "NotIn", "values": ["spot"]}]}]}"#;
const SPOT_TAINTS: &str = r#"[
    {"key": "karpenter.sh/capacity-type", "operator": "Equal", "value": "spot", "effect": "NoSchedule"},
    {"key": "cloud.google.com/gke-spot", "operator": "Equal", "value": "true", "effect": "NoSchedule"},
    {"key": "eks.amazonaws.com/capacityType", "operator": "Equal", "value": "SPOT", "effect": "NoSchedule"},
    {"key": "kubernetes.azure.com/scalesetpriority", "operator": "Equal", "value": "spot", "effect": "NoSchedule"}
]"#;
const SPOT_KEYS: &str = r#"[["karpenter.sh/capacity-type"], ["cloud.google.com/gke-spot"],
    ["eks.amazonaws.com/capacityType"], ["kubernetes.azure.com/scalesetpriority"]]"#;
