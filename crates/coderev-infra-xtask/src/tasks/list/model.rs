//! The workloads of a platform, read from its objects.
use super::{reached, routes};
use coderev_objects::{self as objects, Entry, Inventory, Scale};
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
    /// The allowed destinations of its network policies, and allowed DNS names.
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

/// Every workload, by namespace and name.
pub(crate) fn workloads(inventory: &Inventory) -> Vec<Workload> {
    let balancers = reached::balancers(inventory);
    let workload = |it: objects::Workload<'_>| Workload {
        namespace: it.namespace().into(),
        name: it.name().into(),
        kind: it.entry().kind().into(),
        replicas: replicas(it),
        cpu: resource(it, "cpu"),
        memory: resource(it, "memory"),
        routes: routes::routes(it, inventory),
        balancers: balancers.get(&it.entry().index()).into_iter().flatten().cloned().collect(),
        devices: devices(it),
        to: to(it, inventory),
    };
    let mut workloads: Vec<_> = inventory.workloads().map(workload).collect();
    workloads.sort_by(|a, b| (&a.namespace, &a.name, &a.kind).cmp(&(&b.namespace, &b.name, &b.kind)));
    workloads
}

/// The object as it is applied.
pub(super) fn value(entry: Entry<'_>) -> Value {
    serde_json::to_value(entry.document()).expect("objects are JSON")
}
pub(super) fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}
pub(super) fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], |all| all)
}

fn replicas(workload: objects::Workload<'_>) -> String {
    let Scale { min, max, .. } = workload.scale();
    if workload.autoscalers().next().is_some() {
        return format!("{min}..{max}");
    }
    match workload.entry().kind() {
        "CronJob" => text(&value(workload.entry()), "/spec/schedule").into(),
        "DaemonSet" => "each node".into(),
        "Job" => "once".into(),
        _ if min == max => min.to_string(),
        _ => format!("{min}..{max}"),
    }
}

/// The resources of the main container, which is the first.
fn resource(workload: objects::Workload<'_>, name: &str) -> String {
    let resources = workload.pod().containers.first().and_then(|it| it.resources.as_ref());
    let request = resources.and_then(|it| it.requests.as_ref()?.get(name)).map(|it| &*it.0);
    let limit = resources.and_then(|it| it.limits.as_ref()?.get(name)).map(|it| &*it.0);
    match (request, limit) {
        (Some(request), Some(limit)) if request == limit => request.into(),
        (Some(request), Some(limit)) => format!("{request}..{limit}"),
        (Some(request), None) => format!("{request}.."),
        (None, Some(limit)) => format!("..{limit}"),
        (None, None) => "-".into(),
    }
}

/// The extended resources of all containers. Their names have a prefix with a slash.
fn devices(workload: objects::Workload<'_>) -> Vec<String> {
    let mut devices: BTreeMap<&str, u64> = BTreeMap::new();
    let resources = workload.pod().containers.iter().filter_map(|it| it.resources.as_ref());
    for (name, limit) in resources.flat_map(|it| it.limits.iter().flatten()).filter(|(name, _)| name.contains('/')) {
        if let Ok(number) = limit.0.parse::<u64>() {
            let sum = devices.entry(name).or_default();
            *sum = sum.saturating_add(number);
        }
    }
    devices.into_iter().map(|(name, number)| format!("{name} {number}")).collect()
}

/// The peers of the egress rules of the workload's policies, and DNS names. Policies for every pod of the namespace are left out.
fn to(workload: objects::Workload<'_>, inventory: &Inventory) -> Vec<String> {
    let mut peers = BTreeSet::new();
    let policies = workload.policies().map(value).filter(|policy| selects_some(&policy["spec"]["podSelector"]));
    let egress: Vec<Value> = policies.flat_map(|policy| list(&policy, "/spec/egress").to_vec()).collect();
    for rule in &egress {
        let to = list(rule, "/to");
        if to.is_empty() {
            let ports = list(rule, "/ports");
            peers.insert(if ports.is_empty() {
                "anywhere".into()
            } else {
                format!("anywhere on {}", self::ports(ports))
            });
        }
        peers.extend(to.iter().map(|peer| self::peer(peer, workload.namespace())));
    }
    peers.extend(reached::names(workload, &egress, inventory));
    peers.into_iter().collect()
}
/// Whether a label selector is for some pods only.
pub(super) fn selects_some(selector: &Value) -> bool {
    let labels = selector["matchLabels"].as_object().is_some_and(|labels| !labels.is_empty());
    labels || !list(selector, "/matchExpressions").is_empty()
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
    use coderev_infra::Raw;
    use coderev_infra::prelude::*;

    fn listed(platform: &Platform) -> Vec<Workload> {
        workloads(coderev_infra::synth(platform).inventory())
    }
    fn small<T: Tier>(name: &str) -> Service<T> {
        Service::new(name, "ghcr.io/acme/it:1").cpu(millis(100)..=millis(200)).memory(mebi(64)..=mebi(64))
    }
    fn shop(service: Service<Stable>) -> Platform {
        let namespace = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(service);
        Platform::new(Cluster::generic()).part_of("acme").edge(Edge::gateway()).namespace(namespace)
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
        assert_eq!(listed(&shop(small("web")).raw(Raw::yaml(text)))[0].routes, ["*/*"]);
    }

    #[test]
    fn replicas_are_those_of_the_autoscaler_or_of_the_workload() {
        const PAID: Topic = KAFKA.topic("paid");
        let scaled = small("web").autoscale(Autoscale::new(3..=9).kafka_lag(PAID, "web", 100));
        assert_eq!(listed(&shop(scaled))[0].replicas, "3..9");
        assert_eq!(listed(&shop(small("web").autoscale(Autoscale::new(3..=9))))[0].replicas, "3..9");
        assert_eq!(listed(&shop(small("web").replicas(4)))[0].replicas, "4");
    }

    #[test]
    fn replicas_include_all_autoscalers_and_idle_workloads() {
        let scaler = |idle: &str| {
            format!(
                "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {{name: web, namespace: shop}}\nspec:\n  scaleTargetRef: {{name: web}}\n  {idle}\n  minReplicaCount: 2\n  maxReplicaCount: 5\n  triggers: [{{type: cron, metadata: {{}}}}]\n"
            )
        };
        let idle = shop(small("web").replicas(4)).raw(Raw::yaml(&scaler("idleReplicaCount: 0")));
        assert_eq!(listed(&idle)[0].replicas, "0..5");
        let both = shop(small("web").autoscale(Autoscale::new(3..=9))).raw(Raw::yaml(&scaler("pollingInterval: 30")));
        assert_eq!(listed(&both)[0].replicas, "2..9");
    }
}
