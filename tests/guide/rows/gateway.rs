//! "Ingress Configuration" on the Gateway API: the same rows, with the fields of this edge.
use super::*;

const GATEWAY: Object<'static> = object("Gateway", EDGE, "platform-gateway");
const REDIRECT: Object<'static> = object("HTTPRoute", EDGE, "http-to-https");
const API: Object<'static> = object("HTTPRoute", STABLE, "api.coderev.example.com");
const V1_ROUTE: Object<'static> = object("HTTPRoute", EXP, "v1.coderev.example.com");
const V3_ROUTE: Object<'static> = object("HTTPRoute", QUARANTINE, "v3.coderev.example.com");
const TRAFFIC: Object<'static> = object("BackendTrafficPolicy", STABLE, "api.coderev.example.com");
const CLIENTS: Object<'static> = object("ClientTrafficPolicy", EDGE, "platform-gateway");
const ISSUER: Object<'static> = object("ClusterIssuer", "", "coderev-platform-letsencrypt-prod");
const STAGING: Object<'static> = object("ClusterIssuer", "", "coderev-platform-letsencrypt-staging");
const API_TLS: Object<'static> = object("Certificate", EDGE, "api.coderev.example.com-tls");
const V1_TLS: Object<'static> = object("Certificate", EDGE, "v1.coderev.example.com-tls");
const V3_TLS: Object<'static> = object("Certificate", EDGE, "v3.coderev.example.com-tls");
const EDGE: &str = "platform-edge";

