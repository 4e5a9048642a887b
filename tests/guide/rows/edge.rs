//! "Ingress Configuration". An Ingress is named after its host and its path.
use super::*;

const REWRITE: &str = r#"metadata.annotations."nginx.ingress.kubernetes.io/rewrite-target""#;
const LIMIT: &str = r#"metadata.annotations."nginx.ingress.kubernetes.io/limit-rps""#;
const BURST: &str = r#"metadata.annotations."nginx.ingress.kubernetes.io/limit-burst-multiplier""#;
const READ: &str = r#"metadata.annotations."nginx.ingress.kubernetes.io/proxy-read-timeout""#;
const SEND: &str = r#"metadata.annotations."nginx.ingress.kubernetes.io/proxy-send-timeout""#;
const TO_HTTPS: &str = r#"metadata.annotations."nginx.ingress.kubernetes.io/ssl-redirect""#;

const ISSUER: Object<'static> = object("ClusterIssuer", "", "coderev-platform-letsencrypt-prod");
const STAGING: Object<'static> = object("ClusterIssuer", "", "coderev-platform-letsencrypt-staging");
const API_TLS: Object<'static> = object("Certificate", STABLE, "api.coderev.example.com-tls");
const V1_TLS: Object<'static> = object("Certificate", EXP, "v1.coderev.example.com-tls");
const V3_TLS: Object<'static> = object("Certificate", QUARANTINE, "v3.coderev.example.com-tls");
const NOWHERE: Object<'static> = object("Service", EXP, "deny-metrics");

