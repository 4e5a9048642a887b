//! "Namespaces".
use super::*;

const GATE_SVC: Object<'static> = object("Service", QUARANTINE, "v3-api");

pub(super) const ROWS: &[Row] = &[
    Row {
        id: "R-010",
        states: "five namespaces with these names; `platform-edge` exists only with a Gateway (decision 2)",
        claims: &[
            is(namespace(STABLE), "metadata.name", STABLE),
            is(namespace(EXP), "metadata.name", EXP),
            is(namespace(QUARANTINE), "metadata.name", QUARANTINE),
            is(namespace(INFRASTRUCTURE), "metadata.name", INFRASTRUCTURE),
            is(namespace(MONITORING), "metadata.name", MONITORING),
            is(namespace(STABLE), r#"metadata.labels."coderev.dev/tier""#, "stable"),
            is(namespace(EXP), r#"metadata.labels."coderev.dev/tier""#, "exp"),
            is(namespace(QUARANTINE), r#"metadata.labels."coderev.dev/tier""#, "quarantine"),
            is(namespace(INFRASTRUCTURE), r#"metadata.labels."coderev.dev/tier""#, "infrastructure"),
            is(namespace(MONITORING), r#"metadata.labels."coderev.dev/tier""#, "monitoring"),
            missing(namespace("platform-edge")),
        ],
    },
    Row {
        id: "R-011",
        states: "environment production, experimental and quarantine; the other two are shared",
        claims: &[
            is(namespace(STABLE), "metadata.labels.environment", "production"),
            is(namespace(EXP), "metadata.labels.environment", "experimental"),
            is(namespace(QUARANTINE), "metadata.labels.environment", "quarantine"),
            is(namespace(INFRASTRUCTURE), "metadata.labels.environment", "shared"),
            is(namespace(MONITORING), "metadata.labels.environment", "shared"),
        ],
    },
    Row {
        id: "R-012",
        states: "stable: at least three replicas; the two of the orchestrator are an exception with a reason",
        claims: &[
            json(AUTH_HPA, "spec.minReplicas", "3"),
            json(ANALYSIS_HPA, "spec.minReplicas", "3"),
            is(AI, r#"metadata.annotations."coderev.dev/replica-exception""#, EXCEPTION),
            absent(AUTH, r#"metadata.annotations."coderev.dev/replica-exception""#),
            absent(ANALYSIS, r#"metadata.annotations."coderev.dev/replica-exception""#),
        ],
    },
    Row {
        id: "R-013",
        states: "stable: strict isolation; traffic that no policy allows is denied",
        claims: &[
            json(policy(STABLE, "default-deny-all"), "spec.podSelector", "{}"),
            json(policy(STABLE, "default-deny-all"), "spec.policyTypes", r#"["Ingress", "Egress"]"#),
            absent(policy(STABLE, "default-deny-all"), "spec.ingress"),
            absent(policy(STABLE, "default-deny-all"), "spec.egress"),
        ],
    },
    Row {
        id: "R-014",
        states: "stable: 95 of 100 requests below 3 s, errors below 2 %",
        claims: &[
            is(namespace(STABLE), r#"metadata.annotations."coderev.dev/slo-latency-p95""#, "3s"),
            is(namespace(STABLE), r#"metadata.annotations."coderev.dev/slo-error-rate""#, "2%"),
        ],
    },
    Row {
        id: "R-015",
        states: "exp: one or two replicas, by default two, and no autoscaler",
        claims: &[
            json(V1, "spec.replicas", "2"),
            missing(object("HorizontalPodAutoscaler", EXP, ANY)),
            missing(object("ScaledObject", EXP, ANY)),
        ],
    },
    Row {
        id: "R-016",
        states: "exp: relaxed; ingress from the edge, egress to any destination, in the only policy of the workload (decision 13)",
        claims: &[
            json(policy(EXP, "v1-api"), "spec.egress", "[{}]"),
            json(policy(EXP, "v1-api"), "spec.policyTypes", r#"["Ingress", "Egress"]"#),
        ],
    },
    Row {
        id: "R-017",
        states: "exp: testing new models; spot nodes are allowed",
        claims: &[
            is(namespace(EXP), r#"metadata.annotations."coderev.dev/purpose""#, "Testing new models"),
            is(V1, "spec.template.spec.tolerations[key=karpenter.sh/capacity-type].value", "spot"),
        ],
    },
    Row {
        id: "R-018",
        states: "quarantine: one replica, no autoscaler, no budget that would block a drain; a rollout first adds a pod",
        claims: &[
            json(V3, "spec.replicas", "1"),
            missing(object("HorizontalPodAutoscaler", QUARANTINE, ANY)),
            missing(object("ScaledObject", QUARANTINE, ANY)),
            missing(object("PodDisruptionBudget", QUARANTINE, ANY)),
            is(V3, "spec.strategy.type", "RollingUpdate"),
            json(V3, "spec.strategy.rollingUpdate", r#"{"maxSurge": 1, "maxUnavailable": 0}"#),
        ],
    },
    Row {
        id: "R-019",
        states: "quarantine: read-only, by a gate in the pod (decision 3) and by the database role",
        claims: &[
            is(V3, "spec.template.spec.initContainers[name=read-only-gate].restartPolicy", "Always"),
            json(GATE_SVC, "spec.ports[*].targetPort", r#"["gate"]"#),
            states("config.yaml", "if ($request_method !~ ^(GET|HEAD|OPTIONS)$) {"),
            states("config.yaml", "return 405;"),
            states("secrets.commands.txt", "default_transaction_read_only%3Don"),
        ],
    },
    Row {
        id: "R-020",
        states: "quarantine: archive failed experiments",
        claims: &[is(namespace(QUARANTINE), r#"metadata.annotations."coderev.dev/purpose""#, ARCHIVE)],
    },
];

const EXCEPTION: &str = "the deployment guide runs two: model calls are expensive";
const ARCHIVE: &str = "Archive of failed experiments (immutable)";
