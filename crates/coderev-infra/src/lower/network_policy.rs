//! Walls: what may come in and go out, one policy for each workload, and what goes for the whole namespace.
use crate::lower::calls::Flows;
use crate::lower::meta::{self, NAME, namespaced_meta, pairs, workload_meta};
use crate::lower::{Whole, Workload, edge, egress_by_name, stores};
use crate::names;
use crate::words::port::Speech;
use crate::words::{
    Call, Dns, EgressByName, Form, INTERNET, NamespaceWords, Peer, Platform, StoreHandle, StoreHome, Walls,
};
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
    let challenged = edge::challenged(platform, namespace);
    if !challenged.is_empty() {
        let solver = meta::select(pairs([("acme.cert-manager.io/http01-solver", "true")]));
        let from = challenged.into_iter().map(|it| said(&edge::proxies(it))).collect();
        let rule = NetworkPolicyIngressRule { from: Some(from), ports: tcp(&[8089]) };
        policies.push(policy(names::ALLOW_ACME_HTTP01, spec(solver, Some(vec![rule]), None)));
    }
    policies
}

/// What may come into the pods of `workload` and go out of them, under its own name.
pub(crate) fn of_workload(workload: &Workload<'_>, whole: &Whole<'_>) -> NetworkPolicy {
    let pods = meta::select(pairs([(NAME, workload.name())]));
    let egress = match workload.spec().walls {
        Walls::Open => vec![NetworkPolicyEgressRule::default()],
        Walls::Declared | Walls::Neighbours => egress(workload, whole.flows),
    };
    NetworkPolicy {
        metadata: workload_meta(workload, workload.name()),
        spec: spec(pods, Some(ingress(workload, whole)), Some(egress)).into(),
    }
}

fn ingress(workload: &Workload<'_>, whole: &Whole<'_>) -> Vec<NetworkPolicyIngressRule> {
    let rule = |from, ports| NetworkPolicyIngressRule { from: Some(vec![from]), ports };
    let mut rules = Vec::new();
    for (edge, ports) in edge::entrances(workload, whole.sharing) {
        rules.push(rule(said(&edge::proxies(edge)), tcp(&ports)));
    }
    if let (Some(monitoring), Some(port)) = (&workload.platform.monitoring, workload.metrics_port()) {
        rules.push(rule(pods(monitoring, "prometheus"), tcp(&[port.number])));
    }
    for flow in whole.flows.to(workload) {
        rules.push(rule(pods(&flow.from.0, &flow.from.1), Some(vec![port(flow.port.protocol(), flow.port.number)])));
    }
    for peer in &workload.words.called_by {
        rules.push(rule(said(&peer.value), Some(ports_of(workload, &peer.value))));
    }
    rules.extend(among_themselves(workload, |peers, ports| NetworkPolicyIngressRule { from: Some(peers), ports }));
    for balancer in workload.said.load_balancers.iter().map(|said| &said.value) {
        let everybody = ["0.0.0.0/0".to_owned(), "::/0".to_owned()];
        let ranges = if balancer.allow_from.is_empty() { &everybody } else { &balancer.allow_from[..] };
        let from = ranges.iter().map(|range| exactly(range)).collect();
        let entrances = balancer.ports().map(|port| workload.entrance(port));
        let ports = Some(entrances.map(|it| port(it.protocol(), it.number)).collect());
        rules.push(NetworkPolicyIngressRule { from: Some(from), ports });
    }
    if let Form::StatefulSet(set) = &workload.said.form {
        rules.extend(set.provides.iter().flat_map(|store| users(workload, &store.value, whole.workloads)));
    }
    rules
}
/// Who uses a store that `workload` runs: those that say so, and every pod of a namespace whose walls are open.
fn users(workload: &Workload<'_>, store: &StoreHandle, everyone: &[Workload<'_>]) -> Option<NetworkPolicyIngressRule> {
    let mut from = Vec::new();
    let mut open = std::collections::BTreeSet::new();
    for other in everyone {
        let is_open = other.spec().walls == Walls::Open;
        if is_open && open.insert(&other.namespace.name) {
            from.push(NetworkPolicyPeer {
                namespace_selector: Some(meta::select(pairs([("kubernetes.io/metadata.name", &other.namespace.name)]))),
                ..Default::default()
            });
        }
        if !is_open && other.words.stores.iter().any(|used| used.store.name == store.name) {
            from.push(pods(&other.namespace.name, other.name()));
        }
    }
    let ports = Some(public_ports(workload));
    (!from.is_empty()).then_some(NetworkPolicyIngressRule { from: Some(from), ports })
}
/// The ports that `peer` may ask: those it names, else all that callers may mean.
fn ports_of(workload: &Workload<'_>, peer: &Peer) -> Vec<NetworkPolicyPort> {
    if peer.ports.is_empty() {
        return public_ports(workload);
    }
    peer.ports.iter().map(|it| workload.entrance(*it)).map(|it| port(it.protocol(), it.number)).collect()
}
/// What pods of one workload open to one another, in one of the two directions.
fn among_themselves<R>(
    workload: &Workload<'_>,
    rule: impl Fn(Vec<NetworkPolicyPeer>, Option<Vec<NetworkPolicyPort>>) -> R,
) -> Option<R> {
    let ports: Vec<_> = workload.among_themselves().iter().map(|it| port(it.protocol(), it.number)).collect();
    let ports = (!workload.said.peers_on_any_port).then_some(ports);
    let themselves =
        NetworkPolicyPeer { pod_selector: Some(meta::select(pairs([(NAME, workload.name())]))), ..Default::default() };
    workload.has_peers().then(|| rule(vec![themselves], ports))
}
/// All ports of a pod that callers may mean.
fn public_ports(workload: &Workload<'_>) -> Vec<NetworkPolicyPort> {
    let callers = workload.ports.iter().filter(|port| port.speaks != Speech::Metrics);
    callers.map(|it| workload.entrance(*it)).map(|it| port(it.protocol(), it.number)).collect()
}
/// A caller in Kubernetes' own words.
fn said(peer: &Peer) -> NetworkPolicyPeer {
    let named = |name: &String| meta::select(pairs([("kubernetes.io/metadata.name", name)]));
    let except = (!peer.except.is_empty()).then(|| peer.except.clone());
    NetworkPolicyPeer {
        namespace_selector: peer.namespace.as_ref().map(named),
        pod_selector: (!peer.pods.is_empty()).then(|| meta::select(pairs(peer.pods.iter().cloned()))),
        ip_block: peer.cidr.as_ref().map(|cidr| IPBlock { cidr: cidr.clone(), except }),
    }
}

