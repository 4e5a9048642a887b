//! Peers, ports and pod selectors of network policies.
use crate::lower::meta::{self, NAME, pairs};
use crate::model::Peer;
use k8s_openapi::api::networking::v1::{
    IPBlock, NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// Addresses that are not public: private ranges, carrier-grade NAT, and link-local with the metadata address.
const PRIVATE: [&str; 5] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"];
const PRIVATE_V6: [&str; 2] = ["fc00::/7", "fe80::/10"];

pub(super) fn spec(
    pods: LabelSelector,
    ingress: Option<Vec<NetworkPolicyIngressRule>>,
    egress: Option<Vec<NetworkPolicyEgressRule>>,
) -> NetworkPolicySpec {
    let types = [("Ingress", ingress.is_some()), ("Egress", egress.is_some())];
    NetworkPolicySpec {
        pod_selector: pods.into(),
        policy_types: Some(types.into_iter().filter(|(_, on)| *on).map(|(name, _)| name.to_owned()).collect()),
        ingress: ingress.filter(|rules| !rules.is_empty()),
        egress: egress.filter(|rules| !rules.is_empty()),
    }
}
pub(super) fn any_peer() -> LabelSelector {
    LabelSelector::default()
}
/// Pods by name in a namespace by name, in one peer: two peers would mean "or". The label with the name of a namespace
/// cannot be forged.
pub(super) fn pods(namespace: &str, name: &str) -> NetworkPolicyPeer {
    labelled(namespace, &[(NAME, name)])
}
pub(super) fn labelled(namespace: &str, labels: &[(&str, &str)]) -> NetworkPolicyPeer {
    NetworkPolicyPeer {
        namespace_selector: Some(meta::select(pairs([("kubernetes.io/metadata.name", namespace)]))),
        pod_selector: Some(meta::select(pairs(labels.iter().copied()))),
        ip_block: None,
    }
}
pub(super) fn exactly(cidr: &str) -> NetworkPolicyPeer {
    NetworkPolicyPeer { ip_block: Some(IPBlock { cidr: cidr.into(), except: None }), ..Default::default() }
}
pub(super) fn block(cidr: &str) -> NetworkPolicyPeer {
    let except: Option<&[&str]> = match cidr {
        "0.0.0.0/0" => Some(&PRIVATE),
        "::/0" => Some(&PRIVATE_V6),
        _ => None,
    };
    let except = except.map(|ranges| ranges.iter().map(|range| (*range).to_owned()).collect());
    NetworkPolicyPeer { ip_block: Some(IPBlock { cidr: cidr.into(), except }), ..Default::default() }
}
pub(super) fn port(protocol: &str, number: u16) -> NetworkPolicyPort {
    NetworkPolicyPort {
        protocol: Some(protocol.into()),
        port: Some(IntOrString::Int(i32::from(number))),
        end_port: None,
    }
}
pub(super) fn tcp(ports: &[u16]) -> Option<Vec<NetworkPolicyPort>> {
    Some(ports.iter().map(|number| port("TCP", *number)).collect())
}
/// A declared peer as a NetworkPolicyPeer.
pub(super) fn declared(peer: &Peer) -> NetworkPolicyPeer {
    let named = |name: &String| meta::select(pairs([("kubernetes.io/metadata.name", name)]));
    let except = (!peer.except.is_empty()).then(|| peer.except.clone());
    NetworkPolicyPeer {
        namespace_selector: peer.namespace.as_ref().map(named),
        pod_selector: (!peer.pods.is_empty()).then(|| meta::select(pairs(peer.pods.iter().cloned()))),
        ip_block: peer.cidr.as_ref().map(|cidr| IPBlock { cidr: cidr.clone(), except }),
    }
}
