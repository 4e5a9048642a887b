//! Each kind of source. Each recorded field exists in its object.
use super::{Record, Source};
use crate::lower::{Lowered, lower, lower_recorded};
use crate::prelude::*;
use crate::resolve::{Resolved, addons, resolve};
use crate::{Isolation, Object, Patch};
use serde_json::Value;

const ORDERS: Store<Database> = Store::new("orders", Port::tcp(5432)).env(&[("ORDERS_URL", "url")]);

fn with_resolved<R>(platform: &Platform, run: impl FnOnce(&Resolved<'_>) -> R) -> R {
    let declared = addons::declare(platform);
    let platform = &*declared.platform;
    let mut resolved = resolve(platform, None);
    resolved.contributions = addons::derive(&resolved, declared.conflicts);
    run(&resolved)
}
fn record(platform: &Platform) -> Record {
    with_resolved(platform, |resolved| lower_recorded(resolved).1)
}
#[track_caller]
fn service(name: &str) -> Service<Stable> {
    Service::new(name, "ghcr.io/acme/web:1").cpu(millis(100)..=millis(200)).memory(mebi(64)..=mebi(128))
}
fn platform(service: Service<Stable>) -> Platform {
    Platform::new(Cluster::generic()).part_of("acme").namespace(Namespace::new("shop", Stable).service(service))
}
/// The source of a field of an object of `web`.
#[track_caller]
fn source(platform: &Platform, kind: &str, name: &str, pointer: &str) -> Source {
    let record = record(platform);
    let source = record.source(kind, "shop", name, pointer);
    source.unwrap_or_else(|| panic!("no source of {pointer} in\n{record:#?}")).clone()
}
#[track_caller]
fn of_web(service: Service<Stable>, pointer: &str) -> Source {
    source(&platform(service), "Deployment", "web", pointer)
}
/// Whether a source is a setter on this line.
#[track_caller]
fn assert_setter(found: &Source, line: u32) {
    assert!(matches!(found, Source::Setter(at) if (at.file(), at.line()) == (file!(), line)), "{found:?}, line {line}");
}
const CONTAINER: &str = "/spec/template/spec/containers/0";

#[test]
fn a_value_that_is_set_has_its_setter() {
    let (web, line) = (|| service("web"), line!());
    assert_setter(&of_web(web(), &format!("{CONTAINER}/image")), line);
    let (set, line) = (web().replicas(4), line!());
    assert_setter(&of_web(set, "/spec/replicas"), line);
    let (set, line) = (web().termination_grace_period(minutes(2)), line!());
    assert_setter(&of_web(set, "/spec/template/spec/terminationGracePeriodSeconds"), line);
    let (set, line) = (web().memory(mebi(64)..), line!());
    assert_setter(&of_web(set, &format!("{CONTAINER}/resources/requests/memory")), line);
    let (set, line) = (web().liveness(Probe::http("/live").period(seconds(7))), line!());
    assert_setter(&of_web(set, &format!("{CONTAINER}/livenessProbe/periodSeconds")), line);
}
#[test]
fn variables_have_their_setters_and_stores_have_theirs() {
    let web = || service("web");
    let (set, line) = (|| web().env("HOME", "/srv"), line!());
    let home = index(&platform(set()), "HOME");
    assert_setter(&of_web(set(), &format!("{CONTAINER}/env/{home}")), line);
    let (set, line) = (|| web().uses(&ORDERS), line!());
    let url = index(&platform(set()), "ORDERS_URL");
    assert_setter(&of_web(set(), &format!("{CONTAINER}/env/{url}/valueFrom")), line);
    let (set, line) = (|| web().secret_files().env("TOKEN", Secret::new("tokens").key("key")), line!());
    let token = index(&platform(set()), "TOKEN_FILE");
    assert_setter(&of_web(set(), &format!("{CONTAINER}/env/{token}")), line);
}
/// The position of a variable of `web`.
fn index(platform: &Platform, variable: &str) -> usize {
    let web = with_resolved(platform, |resolved| object(lower(resolved), "Deployment", "web"));
    let env = web.pointer(&format!("{CONTAINER}/env")).and_then(Value::as_array).expect("it has variables");
    env.iter().position(|it| it["name"] == variable).expect("it has the variable")
}
fn object(lowered: Lowered, kind: &str, name: &str) -> Value {
    let (inventory, _) = lowered.into_inventory();
    let mut all = inventory.documents().iter().map(coderev_objects::Document::object);
    let found = all.find(|it| (it.kind(), it.name()) == (kind, name)).expect("the object is there");
    serde_json::to_value(found).expect("objects are JSON")
}
#[test]
fn an_autoscaler_and_a_budget_have_their_setters() {
    let web = service("web");
    let (web, line) = (web.autoscale(Autoscale::new(3..=9)), line!());
    let scaled = platform(web);
    for field in ["/spec/minReplicas", "/spec/maxReplicas"] {
        assert_setter(&source(&scaled, "HorizontalPodAutoscaler", "web-hpa", field), line);
    }
    assert_eq!(record(&scaled).source("Deployment", "shop", "web", "/spec/replicas"), None, "the autoscaler decides");
    let web = service("web");
    let (web, line) = (web.disruption_budget(min_available(2)), line!());
    assert_setter(&source(&platform(web), "PodDisruptionBudget", "web", "/spec/minAvailable"), line);
}
#[test]
fn a_value_of_the_tier_has_its_name() {
    let stable = Source::Tier("stable".into());
    assert_eq!(of_web(service("web"), "/spec/replicas"), stable);
    assert_eq!(of_web(service("web"), "/spec/template/spec/terminationGracePeriodSeconds"), stable);
    let budget = source(&platform(service("web")), "PodDisruptionBudget", "web", "/spec/maxUnavailable");
    assert_eq!(budget, stable);
    let level = index(&platform(service("web")), "LOG_LEVEL");
    assert_eq!(of_web(service("web"), &format!("{CONTAINER}/env/{level}/value")), stable);
}
#[test]
fn isolation_has_the_tier_the_caller_or_the_library() {
    let lab = || Namespace::new("shop", Exp).spec(Exp.spec().isolation(Isolation::Namespace));
    let web = || Service::new("web", "web:1");
    let near = Platform::new(Cluster::generic()).part_of("acme").namespace(lab().service(web()));
    let exp = Source::Tier("exp".into());
    assert_eq!(source(&near, "NetworkPolicy", "allow-intra-namespace", "/spec/ingress/0"), exp);
    assert_eq!(source(&near, "NetworkPolicy", "default-deny-all", "/spec/policyTypes"), Source::Default);
    let open = Namespace::new("shop", Exp).spec(Exp.spec().isolation(Isolation::Open)).service(web());
    let open = Platform::new(Cluster::generic()).part_of("acme").namespace(open);
    assert_eq!(source(&open, "NetworkPolicy", "web", "/spec/egress/0"), exp);

    let api = service("api");
    let web = service("web");
    let (caller, line) = (web.calls(&api), line!());
    let both = Platform::new(Cluster::generic())
        .part_of("acme")
        .namespace(Namespace::new("shop", Stable).service(caller).service(api));
    assert_setter(&source(&both, "NetworkPolicy", "api", "/spec/ingress/0/from"), line);
    assert_setter(&source(&both, "NetworkPolicy", "web", "/spec/egress/0/to"), line);

    let host = Host::new("shop.acme.dev");
    let web = service("web");
    let (web, line) = (web.route(prefix("/")), line!());
    let shop = Namespace::new("shop", Stable).host(host).service(web);
    let public = Platform::new(Cluster::generic()).part_of("acme").edge(Edge::ingress_nginx()).namespace(shop);
    assert_setter(&source(&public, "NetworkPolicy", "web", "/spec/ingress/0"), line);
}
#[test]
fn a_contribution_has_the_preset_that_adds_it() {
    let web = platform(service("web"));
    let (monitored, line) = (web.add(monitoring()), line!());
    let index = index(&monitored, "OTEL_EXPORTER_OTLP_ENDPOINT");
    let preset = |found: Source| {
        let Source::Preset { addon, at } = found else { panic!("{found:?}") };
        assert_eq!((&*addon, at.file(), at.line()), ("monitoring", file!(), line));
    };
    preset(source(&monitored, "Deployment", "web", &format!("{CONTAINER}/env/{index}")));
    preset(source(&monitored, "NetworkPolicy", "web", "/spec/ingress/0/from"));
}
#[test]
fn a_value_that_is_not_set_has_the_default() {
    let web = || service("web").liveness(Probe::http("/live"));
    for field in ["resources/limits/ephemeral-storage", "livenessProbe/periodSeconds", "startupProbe/httpGet/path"] {
        assert_eq!(of_web(web(), &format!("{CONTAINER}/{field}")), Source::Default, "{field}");
    }
    let home = index(&platform(web()), "HOME");
    assert_eq!(of_web(web(), &format!("{CONTAINER}/env/{home}")), Source::Default);
}
#[test]
fn a_patch_is_a_source() {
    let (patch, line) = (Patch::new(Object::DEPLOYMENT).set("/spec/replicas", 5), line!());
    assert_setter(&of_web(service("web").patch(patch), "/spec/replicas"), line);
    let path = "/spec/containers/[name=web]/image";
    let (patch, line) = (Patch::new(Object::POD).set(path, "ghcr.io/acme/web:2"), line!());
    let patched = platform(service("web")).patch("shop", "web", patch);
    assert_setter(&source(&patched, "Deployment", "web", &format!("{CONTAINER}/image")), line);

    let home = format!("{CONTAINER}/env/{}", index(&platform(service("web")), "HOME"));
    let gone = Patch::new(Object::POD).remove("/spec/containers/[name=web]/env/[name=LOG_LEVEL]");
    let record = record(&platform(service("web").patch(gone)));
    assert_eq!(record.source("Deployment", "shop", "web", &home), None, "the positions of the list have changed");
}
/// A platform with each field that is recorded.
fn large() -> Platform {
    let scaled = Service::<Exp>::new("scaled", "ghcr.io/acme/web:1").autoscale(Autoscale::new(1..=4));
    let proxy = Container::new("proxy", "ghcr.io/acme/proxy:1").cpu(millis(10)..).env("A", "b").with_stores();
    let web = service("web")
        .uses(&POSTGRES)
        .uses(&KAFKA)
        .init(Container::new("setup", "ghcr.io/acme/setup:1"))
        .sidecar(proxy.startup(Probe::tcp().port(Port::tcp(9))))
        .route(prefix("/").timeout(minutes(10)));
    let set =
        StatefulSet::<Stable>::new("search", "ghcr.io/acme/search:1").port(Port::http(9200)).peers(Port::tcp(7000));
    let shop = Namespace::new("shop", Stable)
        .host(Host::new("shop.acme.dev"))
        .service(web)
        .stateful_set(set)
        .daemon_set(DaemonSet::new("agent", "ghcr.io/acme/agent:1").run_as_user(0))
        .cron_job(CronJob::new("rollup", "ghcr.io/acme/rollup:1", Schedule::daily(2, 15)))
        .job(Job::new("migrate", "ghcr.io/acme/web:1"));
    let lab = Namespace::new("lab", Exp).service(scaled);
    let archive =
        Namespace::new("archive", Quarantine).service(Service::new("old", "ghcr.io/acme/old:1").reads(&POSTGRES));
    Platform::new(Cluster::generic())
        .part_of("acme")
        .edge(Edge::ingress_nginx())
        .namespace(shop)
        .namespace(lab)
        .namespace(archive)
        .add(infrastructure())
        .add(monitoring())
}
#[test]
fn recorded_fields_are_in_their_objects() {
    with_resolved(&large(), |resolved| {
        let (lowered, record) = lower_recorded(resolved);
        let mut count = 0;
        for document in lowered.into_inventory().0.documents() {
            let object = document.object();
            let key = (object.kind().to_owned(), object.namespace().to_owned(), object.name().to_owned());
            let value = serde_json::to_value(object).expect("objects are JSON");
            for pointer in record.objects.get(&key).into_iter().flat_map(|fields| fields.keys()) {
                assert!(value.pointer(pointer).is_some(), "{key:?} has no {pointer}");
                count += 1;
            }
        }
        let all: usize = record.objects.values().map(|fields| fields.len()).sum();
        assert_eq!(count, all);
        assert!(count > 150, "{count}");
    });
}
#[test]
fn a_record_changes_no_object() {
    with_resolved(&large(), |resolved| {
        let objects = |lowered: Lowered| {
            let all = lowered.into_inventory().0.into_documents().into_iter();
            all.map(|it| serde_json::to_value(&it).expect("objects are JSON")).collect::<Vec<_>>()
        };
        assert_eq!(objects(lower(resolved)), objects(lower_recorded(resolved).0));
    });
}
