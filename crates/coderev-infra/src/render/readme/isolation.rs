//! Whether network policies deny connections from a pod of the namespace `default`.
use super::example::Served;
use coderev_objects::{Inventory, Workload, is_sidecar};
use k8s_openapi::api::core::v1::{Container, ContainerPort, PodSpec};
use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyIngressRule, NetworkPolicyPeer, NetworkPolicySpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// Whether the port is open to some pods and certainly closed for a pod of `default` that no policy names. A timeout of
/// such a pod shows the isolation. A port that is closed for every pod shows nothing.
pub(super) fn is_provable(inventory: &Inventory, target: Workload<'_>, served: &Served<'_>) -> bool {
    let Some(port) = container_port(target.pod(), served) else { return false };
    let policies = inventory.policies_of(target.entry()).filter_map(|it| it.object().as_kind::<NetworkPolicy>());
    let rules: Vec<&NetworkPolicyIngressRule> = policies
        .filter_map(|policy| Option::<&NetworkPolicySpec>::from(&policy.spec))
        .flat_map(|spec| spec.ingress.iter().flatten())
        .filter(|rule| covers(rule, port))
        .collect();
    let is_open = |rule: &&NetworkPolicyIngressRule| {
        let peers = rule.from.as_deref().unwrap_or_default();
        peers.is_empty() || peers.iter().any(|peer| may_be_in_default(peer, target.namespace()))
    };
    !rules.is_empty() && !rules.iter().any(is_open)
}

/// The port of the pods behind the port of the Service.
fn container_port<'a>(pod: &'a PodSpec, served: &Served<'_>) -> Option<&'a ContainerPort> {
    let sidecars = pod.init_containers.iter().flatten().filter(|it| is_sidecar(it));
    let ports = |container: &'a Container| container.ports.iter().flatten();
    let mut ports = pod.containers.iter().chain(sidecars).flat_map(ports);
    match &served.port.target_port {
        Some(IntOrString::String(name)) => ports.find(|port| port.name.as_ref() == Some(name)),
        Some(IntOrString::Int(number)) => ports.find(|port| port.container_port == *number),
        None => ports.find(|port| port.container_port == served.port.port),
    }
}
fn covers(rule: &NetworkPolicyIngressRule, port: &ContainerPort) -> bool {
    let ports = rule.ports.as_deref().unwrap_or_default();
    ports.is_empty()
        || ports.iter().any(|it| {
            let is_tcp = it.protocol.as_deref().is_none_or(|protocol| protocol == "TCP");
            is_tcp
                && match &it.port {
                    None => true,
                    Some(IntOrString::String(name)) => port.name.as_ref() == Some(name),
                    Some(IntOrString::Int(first)) => {
                        (*first..=it.end_port.unwrap_or(*first)).contains(&port.container_port)
                    }
                }
        })
}
/// Whether a peer may be a pod of `default`. The addresses of an `ipBlock` may be pods.
fn may_be_in_default(peer: &NetworkPolicyPeer, own: &str) -> bool {
    match &peer.namespace_selector {
        Some(selector) => may_select_default(selector),
        None => peer.ip_block.is_some() || own == "default",
    }
}
fn may_select_default(selector: &LabelSelector) -> bool {
    let is_ruled_out = |(key, value): (&String, &String)| match &**key {
        "kubernetes.io/metadata.name" => value != "default",
        // The platform does not label the namespace `default`.
        key => key.starts_with("coderev.dev/") || key == "app.kubernetes.io/part-of",
    };
    let is_named = selector.match_expressions.iter().flatten().any(|it| {
        let own = it.key == "kubernetes.io/metadata.name" || it.key.starts_with("coderev.dev/");
        own && it.operator == "In" && !it.values.iter().flatten().any(|value| value == "default")
    });
    !is_named && !selector.match_labels.iter().flatten().any(is_ruled_out)
}
