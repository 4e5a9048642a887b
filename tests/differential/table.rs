//! The table of the differential test: setters, each with a bad or borderline value, as small platforms.
//!
//! `tests/differential.rs` asserts the findings of each row. `.ci/differential` sends the objects of each row to a real API server.
mod containers;
mod edges;
mod platforms;
mod pods;
mod raw;
mod routes;
mod scaling;
mod volumes;
mod workloads;

use coderev_infra::prelude::*;
use coderev_infra::{Finding, Origin, Raw};
use serde_json::{Value, json};

/// One setter with one value.
pub struct Row {
    /// The declaration.
    pub name: &'static str,
    /// The file and the line.
    pub place: (&'static str, u32),
    /// The expected outcome.
    pub expected: Expected,
    /// The platform.
    pub platform: Box<dyn Fn() -> Platform>,
}
/// The outcome of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// No finding is an error, and the API server accepts all objects.
    Accepted,
    /// A rule and the setter at its position. The API server refuses an object.
    Refused(&'static str, &'static str),
    /// The same for an error with another reason, such as a tier, Pod Security, a controller or an older API server: this API server may accept all
    /// objects.
    Other(&'static str, &'static str),
}
impl Row {
    #[track_caller]
    fn of(name: &'static str, platform: impl Fn() -> Platform + 'static) -> Self {
        let at = std::panic::Location::caller();
        Self { name, place: (at.file(), at.line()), expected: Expected::Accepted, platform: Box::new(platform) }
    }
    /// The same row, which the API server refuses.
    fn refused(self, rule: &'static str, setter: &'static str) -> Self {
        Self { expected: Expected::Refused(rule, setter), ..self }
    }
    /// The same row, with an error for another reason.
    fn other(self, rule: &'static str, setter: &'static str) -> Self {
        Self { expected: Expected::Other(rule, setter), ..self }
    }
    /// The setter at the position of a finding. Empty if the position is not in the row.
    #[must_use]
    pub fn setter_at(&self, finding: &Finding) -> String {
        let Some(Origin::Rust(at)) = finding.origin() else { return String::new() };
        let sources = [
            include_str!("containers.rs"),
            include_str!("edges.rs"),
            include_str!("platforms.rs"),
            include_str!("pods.rs"),
            include_str!("raw.rs"),
            include_str!("routes.rs"),
            include_str!("scaling.rs"),
            include_str!("volumes.rs"),
            include_str!("workloads.rs"),
        ];
        let files = ["containers", "edges", "platforms", "pods", "raw", "routes", "scaling", "volumes", "workloads"];
        let Some(index) = files.iter().position(|name| at.file().ends_with(&format!("{name}.rs"))) else {
            return String::new();
        };
        let line = sources[index].lines().nth(at.line() as usize - 1).unwrap_or_default();
        let start = line.char_indices().nth(at.column() as usize - 1).map_or(line.len(), |(at, _)| at);
        line[start..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    }
}
impl std::fmt::Display for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.place.0, self.place.1, self.name)
    }
}
/// A row that the API server accepts.
macro_rules! row {
    ($declaration:expr) => {
        super::declared!(super::Expected::Accepted, $declaration)
    };
}
/// A rule, the setter at the position of its finding, and a row that the API server refuses. The setter is empty if the finding is at the declaration
/// of the workload, which is in this file.
macro_rules! refused {
    ($rule:literal, $setter:literal, $declaration:expr) => {
        super::declared!(super::Expected::Refused($rule, $setter), $declaration)
    };
}
/// The same for an error with another reason.
macro_rules! other {
    ($rule:literal, $setter:literal, $declaration:expr) => {
        super::declared!(super::Expected::Other($rule, $setter), $declaration)
    };
}
macro_rules! declared {
    ($expected:expr, $declaration:expr) => {
        super::Row {
            name: stringify!($declaration),
            place: (file!(), line!()),
            expected: $expected,
            platform: Box::new(|| super::Subject::on_platform($declaration)),
        }
    };
}
use {declared, other, refused, row};

