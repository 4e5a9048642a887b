//! The response headers of routes for pages of other origins, on both edges.
use crate::routes::{annotation, gateway, nginx, on, quotes, rule};
use crate::rules;
use coderev_infra::prelude::*;
use serde_json::{Value, json};

#[test]
fn routes_allow_origins() {
    let route = || prefix("/api").allow_origin("https://app.acme.dev").allow_origin("https://acme.dev");
    let filter = rule(&gateway(route()), "api")["filters"][0].clone();
    assert_eq!(filter["type"], "CORS");
    assert_eq!(filter["cors"]["allowOrigins"], json!(["https://app.acme.dev", "https://acme.dev"]));
    assert_eq!(filter["cors"]["allowMethods"], json!(["*"]));
    let narrow = rule(&gateway(route().method(Method::POST)), "api-post");
    let methods: Vec<_> =
        narrow["matches"].as_array().expect("matches").iter().map(|it| it["method"].clone()).collect();
    assert_eq!(methods, ["POST", "OPTIONS"], "a browser sends a preflight request");
    assert_eq!(narrow["filters"][0]["cors"]["allowMethods"], json!(["POST"]));
    let platform = nginx(route());
    assert_eq!(annotation(&platform, "www.acme.dev-api", "enable-cors"), "true");
    assert_eq!(
        annotation(&platform, "www.acme.dev-api", "cors-allow-origin"),
        "https://app.acme.dev, https://acme.dev"
    );
}

#[test]
fn routes_allow_and_expose_headers() {
    let route = || prefix("/api").allow_origin("https://app.acme.dev");
    let all = || {
        let headers = route().allow_header("Content-Type").allow_header("X-Tenant");
        headers.expose_header("Retry-After").expose_header("ETag").allow_credentials().max_age(hours(1))
    };
    let cors_of = |name: &str, route: Route| rule(&gateway(route), name)["filters"][0]["cors"].clone();
    let cors = |route: Route| cors_of("api", route);
    let said = json!({
        "allowOrigins": ["https://app.acme.dev"],
        "allowCredentials": true,
        "allowMethods": ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
        "allowHeaders": ["Content-Type", "X-Tenant"],
        "exposeHeaders": ["Retry-After", "ETag"],
        "maxAge": 3600,
    });
    assert_eq!(cors(all()), said, "`*` would be the name of a method");
    let usual = json!({
        "allowOrigins": ["https://app.acme.dev"],
        "allowMethods": ["*"],
        "allowHeaders": ["Authorization", "Content-Type"],
    });
    assert_eq!(cors(route()), usual);
    assert_eq!(cors_of("api-post", all().method(Method::POST))["allowMethods"], json!(["POST"]));
    let platform = nginx(all());
    for (name, value) in [
        ("cors-allow-credentials", "true"),
        ("cors-allow-headers", "Content-Type, X-Tenant"),
        ("cors-expose-headers", "Retry-After, ETag"),
        ("cors-max-age", "3600"),
    ] {
        assert_eq!(annotation(&platform, "www.acme.dev-api", name), value);
    }
    let platform = nginx(route());
    assert_eq!(annotation(&platform, "www.acme.dev-api", "cors-allow-credentials"), "false");
    assert_eq!(annotation(&platform, "www.acme.dev-api", "cors-allow-headers"), "Authorization, Content-Type");
    assert_eq!(annotation(&platform, "www.acme.dev-api", "cors-max-age"), Value::Null);
}

#[test]
fn cors_setters_without_an_origin_and_credentials_for_every_origin_are_findings() {
    let words: [fn(Route) -> Route; 4] = [
        |it| it.allow_credentials(),
        |it| it.allow_header("X-Tenant"),
        |it| it.expose_header("ETag"),
        |it| it.max_age(hours(1)),
    ];
    for word in words {
        for edge in [Edge::gateway(), Edge::ingress_nginx()] {
            let found = |route| rules(&on(edge.clone(), [route])).contains(&"cors-without-origin");
            assert!(found(word(prefix("/api"))));
            assert!(!found(word(prefix("/api").allow_origin("https://app.acme.dev"))));
        }
        let grpc = quotes(Edge::gateway(), [word(prefix("/").allow_origin("https://app.acme.dev"))]);
        assert_eq!(rules(&grpc), ["unsupported-on-grpc"; 2], "the origin, and the other CORS setter");
    }
    for origin in ["*", "https://*"] {
        let every = || prefix("/api").allow_origin(origin);
        assert_eq!(rules(&gateway(every().allow_credentials())), ["credentials-for-every-origin"]);
        assert!(rules(&nginx(every().allow_credentials())).contains(&"credentials-for-every-origin"));
        assert!(rules(&gateway(every())).is_empty());
    }
    let named = prefix("/api").allow_origin("https://app.acme.dev").allow_credentials().allow_header("*");
    assert_eq!(rules(&gateway(named)), ["wildcard-header-with-credentials"]);
}

#[test]
fn a_text_that_is_not_an_origin_is_a_finding() {
    for text in ["app.acme.dev", "https://app.acme.dev/", "https://", "ftp://app.acme.dev", "https://app.acme.dev?x"] {
        assert_eq!(rules(&gateway(prefix("/api").allow_origin(text))), ["malformed-origin"], "{text}");
    }
    for text in ["https://app.acme.dev", "http://localhost:8080", "https://*.acme.dev", "*"] {
        assert!(rules(&gateway(prefix("/api").allow_origin(text))).is_empty(), "{text}");
    }
}
