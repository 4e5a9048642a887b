//! Addons: their declarations, their contributions, and the checks of both.
use crate::{object, objects, rules, small};
use coderev_infra::prelude::*;
use coderev_infra::{Addon, Contribution, File, Finding, Object, Raw, Severity, View, WorkloadKind, synth};
use serde_json::{Value, json};

fn web() -> Service<Stable> {
    Service::new("web", "ghcr.io/acme/web:1.4.0").pod(small()).readiness(Probe::http("/ready"))
}
fn shop() -> Namespace<Stable> {
    Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/")))
}
fn bare() -> Platform {
    Platform::new(Cluster::generic()).part_of("acme").edge(Edge::gateway()).namespace(shop())
}

/// Everything that `synth` makes of a platform.
fn result(platform: &Platform) -> (Option<String>, Vec<File>, Vec<Finding>) {
    let synthesis = synth(platform);
    (synthesis.name().map(str::to_owned), synthesis.files().collect(), synthesis.findings().to_vec())
}

/// An addon that only derives contributions.
struct Derives<F> {
    name: &'static str,
    derive: F,
}
impl<F> Addon for Derives<F>
where
    F: for<'a> Fn(&View<'a>) -> Vec<Contribution> + Send + Sync + 'static,
{
    fn name(&self) -> &str {
        self.name
    }
    fn derive(&self, view: &View<'_>) -> Vec<Contribution> {
        (self.derive)(view)
    }
}
fn derives<F>(name: &'static str, derive: F) -> Derives<F>
where
    F: for<'a> Fn(&View<'a>) -> Vec<Contribution> + Send + Sync + 'static,
{
    Derives { name, derive }
}

#[test]
fn a_platform_with_addons_is_a_value() {
    fn is_a_value<T: Clone + Send + Sync + std::fmt::Debug + 'static>(_: &T) {}
    let platform = bare().add(infrastructure()).add(monitoring());
    is_a_value(&platform);
    assert_eq!(result(&platform.clone()), result(&platform));
    assert!(format!("{platform:?}").contains("name: \"monitoring\""));
}

#[test]
fn an_addon_declares_and_a_function_is_an_addon() {
    fn cost(platform: Platform) -> Platform {
        platform.label("acme.dev/cost-center", "42")
    }
    let team = |platform: Platform| platform.namespace(Namespace::new("tools", Shared));
    // An addon may add another one.
    let all = move |platform: Platform| platform.add(cost).add(team);
    let program = bare().add(all);
    assert_eq!(object(&program, "Namespace", "tools")["metadata"]["labels"]["acme.dev/cost-center"], "42");
}

/// Closures and functions have no name, so two of them do not replace one another.
#[test]
fn an_addon_replaces_an_earlier_addon_of_the_same_name() {
    let program = bare()
        .add(monitoring())
        .add(monitoring().namespace(Namespace::new("watch", Shared)))
        .add(|platform: Platform| platform.namespace(Namespace::new("one", Shared)))
        .add(|platform: Platform| platform.namespace(Namespace::new("two", Shared)));
    let all = objects(&program);
    let has = |name: &str| all.iter().any(|it| it["kind"] == "Namespace" && it["metadata"]["name"] == name);
    assert!(has("watch") && has("one") && has("two") && !has("platform-monitoring"));
}

/// A function that adds itself runs at most once for each line that adds it. The repetition is an error.
#[test]
fn an_addon_that_adds_itself_is_refused() {
    fn again(platform: Platform) -> Platform {
        platform.namespace(Namespace::new("tools", Shared)).add(again)
    }
    let program = bare().add(again);
    assert!(rules(&program).contains(&"conflicting-addons"), "{:?}", rules(&program));
    /// An addon with a new name at each level.
    struct Level(String);
    impl Addon for Level {
        fn name(&self) -> &str {
            &self.0
        }
        fn declare(&self, platform: Platform) -> Platform {
            platform.add(Self(format!("{}i", self.0)))
        }
    }
    let found = synth(&bare().add(Level("i".into()))).findings().to_vec();
    assert_eq!(found.iter().map(|it| it.rule().name()).collect::<Vec<_>>(), ["conflicting-addons"]);
    assert_eq!(
        found[0].message(),
        "the addon `setters::addons::an_addon_that_adds_itself_is_refused::Level` adds itself"
    );
}

