//! "Network Policies". Each workload has one policy with its name, which contains all allowed ingress and egress
//! (decision 13).
use super::*;

/// The allowed ingress: the pods of the controller in its namespace, in one peer, and Prometheus.
const FROM: &str = r#"[
    [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "ingress-nginx"}},
      "podSelector": {"matchLabels": {
          "app.kubernetes.io/name": "ingress-nginx", "app.kubernetes.io/component": "controller"}}}],
    [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "platform-monitoring"}},
      "podSelector": {"matchLabels": {"app.kubernetes.io/name": "prometheus"}}}]
]"#;
const FROM_NGINX: &str = r#"[
    {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "ingress-nginx"}},
     "podSelector": {"matchLabels": {
         "app.kubernetes.io/name": "ingress-nginx", "app.kubernetes.io/component": "controller"}}}
]"#;
const SOLVER: &str = r#"{"matchLabels": {"acme.cert-manager.io/http01-solver": "true"}}"#;
const KUBE_DNS: &str = r#"[
    {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}},
     "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}}}
]"#;
const BOTH: &str = r#"["Ingress", "Egress"]"#;

const TO: &str = r#"spec.egress[*].to[*].podSelector.matchLabels."app.kubernetes.io/name""#;
const TO_NAMESPACE: &str = r#"spec.egress[*].to[*].namespaceSelector.matchLabels."kubernetes.io/metadata.name""#;
const TO_PORTS: &str = "spec.egress[*].ports[*].port";
const TO_PROTOCOLS: &str = "spec.egress[*].ports[*].protocol";

/// The stores of auth-service and the orchestrator, then telemetry.
const FOUR: &str = r#"[["postgres"], ["redis"], ["kafka"], ["opa"], ["otel-collector"]]"#;
const FOUR_PORTS: &str = "[[5432], [6379], [9092], [8181], [4317, 4318]]";
const FOUR_NAMESPACES: &str = r#"[["platform-infrastructure"], ["platform-infrastructure"],
    ["platform-infrastructure"], ["platform-infrastructure"], ["platform-monitoring"]]"#;
const FOUR_PROTOCOLS: &str = r#"[["TCP"], ["TCP"], ["TCP"], ["TCP"], ["TCP", "TCP"]]"#;

/// The stores of analysis-service, then telemetry.
const SIX: &str = r#"[["postgres"], ["redis"], ["neo4j"], ["minio"], ["kafka"], ["opa"], ["otel-collector"]]"#;
const SIX_PORTS: &str = "[[5432], [6379], [7687], [9000], [9092], [8181], [4317, 4318]]";
const SIX_NAMESPACES: &str = r#"[["platform-infrastructure"], ["platform-infrastructure"],
    ["platform-infrastructure"], ["platform-infrastructure"], ["platform-infrastructure"],
    ["platform-infrastructure"], ["platform-monitoring"]]"#;
const SIX_PROTOCOLS: &str = r#"[["TCP"], ["TCP"], ["TCP"], ["TCP"], ["TCP"], ["TCP"], ["TCP", "TCP"]]"#;

