//! "Deployments". "Performance Tuning" repeats the numbers as R-140.
use super::*;

pub(super) const ROWS: &[Row] = &[
    Row {
        id: "R-040",
        states: "auth-service: three replicas, set by the autoscaler, so that no apply resets the number",
        claims: &[json(AUTH_HPA, "spec.minReplicas", "3"), absent(AUTH, "spec.replicas")],
    },
    Row {
        id: "R-041",
        states: "auth-service: 250m to 1000m, 512Mi to 2Gi; also ephemeral storage",
        claims: &[
            is(AUTH, "spec.template.spec.containers[name=auth-service].resources.requests.cpu", "250m"),
            is(AUTH, "spec.template.spec.containers[name=auth-service].resources.limits.cpu", "1000m"),
            is(AUTH, "spec.template.spec.containers[name=auth-service].resources.requests.memory", "512Mi"),
            is(AUTH, "spec.template.spec.containers[name=auth-service].resources.limits.memory", "2Gi"),
            is(AUTH, "spec.template.spec.containers[name=auth-service].resources.requests.ephemeral-storage", "256Mi"),
            is(AUTH, "spec.template.spec.containers[name=auth-service].resources.limits.ephemeral-storage", "1Gi"),
        ],
    },
    Row {
        id: "R-042",
        states: "auth-service: liveness after 30 s, readiness after 10 s, and a startup probe before both",
        claims: &[
            json(AUTH, "spec.template.spec.containers[name=auth-service].livenessProbe", LIVENESS),
            json(AUTH, "spec.template.spec.containers[name=auth-service].readinessProbe", READINESS),
            json(AUTH, "spec.template.spec.containers[name=auth-service].startupProbe", STARTUP),
        ],
    },
    Row {
        id: "R-043",
        states: "analysis-service: three replicas, set by the autoscaler",
        claims: &[json(ANALYSIS_HPA, "spec.minReplicas", "3"), absent(ANALYSIS, "spec.replicas")],
    },
    Row {
        id: "R-044",
        states: "analysis-service: 500m to 2000m, 1Gi to 4Gi",
        claims: &[
            is(ANALYSIS, "spec.template.spec.containers[name=analysis-service].resources.requests.cpu", "500m"),
            is(ANALYSIS, "spec.template.spec.containers[name=analysis-service].resources.limits.cpu", "2000m"),
            is(ANALYSIS, "spec.template.spec.containers[name=analysis-service].resources.requests.memory", "1Gi"),
            is(ANALYSIS, "spec.template.spec.containers[name=analysis-service].resources.limits.memory", "4Gi"),
        ],
    },
    Row {
        id: "R-045",
        states: "analysis-service: the same probes",
        claims: &[
            json(ANALYSIS, "spec.template.spec.containers[name=analysis-service].livenessProbe", LIVENESS),
            json(ANALYSIS, "spec.template.spec.containers[name=analysis-service].readinessProbe", READINESS),
            json(ANALYSIS, "spec.template.spec.containers[name=analysis-service].startupProbe", STARTUP),
        ],
    },
    Row {
        id: "R-046",
        states: "ai-orchestrator: two replicas, set by the autoscaler",
        claims: &[json(AI_HPA, "spec.minReplicas", "2"), absent(AI, "spec.replicas")],
    },
    Row {
        id: "R-047",
        states: "ai-orchestrator: 1000m to 4000m, 2Gi to 8Gi",
        claims: &[
            is(AI, "spec.template.spec.containers[name=ai-orchestrator].resources.requests.cpu", "1000m"),
            is(AI, "spec.template.spec.containers[name=ai-orchestrator].resources.limits.cpu", "4000m"),
            is(AI, "spec.template.spec.containers[name=ai-orchestrator].resources.requests.memory", "2Gi"),
            is(AI, "spec.template.spec.containers[name=ai-orchestrator].resources.limits.memory", "8Gi"),
        ],
    },
    Row {
        id: "R-048",
        states: "ai-orchestrator: on nodes with workload-type=compute, with a toleration of their taint",
        claims: &[
            json(AI, "spec.template.spec.nodeSelector", r#"{"workload-type": "compute"}"#),
            json(AI, "spec.template.spec.tolerations", TAINT),
            states("README.md", "`workload-type=compute`"),
        ],
    },
    Row {
        id: "R-049",
        states: "ai-orchestrator: the same probes",
        claims: &[
            json(AI, "spec.template.spec.containers[name=ai-orchestrator].livenessProbe", LIVENESS),
            json(AI, "spec.template.spec.containers[name=ai-orchestrator].readinessProbe", READINESS),
            json(AI, "spec.template.spec.containers[name=ai-orchestrator].startupProbe", STARTUP),
        ],
    },
];

const LIVENESS: &str = r#"{"httpGet": {"path": "/health/live", "port": "http"},
    "initialDelaySeconds": 30, "periodSeconds": 10, "timeoutSeconds": 5, "failureThreshold": 3}"#;
const READINESS: &str = r#"{"httpGet": {"path": "/health/ready", "port": "http"},
    "initialDelaySeconds": 10, "periodSeconds": 5, "timeoutSeconds": 3, "failureThreshold": 3}"#;
const STARTUP: &str = r#"{"httpGet": {"path": "/health/live", "port": "http"},
    "periodSeconds": 5, "timeoutSeconds": 3, "failureThreshold": 24}"#;
const TAINT: &str = r#"[{"key": "workload-type", "operator": "Equal", "value": "compute", "effect": "NoSchedule"}]"#;
