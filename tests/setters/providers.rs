//! Facts about one provider or controller: the table in the book, row by row.
use super::{object, objects, platform, rules, small};
use coderev_infra::prelude::*;
use coderev_infra::{Dns, Object};
use serde_json::{Value, json};

fn web() -> Service<Stable> {
    Service::new("web", "ghcr.io/acme/web:1.0.0").pod(small()).readiness(Probe::http("/ready"))
}
fn acme(cluster: Cluster) -> Platform {
    Platform::new(cluster).part_of("acme")
}
fn published(cluster: Cluster, edge: Edge, route: Route) -> Platform {
    let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(route));
    acme(cluster).allow("retired-ingress-controller", "a test").edge(edge).namespace(shop)
}
const PLAY: Port = Port::tcp(7777);
fn balanced(cluster: Cluster, balancer: LoadBalancer) -> Platform {
    let game = web().port(Port::http(8000)).port(PLAY).load_balancer(balancer);
    acme(cluster).namespace(Namespace::new("shop", Stable).service(game))
}

const ATTRIBUTES: &str = "service.beta.kubernetes.io/aws-load-balancer-target-group-attributes";

#[test]
fn the_address_of_the_client_is_preserved_on_eks() {
    let preserved = json!("preserve_client_ip.enabled=true");
    let edge = published(Cluster::eks(), Edge::gateway(), prefix("/"));
    let proxy = object(&edge, "EnvoyProxy", "platform-gateway");
    assert_eq!(proxy["spec"]["provider"]["kubernetes"]["envoyService"]["annotations"][ATTRIBUTES], preserved);
    let service = |cluster| object(&balanced(cluster, LoadBalancer::public(PLAY)), "Service", "web-lb");
    assert_eq!(service(Cluster::eks())["metadata"]["annotations"][ATTRIBUTES], preserved);
    for other in [Cluster::gke(), Cluster::aks(), Cluster::generic()] {
        assert_eq!(service(other)["metadata"]["annotations"][ATTRIBUTES], Value::Null);
    }
    let own = LoadBalancer::public(PLAY).annotation(ATTRIBUTES, "deregistration_delay.timeout_seconds=10");
    let service = object(&balanced(Cluster::eks(), own), "Service", "web-lb");
    assert_eq!(service["metadata"]["annotations"][ATTRIBUTES], "deregistration_delay.timeout_seconds=10");
}

#[test]
fn health_checks_reach_a_load_balancer_with_ranges_on_eks() {
    let office = || LoadBalancer::public(PLAY).allow_from("203.0.113.0/24");
    let policy = object(&balanced(Cluster::eks().vpc("10.20.0.0/16"), office()), "NetworkPolicy", "web");
    let from = json!([{"ipBlock": {"cidr": "203.0.113.0/24"}}, {"ipBlock": {"cidr": "10.20.0.0/16"}}]);
    assert_eq!(policy["spec"]["ingress"][0]["from"], from);
    assert_eq!(rules(&balanced(Cluster::eks(), office())), ["health-check-refused"]);
    assert_eq!(rules(&balanced(Cluster::gke(), office())), [""; 0], "the nodes answer the health checks");
    assert_eq!(rules(&balanced(Cluster::eks(), LoadBalancer::public(PLAY))), [""; 0], "all addresses are allowed");
}

#[test]
fn envoy_gateway_selects_alpn() {
    let plain = published(Cluster::generic(), Edge::gateway().tls(Tls::secret(Secret::new("wildcard"))), prefix("/"));
    let policy = object(&plain, "ClientTrafficPolicy", "platform-gateway");
    assert_eq!(policy["spec"]["tls"], json!({"minVersion": "1.2"}));
    let edge = Edge::gateway().tls(Tls::secret(Secret::new("wildcard"))).http3();
    let policy = object(&published(Cluster::generic(), edge, prefix("/")), "ClientTrafficPolicy", "platform-gateway");
    assert_eq!((&policy["spec"]["http3"], &policy["spec"]["tls"]["alpnProtocols"]), (&json!({}), &Value::Null));
}

