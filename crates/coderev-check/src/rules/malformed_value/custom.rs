//! Custom resources, as their schemas describe them.
use super::super::schema::Fault;
use super::super::schema::Node::{self, All, Each, Fields, Int, Items, OneOf, Text};
use super::super::schema::forms::{
    self, cidr, filled, gateway_duration, grpc_method, grpc_service, header, header_or_any, header_value, name, origin,
};
use super::META;
use super::core::{BEHAVIOR, REPLICAS};

const MOST: i64 = i32::MAX as i64;
const PORT: Node = Int(1, 65535);
const METHODS: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];
const CORS_METHODS: [&str; 10] = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "*"];
const HEADERS: Node = Items(
    0,
    16,
    &Fields(&[
        ("name", &Text(header)),
        ("value", &Text(header_value)),
        ("type", &OneOf(&["Exact", "RegularExpression"])),
    ]),
);
const HEADER_MODIFIER: Node = Fields(&[("set", &HEADERS), ("add", &HEADERS)]);
const BACKENDS: Node =
    Items(0, 16, &Fields(&[("port", &PORT), ("weight", &Int(0, 1_000_000)), ("name", &Text(filled))]));
const CORS: Node = Fields(&[
    ("allowOrigins", &Items(0, 64, &Text(origin))),
    ("allowMethods", &Items(0, 9, &OneOf(&CORS_METHODS))),
    ("allowHeaders", &Items(0, 64, &Text(header_or_any))),
    ("exposeHeaders", &Items(0, 64, &Text(header_or_any))),
    ("maxAge", &Int(1, MOST)),
]);
const FILTERS: Node = Items(
    0,
    16,
    &Fields(&[
        (
            "type",
            &OneOf(&[
                "RequestHeaderModifier",
                "ResponseHeaderModifier",
                "RequestMirror",
                "RequestRedirect",
                "URLRewrite",
                "ExtensionRef",
                "CORS",
                "ExternalAuth",
            ]),
        ),
        ("requestHeaderModifier", &HEADER_MODIFIER),
        ("responseHeaderModifier", &HEADER_MODIFIER),
        (
            "requestRedirect",
            &Fields(&[("statusCode", &STATUS_CODE), ("scheme", &OneOf(&["http", "https"])), ("port", &PORT)]),
        ),
        ("cors", &CORS),
    ]),
);

