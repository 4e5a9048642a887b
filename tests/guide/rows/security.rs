//! "Security".
use super::*;

const HARDENING: Object<'static> = object("ValidatingAdmissionPolicy", "", "coderev-platform-pod-hardening");
const BINDING: Object<'static> = object("ValidatingAdmissionPolicyBinding", "", "coderev-platform-pod-hardening");

/// Pod Security is pinned to the Kubernetes version of the platform, which is the version of the types in this build.
const TARGET: &str = if cfg!(feature = "k8s-v1_37") {
    "v1.37"
} else if cfg!(feature = "k8s-v1_36") {
    "v1.36"
} else {
    "v1.35"
};

pub(super) const ROWS: &[Row] = &[
    Row {
        id: "R-110",
        states: "Pod Security Admission, because PodSecurityPolicy was removed, and an admission policy for further checks",
        claims: &[
            is(namespace(STABLE), r#"metadata.labels."pod-security.kubernetes.io/enforce""#, "restricted"),
            is(namespace(EXP), r#"metadata.labels."pod-security.kubernetes.io/enforce""#, "restricted"),
            is(namespace(QUARANTINE), r#"metadata.labels."pod-security.kubernetes.io/enforce""#, "restricted"),
            is(namespace(INFRASTRUCTURE), r#"metadata.labels."pod-security.kubernetes.io/enforce""#, "restricted"),
            is(namespace(MONITORING), r#"metadata.labels."pod-security.kubernetes.io/enforce""#, "restricted"),
            is(namespace(STABLE), r#"metadata.labels."pod-security.kubernetes.io/enforce-version""#, TARGET),
            is(namespace(EXP), r#"metadata.labels."pod-security.kubernetes.io/enforce-version""#, TARGET),
            is(namespace(QUARANTINE), r#"metadata.labels."pod-security.kubernetes.io/enforce-version""#, TARGET),
            is(namespace(INFRASTRUCTURE), r#"metadata.labels."pod-security.kubernetes.io/enforce-version""#, TARGET),
            is(namespace(MONITORING), r#"metadata.labels."pod-security.kubernetes.io/enforce-version""#, TARGET),
            is(namespace(STABLE), r#"metadata.labels."pod-security.kubernetes.io/audit""#, "restricted"),
            is(namespace(EXP), r#"metadata.labels."pod-security.kubernetes.io/audit""#, "restricted"),
            is(namespace(QUARANTINE), r#"metadata.labels."pod-security.kubernetes.io/audit""#, "restricted"),
            is(namespace(INFRASTRUCTURE), r#"metadata.labels."pod-security.kubernetes.io/audit""#, "restricted"),
            is(namespace(MONITORING), r#"metadata.labels."pod-security.kubernetes.io/audit""#, "restricted"),
            is(namespace(STABLE), r#"metadata.labels."pod-security.kubernetes.io/warn""#, "restricted"),
            is(namespace(EXP), r#"metadata.labels."pod-security.kubernetes.io/warn""#, "restricted"),
            is(namespace(QUARANTINE), r#"metadata.labels."pod-security.kubernetes.io/warn""#, "restricted"),
            is(namespace(INFRASTRUCTURE), r#"metadata.labels."pod-security.kubernetes.io/warn""#, "restricted"),
            is(namespace(MONITORING), r#"metadata.labels."pod-security.kubernetes.io/warn""#, "restricted"),
            is(HARDENING, "spec.failurePolicy", "Fail"),
            is(BINDING, "spec.policyName", "coderev-platform-pod-hardening"),
            json(BINDING, "spec.validationActions", r#"["Deny", "Audit"]"#),
            json(BINDING, "spec.matchResources.namespaceSelector.matchExpressions", TIERS),
        ],
    },
    Row {
        id: "R-111",
        states: "no process runs as root",
        claims: &[
            json(AUTH, "spec.template.spec.securityContext.runAsNonRoot", "true"),
            json(ANALYSIS, "spec.template.spec.securityContext.runAsNonRoot", "true"),
            json(AI, "spec.template.spec.securityContext.runAsNonRoot", "true"),
            json(V1, "spec.template.spec.securityContext.runAsNonRoot", "true"),
            json(V3, "spec.template.spec.securityContext.runAsNonRoot", "true"),
            json(AUTH, "spec.template.spec.containers[*].securityContext.runAsNonRoot", "[true]"),
            json(ANALYSIS, "spec.template.spec.containers[*].securityContext.runAsNonRoot", "[true]"),
            json(AI, "spec.template.spec.containers[*].securityContext.runAsNonRoot", "[true]"),
            json(V1, "spec.template.spec.containers[*].securityContext.runAsNonRoot", "[true]"),
            json(V3, "spec.template.spec.containers[*].securityContext.runAsNonRoot", "[true]"),
            json(V3, "spec.template.spec.initContainers[*].securityContext.runAsNonRoot", "[true]"),
        ],
    },
    Row {
        id: "R-112",
        states: "the services run as user 1000; the gate, which is nginx, as user 101 (decision 20)",
        claims: &[
            json(AUTH, "spec.template.spec.securityContext.runAsUser", "1000"),
            json(ANALYSIS, "spec.template.spec.securityContext.runAsUser", "1000"),
            json(AI, "spec.template.spec.securityContext.runAsUser", "1000"),
            json(V1, "spec.template.spec.securityContext.runAsUser", "1000"),
            json(V3, "spec.template.spec.securityContext.runAsUser", "1000"),
            json(AUTH, "spec.template.spec.securityContext.runAsGroup", "1000"),
            json(ANALYSIS, "spec.template.spec.securityContext.runAsGroup", "1000"),
            json(AI, "spec.template.spec.securityContext.runAsGroup", "1000"),
            json(V1, "spec.template.spec.securityContext.runAsGroup", "1000"),
            json(V3, "spec.template.spec.securityContext.runAsGroup", "1000"),
            json(AUTH, "spec.template.spec.securityContext.fsGroup", "1000"),
            json(ANALYSIS, "spec.template.spec.securityContext.fsGroup", "1000"),
            json(AI, "spec.template.spec.securityContext.fsGroup", "1000"),
            json(V1, "spec.template.spec.securityContext.fsGroup", "1000"),
            json(V3, "spec.template.spec.securityContext.fsGroup", "1000"),
            json(V3, "spec.template.spec.initContainers[name=read-only-gate].securityContext.runAsUser", "101"),
        ],
    },
    Row {
        id: "R-113",
        states: "no process gains privileges",
        claims: &[
            json(AUTH, "spec.template.spec.containers[*].securityContext.allowPrivilegeEscalation", "[false]"),
            json(ANALYSIS, "spec.template.spec.containers[*].securityContext.allowPrivilegeEscalation", "[false]"),
            json(AI, "spec.template.spec.containers[*].securityContext.allowPrivilegeEscalation", "[false]"),
            json(V1, "spec.template.spec.containers[*].securityContext.allowPrivilegeEscalation", "[false]"),
            json(V3, "spec.template.spec.containers[*].securityContext.allowPrivilegeEscalation", "[false]"),
            json(V3, "spec.template.spec.initContainers[*].securityContext.allowPrivilegeEscalation", "[false]"),
        ],
    },
    Row {
        id: "R-114",
        states: "the root file system is read-only; /tmp is writable and limited",
        claims: &[
            json(AUTH, "spec.template.spec.containers[*].securityContext.readOnlyRootFilesystem", "[true]"),
            json(ANALYSIS, "spec.template.spec.containers[*].securityContext.readOnlyRootFilesystem", "[true]"),
            json(AI, "spec.template.spec.containers[*].securityContext.readOnlyRootFilesystem", "[true]"),
            json(V1, "spec.template.spec.containers[*].securityContext.readOnlyRootFilesystem", "[true]"),
            json(V3, "spec.template.spec.containers[*].securityContext.readOnlyRootFilesystem", "[true]"),
            json(V3, "spec.template.spec.initContainers[*].securityContext.readOnlyRootFilesystem", "[true]"),
            json(AUTH, "spec.template.spec.containers[*].volumeMounts[*].mountPath", r#"[["/tmp"]]"#),
            json(ANALYSIS, "spec.template.spec.containers[*].volumeMounts[*].mountPath", r#"[["/tmp"]]"#),
            json(AI, "spec.template.spec.containers[*].volumeMounts[*].mountPath", r#"[["/tmp"]]"#),
            json(V1, "spec.template.spec.containers[*].volumeMounts[*].mountPath", r#"[["/tmp"]]"#),
            json(V3, "spec.template.spec.containers[*].volumeMounts[*].mountPath", r#"[["/tmp"]]"#),
            is(AUTH, "spec.template.spec.volumes[name=tmp].emptyDir.sizeLimit", "256Mi"),
            is(ANALYSIS, "spec.template.spec.volumes[name=tmp].emptyDir.sizeLimit", "1Gi"),
            is(AI, "spec.template.spec.volumes[name=tmp].emptyDir.sizeLimit", "512Mi"),
            is(V1, "spec.template.spec.volumes[name=tmp].emptyDir.sizeLimit", "256Mi"),
            is(V3, "spec.template.spec.volumes[name=tmp].emptyDir.sizeLimit", "64Mi"),
        ],
    },
    Row {
        id: "R-115",
        states: "no capabilities, and the seccomp profile that Pod Security also requires",
        claims: &[
            json(AUTH, "spec.template.spec.containers[*].securityContext.capabilities", r#"[{"drop": ["ALL"]}]"#),
            json(ANALYSIS, "spec.template.spec.containers[*].securityContext.capabilities", r#"[{"drop": ["ALL"]}]"#),
            json(AI, "spec.template.spec.containers[*].securityContext.capabilities", r#"[{"drop": ["ALL"]}]"#),
            json(V1, "spec.template.spec.containers[*].securityContext.capabilities", r#"[{"drop": ["ALL"]}]"#),
            json(V3, "spec.template.spec.containers[*].securityContext.capabilities", r#"[{"drop": ["ALL"]}]"#),
            json(V3, "spec.template.spec.initContainers[*].securityContext.capabilities", r#"[{"drop": ["ALL"]}]"#),
            is(AUTH, "spec.template.spec.securityContext.seccompProfile.type", "RuntimeDefault"),
            is(ANALYSIS, "spec.template.spec.securityContext.seccompProfile.type", "RuntimeDefault"),
            is(AI, "spec.template.spec.securityContext.seccompProfile.type", "RuntimeDefault"),
            is(V1, "spec.template.spec.securityContext.seccompProfile.type", "RuntimeDefault"),
            is(V3, "spec.template.spec.securityContext.seccompProfile.type", "RuntimeDefault"),
        ],
    },
    Row {
        id: "R-116",
        states: "strict rules and isolation in every namespace",
        claims: &[
            json(policy(STABLE, "default-deny-all"), "spec.podSelector", "{}"),
            json(policy(STABLE, "default-deny-all"), "spec.policyTypes", r#"["Ingress", "Egress"]"#),
            json(policy(EXP, "default-deny-all"), "spec.podSelector", "{}"),
            json(policy(EXP, "default-deny-all"), "spec.policyTypes", r#"["Ingress", "Egress"]"#),
            json(policy(QUARANTINE, "default-deny-all"), "spec.podSelector", "{}"),
            json(policy(QUARANTINE, "default-deny-all"), "spec.policyTypes", r#"["Ingress", "Egress"]"#),
            json(policy(INFRASTRUCTURE, "default-deny-all"), "spec.podSelector", "{}"),
            json(policy(INFRASTRUCTURE, "default-deny-all"), "spec.policyTypes", r#"["Ingress", "Egress"]"#),
            json(policy(MONITORING, "default-deny-all"), "spec.podSelector", "{}"),
            json(policy(MONITORING, "default-deny-all"), "spec.policyTypes", r#"["Ingress", "Egress"]"#),
            absent(policy(INFRASTRUCTURE, "default-deny-all"), "spec.ingress"),
            absent(policy(INFRASTRUCTURE, "default-deny-all"), "spec.egress"),
            absent(policy(MONITORING, "default-deny-all"), "spec.ingress"),
            absent(policy(MONITORING, "default-deny-all"), "spec.egress"),
        ],
    },
    Row {
        id: "R-117",
        states: "calls between services only if a service declares them, and no service does: only the edge and Prometheus are allowed",
        claims: &[
            json(policy(STABLE, "auth-service"), PEERS, EDGE_AND_PROMETHEUS),
            json(policy(STABLE, "analysis-service"), PEERS, EDGE_AND_PROMETHEUS),
            json(policy(STABLE, "ai-orchestrator"), PEERS, EDGE_AND_PROMETHEUS),
            json(policy(EXP, "v1-api"), PEERS, EDGE_AND_PROMETHEUS),
            json(policy(QUARANTINE, "v3-api"), PEERS, EDGE_AND_PROMETHEUS),
        ],
    },
    Row {
        id: "R-118",
        states: "secrets are Kubernetes Secrets, which the output refers to and never contains (decision 12)",
        claims: &[
            missing(object("Secret", ANY, ANY)),
            json(AUTH, "spec.template.spec.containers[0].env[name=DATABASE_URL].valueFrom.secretKeyRef", DATABASE),
            json(AUTH, "spec.template.spec.containers[0].env[name=JWT_SECRET_KEY].valueFrom.secretKeyRef", JWT),
            json(AUTH, "spec.template.spec.containers[0].env[name=REDIS_PASSWORD].valueFrom.secretKeyRef", REDIS),
            json(ANALYSIS, "spec.template.spec.containers[0].env[name=DATABASE_URL].valueFrom.secretKeyRef", DATABASE),
            json(ANALYSIS, "spec.template.spec.containers[0].env[name=JWT_SECRET_KEY].valueFrom.secretKeyRef", JWT),
            json(ANALYSIS, "spec.template.spec.containers[0].env[name=REDIS_PASSWORD].valueFrom.secretKeyRef", REDIS),
            json(ANALYSIS, "spec.template.spec.containers[0].env[name=NEO4J_PASSWORD].valueFrom.secretKeyRef", NEO4J),
            json(ANALYSIS, "spec.template.spec.containers[0].env[name=S3_SECRET_KEY].valueFrom.secretKeyRef", MINIO),
            json(AI, "spec.template.spec.containers[0].env[name=DATABASE_URL].valueFrom.secretKeyRef", DATABASE),
            json(AI, "spec.template.spec.containers[0].env[name=JWT_SECRET_KEY].valueFrom.secretKeyRef", JWT),
            json(AI, "spec.template.spec.containers[0].env[name=REDIS_PASSWORD].valueFrom.secretKeyRef", REDIS),
            json(V1, "spec.template.spec.containers[0].env[name=DATABASE_URL].valueFrom.secretKeyRef", DATABASE),
            json(V1, "spec.template.spec.containers[0].env[name=JWT_SECRET_KEY].valueFrom.secretKeyRef", JWT),
            json(V1, "spec.template.spec.containers[0].env[name=REDIS_PASSWORD].valueFrom.secretKeyRef", REDIS),
            json(V3, "spec.template.spec.containers[0].env[name=DATABASE_URL].valueFrom.secretKeyRef", DATABASE),
        ],
    },
];

const TIERS: &str = r#"[{"key": "coderev.dev/tier", "operator": "In", "values": ["exp", "quarantine", "stable"]}]"#;
const PEERS: &str = r#"spec.ingress[*].from[*].podSelector.matchLabels."app.kubernetes.io/name""#;
const EDGE_AND_PROMETHEUS: &str = r#"[["ingress-nginx"], ["prometheus"]]"#;
const DATABASE: &str = r#"{"name": "database-credentials", "key": "url"}"#;
const JWT: &str = r#"{"name": "jwt-secrets", "key": "secret-key"}"#;
const REDIS: &str = r#"{"name": "redis-credentials", "key": "password"}"#;
const NEO4J: &str = r#"{"name": "neo4j-credentials", "key": "password"}"#;
const MINIO: &str = r#"{"name": "minio-credentials", "key": "secret-key"}"#;
