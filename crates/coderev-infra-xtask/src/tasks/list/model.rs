//! The workloads of a platform, read from its manifests.
use super::reached;
use coderev_infra::File;
use coderev_objects::labels;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A workload with the columns of the list.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Workload {
    pub(crate) namespace: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    /// `3`, `3..20` with an autoscaler, the schedule of a CronJob, or `each node` of a DaemonSet.
    pub(crate) replicas: String,
    /// Request and limit of the containers together: `250m..1`.
    pub(crate) cpu: String,
    pub(crate) memory: String,
    /// Hosts and paths that route to the workload.
    pub(crate) routes: Vec<String>,
    /// Load balancers of the workload: their sources and ports.
    pub(crate) balancers: Vec<String>,
    /// Extended resources, such as `nvidia.com/gpu 8`.
    pub(crate) devices: Vec<String>,
    /// The allowed destinations of its network policy, and allowed DNS names.
    pub(crate) to: Vec<String>,
}
impl Workload {
    pub(crate) fn json(&self) -> Value {
        let Self { namespace, name, kind, replicas, cpu, memory, routes, balancers, devices, to } = self;
        json!({
            "namespace": namespace, "name": name, "kind": kind, "replicas": replicas,
            "cpu": cpu, "memory": memory, "devices": devices, "routes": routes, "balancers": balancers, "to": to
        })
    }
}

/// Every workload of the files, by namespace and name.
pub(crate) fn workloads(files: &[File]) -> Vec<Workload> {
    let objects = objects(files);
    let mut workloads: Vec<_> = objects.iter().filter_map(|object| workload(object, &objects)).collect();
    workloads.sort_by(|a, b| (&a.namespace, &a.name, &a.kind).cmp(&(&b.namespace, &b.name, &b.kind)));
    workloads
}

fn objects(files: &[File]) -> Vec<Value> {
    let manifests = files.iter().filter(|file| file.path.ends_with(".yaml") && !file.path.starts_with('.'));
    let read = |file: &File| coderev_yaml::read(file.text.as_bytes()).expect("the library reads its own output");
    manifests.flat_map(read).map(|document| document.value).collect()
}
pub(super) fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}
pub(super) fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], |all| all)
}

fn workload(object: &Value, all: &[Value]) -> Option<Workload> {
    let template = object.pointer("/spec/template").or_else(|| object.pointer("/spec/jobTemplate/spec/template"))?;
    let pod = template.get("spec").filter(|pod| pod.get("containers").is_some())?;
    let (namespace, name) = (text(object, "/metadata/namespace"), text(object, "/metadata/name"));
    // The name of a Job ends with its version. Its policies and routes have the name of the workload.
    let label = object.pointer("/metadata/labels").and_then(|all| all.get(labels::NAME));
    let called = label.and_then(Value::as_str).unwrap_or(name);
    Some(Workload {
        namespace: namespace.into(),
        name: name.into(),
        kind: text(object, "/kind").into(),
        replicas: replicas(object, all),
        cpu: resource(pod, "cpu"),
        memory: resource(pod, "memory"),
        routes: routes(namespace, called, all),
        balancers: reached::balancers(namespace, template, all),
        devices: devices(pod),
        to: to(namespace, called, all),
    })
}

/// Objects of `kind` in a namespace.
pub(super) fn of_kind<'a>(all: &'a [Value], kind: &'a str, namespace: &'a str) -> impl Iterator<Item = &'a Value> {
    all.iter().filter(move |it| text(it, "/kind") == kind && text(it, "/metadata/namespace") == namespace)
}

