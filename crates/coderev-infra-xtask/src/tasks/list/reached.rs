//! The load balancers of a workload, and the DNS names that it may connect to.
use super::model::{list, selects_some, text, value};
use coderev_objects::crd::cilium::CiliumNetworkPolicy;
use coderev_objects::crd::istio::ServiceEntry;
use coderev_objects::{Entry, Inventory, Workload, labels};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// `internet UDP 7777, TCP 7778` for each load balancer; without `internet`, the source ranges that it admits: by the place of the workload in the inventory.
/// Equal
/// load balancers of single pods are listed once.
pub(super) fn balancers(inventory: &Inventory) -> BTreeMap<usize, BTreeSet<String>> {
    let mut found = BTreeMap::<usize, BTreeSet<String>>::new();
    for service in inventory.entries().filter(|it| (it.api_version(), it.kind()) == ("v1", "Service")) {
        let object = value(service);
        if text(&object, "/spec/type") == "LoadBalancer" {
            let shown = balancer(&object);
            for workload in selected(inventory, service, &object["spec"]["selector"]) {
                found.entry(workload.entry().index()).or_default().insert(shown.clone());
            }
        }
    }
    found
}

/// The workloads of a Service. The Service of one pod of a StatefulSet has a label that Kubernetes sets on the pod.
fn selected<'a>(inventory: &'a Inventory, service: Entry<'a>, selector: &Value) -> Vec<Workload<'a>> {
    let mut labels = selector.as_object().cloned().unwrap_or_default();
    if labels.remove(POD_NAME).is_none() {
        return inventory.workloads_of(service).collect();
    }
    if labels.is_empty() {
        return Vec::new();
    }
    let selector = serde_json::from_value(serde_json::json!({ "matchLabels": labels })).unwrap_or_default();
    inventory.selected_by(&selector, service.namespace()).collect()
}
/// The label by which a Service selects one pod of a set.
const POD_NAME: &str = "statefulset.kubernetes.io/pod-name";

fn balancer(service: &Value) -> String {
    let ranges: Vec<&str> = list(service, "/spec/loadBalancerSourceRanges").iter().filter_map(Value::as_str).collect();
    let from = match ranges[..] {
        [] if is_internal(service) => "the provider's network".to_owned(),
        [] => "internet".to_owned(),
        _ => ranges.join(", "),
    };
    let port = |it: &Value| format!("{} {}", it["protocol"].as_str().unwrap_or("TCP"), it["port"]);
    format!("{from} {}", list(service, "/spec/ports").iter().map(port).collect::<Vec<_>>().join(", "))
}
/// Reads the annotation of each provider.
fn is_internal(service: &Value) -> bool {
    let annotations = &service["metadata"]["annotations"];
    [
        (labels::GKE_LOAD_BALANCER_TYPE, labels::GKE_INTERNAL),
        (labels::AKS_LOAD_BALANCER_INTERNAL, "true"),
        (labels::AWS_LOAD_BALANCER_SCHEME, labels::AWS_INTERNAL),
    ]
    .iter()
    .any(|(key, value)| annotations[key].as_str() == Some(value))
}

/// The DNS names that CiliumNetworkPolicies of a workload allow, and the names of a ServiceEntry of the namespace on ports that
/// its network
/// policies allow.
pub(super) fn names(workload: Workload<'_>, egress: &[Value], inventory: &Inventory) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let own = |(entry, policy): &(Entry<'_>, &CiliumNetworkPolicy)| {
        let mut selected = inventory.selected_by(&policy.spec.endpoint_selector, entry.namespace());
        entry.namespace() == workload.namespace() && selected.any(|it| it.entry() == workload.entry())
    };
    for (entry, _) in inventory.all::<CiliumNetworkPolicy>().filter(own) {
        let policy = value(entry);
        if selects_some(&policy["spec"]["endpointSelector"]) {
            let named = list(&policy, "/spec/egress").iter().flat_map(|rule| list(rule, "/toFQDNs"));
            names.extend(
                named.filter_map(|it| it["matchName"].as_str().or(it["matchPattern"].as_str())).map(str::to_owned),
            );
        }
    }
    let is_outside = |rule: &&Value| list(rule, "/to").iter().any(|it| it.get("ipBlock").is_some());
    let open: Vec<&Value> =
        egress.iter().filter(is_outside).flat_map(|rule| list(rule, "/ports")).map(|it| &it["port"]).collect();
    for (_, entry) in inventory.all::<ServiceEntry>().filter(|(entry, _)| entry.namespace() == workload.namespace()) {
        if entry.spec.ports.iter().any(|it| open.contains(&&Value::from(it.number))) {
            names.extend(entry.spec.hosts.iter().cloned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use crate::tasks::list::model::{Workload, workloads};
    use coderev_infra::prelude::*;
    use coderev_infra::{EgressByName, NVIDIA_GPU};

    const PLAY: Port = Port::udp(7777).name("play");
    const CHAT: Port = Port::tcp(7778).name("chat");

    fn only(cluster: Cluster, set: StatefulSet<Shared>) -> Workload {
        let platform =
            Platform::new(cluster).part_of("acme").namespace(Namespace::new("play", Shared).stateful_set(set));
        let mut listed = workloads(coderev_infra::synth(&platform).inventory());
        assert_eq!(listed.len(), 1);
        listed.remove(0)
    }
    fn server() -> StatefulSet<Shared> {
        StatefulSet::new("server", "ghcr.io/acme/server:1")
            .port(PLAY)
            .port(CHAT)
            .cpu(millis(100)..=millis(200))
            .memory(mebi(64)..=mebi(64))
    }

    #[test]
    fn balancers_are_listed_by_source_and_those_of_pods_are_one() {
        let each = server().replicas(3).load_balancer_per_pod(LoadBalancer::public(PLAY).port(CHAT));
        assert_eq!(only(Cluster::generic(), each).balancers, ["internet UDP 7777, TCP 7778"]);
        let ranged = server().load_balancer(LoadBalancer::public(CHAT).allow_from("192.0.2.0/24"));
        assert_eq!(only(Cluster::generic(), ranged).balancers, ["192.0.2.0/24 TCP 7778"]);
        let inside = server().load_balancer(LoadBalancer::internal(CHAT));
        assert_eq!(only(Cluster::gke(), inside).balancers, ["the provider's network TCP 7778"]);
        assert_eq!(only(Cluster::generic(), server()).balancers, [""; 0]);
    }

    #[test]
    fn dns_names_are_destinations() {
        let called = || server().calls(&External::new("api.stripe.com"));
        let by = |how| only(Cluster::generic().egress_by_name(how), called()).to;
        assert!(by(EgressByName::Cilium).contains(&"api.stripe.com".to_owned()), "{:?}", by(EgressByName::Cilium));
        let meshed = by(EgressByName::ServiceEntry);
        assert!(meshed.contains(&"api.stripe.com".to_owned()), "{meshed:?}");
    }

    #[test]
    fn devices_are_listed() {
        assert_eq!(only(Cluster::generic(), server().extended_resource(NVIDIA_GPU, 8)).devices, ["nvidia.com/gpu 8"]);
        assert_eq!(only(Cluster::generic(), server()).devices, [""; 0]);
    }
}
