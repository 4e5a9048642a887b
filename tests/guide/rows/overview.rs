//! "Overview" and "Architecture".
use super::*;

const AUTH_SVC: Object<'static> = object("Service", STABLE, "auth-service");
const ANALYSIS_SVC: Object<'static> = object("Service", STABLE, "analysis-service");
const AI_SVC: Object<'static> = object("Service", STABLE, "ai-orchestrator");
const V1_SVC: Object<'static> = object("Service", EXP, "v1-api");
const V3_SVC: Object<'static> = object("Service", QUARANTINE, "v3-api");

pub(super) const ROWS: &[Row] = &[
    Row {
        id: "R-001",
        states: "namespaces, network policies, horizontal pod autoscaling and ingress configuration",
        claims: &[
            is(namespace(STABLE), "apiVersion", "v1"),
            is(policy(STABLE, "default-deny-all"), "apiVersion", "networking.k8s.io/v1"),
            is(AUTH_HPA, "apiVersion", "autoscaling/v2"),
            is(API, "apiVersion", "networking.k8s.io/v1"),
        ],
    },
    Row {
        id: "R-002",
        states: "ingress-nginx as the edge, as in the deployment guide, with a warning about its retirement (decision 2)",
        claims: &[
            is(API, "spec.ingressClassName", "nginx"),
            is(API_ANALYZE, "spec.ingressClassName", "nginx"),
            is(API_ORCHESTRATE, "spec.ingressClassName", "nginx"),
            is(V1_INGRESS, "spec.ingressClassName", "nginx"),
            is(V3_INGRESS, "spec.ingressClassName", "nginx"),
            states("README.md", "retired upstream"),
        ],
    },
    Row {
        id: "R-003",
        states: "the controller routes to three namespaces",
        claims: &[
            json(API, "spec.rules[*].host", r#"["api.coderev.example.com"]"#),
            json(V1_INGRESS, "spec.rules[*].host", r#"["v1.coderev.example.com"]"#),
            json(V3_INGRESS, "spec.rules[*].host", r#"["v3.coderev.example.com"]"#),
        ],
    },
    Row {
        id: "R-004",
        states: "five Deployments with their Services, the orchestrator in V2; v3-api is reached through its gate (decision 28)",
        claims: &[
            is(AUTH, "apiVersion", "apps/v1"),
            is(ANALYSIS, "apiVersion", "apps/v1"),
            is(AI, "apiVersion", "apps/v1"),
            is(V1, "apiVersion", "apps/v1"),
            is(V3, "apiVersion", "apps/v1"),
            json(AUTH_SVC, "spec.ports[*].port", "[80]"),
            json(ANALYSIS_SVC, "spec.ports[*].port", "[80]"),
            json(AI_SVC, "spec.ports[*].port", "[80]"),
            json(V1_SVC, "spec.ports[*].port", "[80]"),
            json(V3_SVC, "spec.ports[*].port", "[80]"),
            json(AUTH_SVC, "spec.ports[*].targetPort", r#"["http"]"#),
            json(ANALYSIS_SVC, "spec.ports[*].targetPort", r#"["http"]"#),
            json(AI_SVC, "spec.ports[*].targetPort", r#"["http"]"#),
            json(V1_SVC, "spec.ports[*].targetPort", r#"["http"]"#),
            json(V3_SVC, "spec.ports[*].targetPort", r#"["gate"]"#),
            is(AUTH_SVC, r#"spec.selector."app.kubernetes.io/name""#, "auth-service"),
            is(ANALYSIS_SVC, r#"spec.selector."app.kubernetes.io/name""#, "analysis-service"),
            is(AI_SVC, r#"spec.selector."app.kubernetes.io/name""#, "ai-orchestrator"),
            is(V1_SVC, r#"spec.selector."app.kubernetes.io/name""#, "v1-api"),
            is(V3_SVC, r#"spec.selector."app.kubernetes.io/name""#, "v3-api"),
            json(AUTH, "spec.template.spec.containers[name=auth-service].ports[*].containerPort", "[8000]"),
            json(ANALYSIS, "spec.template.spec.containers[name=analysis-service].ports[*].containerPort", "[8000]"),
            json(AI, "spec.template.spec.containers[name=ai-orchestrator].ports[*].containerPort", "[8000]"),
            json(V1, "spec.template.spec.containers[name=v1-api].ports[*].containerPort", "[8000]"),
            json(V3, "spec.template.spec.containers[name=v3-api].ports[*].containerPort", "[8000]"),
            json(V3, "spec.template.spec.initContainers[name=read-only-gate].ports[*].containerPort", "[8080]"),
        ],
    },
    Row {
        id: "R-005",
        states: "each service has the addresses of the stores that it uses; quarantine only the database, as its text requires",
        claims: &[
            json(AUTH, "spec.template.spec.containers[0].env[name=REDIS_URL].valueFrom.configMapKeyRef", REDIS),
            json(AUTH, "spec.template.spec.containers[0].env[name=OPA_URL].valueFrom.configMapKeyRef", OPA),
            json(AUTH, "spec.template.spec.containers[0].env[name=KAFKA_BOOTSTRAP_SERVERS].valueFrom", KAFKA),
            json(ANALYSIS, "spec.template.spec.containers[0].env[name=REDIS_URL].valueFrom.configMapKeyRef", REDIS),
            json(ANALYSIS, "spec.template.spec.containers[0].env[name=OPA_URL].valueFrom.configMapKeyRef", OPA),
            json(ANALYSIS, "spec.template.spec.containers[0].env[name=KAFKA_BOOTSTRAP_SERVERS].valueFrom", KAFKA),
            json(ANALYSIS, "spec.template.spec.containers[0].env[name=NEO4J_URI].valueFrom.configMapKeyRef", NEO4J),
            json(ANALYSIS, "spec.template.spec.containers[0].env[name=S3_ENDPOINT].valueFrom.configMapKeyRef", MINIO),
            json(AI, "spec.template.spec.containers[0].env[name=REDIS_URL].valueFrom.configMapKeyRef", REDIS),
            json(AI, "spec.template.spec.containers[0].env[name=OPA_URL].valueFrom.configMapKeyRef", OPA),
            json(AI, "spec.template.spec.containers[0].env[name=KAFKA_BOOTSTRAP_SERVERS].valueFrom", KAFKA),
            json(V1, "spec.template.spec.containers[0].env[name=REDIS_URL].valueFrom.configMapKeyRef", REDIS),
            absent(V3, "spec.template.spec.containers[0].env[name=REDIS_URL]"),
            absent(V3, "spec.template.spec.containers[0].env[name=NEO4J_URI]"),
            absent(V3, "spec.template.spec.containers[0].env[name=S3_ENDPOINT]"),
            absent(V3, "spec.template.spec.containers[0].env[name=KAFKA_BOOTSTRAP_SERVERS]"),
            absent(V3, "spec.template.spec.containers[0].env[name=OPA_URL]"),
            is(NEO4J_CONFIG, "data.uri", "bolt://neo4j.platform-infrastructure.svc.cluster.local:7687"),
            is(MINIO_CONFIG, "data.endpoint", "http://minio.platform-infrastructure.svc.cluster.local:9000"),
            is(OPA_CONFIG, "data.url", "http://opa.platform-infrastructure.svc.cluster.local:8181"),
            is(KAFKA_CONFIG, "data.bootstrap-servers", BROKERS),
        ],
    },
];

const REDIS: &str = r#"{"name": "redis-config", "key": "url"}"#;
const OPA: &str = r#"{"name": "opa-config", "key": "url"}"#;
const KAFKA: &str = r#"{"configMapKeyRef": {"name": "kafka-config", "key": "bootstrap-servers"}}"#;
const NEO4J: &str = r#"{"name": "neo4j-config", "key": "uri"}"#;
const MINIO: &str = r#"{"name": "minio-config", "key": "endpoint"}"#;

const NEO4J_CONFIG: Object<'static> = object("ConfigMap", STABLE, "neo4j-config");
const MINIO_CONFIG: Object<'static> = object("ConfigMap", STABLE, "minio-config");
const OPA_CONFIG: Object<'static> = object("ConfigMap", STABLE, "opa-config");
const KAFKA_CONFIG: Object<'static> = object("ConfigMap", STABLE, "kafka-config");

const BROKERS: &str = "kafka-0.kafka-headless.platform-infrastructure.svc.cluster.local:9092,\
    kafka-1.kafka-headless.platform-infrastructure.svc.cluster.local:9092,\
    kafka-2.kafka-headless.platform-infrastructure.svc.cluster.local:9092";
