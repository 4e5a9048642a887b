//! The setters of routes, on both edges.
use crate::{object, objects, rules, small};
use coderev_infra::prelude::*;
use serde_json::{Value, json};

pub(crate) fn service(name: &str) -> Service<Stable> {
    Service::new(name, format!("{name}:1")).pod(small()).readiness(Probe::http("/ready"))
}
pub(crate) fn on(edge: Edge, routes: impl IntoIterator<Item = Route>) -> Platform {
    let web = routes.into_iter().fold(service("web"), Service::route);
    let shop = Namespace::new("shop", Stable).host(Host::new("www.acme.dev")).service(web);
    Platform::new(Cluster::generic()).part_of("acme").edge(edge).namespace(shop)
}
pub(crate) fn gateway(route: Route) -> Platform {
    on(Edge::gateway(), [route])
}
pub(crate) fn nginx(route: Route) -> Platform {
    on(Edge::ingress_nginx(), [route])
}
/// The rule with this name in the route `www`.
pub(crate) fn rule(platform: &Platform, name: &str) -> Value {
    let route = object(platform, "HTTPRoute", "www.acme.dev");
    let rules = route["spec"]["rules"].as_array().expect("rules");
    rules.iter().find(|rule| rule["name"] == name).unwrap_or_else(|| panic!("no rule `{name}`: {rules:#?}")).clone()
}
pub(crate) fn annotation(platform: &Platform, ingress: &str, name: &str) -> Value {
    let ingress = object(platform, "Ingress", ingress);
    ingress["metadata"]["annotations"][format!("nginx.ingress.kubernetes.io/{name}")].clone()
}
/// The severity of a setting that the edge does not support.
pub(crate) fn without_effect(platform: &Platform) -> Option<coderev_infra::Severity> {
    let found = coderev_infra::synth(platform).findings().to_vec();
    let rules = ["unsupported-on-ingress-nginx", "unsupported-on-grpc", "timeout-on-stream"];
    found.iter().find(|it| rules.contains(&it.rule().name())).map(|it| it.severity())
}

#[test]
fn routes_have_paths_and_timeouts_and_metrics_are_blocked() {
    let platform = on(Edge::gateway(), [prefix("/").timeout(milliseconds(1500)), exact("/health")]);
    assert_eq!(rule(&platform, "all")["timeouts"], json!({"request": "1500ms", "backendRequest": "1500ms"}));
    assert_eq!(rule(&platform, "health-exact")["matches"], json!([{"path": {"type": "Exact", "value": "/health"}}]));
    assert_eq!(rule(&platform, "all")["backendRefs"], json!([{"name": "web", "port": 80}]));
    let denied = rule(&platform, "deny-internal");
    assert_eq!(denied["matches"], json!([{"path": {"type": "PathPrefix", "value": "/metrics"}}]));
    assert_eq!(denied["filters"][0]["extensionRef"]["name"], "deny-not-found");
    assert_eq!(object(&platform, "HTTPRouteFilter", "deny-not-found")["spec"]["directResponse"]["statusCode"], 404);
}

#[test]
fn session_affinity_returns_a_browser_to_the_same_pod() {
    let routes = || [prefix("/cart").session_affinity(), prefix("/")];
    let platform = on(Edge::gateway(), routes());
    let balancer = json!({
        "type": "ConsistentHash",
        "consistentHash": {
            "type": "Cookie",
            "cookie": {"name": "web-affinity", "ttl": "0s", "attributes": {"Path": "/", "SameSite": "Lax"}},
        },
    });
    assert_eq!(object(&platform, "BackendTrafficPolicy", "www.acme.dev-cart")["spec"]["loadBalancer"], balancer);
    assert_eq!(object(&platform, "BackendTrafficPolicy", "www.acme.dev")["spec"]["loadBalancer"], Value::Null);
    let platform = on(Edge::ingress_nginx(), routes());
    assert_eq!(annotation(&platform, "www.acme.dev-cart", "affinity"), "cookie");
    assert_eq!(annotation(&platform, "www.acme.dev-cart", "session-cookie-name"), "web-affinity");
    assert_eq!(annotation(&platform, "www.acme.dev-cart", "session-cookie-path"), "/");
    assert_eq!(annotation(&platform, "www.acme.dev", "affinity"), Value::Null);
    for edge in [Edge::gateway(), Edge::ingress_nginx()] {
        let grpc = quotes(edge, [prefix("/").session_affinity()]);
        assert_eq!(without_effect(&grpc), Some(coderev_infra::Severity::Warning));
        let synthesis = coderev_infra::synth(&grpc);
        assert!(!synthesis.files().any(|file| file.text().contains("quotes-affinity")), "gRPC has no cookie");
    }
}