const STATUS_CODE: Node = Int(301, 308);
const PARENTS: Node = Items(0, 32, &Fields(&[("name", &Text(filled))]));
const TIMEOUTS: Node = Fields(&[("request", &Text(gateway_duration)), ("backendRequest", &Text(gateway_duration))]);
const RULE_NAME: Node = Text(name);
pub(super) static HTTP_ROUTE: Node = Fields(&[
    ("metadata", &META),
    (
        "spec",
        &Fields(&[
            ("parentRefs", &PARENTS),
            (
                "rules",
                &Items(
                    0,
                    16,
                    &Fields(&[
                        ("name", &RULE_NAME),
                        (
                            "matches",
                            &Items(
                                0,
                                64,
                                &Fields(&[
                                    (
                                        "path",
                                        &Fields(&[("type", &OneOf(&["Exact", "PathPrefix", "RegularExpression"]))]),
                                    ),
                                    ("headers", &HEADERS),
                                    ("method", &OneOf(&METHODS)),
                                ]),
                            ),
                        ),
                        ("filters", &FILTERS),
                        ("backendRefs", &BACKENDS),
                        ("timeouts", &TIMEOUTS),
                    ]),
                ),
            ),
        ]),
    ),
]);
pub(super) static GRPC_ROUTE: Node = Fields(&[
    ("metadata", &META),
    (
        "spec",
        &Fields(&[
            ("parentRefs", &PARENTS),
            (
                "rules",
                &Items(
                    0,
                    16,
                    &Fields(&[
                        ("name", &RULE_NAME),
                        (
                            "matches",
                            &Items(
                                0,
                                64,
                                &Fields(&[
                                    ("headers", &HEADERS),
                                    (
                                        "method",
                                        &Fields(&[("service", &Text(grpc_service)), ("method", &Text(grpc_method))]),
                                    ),
                                ]),
                            ),
                        ),
                        ("backendRefs", &BACKENDS),
                    ]),
                ),
            ),
        ]),
    ),
]);
pub(super) static GATEWAY: Node = Fields(&[
    ("metadata", &META),
    (
        "spec",
        &Fields(&[
            ("gatewayClassName", &Text(filled)),
            (
                "listeners",
                &Items(
                    1,
                    64,
                    &Fields(&[
                        ("name", &Text(name)),
                        ("port", &PORT),
                        ("protocol", &Text(filled)),
                        ("tls", &Fields(&[("mode", &OneOf(&["Terminate", "Passthrough"]))])),
                    ]),
                ),
            ),
        ]),
    ),
]);
const TARGETS: Node = Items(1, 16, &Fields(&[("name", &Text(filled))]));
const TRAFFIC_TIMEOUT: Node = Fields(&[(
    "http",
    &Fields(&[
        ("requestTimeout", &Text(gateway_duration)),
        ("streamIdleTimeout", &Text(gateway_duration)),
        ("connectionIdleTimeout", &Text(gateway_duration)),
    ]),
)]);
pub(super) static TRAFFIC_POLICY: Node = Fields(&[
    ("metadata", &META),
    (
        "spec",
        &Fields(&[
            ("targetRefs", &TARGETS),
            ("timeout", &TRAFFIC_TIMEOUT),
            ("retry", &Fields(&[("numRetries", &Int(0, MOST))])),
            ("requestBuffer", &Fields(&[("limit", &Text(forms::positive_quantity))])),
        ]),
    ),
]);
pub(super) static SECURITY_POLICY: Node = Fields(&[
    ("metadata", &META),
    (
        "spec",
        &Fields(&[
            ("targetRefs", &TARGETS),
            ("cors", &Fields(&[("allowOrigins", &Each(&Text(origin)))])),
            (
                "authorization",
                &Fields(&[
                    ("defaultAction", &OneOf(&["Allow", "Deny"])),
                    (
                        "rules",
                        &Each(&Fields(&[
                            ("action", &OneOf(&["Allow", "Deny"])),
                            ("principal", &Fields(&[("clientCIDRs", &Each(&Text(any_cidr)))])),
                        ])),
                    ),
                ]),
            ),
        ]),
    ),
]);
pub(super) static CLIENT_POLICY: Node = Fields(&[
    ("metadata", &META),
    (
        "spec",
        &Fields(&[
            ("targetRefs", &TARGETS),
            ("clientIPDetection", &Fields(&[("xForwardedFor", &Fields(&[("numTrustedHops", &Int(0, MOST))]))])),
            ("tls", &Fields(&[("minVersion", &OneOf(&["Auto", "1.0", "1.1", "1.2", "1.3"]))])),
        ]),
    ),
]);
pub(super) static ENVOY_PROXY: Node = Fields(&[
    ("metadata", &META),
    (
        "spec",
        &Fields(&[
            (
                "shutdown",
                &Fields(&[("drainTimeout", &Text(gateway_duration)), ("minDrainDuration", &Text(gateway_duration))]),
            ),
            (
                "provider",
                &Fields(&[(
                    "kubernetes",
                    &Fields(&[
                        ("envoyDeployment", &Fields(&[("replicas", &REPLICAS)])),
                        ("envoyService", &Fields(&[("loadBalancerSourceRanges", &Each(&Text(any_cidr)))])),
                    ]),
                )]),
            ),
        ]),
    ),
]);
pub(super) static SCALED_OBJECT: Node = Fields(&[
    ("metadata", &META),
    (
        "spec",
        &Fields(&[
            ("minReplicaCount", &Int(0, MOST)),
            ("maxReplicaCount", &Int(0, MOST)),
            ("pollingInterval", &Int(1, MOST)),
            ("cooldownPeriod", &Int(0, MOST)),
            ("fallback", &Fields(&[("replicas", &Int(0, MOST)), ("failureThreshold", &Int(0, MOST))])),
            ("advanced", &Fields(&[("horizontalPodAutoscalerConfig", &Fields(&[("behavior", &BEHAVIOR)]))])),
            ("triggers", &Items(1, usize::MAX, &Fields(&[("type", &Text(filled))]))),
        ]),
    ),
]);
pub(super) static CERTIFICATE: Node = Fields(&[
    ("metadata", &META),
    (
        "spec",
        &Fields(&[(
            "privateKey",
            &Fields(&[
                ("algorithm", &OneOf(&["RSA", "ECDSA", "Ed25519"])),
                ("encoding", &OneOf(&["PKCS1", "PKCS8"])),
                ("rotationPolicy", &OneOf(&["Never", "Always"])),
            ]),
        )]),
    ),
]);
const STORE_REF: Node =
    Fields(&[("name", &Text(secret_name)), ("kind", &OneOf(&["SecretStore", "ClusterSecretStore"]))]);
pub(super) static EXTERNAL_SECRET: Node = Fields(&[
    ("metadata", &META),
    (
        "spec",
        &Fields(&[
            ("secretStoreRef", &STORE_REF),
            (
                "target",
                &Fields(&[
                    ("name", &Text(secret_name)),
                    ("creationPolicy", &OneOf(&["Owner", "Orphan", "Merge", "None", "CreateOrMerge"])),
                    ("deletionPolicy", &OneOf(&["Delete", "Merge", "Retain"])),
                ]),
            ),
            ("data", &Each(&Fields(&[("secretKey", &All(&[&Text(filled), &Text(secret_key)]))]))),
        ]),
    ),
]);
const ACCOUNT: Node = Fields(&[("serviceAccountRef", &Fields(&[("name", &Text(name))]))]);
pub(super) static SECRET_STORE: Node = Fields(&[
    ("metadata", &META),
    (
        "spec",
        &Fields(&[(
            "provider",
            &Fields(&[
                ("vault", &Fields(&[("auth", &Fields(&[("kubernetes", &ACCOUNT)]))])),
                ("aws", &Fields(&[("auth", &Fields(&[("jwt", &ACCOUNT)]))])),
                ("azurekv", &ACCOUNT),
            ]),
        )]),
    ),
]);

fn secret_name(text: &str) -> Option<Fault> {
    name(text)
}
/// The key of a Secret in an ExternalSecret.
fn secret_key(text: &str) -> Option<Fault> {
    let inside = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'.');
    let accepted = text.len() <= 253 && text.bytes().all(inside);
    (!accepted).then(|| Fault::new("is not a key of a Secret", "use at most 253 letters, digits, `-`, `_` and `.`"))
}
/// Envoy Gateway accepts a block whose address is not the first.
fn any_cidr(text: &str) -> Option<Fault> {
    cidr(text).filter(|fault| !fault.predicate.contains("host bits"))
}