/// An addon that only adds another addon.
struct Needs(&'static str, fn() -> coderev_infra::Monitoring);
impl Addon for Needs {
    fn name(&self) -> &str {
        self.0
    }
    fn declare(&self, platform: Platform) -> Platform {
        platform.add((self.1)())
    }
}

#[test]
fn an_addon_of_the_program_overrides_one_that_an_addon_adds() {
    let watch = || monitoring().namespace(Namespace::new("watch", Shared));
    for program in [bare().add(Needs("a", monitoring)).add(watch()), bare().add(watch()).add(Needs("z", monitoring))] {
        let all = objects(&program);
        let has = |name: &str| all.iter().any(|it| it["kind"] == "Namespace" && it["metadata"]["name"] == name);
        assert!(has("watch") && !has("platform-monitoring"));
        assert_eq!(rules(&program), [""; 0]);
    }
}

#[test]
fn two_addons_that_set_one_annotation_to_different_values_conflict() {
    struct Team(&'static str, &'static str);
    impl Addon for Team {
        fn name(&self) -> &str {
            self.0
        }
        fn derive(&self, view: &View<'_>) -> Vec<Contribution> {
            let all = view.workloads();
            all.map(|it| Contribution::annotation(it, Object::POD, "acme.dev/team", self.1)).collect()
        }
    }
    let found = |first, second| {
        let program = bare().add(Team("a", first)).add(Team("b", second));
        let all = synth(&program).findings().iter().map(|it| it.message().to_owned()).collect::<Vec<_>>();
        all.into_iter().filter(|it| it.contains("addons")).collect::<Vec<_>>()
    };
    assert_eq!(found("search", "search"), [""; 0]);
    let message = "two addons set the annotation `acme.dev/team` to different values";
    assert!(found("search", "billing").iter().any(|it| it == message), "{:?}", found("search", "billing"));
}

#[test]
fn two_addons_that_add_an_addon_of_the_same_name_conflict() {
    let program = bare().add(Needs("a", monitoring)).add(Needs("b", monitoring));
    let found = synth(&program).findings().to_vec();
    assert_eq!(found.iter().map(|it| it.rule().name()).collect::<Vec<_>>(), ["conflicting-addons"]);
    assert_eq!(found[0].message(), "two addons add an addon with the name `monitoring`");
    assert_eq!(found[0].severity(), Severity::Error);
    // Not at the same depth.
    let deeper = |platform: Platform| platform.add(Needs("b", monitoring));
    let program = bare().add(Needs("a", monitoring)).add(deeper);
    assert_eq!(rules(&program), ["conflicting-addons"]);
    assert_eq!(rules(&program.add(monitoring())), [""; 0], "the program decides");
}

/// The order of the lines that add functions has no effect on the output.
#[test]
fn functions_run_in_the_order_of_their_names() {
    fn amber(platform: Platform) -> Platform {
        platform.label("color", "amber")
    }
    fn blue(platform: Platform) -> Platform {
        platform.label("color", "blue")
    }
    let color = |program: Platform| object(&program, "Namespace", "shop")["metadata"]["labels"]["color"].clone();
    let amber_first = bare().add(amber);
    let amber_first = amber_first.add(blue);
    let blue_first = bare().add(blue);
    let blue_first = blue_first.add(amber);
    assert_eq!((color(amber_first), color(blue_first)), (json!("blue"), json!("blue")));
}

#[test]
fn a_view_has_every_part_of_a_platform() {
    let check = |view: &View<'_>| {
        assert_eq!((view.name(), view.part_of(), view.cluster_domain()), (Some("staging"), "acme", "cluster.local"));
        assert_eq!(view.namespace("data").expect("the namespace exists").provides().collect::<Vec<_>>(), ["postgres"]);
        assert_eq!(view.namespaces().count(), 3, "including the namespace of Gateways");
        let api = view.workload("shop", "api").expect("the workload exists");
        assert_eq!((api.name(), api.image(), api.version()), ("api", "ghcr.io/acme/api:2.0.0", Some("2.0.0")));
        assert_eq!((api.kind(), api.namespace().name()), (WorkloadKind::Service, "shop"));
        assert_eq!((api.namespace().tier(), api.namespace().environment()), ("stable", Some("production")));
        assert_eq!((api.min_replicas(), api.max_replicas()), (3, 9));
        let scaler = api.autoscaler().expect("the workload has an autoscaler");
        assert_eq!((scaler.requests_per_second(), scaler.is_scaled_object()), (Some(50), false));
        assert_eq!(api.ports(), [Port::http(8000), Port::metrics(9100)]);
        assert_eq!((api.main_port(), api.metrics_port()), (Some(Port::http(8000)), Some(Port::metrics(9100))));
        assert!(api.sends_traces());
        let stores: Vec<_> = api.stores().iter().map(|it| (it.name(), it.namespace(), it.is_written())).collect();
        assert_eq!(stores, [("postgres", Some("data"), false)]);
        let routes: Vec<_> = api.routes().iter().map(|it| (it.path(), it.is_exact(), it.host())).collect();
        assert_eq!(routes, [("/api", false, Some("shop.acme.dev"))]);
        assert_eq!(view.callers(api).map(|it| it.name()).collect::<Vec<_>>(), ["mail"]);
        assert_eq!(view.workloads().map(|it| it.name()).collect::<Vec<_>>(), ["api", "mail"]);
        assert!(view.workload("shop", "mail").expect("the workload exists").autoscaler().is_none());
        vec![]
    };
    let api = Service::new("api", "ghcr.io/acme/api:2.0.0")
        .pod(small())
        .readiness(Probe::http("/ready"))
        .port(Port::http(8000))
        .metrics(Port::metrics(9100))
        .autoscale(Autoscale::new(3..=9).requests_per_second(50))
        .route(prefix("/api"))
        .reads(&POSTGRES);
    let mail = Worker::new("mail", "ghcr.io/acme/mail:1.0.0").pod(small()).calls(&api);
    let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(api).worker(mail);
    let program = Platform::new(Cluster::generic())
        .name("staging")
        .part_of("acme")
        .edge(Edge::gateway())
        .namespace(shop)
        .namespace(Namespace::new("data", Shared).provides(&POSTGRES))
        .add(derives("check", check));
    assert!(synth(&program).findings().iter().all(|it| it.severity() == Severity::Warning));
}

