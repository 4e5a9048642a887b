//! The NetworkPolicy of a workload, with the name of the workload: the ingress and egress of its pods.
use super::causes::{Cause, Rules};
use super::peers::{block, declared, exactly, labelled, pods, port, spec, tcp};
use crate::lower::cx::WorkloadCx;
use crate::lower::meta::{self, NAME, pairs};
use crate::lower::output::Output;
use crate::model::port::AppProtocol;
use crate::model::{
    Call, EgressByName, INTERNET, Isolation, KindDecl, Peer, Platform, Spanned, StoreHandle, StoreProvider,
};
use crate::resolve::edges::proxies;
use crate::resolve::external_names;
use crate::resolve::users::StoreUser;
use crate::resolve::workload::Workload;
use k8s_openapi::api::networking::v1::{
    NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer, NetworkPolicyPort,
};

/// The ingress and egress of the pods of the workload, in one policy with its name.
pub(in crate::lower) fn lower(cx: &WorkloadCx<'_>, out: &mut Output) {
    let workload = cx.workload;
    let pods = meta::select(pairs([(NAME, workload.name())]));
    let mut ingress = Rules::for_output(out);
    ingress_rules(cx, &mut ingress);
    let mut egress = Rules::for_output(out);
    match workload.spec().isolation {
        Isolation::Open => egress.push(Cause::Tier, NetworkPolicyEgressRule::default()),
        Isolation::Declared | Isolation::Namespace => egress_rules(cx, &mut egress),
    }
    let (ingress, mut sources) = ingress.into_parts(cx, "/spec/ingress");
    let (egress, sources_of_egress) = egress.into_parts(cx, "/spec/egress");
    let policy =
        NetworkPolicy { metadata: cx.meta(workload.name()), spec: spec(pods, Some(ingress), Some(egress)).into() };
    out.put(policy, cx.at(), &cx.subject);
    sources.extend(sources_of_egress);
    out.record(|_| sources);
}