#[test]
fn scratch_volumes_do_not_keep_a_node() {
    const KEY: &str = "cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes";
    let annotation = |service: Service<Stable>| {
        let program = platform(Namespace::new("shop", Stable).service(service));
        let deployment = object(&program, "Deployment", "web");
        deployment["spec"]["template"]["metadata"]["annotations"][KEY].clone()
    };
    assert_eq!(annotation(web()), "tmp");
    let proxy =
        Container::new("proxy", "ghcr.io/acme/proxy:1.0.0").cpu(millis(1)..=millis(2)).memory(mebi(1)..=mebi(2));
    assert_eq!(annotation(web().sidecar(proxy).mount("/cache", Volume::empty_dir(gibi(1)))), "tmp,proxy-tmp");
    assert_eq!(annotation(web().mount("/tmp", Volume::empty_dir(gibi(1)))), Value::Null, "a declared volume");
    assert_eq!(annotation(web().annotation(Object::POD, KEY, "tmp,cache")), "tmp,cache");
    let read_only = Service::new("web", "ghcr.io/acme/web:1.0.0").pod(small()).readiness(Probe::http("/ready"));
    let program = platform(Namespace::new("archive", Quarantine).service(read_only));
    let deployment = object(&program, "Deployment", "web");
    let volumes = &deployment["spec"]["template"]["metadata"]["annotations"][KEY];
    assert_eq!(volumes, "tmp,read-only-gate-tmp");
}

#[test]
fn nginx_paths_that_strict_validation_refuses() {
    let at = |route| published(Cluster::generic(), Edge::ingress_nginx(), route);
    let types = |program: &Platform| -> Vec<Value> {
        let all = objects(program).into_iter().filter(|it| it["kind"] == "Ingress");
        let paths = |it: Value| it["spec"]["rules"][0]["http"]["paths"].as_array().expect("paths").clone();
        all.flat_map(paths).filter(|it| it["path"] != "/metrics").map(|it| it["pathType"].clone()).collect()
    };
    assert_eq!(types(&at(prefix("/v1/models_a.b-c"))), ["Prefix"]);
    for special in [":", "@", "~", "+"] {
        let path = format!("/v1/models/gpt{special}predict");
        assert_eq!(types(&at(prefix(path.clone()))), ["ImplementationSpecific"]);
        assert!(rules(&at(exact(path))).contains(&"unsupported-on-ingress-nginx"), "{special}");
    }
    assert_eq!(types(&at(exact("/v1/health"))), ["Exact"]);
    for refused in [exact("/v1/models/gpt:predict"), prefix("/a{b}"), prefix("/a b"), prefix("/a;b")] {
        assert!(rules(&at(refused)).contains(&"unsupported-on-ingress-nginx"));
    }
    let gateway = published(Cluster::generic(), Edge::gateway(), exact("/v1/models/gpt:predict"));
    assert!(!rules(&gateway).contains(&"unsupported-on-ingress-nginx"));
}

#[test]
fn a_mirror_has_the_images_that_containerd_completes() {
    let image = |image: &str| {
        let web = Service::<Stable>::new("web", image).pod(small()).readiness(Probe::http("/ready"));
        let cluster = Cluster::generic().mirror("docker.io", "mirror.acme.dev/docker");
        let program = acme(cluster).namespace(Namespace::new("shop", Stable).service(web));
        let deployment = object(&program, "Deployment", "web");
        deployment["spec"]["template"]["spec"]["containers"][0]["image"].as_str().expect("an image").to_owned()
    };
    for (declared, pulled) in [
        ("nginx:1.29.3", "mirror.acme.dev/docker/library/nginx:1.29.3"),
        ("bitnami/redis:7.4.0", "mirror.acme.dev/docker/bitnami/redis:7.4.0"),
        ("docker.io/nginx:1.29.3", "mirror.acme.dev/docker/library/nginx:1.29.3"),
        ("docker.io/library/nginx:1.29.3", "mirror.acme.dev/docker/library/nginx:1.29.3"),
        ("index.docker.io/acme/web:1.0.0", "mirror.acme.dev/docker/acme/web:1.0.0"),
        ("ghcr.io/acme/web:1.0.0", "ghcr.io/acme/web:1.0.0"),
        ("localhost/web:1.0.0", "localhost/web:1.0.0"),
        ("registry:5000/web:1.0.0", "registry:5000/web:1.0.0"),
    ] {
        assert_eq!(image(declared), pulled, "{declared}");
    }
}

