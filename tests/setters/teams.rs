//! Problems of first-time users of the language.
use super::*;
use coderev_infra::PodSecurity;
use serde_json::json;

fn lab(service: Service<Exp>) -> Platform {
    platform(Namespace::new("lab", Exp).service(service.pod(small())))
}
fn api() -> Service<Exp> {
    Service::new("api", "ghcr.io/acme/api:1.0.0").readiness(Probe::exec(["true"]))
}

#[test]
fn a_headless_service_has_the_ports_of_its_pods() {
    const HTTP: Port = Port::http(9200);
    const ADMIN: Port = Port::http(9300).name("admin");
    let set = StatefulSet::new("search", "docker.io/acme/search:1")
        .port(HTTP)
        .port(ADMIN)
        .pod(small())
        .liveness(Probe::http("/").port(HTTP));
    let data = Namespace::new("data", Shared);
    let endpoint = data.endpoint(&set);
    assert_eq!(endpoint.url(), "http://search.data.svc:9200");
    assert_eq!(endpoint.clone().port(ADMIN).address(), "search.data.svc:9300");
    let platform = platform(data.stateful_set(set));
    let service = object(&platform, "Service", "search");
    assert_eq!(service["spec"]["clusterIP"], "None");
    let ports: Vec<_> =
        service["spec"]["ports"].as_array().expect("ports").iter().map(|it| it["port"].clone()).collect();
    assert_eq!(ports, [9200, 9300]);
}

#[test]
fn root_is_rendered_as_root_or_refused() {
    let root =
        || Service::new("api", "ghcr.io/acme/api:1.0.0").readiness(Probe::exec(["true"])).run_as_user(0).pod(small());
    let refused = platform(Namespace::new("lab", Exp).service(root()));
    assert_eq!(rules(&refused), ["root-user"]);
    let spec = Exp.spec().pod_security(PodSecurity::Baseline);
    let taken = platform(Namespace::new("lab", Exp).spec(spec).service(root()));
    let pod = object(&taken, "Deployment", "api")["spec"]["template"]["spec"].clone();
    assert_eq!(pod["securityContext"]["runAsNonRoot"], false);
    assert_eq!(pod["containers"][0]["securityContext"]["runAsNonRoot"], false);
}

#[test]
fn an_address_without_a_prefix_length_is_never_a_cidr_block() {
    const RELAY: External = External::new("smtp.acme.dev").cidrs(&["198.51.100.25"]);
    for service in [
        api().calls(&RELAY),
        api().called_by(Peer::cidr("10.30.1.7/28")),
        api().called_by(Peer::cidr("10.0.0.0/8").except("office")),
    ] {
        assert_eq!(rules(&lab(service)), ["malformed-cidr"]);
    }
    let balanced = Service::new("api", "ghcr.io/acme/api:1.0.0")
        .readiness(Probe::exec(["true"]))
        .load_balancer(LoadBalancer::public(Port::http(8000)).allow_from("office"))
        .pod(small());
    assert_eq!(rules(&platform(Namespace::new("shop", Stable).service(balanced))), ["malformed-cidr"]);
    let edge = || Edge::gateway().tls(Tls::secret(Secret::new("tls")));
    let hosts =
        Namespace::new("lab", Exp).host(Host::new("lab.acme.dev").allow_from("nope")).service(api().pod(small()));
    assert!(
        rules(&Platform::new(Cluster::generic()).part_of("acme").edge(edge()).namespace(hosts))
            .contains(&"malformed-cidr")
    );
    let edge = edge().allow_from("198.51.100.7");
    assert!(rules(&Platform::new(Cluster::generic()).part_of("acme").edge(edge)).contains(&"malformed-cidr"));
}

#[test]
fn a_job_has_no_budget_that_blocks_a_drain() {
    let job = Job::new("train", "ghcr.io/acme/train:1").completions(4).parallelism(4).pod(small());
    let serve = Service::new("serve", "ghcr.io/acme/serve:1").pod(small()).readiness(Probe::exec(["true"])).replicas(4);
    let platform = platform(Namespace::new("shop", Stable).job(job).service(serve));
    let all = objects(&platform);
    let has_budget =
        |name: &str| all.iter().any(|it| it["kind"] == "PodDisruptionBudget" && it["metadata"]["name"] == json!(name));
    assert!(has_budget("serve") && !has_budget("train"));
}

