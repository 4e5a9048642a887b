//! Both ends of a connection allow it, for every setter that creates one. The network policies of each platform are evaluated.
use crate::setters;
use coderev_infra::prelude::*;
use coderev_infra::{Addon, Contribution, Patch, Trigger, View};
use coderev_reach::{Convention, End, Labels, Objects, Peer as Pods, Port as To, Reach, Workload};
use std::collections::BTreeSet;

/// A platform that calls some setters, and the connections that they create.
struct Case {
    setters: &'static [&'static str],
    platform: Platform,
    connections: Vec<(At, At, u16)>,
}
/// One end of a connection.
#[derive(Clone)]
enum At {
    /// A workload of the platform, or its stand-in with this label of the library.
    Name(&'static str, &'static str),
    /// Pods that another program deploys.
    Labels(&'static str, &'static [(&'static str, &'static str)]),
    Address(&'static str),
}
use At::{Address, Labels as Labelled, Name};

/// Setters whose documentation names a NetworkPolicy, and that create no connection of their own.
const NO_CONNECTION: &[(&str, &str)] = &[
    ("Namespace::service", "adds a workload"),
    ("Namespace::worker", "adds a workload"),
    ("Namespace::job", "adds a workload"),
    ("Namespace::cron_job", "adds a workload"),
    ("Namespace::stateful_set", "adds a workload"),
    ("Namespace::daemon_set", "adds a workload"),
    ("Pod::without_metrics", "removes a connection"),
    ("Pod::without_traces", "removes a connection"),
    ("TierSpec::isolation", "sets how many connections are open without a setter"),
    ("StoreProtocol::https_outside", "sets the port of a connection of `uses`"),
];
/// Setters that create connections, and whose documentation names another object.
const OTHERS: &[&str] = &[
    "Service::route",
    "Service::load_balancer",
    "StatefulSet::load_balancer_per_pod",
    "Pod::metrics",
    "Autoscale::requests_per_second",
    "Autoscale::kafka_lag",
    "Autoscale::prometheus",
    "Autoscale::trigger",
    "Peer::port",
    "Cluster::vpc",
];

#[test]
fn every_setter_that_creates_a_connection_has_a_case() {
    let about = |alias: &String| {
        alias == "NetworkPolicy" || alias == "ingress" || alias.starts_with("ingress.") || alias.starts_with("egress")
    };
    let tried: BTreeSet<&str> = cases().iter().flat_map(|case| case.setters).copied().collect();
    let exempt: BTreeSet<&str> = NO_CONNECTION.iter().map(|(setter, _)| *setter).collect();
    let all = setters::all();
    let needed = all.iter().filter(|it| it.aliases.iter().any(about)).flat_map(|it| {
        let is_known = it.owners.iter().map(|owner| format!("{owner}::{}", it.name));
        let is_known = is_known.into_iter().any(|path| tried.contains(&*path) || exempt.contains(&*path));
        (!is_known).then(|| it.path())
    });
    assert_eq!(needed.collect::<Vec<_>>(), Vec::<String>::new(), "add a case, or a reason in NO_CONNECTION");
    let known: BTreeSet<String> =
        all.iter().flat_map(|it| it.owners.iter().map(|owner| format!("{owner}::{}", it.name))).collect();
    for setter in tried.iter().chain(&exempt).chain(OTHERS) {
        assert!(known.contains(*setter) || *setter == "Platform::add", "there is no setter `{setter}`");
    }
    for setter in OTHERS {
        assert!(tried.contains(setter), "`{setter}` has no case");
    }
}

#[test]
fn both_ends_of_each_connection_allow_it() {
    let mut wrong = Vec::new();
    for case in cases() {
        let synthesis = coderev_infra::synth(&case.platform);
        let errors: Vec<_> =
            synthesis.findings().iter().filter(|it| it.severity() == coderev_infra::Severity::Error).collect();
        assert!(errors.is_empty(), "{:?}: {errors:#?}", case.setters);
        let mut objects = Objects::new();
        for document in synthesis.inventory().documents() {
            objects.add_document(document).expect("the objects of the library can be evaluated");
        }
        for end in case.connections.iter().flat_map(|(from, to, _)| [from, to]) {
            stand_in(&mut objects, end);
        }
        let reach = Reach::new(&objects, Convention::KUBERNETES).expect("the policies are valid");
        for (from, to, port) in &case.connections {
            let to_port = if *port == 53 { To::udp(53) } else { To::tcp(*port) };
            let answer = reach.ask(end(&reach, from), end(&reach, to), to_port);
            if !(answer.egress.is_allowed() && answer.ingress.is_allowed()) {
                wrong.push(format!(
                    "{:?}: {} to {} on {port}: egress {:?}, ingress {:?}",
                    case.setters,
                    name(from),
                    name(to),
                    answer.egress,
                    answer.ingress
                ));
            }
        }
        // The cases show nothing if everything is open.
        let stranger = Labelled("strangers", &[("app", "stranger")]);
        stand_in(&mut objects, &stranger);
        let reach = Reach::new(&objects, Convention::KUBERNETES).expect("the policies are valid");
        for (_, to, port) in &case.connections {
            let closed = !case.setters.contains(&"Service::load_balancer") && matches!(to, Name("shop" | "data", _));
            if closed && reach.ask(end(&reach, &stranger), end(&reach, to), To::tcp(*port)).ingress.is_allowed() {
                wrong.push(format!("{:?}: {} is open to every pod on {port}", case.setters, name(to)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The rule `closed-connection` asks the same connections, once a patch can close one.
#[test]
fn a_harmless_patch_closes_no_connection() {
    for case in cases() {
        let patch = Patch::new(Object::NETWORK_POLICY).set("/metadata/annotations", json!({ "acme.dev/note": "x" }));
        let synthesis = coderev_infra::synth(&case.platform.patch("shop", "default-deny-all", patch));
        let closed: Vec<_> = synthesis.findings().iter().filter(|it| it.rule().name() == "closed-connection").collect();
        assert!(closed.is_empty(), "{:?}: {closed:#?}", case.setters);
    }
}

fn stand_in(objects: &mut Objects, end: &At) {
    if let Labelled(namespace, labels) = end {
        let labels: Labels = labels.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
        objects.add(&Pods::new(Workload::new(*namespace, name(end), "Pod"), labels));
    }
}
fn name(end: &At) -> String {
    match end {
        Name(_, name) => (*name).into(),
        Labelled(_, labels) => labels[0].1.into(),
        Address(address) => (*address).into(),
    }
}
fn end(reach: &Reach, at: &At) -> End {
    match at {
        Address(address) => End::Address(address.parse().expect("an address")),
        Name(namespace, _) | Labelled(namespace, _) => {
            let name = name(at);
            let mut peers = reach.peers();
            let found = peers.find(|(_, it)| it.workload.namespace == *namespace && it.workload.name == name);
            End::Peer(found.unwrap_or_else(|| panic!("there is no workload {namespace}/{name}")).0)
        }
    }
}

const EVENTS: Store<Kafka> = Store::kafka("events");
const CACHE: Store<Redis> = Store::redis("cache");
const ORDERS: Store<Postgres> = Store::postgres("orders");
const KEDA: At = Labelled("keda", &[("app", "keda-operator")]);
const DNS: At = Labelled("kube-system", &[("k8s-app", "kube-dns")]);
const NGINX: At = Labelled(
    "ingress-nginx",
    &[("app.kubernetes.io/name", "ingress-nginx"), ("app.kubernetes.io/component", "controller")],
);
const ENVOY: At = Labelled(
    "envoy-gateway-system",
    &[
        ("app.kubernetes.io/name", "envoy"),
        ("app.kubernetes.io/component", "proxy"),
        ("gateway.envoyproxy.io/owning-gateway-namespace", "platform-edge"),
        ("gateway.envoyproxy.io/owning-gateway-name", "platform-gateway"),
    ],
);

fn on(cluster: Cluster) -> Platform {
    Platform::new(cluster).part_of("acme")
}
fn acme() -> Platform {
    on(Cluster::generic())
}
fn pod<T: Tier>() -> Pod<T> {
    Pod::new().cpu(millis(100)..=millis(200)).memory(mebi(64)..=mebi(128)).liveness(Probe::exec(["true"]))
}
fn service(name: &str) -> Service<Stable> {
    Service::new(name, "ghcr.io/acme/web:1.0.0").pod(pod()).readiness(Probe::http("/ready"))
}
fn shop(service: Service<Stable>) -> Namespace<Stable> {
    Namespace::new("shop", Stable).service(service)
}
fn set(name: &str, port: Port) -> StatefulSet<Shared> {
    StatefulSet::new(name, "ghcr.io/acme/data:1.0.0").pod(pod()).port(port)
}
fn data(set: StatefulSet<Shared>) -> Namespace<Shared> {
    Namespace::new("data", Shared).stateful_set(set)
}
fn broker() -> StatefulSet<Shared> {
    set("broker", Port::tcp(9092)).provides(&EVENTS)
}
fn scaled(scale: Autoscale) -> Namespace<Stable> {
    Namespace::new("shop", Stable)
        .worker(Worker::new("ingest", "ghcr.io/acme/ingest:1.0.0").pod(pod()).autoscale(scale))
}
/// Prometheus and the collector as workloads of the platform.
fn monitored() -> coderev_infra::Monitoring {
    let prometheus = set("prometheus", Port::http(9090));
    let collector = Service::new("otel-collector", "ghcr.io/acme/otel:1.0.0")
        .pod(pod())
        .readiness(Probe::http("/ready"))
        .port(Port::http(4318))
        .port(Port::grpc(4317));
    monitoring().with(|namespace| namespace.stateful_set(prometheus).service(collector))
}
/// An addon with a connection in both directions.
#[derive(Debug)]
struct Agents;
impl Addon for Agents {
    fn name(&self) -> &str {
        "agents"
    }
    fn derive(&self, view: &View<'_>) -> Vec<Contribution> {
        let web = view.workload("shop", "web").expect("the workload exists");
        let agent = Peer::namespace("agents").pods("app", "agent");
        vec![
            Contribution::ingress(web, agent.clone().port(Port::http(8000))),
            Contribution::egress(web, agent.port(Port::tcp(8125))),
        ]
    }
}

fn cases() -> Vec<Case> {
    let case = |setters, platform, connections| Case { setters, platform, connections };
    let (web, ingest) = (Name("shop", "web"), Name("shop", "ingest"));
    let prometheus = || Name("platform-monitoring", "prometheus");
    let mut cases = Vec::new();

    let api = service("api");
    let calls = service("web").calls(&api);
    cases.push(case(
        &["Pod::calls", "Cluster::dns"],
        acme().namespace(Namespace::new("shop", Stable).service(calls).service(api)),
        vec![(web.clone(), Name("shop", "api"), 8000), (web.clone(), DNS, 53)],
    ));
    let agent = Worker::<Shared>::new("agent", "ghcr.io/acme/agent:1.0.0").pod(pod());
    const BANK: External = External::new("bank.example.com").cidrs(&["203.0.113.0/24"]).port(Port::tcp(8443));
    cases.push(case(
        &["External::cidrs", "External::port", "External::cidr"],
        acme().namespace(Namespace::new("data", Shared).worker(agent.calls(&BANK))),
        vec![(Name("data", "agent"), Address("203.0.113.7"), 8443)],
    ));
    let office = Peer::namespace("office").pods("app", "desk").port(Port::http(8000));
    cases.push(case(
        &["Pod::called_by", "Peer::port"],
        acme().namespace(shop(service("web").called_by(office))),
        vec![(Labelled("office", &[("app", "desk")]), web.clone(), 8000)],
    ));
    let own = || StatefulSet::<Stable>::new("ring", "ghcr.io/acme/ring:1.0.0").pod(pod()).port(Port::tcp(7000));
    let ring = Name("shop", "ring");
    cases.push(case(
        &["StatefulSet::peers"],
        acme().namespace(Namespace::new("shop", Stable).stateful_set(own().peers(Port::tcp(7001)))),
        vec![(ring.clone(), ring.clone(), 7001)],
    ));
    cases.push(case(
        &["StatefulSet::peers_on_any_port"],
        acme().namespace(Namespace::new("shop", Stable).stateful_set(own().peers_on_any_port())),
        vec![(ring.clone(), ring.clone(), 7777)],
    ));

    // Stores: the set that provides a store has another name.
    let memory = || set("memory", Port::tcp(6379)).provides(&CACHE);
    cases.push(case(
        &["StatefulSet::provides", "Pod::uses"],
        acme().namespace(data(memory())).namespace(shop(service("web").uses(&CACHE))),
        vec![(web.clone(), Name("data", "memory"), 6379)],
    ));
    cases.push(case(
        &["Pod::reads"],
        acme().namespace(data(memory())).namespace(shop(service("web").reads(&CACHE))),
        vec![(web.clone(), Name("data", "memory"), 6379)],
    ));
    const RDS: External = External::new("db.example.com").cidrs(&["10.20.0.0/24"]).port(Port::tcp(5432));
    let rds = ExternalStore::new(&ORDERS, RDS).used_by("shop");
    cases.push(case(
        &["Namespace::store", "ExternalStore::used_by"],
        acme().namespace(Namespace::new("data", Shared).store(rds)).namespace(shop(service("web").uses(&ORDERS))),
        vec![(web.clone(), Address("10.20.0.9"), 5432)],
    ));
    cases.push(case(
        &["Namespace::provides"],
        acme().namespace(Namespace::new("raw", Exp).provides(&CACHE)).namespace(shop(service("web").uses(&CACHE))),
        vec![],
    ));

    // Edges.
    let host = || Host::new("shop.acme.dev");
    let published = || shop(service("web").route(prefix("/"))).host(host());
    let solver = Labelled("shop", &[("acme.cert-manager.io/http01-solver", "true")]);
    let nginx = || Edge::ingress_nginx().tls(Tls::lets_encrypt("sre@acme.dev"));
    cases.push(case(
        &["Service::route"],
        acme().edge(nginx()).namespace(published()),
        vec![(NGINX, web.clone(), 8000), (NGINX, solver, 8089)],
    ));
    cases.push(case(
        &["Service::route"],
        acme().edge(Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev"))).namespace(published()),
        vec![
            (ENVOY, web.clone(), 8000),
            (ENVOY, Labelled("platform-edge", &[("acme.cert-manager.io/http01-solver", "true")]), 8089),
        ],
    ));
    let proxies = Peer::namespace("edge").pods("app", "nginx");
    cases.push(case(
        &["Edge::proxies"],
        acme().edge(nginx().proxies(proxies)).namespace(published()),
        vec![(Labelled("edge", &[("app", "nginx")]), web.clone(), 8000)],
    ));
    let play = Port::tcp(7777);
    let game = service("web").port(Port::http(8000)).port(play);
    let restricted = LoadBalancer::public(play).allow_from("203.0.113.0/24");
    cases.push(case(
        &["Service::load_balancer", "Cluster::vpc"],
        on(Cluster::eks().vpc("10.20.0.0/16")).namespace(shop(game.load_balancer(restricted))),
        vec![(Address("203.0.113.7"), web.clone(), 7777), (Address("10.20.3.4"), web.clone(), 7777)],
    ));
    let rooms = own().port(play).load_balancer_per_pod(LoadBalancer::public(play));
    cases.push(case(
        &["StatefulSet::load_balancer_per_pod", "Service::load_balancer"],
        acme().namespace(Namespace::new("shop", Stable).stateful_set(rooms)),
        vec![(Address("203.0.113.7"), ring, 7777)],
    ));

    // Monitoring, with Prometheus and the collector on the platform.
    cases.push(case(
        &["Platform::add", "Pod::metrics"],
        acme().namespace(shop(service("web").metrics(Port::metrics(9100)))).add(monitored()),
        vec![
            (prometheus(), web.clone(), 9100),
            (web.clone(), Name("platform-monitoring", "otel-collector"), 4318),
            (web.clone(), Name("platform-monitoring", "otel-collector"), 4317),
        ],
    ));
    let agent = || Labelled("agents", &[("app", "agent")]);
    cases.push(case(
        &["Platform::add"],
        acme().namespace(shop(service("web"))).add(Agents),
        vec![(agent(), web.clone(), 8000), (web, agent(), 8125)],
    ));

    // KEDA's operator reads the signals of autoscalers.
    let scale = || Autoscale::new(3..=9);
    cases.push(case(
        &["Autoscale::kafka_lag"],
        acme().namespace(data(broker())).namespace(scaled(scale().kafka_lag(EVENTS.topic("clicks"), "ingest", 500))),
        vec![(KEDA, Name("data", "broker"), 9092)],
    ));
    cases.push(case(
        &["Autoscale::prometheus"],
        acme().namespace(scaled(scale().prometheus("sum(up)", 5))).add(monitored()),
        vec![(KEDA, prometheus(), 9090)],
    ));
    cases.push(case(
        &["Autoscale::requests_per_second"],
        acme().namespace(scaled(scale().requests_per_second(50).trigger(cron()))).add(monitored()),
        vec![(KEDA, prometheus(), 9090)],
    ));
    let list =
        Trigger::new("redis").metadata("address", "memory.data.svc.cluster.local:6379").metadata("listName", "a");
    cases.push(case(
        &["Autoscale::trigger"],
        acme().namespace(data(memory())).namespace(scaled(scale().trigger(list))),
        vec![(KEDA, Name("data", "memory"), 6379)],
    ));
    let by_variable = Trigger::new("redis").metadata("addressFromEnv", "REDIS_URL").metadata("listName", "a");
    let reader = Worker::new("ingest", "ghcr.io/acme/ingest:1.0.0").pod(pod()).uses(&CACHE);
    let reader = reader.autoscale(scale().trigger(by_variable));
    cases.push(case(
        &["Autoscale::trigger"],
        acme().namespace(data(memory())).namespace(Namespace::new("shop", Stable).worker(reader)),
        vec![(KEDA, Name("data", "memory"), 6379), (ingest, Name("data", "memory"), 6379)],
    ));
    let elsewhere = Peer::namespace("scaling").pods("app.kubernetes.io/name", "operator");
    let operator = Worker::<Shared>::new("operator", "ghcr.io/acme/keda:1.0.0").pod(pod());
    cases.push(case(
        &["Cluster::keda"],
        on(Cluster::generic().keda(elsewhere))
            .namespace(Namespace::new("scaling", Shared).worker(operator))
            .namespace(data(broker()))
            .namespace(scaled(scale().kafka_lag(EVENTS.topic("clicks"), "ingest", 500))),
        vec![(Name("scaling", "operator"), Name("data", "broker"), 9092)],
    ));
    cases
}
fn cron() -> Trigger {
    let trigger = Trigger::new("cron").metadata("timezone", "Etc/UTC").metadata("desiredReplicas", "4");
    trigger.metadata("start", "0 8 * * *").metadata("end", "0 18 * * *")
}