#[test]
fn contributions_of_an_addon_are_in_the_objects() {
    let derive = |view: &View<'_>| {
        let web = view.workload("shop", "web").expect("the workload exists");
        let agent = Peer::namespace("agents").pods("app", "agent");
        let config = |name: &str| json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}});
        let outside = json!({"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": {"name": "agents"}, "value": 1});
        vec![
            Contribution::env(web, "AGENT_URL", "http://agent.agents.svc"),
            Contribution::env(web, "TEAM", "platform"),
            Contribution::ingress(web, agent.clone().port(Port::http(8000))),
            Contribution::egress(web, agent.clone().port(Port::udp(8125))),
            Contribution::egress(web, Peer::cidr("203.0.113.0/24")),
            Contribution::annotation(web, Object::POD, "acme.dev/agent", "yes"),
            Contribution::annotation(web, Object::DEPLOYMENT, "acme.dev/agent", "yes"),
            Contribution::raw_in(view.namespace("shop").expect("the namespace exists"), Raw::object(&config("agents"))),
            Contribution::raw(Raw::object(&outside)),
        ]
    };
    let shop = Namespace::new("shop", Stable).service(web().env("TEAM", "shop"));
    let program = Platform::new(Cluster::generic()).part_of("acme").namespace(shop).add(derives("agents", derive));
    assert_eq!(rules(&program), Vec::<&str>::new());
    let deployment = object(&program, "Deployment", "web");
    let template = &deployment["spec"]["template"];
    let env = template["spec"]["containers"][0]["env"].as_array().expect("variables").clone();
    let value = |name: &str| env.iter().find(|it| it["name"] == name).map(|it| it["value"].clone());
    assert_eq!(value("AGENT_URL"), Some(json!("http://agent.agents.svc")));
    assert_eq!(value("TEAM"), Some(json!("shop")), "the workload's own value applies");
    for object in [&deployment, template] {
        assert_eq!(object["metadata"]["annotations"]["acme.dev/agent"], "yes");
    }
    let policy = object(&program, "NetworkPolicy", "web")["spec"].clone();
    let agent = json!({
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "agents"}},
        "podSelector": {"matchLabels": {"app": "agent"}},
    });
    let ingress = json!([{"from": [agent], "ports": [{"port": 8000, "protocol": "TCP"}]}]);
    assert_eq!(policy["ingress"], ingress);
    let egress = json!([
        {"to": [agent], "ports": [{"port": 8125, "protocol": "UDP"}]},
        {"to": [{"ipBlock": {"cidr": "203.0.113.0/24"}}]},
    ]);
    assert_eq!(policy["egress"], egress);
    assert_eq!(object(&program, "ConfigMap", "agents")["metadata"]["labels"]["coderev.dev/tier"], "stable");
    assert_eq!(object(&program, "PriorityClass", "agents")["value"], 1);
}