#[test]
fn the_address_of_node_local_dns_is_one_address() {
    for (address, block) in [("169.254.20.10", "169.254.20.10/32"), ("fd00::10", "fd00::10/128")] {
        let cluster = Cluster::generic().dns(Dns::NodeLocal(address.into()));
        let program = acme(cluster).namespace(Namespace::new("shop", Stable).service(web()));
        let policy = object(&program, "NetworkPolicy", "allow-dns");
        assert_eq!(policy["spec"]["egress"][0]["to"][1]["ipBlock"]["cidr"], block);
    }
}

#[test]
fn keda_takes_over_the_hpa_of_a_workload() {
    let cron = coderev_infra::Trigger::new("cron").metadata("timezone", "Etc/UTC");
    let scaled = web().autoscale(Autoscale::new(3..=9).trigger(cron));
    let program = platform(Namespace::new("shop", Stable).service(scaled));
    let scaler = object(&program, "ScaledObject", "web");
    assert_eq!(scaler["metadata"]["annotations"]["scaledobject.keda.sh/transfer-hpa-ownership"], "true");
    assert_eq!(scaler["spec"]["advanced"]["horizontalPodAutoscalerConfig"]["name"], "web-hpa");
}

#[test]
fn addresses_of_stores_are_those_of_the_set_that_serves() {
    const CACHE: Store<Redis> = Store::redis("redis");
    const EVENTS: Store<Kafka> = Store::kafka("events").brokers(3);
    let set = |name: &str, port| StatefulSet::<Shared>::new(name, "ghcr.io/acme/data:1.0.0").pod(small()).port(port);
    let data = Namespace::new("data", Shared)
        .stateful_set(set("cache", Port::tcp(6379)).provides(&CACHE))
        .stateful_set(set("kafka", Port::tcp(9092)).replicas(2).provides(&EVENTS));
    let shop = Namespace::new("shop", Stable).service(web().uses(&CACHE).uses(&EVENTS));
    let program = acme(Cluster::generic()).namespace(data).namespace(shop);
    let all = objects(&program);
    let config = |name: &str| {
        let found = all.iter().find(|it| it["kind"] == "ConfigMap" && it["metadata"]["name"] == name);
        found.unwrap_or_else(|| panic!("there is no ConfigMap `{name}`"))["data"].clone()
    };
    assert_eq!(config("redis-config")["url"], "redis://cache.data.svc.cluster.local:6379/0");
    let brokers = "kafka-0.kafka.data.svc.cluster.local:9092,kafka-1.kafka.data.svc.cluster.local:9092";
    assert_eq!(config("events-config")["bootstrap-servers"], brokers);
    for service in ["cache", "kafka"] {
        assert!(all.iter().any(|it| it["kind"] == "Service" && it["metadata"]["name"] == service), "{service}");
    }
}

