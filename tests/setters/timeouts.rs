//! The timeouts of routes, edges and pods.
use crate::routes::{annotation, gateway, nginx, on, quotes, rule, service, without_effect};
use crate::{object, rules, small};
use coderev_infra::prelude::*;
use serde_json::{Value, json};

#[test]
fn a_stream_has_no_request_timeout_and_no_pod_waits_for_it() {
    let socket = || exact("/socket").stream_idle_timeout(hours(1));
    let grace = |platform: &Platform| {
        object(platform, "Deployment", "web")["spec"]["template"]["spec"]["terminationGracePeriodSeconds"].clone()
    };
    let platform = on(Edge::gateway(), [socket(), prefix("/")]);
    assert_eq!(rule(&platform, "socket-exact")["timeouts"], json!({"request": "0s", "backendRequest": "0s"}));
    let policy = &object(&platform, "BackendTrafficPolicy", "www.acme.dev-socket-exact")["spec"];
    assert_eq!(policy["timeout"], json!({"http": {"streamIdleTimeout": "3600s"}}));
    assert_eq!(policy["targetRefs"][0]["sectionName"], "socket-exact");
    let breaker = json!({"maxConnections": 16384, "maxPendingRequests": 1024, "maxParallelRequests": 16384});
    assert_eq!(policy["circuitBreaker"], breaker, "a WebSocket is a request that does not end");
    let usual = &object(&platform, "BackendTrafficPolicy", "www.acme.dev")["spec"]["circuitBreaker"];
    assert_eq!(usual, &json!({"maxConnections": 2048, "maxPendingRequests": 1024}));
    assert_eq!(rule(&platform, "all")["timeouts"]["request"], "15s");
    assert_eq!(object(&platform, "BackendTrafficPolicy", "www.acme.dev")["spec"]["timeout"], Value::Null);
    assert_eq!(grace(&platform), 45, "the default of the tier");
    assert_eq!(grace(&gateway(exact("/export").timeout(hours(1)))), 3620, "pods wait for ordinary responses");
    let platform = on(Edge::ingress_nginx(), [socket(), prefix("/")]);
    for name in ["proxy-read-timeout", "proxy-send-timeout"] {
        assert_eq!(annotation(&platform, "www.acme.dev-socket-exact", name), "3600");
        assert_eq!(annotation(&platform, "www.acme.dev", name), "15");
    }
    assert_eq!(grace(&platform), 45);
    let both = gateway(socket().timeout(seconds(5)));
    assert_eq!(without_effect(&both), Some(coderev_infra::Severity::Warning));
    assert_eq!(rule(&both, "socket-exact")["timeouts"]["request"], "0s");
}

#[test]
fn grpc_streams_have_no_request_timeout() {
    let platform = quotes(Edge::gateway(), [exact("/acme.Quotes/Watch").stream_idle_timeout(minutes(5))]);
    let policy = &object(&platform, "BackendTrafficPolicy", "quotes.acme.dev-acme-quotes-watch-bd9a0d97")["spec"];
    assert_eq!(policy["timeout"], json!({"http": {"requestTimeout": "0s", "streamIdleTimeout": "300s"}}));
    let nginx = quotes(Edge::ingress_nginx(), [prefix("/").stream_idle_timeout(minutes(5))]);
    assert_eq!(annotation(&nginx, "quotes.acme.dev", "proxy-read-timeout"), "300");
}

#[test]
fn the_gate_keeps_streams_open() {
    let archive = Service::<Quarantine>::new("v3", "v3:1").pod(small()).readiness(Probe::http("/ready"));
    let archive = archive.route(prefix("/").stream_idle_timeout(minutes(5)));
    let archive = Namespace::new("archive", Quarantine).host(Host::new("www.acme.dev")).service(archive);
    let platform = Platform::new(Cluster::generic()).part_of("acme").edge(Edge::gateway()).namespace(archive);
    let gate = object(&platform, "ConfigMap", "v3-read-only-gate");
    let text = gate["data"]["nginx.conf"].as_str().expect("the gate's configuration");
    assert!(text.contains("proxy_read_timeout 300s;") && text.contains("proxy_buffering off;"), "{text}");
}

#[test]
fn timeouts_of_an_edge_are_as_long_as_its_longest_route() {
    let times = |platform: &Platform| {
        let drain = object(platform, "EnvoyProxy", "platform-gateway")["spec"]["shutdown"]["drainTimeout"].clone();
        let clients = object(platform, "ClientTrafficPolicy", "platform-gateway")["spec"]["timeout"]["http"].clone();
        (drain, clients["requestReceivedTimeout"].clone(), clients["requestHeadersReceivedTimeout"].clone())
    };
    assert_eq!(times(&gateway(prefix("/"))), (json!("60s"), json!("30s"), Value::Null));
    let upload = [prefix("/upload").timeout(minutes(10)), prefix("/")];
    assert_eq!(times(&on(Edge::gateway(), upload)), (json!("600s"), json!("600s"), Value::Null));
    let socket = gateway(prefix("/socket").stream_idle_timeout(hours(1)));
    assert_eq!(times(&socket), (json!("60s"), json!("30s"), Value::Null), "the response of a WebSocket has started");
    let streams = quotes(Edge::gateway(), [prefix("/").stream_idle_timeout(hours(1))]);
    assert_eq!(times(&streams), (json!("60s"), json!("0s"), json!("30s")), "a client may continue to send");
    let office = Edge::gateway().name("office").class("office").tls(Tls::issuer("company-ca"));
    let reports = Host::new("reports.acme.dev").edge(&office);
    let routed = service("reports").route(prefix("/").timeout(minutes(5)));
    let two = gateway(prefix("/")).edge(office).namespace(Namespace::new("lab", Stable).host(reports).service(routed));
    assert_eq!(times(&two).0, "60s", "each edge has its own routes");
    assert_eq!(object(&two, "EnvoyProxy", "office")["spec"]["shutdown"]["drainTimeout"], "300s");
}

#[test]
fn a_timeout_of_zero_is_a_finding_and_nginx_rounds_up_to_one_second() {
    for edge in [Edge::gateway(), Edge::ingress_nginx()] {
        let none = |route: Route| rules(&on(edge.clone(), [route])).contains(&"no-time-to-answer");
        assert!(none(prefix("/").timeout(seconds(0))));
        assert!(none(prefix("/").stream_idle_timeout(seconds(0))));
        assert!(!none(prefix("/").timeout(milliseconds(1))));
    }
    let quick = nginx(prefix("/").timeout(milliseconds(300)));
    assert_eq!(annotation(&quick, "www.acme.dev", "proxy-read-timeout"), "1");
}