#[test]
fn declared_methods_are_matched_and_others_refused() {
    let platform = gateway(prefix("/api").method(Method::GET).method(Method::POST).method(Method::GET));
    let matches = rule(&platform, "api-get-post")["matches"].clone();
    let methods: Vec<_> = matches.as_array().expect("matches").iter().map(|it| it["method"].clone()).collect();
    assert_eq!(methods, ["GET", "POST"]);
    let refused = rule(&platform, "api-method-not-allowed");
    assert_eq!(refused["filters"][0]["extensionRef"]["name"], "method-not-allowed");
    assert_eq!(object(&platform, "HTTPRouteFilter", "method-not-allowed")["spec"]["directResponse"]["statusCode"], 405);
    let both = on(Edge::gateway(), [prefix("/api").method(Method::GET), prefix("/api")]);
    let route = object(&both, "HTTPRoute", "www.acme.dev");
    assert_eq!(route["spec"]["rules"].as_array().map(Vec::len), Some(2), "the second route admits all other requests");
    assert_eq!(without_effect(&nginx(prefix("/api").method(Method::GET))), Some(coderev_infra::Severity::Error));
}

#[test]
fn a_read_only_tier_matches_read_methods() {
    let archive = |route: Route| {
        let v3 = Service::<Quarantine>::new("v3", "v3:1").pod(small()).readiness(Probe::http("/ready")).route(route);
        let archive = Namespace::new("archive", Quarantine).host(Host::new("www.acme.dev")).service(v3);
        Platform::new(Cluster::generic()).part_of("acme").edge(Edge::gateway()).namespace(archive)
    };
    let platform = archive(prefix("/"));
    let matches = rule(&platform, "all")["matches"].clone();
    let methods: Vec<_> = matches.as_array().expect("matches").iter().map(|it| it["method"].clone()).collect();
    assert_eq!(methods, ["GET", "HEAD", "OPTIONS"]);
    assert_eq!(rule(&platform, "all-method-not-allowed")["filters"][0]["extensionRef"]["name"], "method-not-allowed");
    let posts = archive(prefix("/").method(Method::POST).method(Method::GET));
    assert_eq!(rules(&posts), ["method-in-read-only-tier"]);
    assert_eq!(rule(&posts, "all-get-post")["matches"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_route_has_a_rate_a_size_and_retries_of_its_own() {
    let route = || prefix("/upload").rate_limit(per_minute(5)).body_limit(mebi(8)).retries(4);
    let platform = on(Edge::gateway(), [route(), prefix("/api")]);
    let own = &object(&platform, "BackendTrafficPolicy", "www.acme.dev-upload")["spec"];
    assert_eq!(own["targetRefs"][0]["sectionName"], "upload");
    assert_eq!(own["rateLimit"]["local"]["rules"][1]["limit"], json!({"requests": 5, "unit": "Minute"}));
    assert_eq!(own["requestBuffer"], json!({"limit": "8Mi"}));
    assert_eq!(own["retry"]["numRetries"], 4);
    let usual = &object(&platform, "BackendTrafficPolicy", "www.acme.dev")["spec"];
    assert_eq!(usual["rateLimit"]["local"]["rules"][0]["limit"], json!({"requests": 100, "unit": "Second"}));
    assert_eq!((&usual["retry"]["numRetries"], &usual["requestBuffer"]), (&json!(2), &Value::Null));
    let platform = on(Edge::ingress_nginx(), [route(), prefix("/api")]);
    for (name, value) in [("limit-rpm", "5"), ("proxy-body-size", "8m"), ("proxy-next-upstream-tries", "5")] {
        assert_eq!(annotation(&platform, "www.acme.dev-upload", name), value);
    }
    assert_eq!(annotation(&platform, "www.acme.dev-api", "limit-rps"), "100");
    assert_eq!(annotation(&platform, "www.acme.dev-api", "proxy-body-size"), "50m");
    assert_eq!(annotation(&nginx(prefix("/a").retries(0)), "www.acme.dev-a", "proxy-next-upstream"), "off");
}

#[test]
fn headers_are_matched() {
    let platform = on(Edge::gateway(), [prefix("/api").header("x-canary", "true"), prefix("/api")]);
    let first = rule(&platform, "api-176a1e52");
    assert_eq!(first["matches"][0]["headers"], json!([{"name": "x-canary", "value": "true"}]));
    assert_eq!(without_effect(&nginx(prefix("/").header("x-canary", "true"))), Some(coderev_infra::Severity::Error));
}

#[test]
fn prefixes_are_replaced_and_metrics_stay_closed() {
    let platform = gateway(prefix("/api").replace_prefix("/"));
    let path = json!({"type": "ReplacePrefixMatch", "replacePrefixMatch": "/"});
    assert_eq!(rule(&platform, "api")["filters"], json!([{"type": "URLRewrite", "urlRewrite": {"path": path}}]));
    let denied = rule(&platform, "deny-api-metrics");
    assert_eq!(denied["matches"][0]["path"]["value"], "/api/metrics");
    let whole = json!({"type": "ReplaceFullPath", "replaceFullPath": "/v2/ping"});
    let platform = gateway(exact("/ping").replace_prefix("/v2/ping"));
    assert_eq!(rule(&platform, "ping-exact")["filters"][0]["urlRewrite"]["path"], whole);
    assert_eq!(without_effect(&nginx(prefix("/api").replace_prefix("/"))), Some(coderev_infra::Severity::Error));
    assert!(rules(&gateway(prefix("/api").replace_prefix("v2"))).contains(&"malformed-path"));
}

/// A shop with a route that splits traffic with a service of the same namespace, and with a service of another
/// namespace.
fn shared(edge: Edge, route: fn(Route, &Endpoint<Stable>, &Endpoint<Stable>) -> Route) -> Platform {
    let (here, there) = (service("web-next"), service("web-lab"));
    let shop = Namespace::new("shop", Stable).host(Host::new("www.acme.dev"));
    let lab = Namespace::new("lab", Stable);
    let web = service("web").route(route(prefix("/"), &shop.endpoint(&here), &lab.endpoint(&there)));
    let (shop, lab) = (shop.service(web).service(here), lab.service(there));
    Platform::new(Cluster::generic()).part_of("acme").edge(edge).namespace(shop).namespace(lab)
}

#[test]
fn splits_send_traffic_to_other_services_and_network_policies_allow_it() {
    let platform =
        shared(Edge::gateway(), |route, here, there| route.split(percent(10), here).split(percent(5), there));
    let weights = json!([
        {"name": "web", "port": 80, "weight": 85},
        {"name": "web-next", "port": 80, "weight": 10},
        {"name": "web-lab", "namespace": "lab", "port": 80, "weight": 5},
    ]);
    assert_eq!(rule(&platform, "all")["backendRefs"], weights);
    let grant = object(&platform, "ReferenceGrant", "routes-of-shop");
    assert_eq!(grant["metadata"]["namespace"], "lab");
    let from = json!([{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "namespace": "shop"}]);
    assert_eq!(grant["spec"], json!({"from": from, "to": [{"group": "", "kind": "Service", "name": "web-lab"}]}));
    for target in ["web-next", "web-lab"] {
        let peer = object(&platform, "NetworkPolicy", target)["spec"]["ingress"][0].clone();
        let namespace = &peer["from"][0]["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"];
        assert_eq!((namespace, &peer["ports"][0]["port"]), (&json!("envoy-gateway-system"), &json!(8000)));
    }
    let fine = shared(Edge::gateway(), |route, here, _| route.split(permille(1), here));
    assert_eq!(rule(&fine, "all")["backendRefs"][1]["weight"], 1);
    assert_eq!(rule(&fine, "all")["backendRefs"][0]["weight"], 999);
    let nginx = shared(Edge::ingress_nginx(), |route, here, _| route.split(percent(10), here));
    assert_eq!(without_effect(&nginx), Some(coderev_infra::Severity::Error));
}

#[test]
fn mirrors_send_copies_to_other_services() {
    let platform = shared(Edge::gateway(), |route, _, there| route.mirror(percent(5), there));
    let mirror = rule(&platform, "all")["filters"][0]["requestMirror"].clone();
    assert_eq!(mirror["backendRef"], json!({"name": "web-lab", "namespace": "lab", "port": 80}));
    assert_eq!(mirror["fraction"], json!({"numerator": 50, "denominator": 1000}));
    assert!(objects(&platform).iter().any(|it| it["kind"] == "ReferenceGrant"));
    let nginx = shared(Edge::ingress_nginx(), |route, here, _| route.mirror(percent(10), here));
    assert_eq!(without_effect(&nginx), Some(coderev_infra::Severity::Error));
}

#[test]
fn splits_have_valid_shares_and_destinations() {
    let over = shared(Edge::gateway(), |route, here, there| route.split(percent(60), here).split(percent(41), there));
    assert_eq!(rules(&over), ["split-exceeds-100"]);
    let twice = shared(Edge::gateway(), |route, here, _| route.mirror(percent(101), here));
    assert_eq!(rules(&twice), ["split-exceeds-100"]);
    let lost = shared(Edge::gateway(), |route, here, _| route.split(percent(1), &here.clone().port(Port::http(9))));
    assert_eq!(rules(&lost), ["endpoint-not-on-platform"]);
    let nobody = Namespace::new("nobody", Stable).endpoint(&service("gone"));
    assert_eq!(rules(&gateway(prefix("/").split(percent(1), &nobody))), ["endpoint-not-on-platform"]);
}

const QUOTES: Port = Port::grpc(9000);

pub(crate) fn quotes(edge: Edge, routes: impl IntoIterator<Item = Route>) -> Platform {
    let quotes = Service::<Stable>::new("quotes", "quotes:1").pod(small()).readiness(Probe::grpc()).port(QUOTES);
    let quotes = routes.into_iter().fold(quotes, Service::route);
    let namespace = Namespace::new("market", Stable).host(Host::new("quotes.acme.dev")).service(quotes);
    Platform::new(Cluster::generic()).part_of("acme").edge(edge).namespace(namespace)
}

#[test]
fn grpc_is_routed_by_service_and_method() {
    let routes = [prefix("/acme.Quotes").timeout(seconds(10)), exact("/acme.Admin/Reload").header("x-team", "market")];
    let platform = quotes(Edge::gateway(), routes);
    let route = object(&platform, "GRPCRoute", "quotes.acme.dev");
    let rules = &route["spec"]["rules"];
    assert_eq!(rules[0]["matches"][0]["method"], json!({"service": "acme.Admin", "method": "Reload"}));
    assert_eq!(rules[0]["matches"][0]["headers"], json!([{"name": "x-team", "value": "market"}]));
    assert_eq!(rules[1]["matches"], json!([{"method": {"service": "acme.Quotes"}}]));
    assert_eq!(rules[1]["backendRefs"], json!([{"name": "quotes", "port": 9000}]));
    let listener = &object(&platform, "Gateway", "platform-gateway")["spec"]["listeners"][0];
    assert_eq!(listener["allowedRoutes"]["kinds"][0]["kind"], "GRPCRoute");
    let own = &object(&platform, "BackendTrafficPolicy", "quotes.acme.dev-acme-quotes")["spec"];
    assert_eq!(own["timeout"], json!({"http": {"requestTimeout": "10s"}}));
    assert_eq!(own["targetRefs"][0]["kind"], "GRPCRoute");
    let usual = &object(&platform, "BackendTrafficPolicy", "quotes.acme.dev")["spec"];
    assert_eq!(usual["timeout"]["http"]["requestTimeout"], "15s");
    let nginx = quotes(Edge::ingress_nginx(), [prefix("/")]);
    assert_eq!(annotation(&nginx, "quotes.acme.dev", "backend-protocol"), "GRPC");
    let everything = quotes(Edge::gateway(), [prefix("/")]);
    assert_eq!(object(&everything, "GRPCRoute", "quotes.acme.dev")["spec"]["rules"][0]["matches"], Value::Null);
}

#[test]
fn grpc_on_a_host_with_http_is_an_ordinary_path() {
    let own = Service::<Stable>::new("both", "both:1").pod(small()).readiness(Probe::http("/ready"));
    let own = own.port(Port::http(8000)).port(QUOTES);
    let routed = own.route(prefix("/acme.Quotes").port(QUOTES).method(Method::POST)).route(prefix("/web"));
    let namespace = Namespace::new("market", Stable).host(Host::new("www.acme.dev")).service(routed);
    let platform = Platform::new(Cluster::generic()).part_of("acme").edge(Edge::gateway()).namespace(namespace);
    let quotes = rule(&platform, "acme-quotes-cfa052a8-post");
    assert_eq!(quotes["matches"], json!([{"path": {"type": "PathPrefix", "value": "/acme.Quotes"}, "method": "POST"}]));
    assert_eq!(quotes["backendRefs"], json!([{"name": "both", "port": 9000}]));
    let ports = object(&platform, "Service", "both")["spec"]["ports"].clone();
    assert_eq!(ports[1]["appProtocol"], "kubernetes.io/h2c");
    assert!(rules(&platform).is_empty());
}

#[test]
fn setters_that_grpc_does_not_support_are_findings() {
    let words: [fn(Route) -> Route; 4] = [
        |it| it.method(Method::GET),
        |it| it.replace_prefix("/v2"),
        |it| it.allow_origin("https://acme.dev"),
        |it| it.body_limit(mebi(1)),
    ];
    for word in words {
        let printed = without_effect(&quotes(Edge::gateway(), [word(prefix("/"))]));
        assert_eq!(printed, Some(coderev_infra::Severity::Warning));
    }
    let archive = Service::<Quarantine>::new("quotes", "quotes:1").pod(small()).readiness(Probe::grpc()).port(QUOTES);
    let archive =
        Namespace::new("archive", Quarantine).host(Host::new("www.acme.dev")).service(archive.route(prefix("/")));
    let platform = Platform::new(Cluster::generic()).part_of("acme").edge(Edge::gateway()).namespace(archive);
    assert_eq!(rules(&platform), ["grpc-in-read-only-tier"]);
}

#[test]
fn a_host_with_many_paths_has_several_routes() {
    let platform = on(Edge::gateway(), (0..20).map(|n| prefix(format!("/p{n}"))));
    let rules = |name: &str| object(&platform, "HTTPRoute", name)["spec"]["rules"].as_array().map(Vec::len);
    assert_eq!((rules("www.acme.dev"), rules("www.acme.dev-2")), (Some(16), Some(4)));
    let targets = object(&platform, "BackendTrafficPolicy", "www.acme.dev")["spec"]["targetRefs"].clone();
    assert_eq!(targets.as_array().map(Vec::len), Some(2));
}

/// A platform with the route `/` of `web`, and this route of the service `usage`.
fn with_usage(edge: Edge, route: Route) -> Platform {
    let shop = Namespace::new("shop", Stable).host(Host::new("www.acme.dev"));
    let shop = shop.service(service("web").route(prefix("/"))).service(service("usage").without_metrics().route(route));
    Platform::new(Cluster::generic()).part_of("acme").edge(edge).namespace(shop)
}
/// The paths of all Ingresses, each with its Service.
fn ingress_paths(platform: &Platform) -> Vec<(Value, Value)> {
    let ingresses = objects(platform).into_iter().filter(|it| it["kind"] == "Ingress");
    let paths = ingresses.flat_map(|it| it["spec"]["rules"][0]["http"]["paths"].as_array().cloned().expect("paths"));
    paths.map(|it| (it["path"].clone(), it["backend"]["service"]["name"].clone())).collect()
}

#[test]
fn a_declared_route_has_precedence_over_the_closed_path_of_the_metrics() {
    for path in ["/metrics", "/metrics/"] {
        let platform = with_usage(Edge::gateway(), prefix(path));
        let own = rule(&platform, "metrics");
        assert_eq!(own["backendRefs"], json!([{"name": "usage", "port": 80}]));
        let all = object(&platform, "HTTPRoute", "www.acme.dev");
        assert!(!all.to_string().contains("deny-internal"), "{all}");
        let nginx = ingress_paths(&with_usage(Edge::ingress_nginx(), prefix(path)));
        assert_eq!(nginx.len(), 2, "{nginx:?}");
        assert!(nginx.contains(&(json!(path), json!("usage"))), "{nginx:?}");
    }
    // An exact path and a path with a condition leave the other requests closed.
    for (name, route) in [
        ("metrics-exact", exact("/metrics")),
        ("metrics-post", prefix("/metrics").method(Method::POST)),
        ("metrics-ba4908d9", prefix("/metrics").header("x-a", "b")),
    ] {
        let platform = with_usage(Edge::gateway(), route);
        assert_eq!(rule(&platform, name)["backendRefs"], json!([{"name": "usage", "port": 80}]));
        assert_eq!(rule(&platform, "deny-internal")["filters"][0]["extensionRef"]["name"], "deny-not-found");
    }
    let nginx = ingress_paths(&with_usage(Edge::ingress_nginx(), prefix("/usage")));
    assert!(nginx.contains(&(json!("/metrics"), json!("deny-metrics"))), "{nginx:?}");
}

#[test]
fn a_route_to_the_metrics_of_its_own_service_is_rendered_and_reported() {
    for route in [prefix("/metrics"), exact("/metrics"), prefix("/m").replace_prefix("/metrics")] {
        let platform = gateway(route);
        assert_eq!(rules(&platform), ["metrics-published"]);
        let all = object(&platform, "HTTPRoute", "www.acme.dev");
        assert_eq!(all["spec"]["rules"][0]["backendRefs"], json!([{"name": "web", "port": 80}]));
    }
}

#[test]
fn routes_that_an_edge_compares_as_equal_are_duplicates() {
    let found = |one: Route, other: Route| rules(&on(Edge::gateway(), [one, other]));
    assert_eq!(found(prefix("/foo"), prefix("/foo/")), ["duplicate-route"]);
    assert_eq!(found(prefix("/foo").header("X-A", "1"), prefix("/foo").header("x-a", "1")), ["duplicate-route"]);
    assert_eq!(found(prefix("/foo"), prefix("/Foo")), ["duplicate-route"]);
    assert_eq!(found(prefix("/foo"), exact("/foo")), [""; 0]);
    assert_eq!(found(exact("/foo"), exact("/foo/")), [""; 0]);
    assert_eq!(found(prefix("/foo"), prefix("/foo/bar")), [""; 0]);
}
