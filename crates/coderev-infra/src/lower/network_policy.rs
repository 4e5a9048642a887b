//! Walls: what may come in and go out, one policy for each workload, and what goes for the whole namespace.
use crate::lower::calls::Flow;
use crate::lower::meta::{self, NAME, namespaced_meta, pairs, workload_meta};
use crate::lower::{Workload, ingress, stores};
use crate::words::{Call, Dns, NamespaceWords, Platform, Walls};
use k8s_openapi::api::networking::v1::{
    IPBlock, NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer, NetworkPolicyPort,
    NetworkPolicySpec,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// What the internet is not: private ranges, carrier's NAT, link-local with the metadata address.
const PRIVATE: [&str; 5] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"];
const PRIVATE_V6: [&str; 2] = ["fc00::/7", "fe80::/10"];

/// Nothing in and nothing out but names, for a start; neighbours where the tier says so, and certificates' challenges where they come here.
pub(crate) fn of_namespace(platform: &Platform, namespace: &NamespaceWords) -> Vec<NetworkPolicy> {
    let policy = |name: &str, spec: NetworkPolicySpec| NetworkPolicy {
        metadata: namespaced_meta(platform, namespace, name),
        spec: spec.into(),
    };
    let mut policies = vec![
        policy("default-deny-all", spec(everybody(), Some(vec![]), Some(vec![]))),
        policy("allow-dns", spec(everybody(), None, Some(vec![dns(platform)]))),
    ];
    if namespace.spec.walls == Walls::Neighbours {
        let each_other = || Some(vec![NetworkPolicyPeer { pod_selector: Some(everybody()), ..Default::default() }]);
        let ingress = NetworkPolicyIngressRule { from: each_other(), ports: None };
        let egress = NetworkPolicyEgressRule { to: each_other(), ports: None };
        policies.push(policy("allow-intra-namespace", spec(everybody(), Some(vec![ingress]), Some(vec![egress]))));
    }
    if ingress::has_challenges(platform, namespace) {
        let solver = meta::select(pairs([("acme.cert-manager.io/http01-solver", "true")]));
        let rule = NetworkPolicyIngressRule { from: Some(vec![edge()]), ports: tcp(&[8089]) };
        policies.push(policy("allow-acme-http01", spec(solver, Some(vec![rule]), None)));
    }
    policies
}

/// What may come into the pods of `workload` and go out of them, under its own name.
pub(crate) fn of_workload(workload: &Workload<'_>, flows: &[Flow]) -> NetworkPolicy {
    let pods = meta::select(pairs([(NAME, workload.name())]));
    let egress = match workload.spec().walls {
        Walls::Open => vec![NetworkPolicyEgressRule::default()],
        Walls::Declared | Walls::Neighbours => egress(workload, flows),
    };
    NetworkPolicy {
        metadata: workload_meta(workload, workload.name()),
        spec: spec(pods, Some(ingress(workload, flows)), Some(egress)).into(),
    }
}

fn ingress(workload: &Workload<'_>, flows: &[Flow]) -> Vec<NetworkPolicyIngressRule> {
    let rule = |from, ports| NetworkPolicyIngressRule { from: Some(vec![from]), ports };
    let mut rules = Vec::new();
    if let Some(platform_edge) = ingress::entrances(workload) {
        rules.push(rule(edge(), tcp(&platform_edge)));
    }
    if let (Some(monitoring), Some(port)) = (&workload.platform.monitoring, workload.metrics_port()) {
        rules.push(rule(pods(monitoring, "prometheus"), tcp(&[port.number])));
    }
    let here = (&workload.namespace.name, &workload.said.name);
    for flow in flows.iter().filter(|flow| (&flow.to.0, &flow.to.1) == here) {
        rules.push(rule(pods(&flow.from.0, &flow.from.1), Some(vec![port(flow.port.protocol(), flow.port.number)])));
    }
    rules
}

fn egress(workload: &Workload<'_>, flows: &[Flow]) -> Vec<NetworkPolicyEgressRule> {
    let rule = |to: Vec<_>, ports| NetworkPolicyEgressRule { to: Some(to), ports };
    let mut rules = Vec::new();
    for used in stores::sorted(workload) {
        if let Some(home) = stores::provider(workload.platform, &used.store) {
            rules.push(rule(vec![pods(&home.name, &used.store.name)], tcp(&[used.store.port.number])));
        }
    }
    let here = (&workload.namespace.name, &workload.said.name);
    for flow in flows.iter().filter(|flow| (&flow.from.0, &flow.from.1) == here) {
        rules.push(rule(vec![pods(&flow.to.0, &flow.to.1)], Some(vec![port(flow.port.protocol(), flow.port.number)])));
    }
    for call in &workload.words.calls {
        if let Call::External { cidrs, port: to, .. } = &call.value {
            let peers: Vec<_> = cidrs.iter().map(|cidr| block(cidr)).collect();
            if !peers.is_empty() {
                rules.push(rule(peers, Some(vec![port(to.protocol(), to.number)])));
            }
        }
    }
    if let Some(monitoring) = workload.platform.monitoring.as_ref().filter(|_| !workload.namespace.shared) {
        rules.push(rule(vec![pods(monitoring, "otel-collector")], tcp(&[4317, 4318])));
    }
    rules
}

fn spec(
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
fn everybody() -> LabelSelector {
    LabelSelector::default()
}
/// Pods by name in a namespace by name, in one peer: as two they would mean "or". No editor of a namespace can forge its name.
fn pods(namespace: &str, name: &str) -> NetworkPolicyPeer {
    labelled(namespace, &[(NAME, name)])
}
fn labelled(namespace: &str, labels: &[(&str, &str)]) -> NetworkPolicyPeer {
    NetworkPolicyPeer {
        namespace_selector: Some(meta::select(pairs([("kubernetes.io/metadata.name", namespace)]))),
        pod_selector: Some(meta::select(pairs(labels.iter().copied()))),
        ip_block: None,
    }
}
/// The proxies of ingress-nginx.
fn edge() -> NetworkPolicyPeer {
    labelled("ingress-nginx", &[(NAME, "ingress-nginx"), (meta::COMPONENT, "controller")])
}
fn block(cidr: &str) -> NetworkPolicyPeer {
    let except: Option<&[&str]> = match cidr {
        "0.0.0.0/0" => Some(&PRIVATE),
        "::/0" => Some(&PRIVATE_V6),
        _ => None,
    };
    let except = except.map(|ranges| ranges.iter().map(|range| (*range).to_owned()).collect());
    NetworkPolicyPeer { ip_block: Some(IPBlock { cidr: cidr.into(), except }), ..Default::default() }
}
fn dns(platform: &Platform) -> NetworkPolicyEgressRule {
    let kube_dns = labelled("kube-system", &[("k8s-app", "kube-dns")]);
    let to = match &platform.cluster.dns {
        Dns::KubeDns => vec![kube_dns],
        Dns::NodeLocal(address) => vec![kube_dns, block(&format!("{address}/32"))],
    };
    NetworkPolicyEgressRule { to: Some(to), ports: Some(vec![port("UDP", 53), port("TCP", 53)]) }
}
fn port(protocol: &str, number: u16) -> NetworkPolicyPort {
    NetworkPolicyPort {
        protocol: Some(protocol.into()),
        port: Some(IntOrString::Int(i32::from(number))),
        end_port: None,
    }
}
fn tcp(ports: &[u16]) -> Option<Vec<NetworkPolicyPort>> {
    Some(ports.iter().map(|number| port("TCP", *number)).collect())
}
