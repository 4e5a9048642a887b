//! "Scaling", "Rolling Updates" and "Troubleshooting".
use super::*;

pub(super) const ROWS: &[Row] = &[
    Row {
        id: "R-100",
        states: "manual scaling: the autoscaler reverts `kubectl scale`, so its minimum is raised instead",
        claims: &[states("README.md", RAISE)],
    },
    Row {
        id: "R-101",
        states: "an autoscaler has the name <service>-hpa",
        claims: &[
            is(AUTH_HPA, "metadata.name", "auth-service-hpa"),
            is(ANALYSIS_HPA, "metadata.name", "analysis-service-hpa"),
            is(AI_HPA, "metadata.name", "ai-orchestrator-hpa"),
            is(AUTH_HPA, "spec.scaleTargetRef.name", "auth-service"),
            is(ANALYSIS_HPA, "spec.scaleTargetRef.name", "analysis-service"),
            is(AI_HPA, "spec.scaleTargetRef.name", "ai-orchestrator"),
        ],
    },
    Row {
        id: "R-102",
        states: "`kubectl set image` finds a container with the name of the workload, with the image of the deployment guide",
        claims: &[
            json(AUTH, "spec.template.spec.containers[*].name", r#"["auth-service"]"#),
            json(ANALYSIS, "spec.template.spec.containers[*].name", r#"["analysis-service"]"#),
            json(AI, "spec.template.spec.containers[*].name", r#"["ai-orchestrator"]"#),
            json(V1, "spec.template.spec.containers[*].name", r#"["v1-api"]"#),
            json(V3, "spec.template.spec.containers[*].name", r#"["v3-api"]"#),
            json(AUTH, "spec.template.spec.containers[*].image", r#"["gcr.io/PROJECT_ID/auth-service:v2.4.0"]"#),
            states("README.md", "kubectl set image deployment/auth-service auth-service="),
        ],
    },
    Row {
        id: "R-103",
        states: "a rollout without progress fails after ten minutes",
        claims: &[
            json(AUTH, "spec.progressDeadlineSeconds", "600"),
            json(ANALYSIS, "spec.progressDeadlineSeconds", "600"),
            json(AI, "spec.progressDeadlineSeconds", "600"),
            states("README.md", "kubectl rollout status deployment/auth-service -n platform-v2-stable"),
        ],
    },
    Row {
        id: "R-104",
        states: "a rollout can be undone: five old revisions are kept",
        claims: &[
            json(AUTH, "spec.revisionHistoryLimit", "5"),
            json(ANALYSIS, "spec.revisionHistoryLimit", "5"),
            json(AI, "spec.revisionHistoryLimit", "5"),
            states("README.md", "kubectl rollout undo deployment/auth-service -n platform-v2-stable"),
        ],
    },
    Row {
        id: "R-105",
        states: "the reason why a pod does not start: describe, logs, events",
        claims: &[
            states("README.md", "kubectl describe pod"),
            states("README.md", "kubectl logs"),
            states("README.md", "kubectl get events -n platform-v2-stable"),
        ],
    },
    Row {
        id: "R-106",
        states: "a service is tested by a port-forward: no pod may call it, and its image needs no curl",
        claims: &[
            states("README.md", "kubectl port-forward -n platform-v2-stable svc/auth-service 8080:80"),
            states("README.md", "curl http://localhost:8080/health"),
            never("README.md", "kubectl exec"),
        ],
    },
    Row {
        id: "R-107",
        states: "`kubectl top` reads metrics-server, which the README requires",
        claims: &[
            states("README.md", "kubectl top pods -n platform-v2-stable"),
            states("README.md", "- metrics-server: autoscalers and `kubectl top` read its metrics"),
        ],
    },
];

const RAISE: &str = r#"kubectl patch hpa auth-service-hpa -n platform-v2-stable -p '{"spec":{"minReplicas":12}}'"#;