/// All rows.
#[must_use]
pub fn rows() -> Vec<Row> {
    [
        containers::rows(),
        pods::rows(),
        workloads::rows(),
        volumes::rows(),
        scaling::rows(),
        routes::rows(),
        edges::rows(),
        platforms::rows(),
        raw::rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

trait Subject {
    fn on_platform(self) -> Platform;
}
impl Subject for Platform {
    fn on_platform(self) -> Platform {
        self
    }
}
impl<T: Tier> Subject for Namespace<T> {
    fn on_platform(self) -> Platform {
        Platform::new(Cluster::generic()).part_of("acme").namespace(self)
    }
}
macro_rules! workloads {
    ($($kind:ident, $setter:ident;)*) => {
        $(impl Subject for $kind<Stable> {
            fn on_platform(self) -> Platform {
                Namespace::new("shop", Stable).$setter(self).on_platform()
            }
        })*
    };
}
workloads! { Service, service; Worker, worker; Job, job; CronJob, cron_job; StatefulSet, stateful_set; DaemonSet, daemon_set; }

fn complete<T: Tier>() -> Pod<T> {
    Pod::new().cpu(millis(100)..=millis(200)).memory(mebi(128)..=mebi(256))
}
fn small() -> Pod<Stable> {
    complete()
}
fn web() -> Service<Stable> {
    Service::new("web", "ghcr.io/acme/web:v1.4.0").pod(complete())
}
fn named(name: &str) -> Service<Stable> {
    Service::new(name, "ghcr.io/acme/web:v1.4.0").pod(complete())
}
fn worker() -> Worker<Stable> {
    Worker::new("audit", "ghcr.io/acme/audit:v1.4.0").pod(complete())
}
fn job() -> Job<Stable> {
    Job::new("migrate", "ghcr.io/acme/migrate:v1.4.0").pod(complete())
}
fn cron() -> CronJob<Stable> {
    cron_at(Schedule::daily(1, 30))
}
fn cron_at(schedule: Schedule) -> CronJob<Stable> {
    CronJob::new("sweep", "ghcr.io/acme/sweep:v1.4.0", schedule).pod(complete())
}
fn set() -> StatefulSet<Stable> {
    StatefulSet::new("db", "ghcr.io/acme/db:v1.4.0").pod(complete()).port(Port::tcp(5432))
}
fn daemon() -> DaemonSet<Stable> {
    DaemonSet::new("agent", "ghcr.io/acme/agent:v1.4.0").pod(complete())
}
fn sidecar() -> Container {
    Container::new("sync", "ghcr.io/acme/sync:v1.4.0").cpu(millis(10)..=millis(20)).memory(mebi(16)..=mebi(32))
}
trait PodLike {
    fn pod_like(self) -> Self;
}
impl PodLike for Container {
    fn pod_like(self) -> Self {
        self.cpu(millis(10)..=millis(20)).memory(mebi(16)..=mebi(32))
    }
}
fn config() -> ConfigMap {
    ConfigMap::new("app-config")
}
fn pod(pod: Pod<Stable>) -> Platform {
    web().pod(pod).on_platform()
}
fn cluster(cluster: Cluster) -> Platform {
    Platform::new(cluster).part_of("acme").namespace(Namespace::new("shop", Stable).service(web()))
}
fn platform(change: fn(Platform) -> Platform) -> Platform {
    change(web().on_platform())
}
fn namespace(name: &str) -> Platform {
    Namespace::new(name, Stable).service(web()).on_platform()
}
fn stores(service: Service<Stable>) -> Platform {
    service.on_platform().add(infrastructure()).add(monitoring())
}
fn uses(store: &Store<Redis>) -> Platform {
    let outside = External::new("cache.acme.dev").cidrs(&["10.0.0.0/8"]);
    Platform::new(Cluster::generic())
        .part_of("acme")
        .namespace(Namespace::new("shop", Stable).service(web().uses(store)))
        .namespace(Namespace::new("data", Shared).store(ExternalStore::new(store, outside)))
}
fn external(outside: External) -> Platform {
    let store = Store::redis("cache");
    Platform::new(Cluster::generic())
        .part_of("acme")
        .namespace(Namespace::new("shop", Stable).service(web().uses(&store)))
        .namespace(Namespace::new("data", Shared).store(ExternalStore::new(&store, outside)))
}
fn by_name(outside: External, enforcer: coderev_infra::EgressByName) -> Platform {
    let caller = Worker::<Shared>::new("indexer", "ghcr.io/acme/i:v1").pod(complete()).calls(&outside);
    Platform::new(Cluster::generic().egress_by_name(enforcer))
        .part_of("acme")
        .namespace(Namespace::new("tools", Shared).worker(caller))
}
fn shared(worker: Worker<Shared>) -> Platform {
    Namespace::new("tools", Shared).worker(worker).on_platform()
}
fn secrets(store: ExternalSecrets) -> Platform {
    let service = web().env("TOKEN", Secret::new("tokens").key("token"));
    Namespace::new("shop", Stable).service(service).on_platform().name("prod").secrets(store)
}
fn spec(spec: TierSpec) -> Platform {
    Namespace::new("shop", Exp)
        .spec(spec)
        .worker(Worker::new("audit", "ghcr.io/acme/audit:v1").pod(complete()))
        .on_platform()
        .name("prod")
}
fn on_gateway(namespace: Namespace<Stable>) -> Platform {
    Platform::new(Cluster::generic())
        .part_of("acme")
        .name("prod")
        .edge(Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev")))
        .namespace(namespace)
}
fn on_nginx(namespace: Namespace<Stable>) -> Platform {
    Platform::new(Cluster::generic())
        .part_of("acme")
        .name("prod")
        .edge(Edge::ingress_nginx().tls(Tls::lets_encrypt("sre@acme.dev")))
        .namespace(namespace)
}
fn gateway(route: Route) -> Platform {
    on_gateway(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(route)))
}
fn nginx(route: Route) -> Platform {
    on_nginx(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(route)))
}
fn routes(routes: impl IntoIterator<Item = Route>) -> Platform {
    on_gateway(
        Namespace::new("shop", Stable)
            .host(Host::new("shop.acme.dev"))
            .service(routes.into_iter().fold(web(), Service::route)),
    )
}
fn grpc(route: Route) -> Platform {
    on_gateway(
        Namespace::new("shop", Stable)
            .host(Host::new("shop.acme.dev"))
            .service(web().port(Port::grpc(9000)).route(route)),
    )
}
fn host(host: Host) -> Platform {
    on_gateway(Namespace::new("shop", Stable).host(host).service(web().route(prefix("/"))))
}
fn nginx_host(host: Host) -> Platform {
    on_nginx(Namespace::new("shop", Stable).host(host).service(web().route(prefix("/"))))
}
fn two_hosts(first: &str, second: &str) -> Platform {
    let (first, second) = (Host::new(first), Host::new(second));
    let web = web().route(prefix("/").on(&first)).route(prefix("/").on(&second));
    on_gateway(Namespace::new("shop", Stable).host(first).host(second).service(web))
}
fn split(share: Percent) -> Platform {
    shadowed(|route, to| route.split(share, to))
}
fn mirror(share: Percent) -> Platform {
    shadowed(|route, to| route.mirror(share, to))
}
fn shadowed(change: impl FnOnce(Route, &Endpoint<Stable>) -> Route) -> Platform {
    let next = Namespace::new("next", Stable);
    let candidate = named("candidate");
    let endpoint = next.endpoint(&candidate);
    let web = web().route(change(prefix("/"), &endpoint));
    on_gateway(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web))
        .namespace(next.service(candidate))
}
fn edge(edge: Edge) -> Platform {
    let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/")));
    Platform::new(Cluster::generic()).name("prod").edge(edge).namespace(shop)
}
fn balancer(balancer: LoadBalancer) -> Platform {
    web().port(Port::http(8000)).port(Port::tcp(7000)).load_balancer(balancer).on_platform()
}
fn patched(service: Service<Stable>) -> Platform {
    service.on_platform()
}
/// A raw object with the name `raw`.
fn raw(api_version: &str, kind: &str, fields: Value) -> Platform {
    let mut object = json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": "raw"}});
    if let (Some(object), Value::Object(fields)) = (object.as_object_mut(), fields) {
        for (key, value) in fields {
            match (object.get_mut(&key), value) {
                (Some(Value::Object(old)), Value::Object(new)) => old.extend(new),
                (_, value) => drop(object.insert(key, value)),
            }
        }
    }
    Namespace::new("tools", Shared)
        .worker(Worker::new("audit", "ghcr.io/acme/audit:v1").pod(complete()))
        .raw(Raw::object(&object))
        .on_platform()
}
fn template(spec: Value) -> Value {
    let container = json!({"name": "main", "image": "ghcr.io/acme/main:v1", "resources": {"requests": {"cpu": "10m", "memory": "16Mi"}, "limits": {"memory": "32Mi"}},
        "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}}});
    let security = json!({"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}});
    let mut pod = json!({"containers": [container], "securityContext": security});
    if let (Some(pod), Value::Object(spec)) = (pod.as_object_mut(), spec) {
        pod.extend(spec);
    }
    json!({"metadata": {"labels": {"app": "x"}}, "spec": pod})
}
fn template_of(fields: Value) -> Value {
    let mut pod = template(json!({"volumes": [{"name": "a", "emptyDir": {}}]}));
    if let (Some(container), Value::Object(fields)) = (pod["spec"]["containers"][0].as_object_mut(), fields) {
        container.extend(fields);
    }
    pod
}