pub(super) const ROWS: &[Row] = &[
    Row {
        id: "R-060",
        states: "api.coderev.example.com routes to platform-v2-stable",
        claims: &[
            json(API, "spec.rules[*].host", r#"["api.coderev.example.com"]"#),
            json(API_ANALYZE, "spec.rules[*].host", r#"["api.coderev.example.com"]"#),
            json(API_ORCHESTRATE, "spec.rules[*].host", r#"["api.coderev.example.com"]"#),
        ],
    },
    Row {
        id: "R-061",
        states: "TLS by Let's Encrypt and cert-manager for all three hosts; the issuer sets the lifetimes",
        claims: &[
            is(ISSUER, "spec.acme.server", "https://acme-v02.api.letsencrypt.org/directory"),
            is(STAGING, "spec.acme.server", "https://acme-staging-v02.api.letsencrypt.org/directory"),
            json(ISSUER, "spec.acme.solvers", SOLVERS),
            json(STAGING, "spec.acme.solvers", SOLVERS),
            is(ISSUER, "spec.acme.privateKeySecretRef.name", "coderev-platform-letsencrypt-prod-account-key"),
            is(STAGING, "spec.acme.privateKeySecretRef.name", "coderev-platform-letsencrypt-staging-account-key"),
            is(API_TLS, "spec.secretName", "api.coderev.example.com-tls"),
            is(V1_TLS, "spec.secretName", "v1.coderev.example.com-tls"),
            is(V3_TLS, "spec.secretName", "v3.coderev.example.com-tls"),
            json(API_TLS, "spec.dnsNames", r#"["api.coderev.example.com"]"#),
            json(V1_TLS, "spec.dnsNames", r#"["v1.coderev.example.com"]"#),
            json(V3_TLS, "spec.dnsNames", r#"["v3.coderev.example.com"]"#),
            json(API_TLS, "spec.issuerRef", BY_PROD),
            json(V1_TLS, "spec.issuerRef", BY_PROD),
            json(V3_TLS, "spec.issuerRef", BY_PROD),
            absent(API_TLS, "spec.duration"),
            absent(V1_TLS, "spec.duration"),
            absent(V3_TLS, "spec.duration"),
            absent(API_TLS, "spec.renewBefore"),
            absent(V1_TLS, "spec.renewBefore"),
            absent(V3_TLS, "spec.renewBefore"),
            json(
                API,
                "spec.tls",
                r#"[{"hosts": ["api.coderev.example.com"], "secretName": "api.coderev.example.com-tls"}]"#,
            ),
            json(
                API_ANALYZE,
                "spec.tls",
                r#"[{"hosts": ["api.coderev.example.com"], "secretName": "api.coderev.example.com-tls"}]"#,
            ),
            json(
                API_ORCHESTRATE,
                "spec.tls",
                r#"[{"hosts": ["api.coderev.example.com"], "secretName": "api.coderev.example.com-tls"}]"#,
            ),
            json(
                V1_INGRESS,
                "spec.tls",
                r#"[{"hosts": ["v1.coderev.example.com"], "secretName": "v1.coderev.example.com-tls"}]"#,
            ),
            json(
                V3_INGRESS,
                "spec.tls",
                r#"[{"hosts": ["v3.coderev.example.com"], "secretName": "v3.coderev.example.com-tls"}]"#,
            ),
            is(API, TO_HTTPS, "true"),
            is(API_ANALYZE, TO_HTTPS, "true"),
            is(API_ORCHESTRATE, TO_HTTPS, "true"),
            is(V1_INGRESS, TO_HTTPS, "true"),
            is(V3_INGRESS, TO_HTTPS, "true"),
        ],
    },
    Row {
        id: "R-062",
        states: "100 requests per second on the production host, for each client; 429 for further requests",
        claims: &[
            is(API, LIMIT, "100"),
            is(API_ANALYZE, LIMIT, "100"),
            is(API_ORCHESTRATE, LIMIT, "100"),
            is(API, BURST, "2"),
            is(API_ANALYZE, BURST, "2"),
            is(API_ORCHESTRATE, BURST, "2"),
            absent(V1_INGRESS, LIMIT),
            absent(V3_INGRESS, LIMIT),
            states("README.md", "controller.config.limit-req-status-code=429"),
        ],
    },
    Row {
        id: "R-063",
        states: "/api/auth to auth-service, unchanged: without the prefix, /api/auth/metrics would be public",
        claims: &[
            is(API, "spec.rules[0].http.paths[path=/api/auth].pathType", "Prefix"),
            json(API, "spec.rules[0].http.paths[path=/api/auth].backend", AUTH_BACKEND),
            absent(API, REWRITE),
        ],
    },
    Row {
        id: "R-064",
        states: "/api/analyze to analysis-service, with a timeout of 60 s",
        claims: &[
            json(API_ANALYZE, "spec.rules[*].http.paths[*].path", r#"[["/api/analyze"]]"#),
            is(API_ANALYZE, "spec.rules[0].http.paths[path=/api/analyze].pathType", "Prefix"),
            json(API_ANALYZE, "spec.rules[0].http.paths[path=/api/analyze].backend", ANALYSIS_BACKEND),
            is(API_ANALYZE, READ, "60"),
            is(API_ANALYZE, SEND, "60"),
            absent(API_ANALYZE, REWRITE),
        ],
    },
    Row {
        id: "R-065",
        states: "/api/orchestrate to ai-orchestrator, with a timeout of 120 s",
        claims: &[
            json(API_ORCHESTRATE, "spec.rules[*].http.paths[*].path", r#"[["/api/orchestrate"]]"#),
            is(API_ORCHESTRATE, "spec.rules[0].http.paths[path=/api/orchestrate].pathType", "Prefix"),
            json(API_ORCHESTRATE, "spec.rules[0].http.paths[path=/api/orchestrate].backend", AI_BACKEND),
            is(API_ORCHESTRATE, READ, "120"),
            is(API_ORCHESTRATE, SEND, "120"),
            absent(API_ORCHESTRATE, REWRITE),
        ],
    },
    Row {
        id: "R-066",
        states: "/health, and no path below it, to auth-service",
        claims: &[
            json(HEALTH, "spec.rules[*].http.paths[*].path", r#"[["/health"]]"#),
            is(HEALTH, "spec.rules[0].http.paths[path=/health].pathType", "Exact"),
            json(HEALTH, "spec.rules[0].http.paths[path=/health].backend", AUTH_BACKEND),
        ],
    },
    Row {
        id: "R-067",
        states: "v1: / to v1-api, but /metrics to a Service that selects no pods (decision 4)",
        claims: &[
            json(V1_INGRESS, "spec.rules[*].host", r#"["v1.coderev.example.com"]"#),
            is(V1_INGRESS, "spec.rules[0].http.paths[path=/].pathType", "Prefix"),
            json(V1_INGRESS, "spec.rules[0].http.paths[path=/].backend", V1_BACKEND),
            is(V1_INGRESS, "spec.rules[0].http.paths[path=/metrics].pathType", "Prefix"),
            json(V1_INGRESS, "spec.rules[0].http.paths[path=/metrics].backend", NOWHERE_BACKEND),
            json(NOWHERE, "spec.selector", r#"{"coderev.dev/selects": "nothing"}"#),
            absent(V1, r#"spec.template.metadata.labels."coderev.dev/selects""#),
            is(V1_INGRESS, READ, "60"),
            absent(V1_INGRESS, REWRITE),
        ],
    },
    Row {
        id: "R-068",
        states: "v3: / to v3-api, whose gate forwards GET, HEAD and OPTIONS and blocks /metrics (decisions 3 and 4)",
        claims: &[
            json(V3_INGRESS, "spec.rules[*].host", r#"["v3.coderev.example.com"]"#),
            json(V3_INGRESS, "spec.rules[*].http.paths[*].path", r#"[["/"]]"#),
            is(V3_INGRESS, "spec.rules[0].http.paths[path=/].pathType", "Prefix"),
            json(V3_INGRESS, "spec.rules[0].http.paths[path=/].backend", V3_BACKEND),
            absent(V3_INGRESS, REWRITE),
            states("config.yaml", "^(GET|HEAD|OPTIONS)$"),
            states("config.yaml", "location = /metrics {"),
            states("config.yaml", "return 404;"),
            states("config.yaml", "proxy_pass http://127.0.0.1:8000;"),
        ],
    },
];

const SOLVERS: &str = r#"[{"http01": {"ingress": {"ingressClassName": "nginx"}}}]"#;
const BY_PROD: &str =
    r#"{"group": "cert-manager.io", "kind": "ClusterIssuer", "name": "coderev-platform-letsencrypt-prod"}"#;
const AUTH_BACKEND: &str = r#"{"service": {"name": "auth-service", "port": {"name": "http"}}}"#;
const ANALYSIS_BACKEND: &str = r#"{"service": {"name": "analysis-service", "port": {"name": "http"}}}"#;
const AI_BACKEND: &str = r#"{"service": {"name": "ai-orchestrator", "port": {"name": "http"}}}"#;
const V1_BACKEND: &str = r#"{"service": {"name": "v1-api", "port": {"name": "http"}}}"#;
const V3_BACKEND: &str = r#"{"service": {"name": "v3-api", "port": {"name": "http"}}}"#;
const NOWHERE_BACKEND: &str = r#"{"service": {"name": "deny-metrics", "port": {"name": "http"}}}"#;