#[test]
fn the_operator_of_keda_may_run_elsewhere() {
    const EVENTS: Store<Kafka> = Store::kafka("events");
    let broker = StatefulSet::<Shared>::new("broker", "ghcr.io/acme/kafka:1.0.0").pod(small()).port(Port::tcp(9092));
    let lag = web().autoscale(Autoscale::new(3..=9).kafka_lag(EVENTS.topic("clicks"), "web", 50));
    let cluster = Cluster::generic().keda(Peer::namespace("scaling").pods("app", "operator"));
    let program = acme(cluster)
        .namespace(Namespace::new("data", Shared).stateful_set(broker.provides(&EVENTS)))
        .namespace(Namespace::new("shop", Stable).service(lag));
    let operator = json!({
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "scaling"}},
        "podSelector": {"matchLabels": {"app": "operator"}},
    });
    let rule = json!({"from": [operator], "ports": [{"port": 9092, "protocol": "TCP"}]});
    assert_eq!(object(&program, "NetworkPolicy", "broker")["spec"]["ingress"], json!([rule]));
}

/// Each fact in the table of the book is rendered by one of these platforms.
#[test]
fn the_table_in_the_book_is_true() {
    let page = include_str!("../../crates/coderev-infra/src/book/providers.md");
    let wildcard = Edge::gateway().tls(Tls::secret(Secret::new("wildcard"))).http3();
    let eks = Cluster::eks().vpc("10.20.0.0/16").mirror("docker.io", "mirror.acme.dev/docker");
    let nodes = Cluster::generic().dns(Dns::NodeLocal("fd00::10".into()));
    let cron = coderev_infra::Trigger::new("cron").metadata("timezone", "Etc/UTC");
    let hello = Service::<Stable>::new("hello", "nginx:1.29.3").pod(small()).readiness(Probe::http("/ready"));
    const EVENTS: Store<Kafka> = Store::kafka("events");
    let broker = StatefulSet::<Shared>::new("broker", "ghcr.io/acme/kafka:1.0.0").pod(small()).port(Port::tcp(9092));
    let lag = web().autoscale(Autoscale::new(3..=9).kafka_lag(EVENTS.topic("clicks"), "web", 50));
    let rendered: String = [
        acme(Cluster::generic())
            .namespace(Namespace::new("data", Shared).stateful_set(broker.provides(&EVENTS)))
            .namespace(Namespace::new("shop", Stable).service(lag)),
        published(eks.clone(), wildcard, prefix("/")),
        balanced(eks.clone(), LoadBalancer::public(PLAY).allow_from("203.0.113.0/24")),
        acme(eks).namespace(Namespace::new("shop", Stable).service(hello)),
        published(nodes, Edge::ingress_nginx(), prefix("/v1/models/gpt:predict")),
        platform(Namespace::new("shop", Stable).service(web().autoscale(Autoscale::new(3..=9).trigger(cron)))),
    ]
    .iter()
    .flat_map(|program| coderev_infra::synth(program).files().map(coderev_infra::File::into_text).collect::<Vec<_>>())
    .collect();
    let mut rows = 0;
    for row in page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| provider")) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [_, _, shown, source] = cells[..] else { panic!("four cells: {row}") };
        assert!(source.contains("https://"), "a source: {row}");
        let is_absent = shown.starts_with("no ");
        for text in shown.split('`').skip(1).step_by(2) {
            assert_eq!(rendered.contains(text), !is_absent, "`{text}`");
        }
        rows += 1;
    }
    assert!(rows >= 8, "{rows}");
}

#[test]
fn a_snippet_annotation_of_a_host_is_reported_on_ingress_nginx() {
    let found = |key: &str, edge: Edge| {
        let host = Host::new("shop.acme.dev").annotation(key, "return 403;");
        let web = Service::new("web", "ghcr.io/acme/web:1.0.0").pod(small()).readiness(Probe::http("/ready"));
        let shop = Namespace::new("shop", Stable).host(host).service(web.route(prefix("/")));
        let tls = Tls::lets_encrypt("sre@acme.dev");
        rules(&platform(shop).edge(edge.tls(tls))).into_iter().filter(|it| *it == "snippet-annotation").count()
    };
    assert_eq!(found("nginx.ingress.kubernetes.io/server-snippet", Edge::ingress_nginx()), 1);
    assert_eq!(found("nginx.ingress.kubernetes.io/app-root", Edge::ingress_nginx()), 0);
}