#[test]
fn contributions_of_an_addon_are_checked_and_findings_have_the_line_that_adds_it() {
    let found = |program: &Platform| {
        let all = synth(program).findings().to_vec();
        let errors = all.into_iter().filter(|it| it.severity() == Severity::Error);
        errors.map(|it| (it.rule().name(), line_of(&it))).collect::<Vec<_>>()
    };
    fn web_of<'v, 'a>(view: &'v View<'a>) -> &'v coderev_infra::WorkloadView<'a> {
        view.workload("shop", "web").expect("the workload exists")
    }
    let secret = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s", "namespace": "shop"}, "stringData": {"a": "b"}});
    let raw = derives("raw", move |_: &View<'_>| vec![Contribution::raw(Raw::object(&secret))]);
    let port = derives("port", |view: &View<'_>| {
        vec![Contribution::ingress(web_of(view), Peer::namespace("agents").port(Port::http(9999)))]
    });
    let cidr = derives("cidr", |view: &View<'_>| vec![Contribution::egress(web_of(view), Peer::cidr("10.1.2.3"))]);
    let env = |name, value: &'static str| {
        derives(name, move |view: &View<'_>| vec![Contribution::env(web_of(view), "TEAM", value)])
    };
    let prometheus = derives("prom", |_: &View<'_>| vec![Contribution::prometheus("http://other:9090")]);
    let line = line!() + 1;
    assert_eq!(found(&bare().add(raw)), [("secret-with-data", Some(line))]);
    assert_eq!(found(&bare().add(port)), [("missing-port", Some(line + 1))]);
    assert_eq!(found(&bare().add(cidr)), [("malformed-cidr", Some(line + 2))]);
    assert_eq!(found(&bare().add(env("b", "two")).add(env("a", "one"))), [("conflicting-addons", Some(line + 3))]);
    assert_eq!(found(&bare().add(env("a", "one")).add(env("b", "one"))), [], "both values are equal");
    assert_eq!(found(&bare().add(monitoring()).add(prometheus)), [("conflicting-addons", Some(line + 5))]);
}

#[test]
fn the_presets_have_the_setters_of_their_namespaces() {
    const OUTSIDE: External = External::new("cache.example.com").cidrs(&["10.20.0.0/24"]).port(Port::tcp(6380));
    const LOKI: Store<ObjectStorage> = Store::new("loki", Port::tcp(3100));
    let set = StatefulSet::new("index", "index:1").pod(small());
    let stores = infrastructure()
        .namespace(Namespace::new("stores", Shared))
        .stateful_set(set)
        .store(ExternalStore::new(&REDIS, OUTSIDE))
        .with(|namespace| namespace.label("acme.dev/team", "data"));
    let loki = Endpoint::existing("watch", "loki", Port::tcp(3100));
    let watch = monitoring()
        .namespace(Namespace::new("watch", Exp))
        .store(ExternalStore::in_cluster(&LOKI, &loki))
        .with(|namespace| namespace.label("acme.dev/team", "sre"));
    let shop = Namespace::new("shop", Stable).service(web().uses(&REDIS).uses(&LOKI));
    let program = Platform::new(Cluster::generic()).part_of("acme").namespace(shop).add(watch).add(stores);
    assert_eq!(rules(&program), Vec::<&str>::new());
    assert_eq!(object(&program, "Namespace", "watch")["metadata"]["labels"]["acme.dev/team"], "sre");
    assert_eq!(object(&program, "StatefulSet", "index")["metadata"]["labels"]["acme.dev/team"], "data");
    let url = object(&program, "ConfigMap", "redis-config")["data"]["url"].clone();
    assert_eq!(url, "redis://cache.example.com:6380/0");
    let ingress: Value = object(&program, "NetworkPolicy", "web")["spec"]["ingress"][0]["from"][0].clone();
    assert_eq!(ingress["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"], "watch");
}

#[test]
fn addons_run_in_the_order_of_their_names() {
    let label = |name, value: &'static str| {
        struct Labels(&'static str, &'static str);
        impl Addon for Labels {
            fn name(&self) -> &str {
                self.0
            }
            fn declare(&self, platform: Platform) -> Platform {
                platform.label("acme.dev/last", self.1)
            }
        }
        Labels(name, value)
    };
    let one = bare().add(label("a", "one")).add(label("b", "two"));
    let other = bare().add(label("b", "two")).add(label("a", "one"));
    assert_eq!(result(&one), result(&other));
    assert_eq!(object(&one, "Namespace", "shop")["metadata"]["labels"]["acme.dev/last"], "two");
}

/// The line of the program in a finding.
fn line_of(finding: &coderev_infra::Finding) -> Option<u32> {
    match finding.origin() {
        Some(coderev_infra::Origin::Rust(at)) => Some(at.line()),
        _ => None,
    }
}