fn replicas(object: &Value, all: &[Value]) -> String {
    let (namespace, name) = (text(object, "/metadata/namespace"), text(object, "/metadata/name"));
    for (kind, minimum, maximum) in [
        ("HorizontalPodAutoscaler", "minReplicas", "maxReplicas"),
        ("ScaledObject", "minReplicaCount", "maxReplicaCount"),
    ] {
        let scales = of_kind(all, kind, namespace).find(|it| text(it, "/spec/scaleTargetRef/name") == name);
        if let Some(scaler) = scales {
            return format!("{}..{}", scaler["spec"][minimum], scaler["spec"][maximum]);
        }
    }
    if let Some(schedule) = object.pointer("/spec/schedule").and_then(Value::as_str) {
        return schedule.into();
    }
    match (text(object, "/kind"), &object["spec"]["replicas"]) {
        ("DaemonSet", _) => "each node".into(),
        ("Job", _) => "once".into(),
        (_, Value::Null) => "1".into(),
        (_, n) => n.to_string(),
    }
}

/// The resources of the main container, which is the first.
fn resource(pod: &Value, name: &str) -> String {
    let resources = &pod["containers"][0]["resources"];
    match (resources["requests"][name].as_str(), resources["limits"][name].as_str()) {
        (Some(request), Some(limit)) if request == limit => request.into(),
        (Some(request), Some(limit)) => format!("{request}..{limit}"),
        (Some(request), None) => format!("{request}.."),
        (None, Some(limit)) => format!("..{limit}"),
        (None, None) => "-".into(),
    }
}

/// The extended resources of all containers. Their names have a prefix with a slash.
fn devices(pod: &Value) -> Vec<String> {
    let mut devices: BTreeMap<&str, u64> = BTreeMap::new();
    for container in list(pod, "/containers") {
        for (name, value) in container.pointer("/resources/limits").and_then(Value::as_object).into_iter().flatten() {
            let number = value.as_u64().or_else(|| value.as_str()?.parse().ok());
            if let Some(number) = number.filter(|_| name.contains('/')) {
                *devices.entry(name).or_default() += number;
            }
        }
    }
    devices.into_iter().map(|(name, number)| format!("{name} {number}")).collect()
}

/// `api.acme.dev/v1/*` for a prefix, `api.acme.dev/health` for one path.
fn routes(namespace: &str, service: &str, all: &[Value]) -> Vec<String> {
    let mut routes = BTreeSet::new();
    // A route without hosts is for every host of its Gateway, a rule without matches for every request.
    let (any_host, any_request) = ([Value::from("*")], [Value::Null]);
    for ingress in of_kind(all, "Ingress", namespace) {
        for rule in list(ingress, "/spec/rules") {
            for path in list(rule, "/http/paths").iter().filter(|it| text(it, "/backend/service/name") == service) {
                routes.insert(route(text(rule, "/host"), text(path, "/path"), text(path, "/pathType") == "Exact"));
            }
        }
    }
    for kind in ["HTTPRoute", "GRPCRoute"] {
        for object in of_kind(all, kind, namespace) {
            let leads_here = |rule: &&Value| list(rule, "/backendRefs").iter().any(|it| text(it, "/name") == service);
            for rule in list(object, "/spec/rules").iter().filter(leads_here) {
                for host in some_or(list(object, "/spec/hostnames"), &any_host) {
                    let host = host.as_str().unwrap_or_default();
                    routes.extend(some_or(list(rule, "/matches"), &any_request).iter().map(|it| matched(host, it)));
                }
            }
        }
    }
    routes.into_iter().collect()
}
fn some_or<'a>(list: &'a [Value], otherwise: &'a [Value]) -> &'a [Value] {
    if list.is_empty() { otherwise } else { list }
}
fn matched(host: &str, rule: &Value) -> String {
    if let Some(service) = rule.pointer("/method/service").and_then(Value::as_str) {
        let method = rule.pointer("/method/method").and_then(Value::as_str);
        return format!("{host}/{service}/{}", method.unwrap_or("*"));
    }
    route(host, text(rule, "/path/value"), text(rule, "/path/type") == "Exact")
}
fn route(host: &str, path: &str, is_exact: bool) -> String {
    if is_exact { format!("{host}{path}") } else { format!("{host}{}/*", path.trim_end_matches('/')) }
}