pub(super) const ROWS: &[Row] = &[
    Row {
        id: "R-030",
        states: "stable: ingress only from ingress-nginx, from Prometheus, which scrapes metrics, and from the ACME solver",
        claims: &[
            json(policy(STABLE, "auth-service"), "spec.ingress[*].from", FROM),
            json(policy(STABLE, "analysis-service"), "spec.ingress[*].from", FROM),
            json(policy(STABLE, "ai-orchestrator"), "spec.ingress[*].from", FROM),
            json(policy(STABLE, "auth-service"), "spec.ingress[*].ports[*].port", "[[8000], [8000]]"),
            json(policy(STABLE, "analysis-service"), "spec.ingress[*].ports[*].port", "[[8000], [8000]]"),
            json(policy(STABLE, "ai-orchestrator"), "spec.ingress[*].ports[*].port", "[[8000], [8000]]"),
            json(policy(STABLE, "auth-service"), "spec.podSelector", AUTH_PODS),
            json(policy(STABLE, "analysis-service"), "spec.podSelector", ANALYSIS_PODS),
            json(policy(STABLE, "ai-orchestrator"), "spec.podSelector", AI_PODS),
            json(policy(STABLE, "allow-acme-http01"), "spec.podSelector", SOLVER),
            json(policy(STABLE, "allow-acme-http01"), "spec.ingress[*].ports[*].port", "[[8089]]"),
            json(policy(STABLE, "allow-acme-http01"), "spec.ingress[0].from", FROM_NGINX),
        ],
    },
    Row {
        id: "R-031",
        states: "stable: egress only to the service's own databases, queue, object storage and policy engine; also to DNS and the collector",
        claims: &[
            json(policy(STABLE, "auth-service"), "spec.policyTypes", BOTH),
            json(policy(STABLE, "auth-service"), TO, FOUR),
            json(policy(STABLE, "auth-service"), TO_NAMESPACE, FOUR_NAMESPACES),
            json(policy(STABLE, "auth-service"), TO_PORTS, FOUR_PORTS),
            json(policy(STABLE, "auth-service"), TO_PROTOCOLS, FOUR_PROTOCOLS),
            json(policy(STABLE, "analysis-service"), "spec.policyTypes", BOTH),
            json(policy(STABLE, "analysis-service"), TO, SIX),
            json(policy(STABLE, "analysis-service"), TO_NAMESPACE, SIX_NAMESPACES),
            json(policy(STABLE, "analysis-service"), TO_PORTS, SIX_PORTS),
            json(policy(STABLE, "analysis-service"), TO_PROTOCOLS, SIX_PROTOCOLS),
            json(policy(STABLE, "ai-orchestrator"), "spec.policyTypes", BOTH),
            json(policy(STABLE, "ai-orchestrator"), TO, FOUR),
            json(policy(STABLE, "ai-orchestrator"), TO_NAMESPACE, FOUR_NAMESPACES),
            json(policy(STABLE, "ai-orchestrator"), TO_PORTS, FOUR_PORTS),
            json(policy(STABLE, "ai-orchestrator"), TO_PROTOCOLS, FOUR_PROTOCOLS),
            json(policy(STABLE, "allow-dns"), "spec.podSelector", "{}"),
            json(policy(STABLE, "allow-dns"), "spec.policyTypes", r#"["Egress"]"#),
            json(policy(STABLE, "allow-dns"), "spec.egress[*].to[*]", DNS_ONLY),
            json(policy(STABLE, "allow-dns"), TO_PORTS, "[[53, 53]]"),
            json(policy(STABLE, "allow-dns"), TO_PROTOCOLS, r#"[["UDP", "TCP"]]"#),
        ],
    },
    Row {
        id: "R-032",
        states: "stable: a strict boundary; denied unless allowed, restricted pods, no token for the API server",
        claims: &[
            json(policy(STABLE, "default-deny-all"), "spec.podSelector", "{}"),
            json(policy(STABLE, "default-deny-all"), "spec.policyTypes", BOTH),
            is(namespace(STABLE), r#"metadata.labels."pod-security.kubernetes.io/enforce""#, "restricted"),
            json(object("ServiceAccount", STABLE, "auth-service"), "automountServiceAccountToken", "false"),
            json(object("ServiceAccount", STABLE, "analysis-service"), "automountServiceAccountToken", "false"),
            json(object("ServiceAccount", STABLE, "ai-orchestrator"), "automountServiceAccountToken", "false"),
            json(AUTH, "spec.template.spec.automountServiceAccountToken", "false"),
            json(ANALYSIS, "spec.template.spec.automountServiceAccountToken", "false"),
            json(AI, "spec.template.spec.automountServiceAccountToken", "false"),
            is(AUTH, "spec.template.spec.serviceAccountName", "auth-service"),
            is(ANALYSIS, "spec.template.spec.serviceAccountName", "analysis-service"),
            is(AI, "spec.template.spec.serviceAccountName", "ai-orchestrator"),
        ],
    },
    Row {
        id: "R-033",
        states: "exp: ingress only from ingress-nginx and Prometheus",
        claims: &[
            json(policy(EXP, "default-deny-all"), "spec.podSelector", "{}"),
            json(policy(EXP, "default-deny-all"), "spec.policyTypes", BOTH),
            absent(policy(EXP, "default-deny-all"), "spec.ingress"),
            json(policy(EXP, "v1-api"), "spec.podSelector.matchLabels", r#"{"app.kubernetes.io/name": "v1-api"}"#),
            json(policy(EXP, "v1-api"), "spec.ingress[*].from", FROM),
            json(policy(EXP, "v1-api"), "spec.ingress[*].ports[*].port", "[[8000], [8000]]"),
        ],
    },
    Row {
        id: "R-034",
        states: "exp: egress to all pods and to the internet: one empty rule",
        claims: &[json(policy(EXP, "v1-api"), "spec.egress", "[{}]")],
    },
    Row {
        id: "R-035",
        states: "quarantine: ingress only from ingress-nginx to the gate, and from Prometheus to the application (decisions 3 and 28)",
        claims: &[
            json(policy(QUARANTINE, "default-deny-all"), "spec.podSelector", "{}"),
            json(policy(QUARANTINE, "default-deny-all"), "spec.policyTypes", BOTH),
            absent(policy(QUARANTINE, "default-deny-all"), "spec.ingress"),
            json(
                policy(QUARANTINE, "v3-api"),
                "spec.podSelector.matchLabels",
                r#"{"app.kubernetes.io/name": "v3-api"}"#,
            ),
            json(policy(QUARANTINE, "v3-api"), "spec.ingress[*].from", FROM),
            json(policy(QUARANTINE, "v3-api"), "spec.ingress[*].ports[*].port", "[[8080], [8000]]"),
        ],
    },
    Row {
        id: "R-036",
        states: "quarantine: egress only to the database, with a role that only reads; also to DNS and the collector",
        claims: &[
            absent(policy(QUARANTINE, "default-deny-all"), "spec.egress"),
            json(policy(QUARANTINE, "v3-api"), "spec.policyTypes", BOTH),
            json(policy(QUARANTINE, "v3-api"), TO, r#"[["postgres"], ["otel-collector"]]"#),
            json(
                policy(QUARANTINE, "v3-api"),
                TO_NAMESPACE,
                r#"[["platform-infrastructure"], ["platform-monitoring"]]"#,
            ),
            json(policy(QUARANTINE, "v3-api"), TO_PORTS, "[[5432], [4317, 4318]]"),
            json(policy(QUARANTINE, "allow-dns"), "spec.egress[0].to", KUBE_DNS),
            states("secrets.commands.txt", "postgresql://app_quarantine:"),
            states("secrets.commands.txt", "options=-c%20default_transaction_read_only%3Don"),
        ],
    },
    Row {
        id: "R-037",
        states: "quarantine: an immutable archive; only /tmp is writable, and an admission policy enforces it",
        claims: &[
            json(V3, "spec.template.spec.containers[*].securityContext.readOnlyRootFilesystem", "[true]"),
            json(V3, "spec.template.spec.initContainers[*].securityContext.readOnlyRootFilesystem", "[true]"),
            json(V3, "spec.template.spec.containers[*].volumeMounts[*].mountPath", r#"[["/tmp"]]"#),
            json(V3, "spec.template.spec.volumes[name=tmp].emptyDir", r#"{"sizeLimit": "64Mi"}"#),
            missing(object("PersistentVolumeClaim", QUARANTINE, ANY)),
            is(object("ResourceQuota", QUARANTINE, "tier-quota"), "spec.hard.persistentvolumeclaims", "0"),
            is(HARDENING, "spec.validations[message=readOnlyRootFilesystem must be true].expression", READ_ONLY),
            json(BINDING, "spec.matchResources.namespaceSelector.matchExpressions[key=coderev.dev/tier].values", TIERS),
        ],
    },
];

const DNS_ONLY: &str = r#"[[
    {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}},
     "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}}}
]]"#;
const AUTH_PODS: &str = r#"{"matchLabels": {"app.kubernetes.io/name": "auth-service"}}"#;
const ANALYSIS_PODS: &str = r#"{"matchLabels": {"app.kubernetes.io/name": "analysis-service"}}"#;
const AI_PODS: &str = r#"{"matchLabels": {"app.kubernetes.io/name": "ai-orchestrator"}}"#;
const HARDENING: Object<'static> = object("ValidatingAdmissionPolicy", "", "coderev-platform-pod-hardening");
const BINDING: Object<'static> = object("ValidatingAdmissionPolicyBinding", "", "coderev-platform-pod-hardening");
const TIERS: &str = r#"["exp", "quarantine", "stable"]"#;
const READ_ONLY: &str = "object.spec.containers.all(c, c.?securityContext.readOnlyRootFilesystem.orValue(false))";
