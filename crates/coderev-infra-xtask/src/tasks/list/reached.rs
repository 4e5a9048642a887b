//! The load balancers of a workload, and the DNS names that it may connect to.
use super::model::{list, of_kind, text};
use serde_json::Value;
use std::collections::BTreeSet;

/// `internet UDP 7777, TCP 7778` for each load balancer; without `internet`, the source ranges that it admits. Equal
/// load balancers of single pods are listed once.
pub(super) fn balancers(namespace: &str, template: &Value, all: &[Value]) -> Vec<String> {
    let labels = &template["metadata"]["labels"];
    let leads_here = |service: &&Value| {
        let selector = service.pointer("/spec/selector").and_then(Value::as_object);
        let mut selector = selector.into_iter().flatten().filter(|(key, _)| *key != POD_NAME).peekable();
        selector.peek().is_some() && selector.all(|(key, value)| labels.get(key) == Some(value))
    };
    let balanced = of_kind(all, "Service", namespace).filter(|it| text(it, "/spec/type") == "LoadBalancer");
    let all: BTreeSet<String> = balanced.filter(leads_here).map(balancer).collect();
    all.into_iter().collect()
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
        ("networking.gke.io/load-balancer-type", "Internal"),
        ("service.beta.kubernetes.io/azure-load-balancer-internal", "true"),
        ("service.beta.kubernetes.io/aws-load-balancer-scheme", "internal"),
    ]
    .iter()
    .any(|(key, value)| annotations[key].as_str() == Some(value))
}

/// The DNS names that a CiliumNetworkPolicy allows, and the names of a ServiceEntry of the namespace on ports that
/// the policy allows.
pub(super) fn names<'a>(namespace: &'a str, name: &str, egress: &[Value], all: &'a [Value]) -> BTreeSet<&'a str> {
    let mut names = BTreeSet::new();
    let own = of_kind(all, "CiliumNetworkPolicy", namespace).filter(|it| text(it, "/metadata/name") == name);
    for named in own.flat_map(|it| list(it, "/spec/egress")).flat_map(|rule| list(rule, "/toFQDNs")) {
        names.extend(named["matchName"].as_str().or(named["matchPattern"].as_str()));
    }
    let is_outside = |rule: &&Value| list(rule, "/to").iter().any(|it| it.get("ipBlock").is_some());
    let open: Vec<&Value> =
        egress.iter().filter(is_outside).flat_map(|rule| list(rule, "/ports")).map(|it| &it["port"]).collect();
    for entry in of_kind(all, "ServiceEntry", namespace) {
        if list(entry, "/spec/ports").iter().any(|it| open.contains(&&it["number"])) {
            names.extend(list(entry, "/spec/hosts").iter().filter_map(Value::as_str));
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
        let platform = Platform::new(cluster).namespace(Namespace::new("play", Shared).stateful_set(set));
        let mut listed = workloads(&coderev_infra::synth(&platform).files);
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