/// The peers of the egress rules of the workload's policy, and DNS names.
fn to(namespace: &str, name: &str, all: &[Value]) -> Vec<String> {
    let mut peers = BTreeSet::new();
    let policy = of_kind(all, "NetworkPolicy", namespace).find(|it| text(it, "/metadata/name") == name);
    let egress = policy.map_or(&[][..], |policy| list(policy, "/spec/egress"));
    for rule in egress {
        let to = list(rule, "/to");
        if to.is_empty() {
            let ports = list(rule, "/ports");
            peers.insert(if ports.is_empty() {
                "anywhere".into()
            } else {
                format!("anywhere on {}", self::ports(ports))
            });
        }
        peers.extend(to.iter().map(|peer| self::peer(peer, namespace)));
    }
    peers.extend(reached::names(namespace, name, egress, all).into_iter().map(str::to_owned));
    peers.into_iter().collect()
}
fn ports(ports: &[Value]) -> String {
    ports.iter().map(|port| port["port"].to_string()).collect::<Vec<_>>().join(", ")
}
/// `shop/ledger`, or a range of addresses. A peer in the same namespace has no prefix.
fn peer(peer: &Value, here: &str) -> String {
    if let Some(cidr) = peer.pointer("/ipBlock/cidr").and_then(Value::as_str) {
        return if cidr == "0.0.0.0/0" || cidr == "::/0" { "the internet".into() } else { cidr.into() };
    }
    let namespace = peer["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"].as_str().unwrap_or(here);
    let labels = peer["podSelector"]["matchLabels"].as_object();
    let pods = labels.and_then(|labels| labels.get("app.kubernetes.io/name").or_else(|| labels.values().next()));
    match pods.and_then(Value::as_str) {
        Some(pods) if namespace == here => pods.into(),
        Some(pods) => format!("{namespace}/{pods}"),
        None => format!("{namespace}/*"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Workload, workloads};
    use coderev_infra::File;
    use coderev_infra::prelude::*;

    fn listed(platform: &Platform) -> Vec<Workload> {
        workloads(&coderev_infra::synth(platform).files)
    }
    fn small<T: Tier>(name: &str) -> Service<T> {
        Service::new(name, "ghcr.io/acme/it:1").cpu(millis(100)..=millis(200)).memory(mebi(64)..=mebi(64))
    }
    fn shop(service: Service<Stable>) -> Platform {
        let namespace = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(service);
        Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(namespace)
    }

    #[test]
    fn requests_come_by_prefixes_paths_and_methods() {
        let service = small("web").route(prefix("/v1")).route(exact("/health"));
        assert_eq!(listed(&shop(service))[0].routes, ["shop.acme.dev/health", "shop.acme.dev/v1/*"]);
        let grpc = Port::grpc(9000);
        let service = small("web").port(grpc).route(prefix("/acme.Quotes").port(grpc));
        assert_eq!(listed(&shop(service))[0].routes, ["shop.acme.dev/acme.Quotes/*"]);
        let service = small("web").port(grpc).route(exact("/acme.Quotes/Get").port(grpc));
        assert_eq!(listed(&shop(service))[0].routes, ["shop.acme.dev/acme.Quotes/Get"]);
    }

    #[test]
    fn a_route_of_somebody_else_may_have_neither_hosts_nor_matches() {
        let text = "apiVersion: gateway.networking.k8s.io/v1\nkind: GRPCRoute\nmetadata: {name: web, namespace: shop}\nspec:\n  rules:\n  - backendRefs: [{name: web}]\n";
        let mut files = coderev_infra::synth(&shop(small("web"))).files;
        files.push(File { path: "raw.yaml".into(), text: text.into() });
        assert_eq!(workloads(&files)[0].routes, ["*/*"]);
    }

    #[test]
    fn replicas_are_those_of_the_autoscaler_or_of_the_workload() {
        const PAID: Topic = KAFKA.topic("paid");
        let scaled = small("web").autoscale(Autoscale::new(3..=9).kafka_lag(PAID, "web", 100));
        assert_eq!(listed(&shop(scaled))[0].replicas, "3..9");
        assert_eq!(listed(&shop(small("web").autoscale(Autoscale::new(3..=9))))[0].replicas, "3..9");
        assert_eq!(listed(&shop(small("web").replicas(4)))[0].replicas, "4");
    }
}