fn egress(workload: &Workload<'_>, flows: &Flows) -> Vec<NetworkPolicyEgressRule> {
    let rule = |to: Vec<_>, ports| NetworkPolicyEgressRule { to: Some(to), ports };
    let mut rules = Vec::new();
    for used in stores::sorted(workload) {
        if let Some(home) = stores::provider(workload.platform, &used.store) {
            let to: Vec<_> = match stores::elsewhere(home, &used.store) {
                Some(StoreHome::Outside(external)) => external.blocks().iter().map(|cidr| block(cidr)).collect(),
                Some(StoreHome::Inside { namespace, pods, .. }) => {
                    let labels: Vec<_> = pods.iter().map(|(key, value)| (&**key, &**value)).collect();
                    vec![labelled(namespace, &labels)]
                }
                None => vec![pods(&home.name, &stores::pods(home, &used.store))],
            };
            let store = stores::port(home, &used.store);
            if !to.is_empty() {
                rules.push(rule(to, Some(vec![port(store.protocol(), store.number)])));
            }
        }
    }
    for flow in flows.from(workload) {
        rules.push(rule(vec![pods(&flow.to.0, &flow.to.1)], Some(vec![port(flow.port.protocol(), flow.port.number)])));
    }
    rules.extend(among_themselves(workload, |peers, ports| NetworkPolicyEgressRule { to: Some(peers), ports }));
    for call in &workload.words.calls {
        if let Call::Elsewhere { namespace, pods, port: to } = &call.value {
            let labels: Vec<_> = pods.iter().map(|(key, value)| (&**key, &**value)).collect();
            rules.push(rule(vec![labelled(namespace, &labels)], Some(vec![port(to.protocol(), to.number)])));
        }
        if let Call::External { cidrs, port: to, .. } = &call.value {
            let peers: Vec<_> = cidrs.iter().map(|cidr| block(cidr)).collect();
            if !peers.is_empty() {
                rules.push(rule(peers, Some(vec![port(to.protocol(), to.number)])));
            }
        }
    }
    if workload.platform.cluster.egress_by_name == Some(EgressByName::ServiceEntry) {
        let mut ports: Vec<_> = egress_by_name::names(workload).into_iter().map(|(_, port)| port).collect();
        ports.sort_by_key(|port| (port.number, port.protocol()));
        ports.dedup_by_key(|port| (port.number, port.protocol()));
        if !ports.is_empty() {
            let public = INTERNET.blocks().iter().map(|cidr| block(cidr)).collect();
            rules.push(rule(public, Some(ports.iter().map(|to| port(to.protocol(), to.number)).collect())));
        }
    }
    if workload.has_role() {
        rules.push(NetworkPolicyEgressRule { to: api_server(workload.platform), ports: tcp(&[443, 6443]) });
    }
    if let Some(monitoring) = workload.collector() {
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
/// Where the API server is; anywhere, where the cluster does not say.
fn api_server(platform: &Platform) -> Option<Vec<NetworkPolicyPeer>> {
    let addresses = &platform.cluster.api_server;
    (!addresses.is_empty()).then(|| addresses.iter().map(|cidr| exactly(cidr)).collect())
}
fn exactly(cidr: &str) -> NetworkPolicyPeer {
    NetworkPolicyPeer { ip_block: Some(IPBlock { cidr: cidr.into(), except: None }), ..Default::default() }
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
        Dns::Custom(peer) => vec![said(peer)],
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