#[test]
fn other_output_files_mention_only_existing_objects() {
    const PAID: Topic = KAFKA.topic("paid");
    let job = Job::new("train", "ghcr.io/acme/train:1").pod(small());
    let worker = Worker::new("mail", "ghcr.io/acme/mail:1")
        .pod(small())
        .uses(&KAFKA)
        .autoscale(Autoscale::new(1..=9).kafka_lag(PAID, "mail", 100));
    let synthesis = coderev_infra::synth(&platform(Namespace::new("lab", Exp).job(job).worker(worker)));
    let readme = synthesis.file("README.md").expect("the file is in the output").into_text();
    assert!(readme.contains("- KEDA"), "{readme}");
    assert!(!readme.contains("port-forward") && !readme.contains("deployment/train"), "{readme}");
}

#[test]
fn the_help_names_a_possible_provider_of_a_store() {
    const ORDERS: Store<Postgres> = Store::postgres("shop-orders");
    let help = |service: Service<Stable>| {
        let shop = Namespace::new("shop", Stable).service(service.pod(small()).readiness(Probe::exec(["true"])));
        let found = coderev_infra::synth(&Platform::new(Cluster::generic()).part_of("acme").namespace(shop))
            .findings()
            .to_vec();
        found
            .into_iter()
            .find(|it| it.rule().name() == "missing-provider")
            .expect("no workload provides the store")
            .help_text()
            .to_owned()
    };
    let api = || Service::new("api", "ghcr.io/acme/api:1.0.0");
    assert_eq!(help(api().uses(&KAFKA)), "add the addon that provides it: `.add(infrastructure())`");
    assert_eq!(
        help(api().uses(&ORDERS)),
        "declare its provider: `.store(ExternalStore::new(&SHOP_ORDERS, ..))` of a namespace, or `.provides(&SHOP_ORDERS)` of a StatefulSet"
    );
}

#[test]
fn a_quota_does_not_count_the_pods_of_daemon_sets() {
    let agent = DaemonSet::new("agent", "ghcr.io/acme/agent:1").pod(small());
    let platform = platform(Namespace::new("nodes", Stable).daemon_set(agent));
    let all = objects(&platform);
    let quota = all.iter().find(|it| it["kind"] == "ResourceQuota" && it["metadata"]["namespace"] == "nodes");
    let hard = &quota.expect("the tier has a quota")["spec"]["hard"];
    assert_eq!((&hard["services"], hard.get("pods"), hard.get("requests.cpu")), (&json!("20"), None, None), "{hard}");
}

#[test]
fn a_route_to_the_metrics_port_is_a_finding() {
    const METRICS: Port = Port::metrics(9464);
    let lab = |port| {
        let service = api().pod(small()).port(Port::http(8000)).port(METRICS).route(prefix("/").port(port));
        let namespace = Namespace::new("lab", Exp).host(Host::new("lab.acme.dev")).service(service);
        rules(
            &Platform::new(Cluster::generic())
                .part_of("acme")
                .edge(Edge::gateway().tls(Tls::secret(Secret::new("tls"))))
                .namespace(namespace),
        )
    };
    assert!(lab(METRICS).contains(&"missing-port"));
    assert!(!lab(Port::http(8000)).contains(&"missing-port"));
}

#[test]
fn a_route_to_a_udp_port_is_a_finding() {
    const PLAY: Port = Port::udp(7777);
    let edge = || Edge::gateway().tls(Tls::secret(Secret::new("tls")));
    let lab = |service: Service<Exp>| {
        let namespace = Namespace::new("lab", Exp).host(Host::new("lab.acme.dev")).service(service.pod(small()));
        rules(&Platform::new(Cluster::generic()).part_of("acme").edge(edge()).namespace(namespace))
    };
    let both = || api().port(Port::http(8000)).port(PLAY);
    assert_eq!(lab(both().route(prefix("/").port(PLAY))), ["missing-port"]);
    assert_eq!(lab(api().port(PLAY).route(prefix("/"))), ["missing-port"], "the route uses the first port");
    assert!(lab(both().route(prefix("/"))).is_empty());
}