fn ingress_rules<'a>(cx: &WorkloadCx<'a>, rules: &mut Rules<'a, NetworkPolicyIngressRule>) {
    let workload = cx.workload;
    let rule = |from, ports| NetworkPolicyIngressRule { from: Some(vec![from]), ports };
    for (edge, ports) in cx.resolved.ingress_ports(workload) {
        rules.push(Cause::Edge(edge), rule(declared(&proxies(edge)), tcp(&ports)));
    }
    for peer in &cx.resolved.contributions.for_workload(workload.id).ingress {
        let ports = exact_ports(&peer.value).unwrap_or_else(|| public_ports(workload));
        rules.push(Cause::Addon(peer.at), rule(declared(&peer.value), Some(ports)));
    }
    for flow in cx.resolved.flows.to(workload) {
        rules.push(
            Cause::Setter(flow.at),
            rule(pods_at(cx, flow.peer), Some(vec![port(flow.port.protocol(), flow.port.number)])),
        );
    }
    for peer in &workload.pod.called_by {
        rules.push(Cause::Setter(peer.at), rule(declared(&peer.value), Some(ports_of(workload, &peer.value))));
    }
    if let Some((cause, rule)) =
        among_themselves(workload, |peers, ports| NetworkPolicyIngressRule { from: Some(peers), ports })
    {
        rules.push(cause, rule);
    }
    for Spanned { value: balancer, at } in &workload.declared.load_balancers {
        let any_peer = ["0.0.0.0/0".to_owned(), "::/0".to_owned()];
        let ranges = if balancer.allow_from.is_empty() { &any_peer } else { &balancer.allow_from[..] };
        // Health checks of a Network Load Balancer that preserves client addresses come from its own addresses.
        // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html
        let checks: &[String] =
            if balancer.needs_health_checks(workload.platform) { &workload.platform.cluster.vpc } else { &[] };
        let from = ranges.iter().chain(checks).map(|range| exactly(range)).collect();
        let ingress_ports = balancer.ports().map(|port| workload.entrance(port));
        let ports = Some(ingress_ports.map(|it| port(it.protocol(), it.number)).collect());
        rules.push(Cause::Setter(at), NetworkPolicyIngressRule { from: Some(from), ports });
    }
    for scaler in cx.resolved.scalers.to(workload) {
        let ports = Some(vec![port(scaler.port.protocol(), scaler.port.number)]);
        rules.push(Cause::Setter(scaler.at), rule(declared(&workload.platform.cluster.keda_operator()), ports));
    }
    if let KindDecl::StatefulSet(set) = &workload.declared.kind {
        for store in &set.provides {
            if let Some(rule) = users(cx, &store.value) {
                rules.push(Cause::Setter(store.at), rule);
            }
        }
    }
}
/// Ingress from the users of a store that the workload runs.
fn users(cx: &WorkloadCx<'_>, store: &StoreHandle) -> Option<NetworkPolicyIngressRule> {
    let peer = |user| match user {
        StoreUser::Workload(at) => pods_at(cx, at),
        StoreUser::Namespace(name) => NetworkPolicyPeer {
            namespace_selector: Some(meta::select(pairs([("kubernetes.io/metadata.name", name)]))),
            ..Default::default()
        },
    };
    let from: Vec<_> = cx.resolved.store_users.for_store(&store.name).into_iter().map(peer).collect();
    let ports = Some(public_ports(cx.workload));
    (!from.is_empty()).then_some(NetworkPolicyIngressRule { from: Some(from), ports })
}
/// The pods of the workload at this position.
fn pods_at(cx: &WorkloadCx<'_>, position: usize) -> NetworkPolicyPeer {
    let workload = &cx.resolved.workloads[position];
    pods(&workload.namespace.name, workload.name())
}
/// The ports that `peer` may connect to: the ports that it names, else all ports for callers.
fn ports_of(workload: &Workload<'_>, peer: &Peer) -> Vec<NetworkPolicyPort> {
    if peer.ports.is_empty() {
        return public_ports(workload);
    }
    peer.ports.iter().map(|it| workload.entrance(*it)).map(|it| port(it.protocol(), it.number)).collect()
}
/// The ports of a peer from an addon, which are the ports of the pods. `None` if the peer has no ports.
fn exact_ports(peer: &Peer) -> Option<Vec<NetworkPolicyPort>> {
    let ports: Vec<_> = peer.ports.iter().map(|it| port(it.protocol(), it.number)).collect();
    (!ports.is_empty()).then_some(ports)
}
/// The rule for traffic between the pods of one workload, in one direction.
fn among_themselves<R>(
    workload: &Workload<'_>,
    rule: impl Fn(Vec<NetworkPolicyPeer>, Option<Vec<NetworkPolicyPort>>) -> R,
) -> Option<(Cause<'static>, R)> {
    let ports: Vec<_> = workload.among_themselves().iter().map(|it| port(it.protocol(), it.number)).collect();
    let ports = (!workload.declared.peers_on_any_port).then_some(ports);
    let themselves =
        NetworkPolicyPeer { pod_selector: Some(meta::select(pairs([(NAME, workload.name())]))), ..Default::default() };
    let cause = workload.declared.peers.first().map_or(Cause::Unknown, |declared| Cause::Setter(declared.at));
    workload.has_peers().then(|| (cause, rule(vec![themselves], ports)))
}
/// All ports of the pods that callers may connect to.
fn public_ports(workload: &Workload<'_>) -> Vec<NetworkPolicyPort> {
    let callers = workload.ports.iter().filter(|port| port.app_protocol != AppProtocol::Metrics);
    callers.map(|it| workload.entrance(*it)).map(|it| port(it.protocol(), it.number)).collect()
}
fn egress_rules<'a>(cx: &WorkloadCx<'a>, rules: &mut Rules<'a, NetworkPolicyEgressRule>) {
    let workload = cx.workload;
    let rule = |to: Vec<_>, ports| NetworkPolicyEgressRule { to: Some(to), ports };
    for binding in &workload.stores {
        let Some(location) = binding.location else { continue };
        let store = &binding.used.store;
        let to: Vec<_> = match location.external.map(|external| &external.home) {
            Some(StoreProvider::Outside(external)) => external.blocks().iter().map(|cidr| block(cidr)).collect(),
            Some(StoreProvider::Inside { namespace, pods, .. }) => {
                let labels: Vec<_> = pods.iter().map(|(key, value)| (&**key, &**value)).collect();
                vec![labelled(namespace, &labels)]
            }
            None => vec![pods(&location.home.name, location.pods(store))],
        };
        let store = location.port(store);
        if !to.is_empty() {
            rules.push(Cause::Setter(binding.used.at), rule(to, Some(vec![port(store.protocol(), store.number)])));
        }
    }
    for flow in cx.resolved.flows.from(workload) {
        rules.push(
            Cause::Setter(flow.at),
            rule(vec![pods_at(cx, flow.peer)], Some(vec![port(flow.port.protocol(), flow.port.number)])),
        );
    }
    if let Some((cause, rule)) =
        among_themselves(workload, |peers, ports| NetworkPolicyEgressRule { to: Some(peers), ports })
    {
        rules.push(cause, rule);
    }
    for call in &workload.pod.calls {
        if let Call::OtherServices { namespace, pods, port: to } = &call.value {
            let labels: Vec<_> = pods.iter().map(|(key, value)| (&**key, &**value)).collect();
            rules.push(
                Cause::Setter(call.at),
                rule(vec![labelled(namespace, &labels)], Some(vec![port(to.protocol(), to.number)])),
            );
        }
        if let Call::External { cidrs, port: to, .. } = &call.value {
            let peers: Vec<_> = cidrs.iter().map(|cidr| block(cidr)).collect();
            if !peers.is_empty() {
                rules.push(Cause::Setter(call.at), rule(peers, Some(vec![port(to.protocol(), to.number)])));
            }
        }
    }
    if workload.platform.cluster.egress_by_name == Some(EgressByName::ServiceEntry) {
        let mut ports: Vec<_> = external_names::names(workload).into_iter().map(|(_, port)| port).collect();
        ports.sort_by_key(|port| (port.number, port.protocol()));
        ports.dedup_by_key(|port| (port.number, port.protocol()));
        if !ports.is_empty() {
            let public = INTERNET.blocks().iter().map(|cidr| block(cidr)).collect();
            rules.push(
                Cause::Unknown,
                rule(public, Some(ports.iter().map(|to| port(to.protocol(), to.number)).collect())),
            );
        }
    }
    let operator = workload.platform.cluster.keda_operator();
    let is_label = |(key, value): &(String, String)| cx.labels.get(key) == Some(value);
    if operator.namespace.as_ref() == Some(&workload.namespace.name) && operator.pods.iter().all(is_label) {
        for (target, scaler) in cx.resolved.scalers.all() {
            let ports = Some(vec![port(scaler.port.protocol(), scaler.port.number)]);
            rules.push(Cause::Setter(scaler.at), rule(vec![pods_at(cx, target)], ports));
        }
    }
    if workload.has_role() {
        let cause = workload.pod.roles.first().map_or(Cause::Unknown, |declared| Cause::Setter(declared.at));
        rules.push(cause, NetworkPolicyEgressRule { to: api_server(workload.platform), ports: tcp(&[443, 6443]) });
    }
    for peer in &cx.resolved.contributions.for_workload(workload.id).egress {
        rules.push(Cause::Addon(peer.at), rule(vec![declared(&peer.value)], exact_ports(&peer.value)));
    }
}
/// The addresses of the API server. `None`, which means any address, if the cluster does not declare them.
fn api_server(platform: &Platform) -> Option<Vec<NetworkPolicyPeer>> {
    let addresses = &platform.cluster.api_server;
    (!addresses.is_empty()).then(|| addresses.iter().map(|cidr| exactly(cidr)).collect())
}