pub(crate) const ROWS: &[Row] = &[
    Row {
        id: "R-060",
        states: "api.coderev.example.com routes to platform-v2-stable; other namespaces cannot claim the host",
        claims: &[
            json(API, "spec.hostnames", r#"["api.coderev.example.com"]"#),
            json(
                API,
                "spec.parentRefs",
                r#"[{"name": "platform-gateway", "namespace": "platform-edge", "sectionName": "https-api.coderev.example.com"}]"#,
            ),
            is(GATEWAY, "spec.listeners[name=https-api.coderev.example.com].hostname", "api.coderev.example.com"),
            json(GATEWAY, "spec.listeners[name=https-api.coderev.example.com].allowedRoutes", ROUTES_OF_STABLE),
            missing(object("Ingress", ANY, ANY)),
        ],
    },
    Row {
        id: "R-061",
        states: "TLS by Let's Encrypt and cert-manager for all hosts, next to the Gateway; port 80 redirects to 443",
        claims: &[
            json(ISSUER, "spec.acme.solvers", SOLVERS),
            json(STAGING, "spec.acme.solvers", SOLVERS),
            json(API_TLS, "spec.dnsNames", r#"["api.coderev.example.com"]"#),
            json(V1_TLS, "spec.dnsNames", r#"["v1.coderev.example.com"]"#),
            json(V3_TLS, "spec.dnsNames", r#"["v3.coderev.example.com"]"#),
            json(
                GATEWAY,
                "spec.listeners[name=https-api.coderev.example.com].tls",
                r#"{"mode": "Terminate", "certificateRefs": [{"kind": "Secret", "name": "api.coderev.example.com-tls"}]}"#,
            ),
            json(
                GATEWAY,
                "spec.listeners[name=https-v1.coderev.example.com].tls",
                r#"{"mode": "Terminate", "certificateRefs": [{"kind": "Secret", "name": "v1.coderev.example.com-tls"}]}"#,
            ),
            json(
                GATEWAY,
                "spec.listeners[name=https-v3.coderev.example.com].tls",
                r#"{"mode": "Terminate", "certificateRefs": [{"kind": "Secret", "name": "v3.coderev.example.com-tls"}]}"#,
            ),
            is(CLIENTS, "spec.tls.minVersion", "1.2"),
            json(
                REDIRECT,
                "spec.hostnames",
                r#"["api.coderev.example.com", "v1.coderev.example.com", "v3.coderev.example.com"]"#,
            ),
            json(REDIRECT, "spec.parentRefs", r#"[{"name": "platform-gateway", "sectionName": "http"}]"#),
            json(
                REDIRECT,
                "spec.rules[0].filters",
                r#"[{"type": "RequestRedirect", "requestRedirect": {"scheme": "https", "statusCode": 301}}]"#,
            ),
            absent(API_TLS, "spec.duration"),
        ],
    },
    Row {
        id: "R-062",
        states: "100 requests per second on the production host, for each client address, IPv4 and IPv6",
        claims: &[
            json(
                TRAFFIC,
                "spec.targetRefs",
                r#"[{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": "api.coderev.example.com"}]"#,
            ),
            json(
                TRAFFIC,
                "spec.rateLimit.local.rules[*].limit",
                r#"[{"requests": 100, "unit": "Second"}, {"requests": 100, "unit": "Second"}]"#,
            ),
            json(
                TRAFFIC,
                "spec.rateLimit.local.rules[*].clientSelectors[*].sourceCIDR.type",
                r#"[["Distinct"], ["Distinct"]]"#,
            ),
            json(
                TRAFFIC,
                "spec.rateLimit.local.rules[*].clientSelectors[*].sourceCIDR.value",
                r#"[["0.0.0.0/0"], ["::/0"]]"#,
            ),
            absent(object("BackendTrafficPolicy", EXP, "v1.coderev.example.com"), "spec.rateLimit"),
            absent(object("BackendTrafficPolicy", QUARANTINE, "v3.coderev.example.com"), "spec.rateLimit"),
        ],
    },
    Row {
        id: "R-063",
        states: "/api/auth to auth-service, unchanged",
        claims: &[
            json(
                API,
                "spec.rules[name=api-auth].matches",
                r#"[{"path": {"type": "PathPrefix", "value": "/api/auth"}}]"#,
            ),
            json(API, "spec.rules[name=api-auth].backendRefs", r#"[{"name": "auth-service", "port": 80}]"#),
            absent(API, "spec.rules[name=api-auth].filters"),
        ],
    },
    Row {
        id: "R-064",
        states: "/api/analyze to analysis-service, with a timeout of 60 s",
        claims: &[
            json(
                API,
                "spec.rules[name=api-analyze].matches",
                r#"[{"path": {"type": "PathPrefix", "value": "/api/analyze"}}]"#,
            ),
            json(API, "spec.rules[name=api-analyze].backendRefs", r#"[{"name": "analysis-service", "port": 80}]"#),
            is(API, "spec.rules[name=api-analyze].timeouts.request", "60s"),
            is(API, "spec.rules[name=api-analyze].timeouts.backendRequest", "60s"),
        ],
    },
    Row {
        id: "R-065",
        states: "/api/orchestrate to ai-orchestrator, with a timeout of 120 s",
        claims: &[
            json(
                API,
                "spec.rules[name=api-orchestrate].matches",
                r#"[{"path": {"type": "PathPrefix", "value": "/api/orchestrate"}}]"#,
            ),
            json(API, "spec.rules[name=api-orchestrate].backendRefs", r#"[{"name": "ai-orchestrator", "port": 80}]"#),
            is(API, "spec.rules[name=api-orchestrate].timeouts.request", "120s"),
            is(API, "spec.rules[name=api-orchestrate].timeouts.backendRequest", "120s"),
        ],
    },
    Row {
        id: "R-066",
        states: "/health, and no path below it, to auth-service",
        claims: &[
            json(API, "spec.rules[name=health-exact].matches", r#"[{"path": {"type": "Exact", "value": "/health"}}]"#),
            json(API, "spec.rules[name=health-exact].backendRefs", r#"[{"name": "auth-service", "port": 80}]"#),
        ],
    },
    Row {
        id: "R-067",
        states: "v1: / to v1-api, but /metrics returns 404 at the edge (decision 4)",
        claims: &[
            json(V1_ROUTE, "spec.hostnames", r#"["v1.coderev.example.com"]"#),
            json(V1_ROUTE, "spec.rules[name=all].matches", r#"[{"path": {"type": "PathPrefix", "value": "/"}}]"#),
            json(V1_ROUTE, "spec.rules[name=all].backendRefs", r#"[{"name": "v1-api", "port": 80}]"#),
            is(V1_ROUTE, "spec.rules[name=all].timeouts.request", "60s"),
            json(
                V1_ROUTE,
                "spec.rules[name=deny-internal].matches",
                r#"[{"path": {"type": "PathPrefix", "value": "/metrics"}}]"#,
            ),
            is(V1_ROUTE, "spec.rules[name=deny-internal].filters[0].extensionRef.name", "deny-not-found"),
            absent(V1_ROUTE, "spec.rules[name=deny-internal].backendRefs"),
            json(object("HTTPRouteFilter", EXP, "deny-not-found"), "spec.directResponse.statusCode", "404"),
            missing(object("Service", ANY, "deny-metrics")),
        ],
    },
    Row {
        id: "R-068",
        states: "v3: / to v3-api for GET, HEAD and OPTIONS, 405 for other methods, with the gate behind (decisions 3 and 4)",
        claims: &[
            json(V3_ROUTE, "spec.rules[name=all].matches[*].method", r#"["GET", "HEAD", "OPTIONS"]"#),
            json(V3_ROUTE, "spec.rules[name=all].matches[*].path.value", r#"["/", "/", "/"]"#),
            json(V3_ROUTE, "spec.rules[name=all].backendRefs", r#"[{"name": "v3-api", "port": 80}]"#),
            is(V3_ROUTE, "spec.rules[name=all-method-not-allowed].filters[0].extensionRef.name", "method-not-allowed"),
            absent(V3_ROUTE, "spec.rules[name=all-method-not-allowed].backendRefs"),
            json(object("HTTPRouteFilter", QUARANTINE, "method-not-allowed"), "spec.directResponse.statusCode", "405"),
            json(policy(QUARANTINE, "v3-api"), "spec.ingress[0]", EDGE_TO_GATE),
        ],
    },
    Row {
        id: "R-030",
        states: "only the proxies of the Gateway are allowed",
        claims: &[
            json(policy(STABLE, "auth-service"), "spec.ingress[0].from", EDGE_PODS),
            json(policy(EXP, "v1-api"), "spec.ingress[0].from", EDGE_PODS),
            json(policy(EDGE, "allow-acme-http01"), "spec.ingress[0].from", EDGE_PODS),
            json(policy(EDGE, "default-deny-all"), "spec.podSelector", "{}"),
        ],
    },
];

const SOLVERS: &str = r#"[{"http01": {"gatewayHTTPRoute": {"parentRefs": [{"group": "gateway.networking.k8s.io",
    "kind": "Gateway", "name": "platform-gateway", "namespace": "platform-edge", "sectionName": "http"}]}}}]"#;
const ROUTES_OF_STABLE: &str = r#"{"kinds": [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute"}],
    "namespaces": {"from": "Selector", "selector": {"matchLabels": {"kubernetes.io/metadata.name": "platform-v2-stable"}}}}"#;
const EDGE_PODS: &str = r#"[{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "envoy-gateway-system"}},
    "podSelector": {"matchLabels": {"app.kubernetes.io/name": "envoy", "app.kubernetes.io/component": "proxy",
    "gateway.envoyproxy.io/owning-gateway-namespace": "platform-edge",
    "gateway.envoyproxy.io/owning-gateway-name": "platform-gateway"}}}]"#;
const EDGE_TO_GATE: &str = r#"{"from": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "envoy-gateway-system"}},
    "podSelector": {"matchLabels": {"app.kubernetes.io/name": "envoy", "app.kubernetes.io/component": "proxy",
    "gateway.envoyproxy.io/owning-gateway-namespace": "platform-edge",
    "gateway.envoyproxy.io/owning-gateway-name": "platform-gateway"}}}], "ports": [{"port": 8080, "protocol": "TCP"}]}"#;
