//! Ways out to names: no NetworkPolicy can say one, so what does it in this cluster is told beside the policy.
use crate::crd::cilium::{
    CiliumNetworkPolicy, CiliumNetworkPolicySpec, Egress, Name, Port as CiliumPort, Ports, Rules,
};
use crate::crd::istio::{ServiceEntry, ServiceEntrySpec, ServicePort};
use crate::lower::meta::{self, NAME, namespaced_meta, pairs, workload_meta};
use crate::lower::{Sink, Workload, stores};
use crate::words::port::Speech;
use crate::words::{Call, Dns, EgressByName, NamespaceWords, Peer, Platform, Port, Walls};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) fn lower(platform: &Platform, namespace: &NamespaceWords, here: &[&Workload<'_>], sink: &mut Sink) {
    match platform.cluster.egress_by_name {
        None => {}
        Some(EgressByName::Cilium) => {
            for workload in here.iter().filter(|workload| workload.spec().walls != Walls::Open) {
                let names = names(workload);
                if !names.is_empty() {
                    sink.put(cilium(workload, &names), workload.said.origin, &workload.subject());
                }
            }
        }
        Some(EgressByName::ServiceEntry) => {
            let mut hosts: BTreeMap<&str, BTreeSet<(u16, &'static str)>> = BTreeMap::new();
            for (host, port) in here.iter().flat_map(|workload| names(workload)) {
                hosts.entry(host).or_default().extend(spoken(port));
            }
            for (host, ports) in hosts.into_iter().filter(|(_, ports)| !ports.is_empty()) {
                sink.put(entry(platform, namespace, host, &ports), namespace.at, &namespace.name);
            }
        }
    }
}

/// Hosts that `workload` calls or keeps its data at and of which only the name is known, sorted, each with its port.
pub(crate) fn names<'a>(workload: &'a Workload<'_>) -> Vec<(&'a str, Port)> {
    let called = workload.words.calls.iter().filter_map(|call| match &call.value {
        Call::External { host, cidrs, port } if cidrs.is_empty() => Some((&**host, *port)),
        _ => None,
    });
    let kept = workload.words.stores.iter().filter_map(|used| {
        let home = stores::provider(workload.platform, &used.store)?;
        let external = stores::external(home, &used.store)?;
        external.blocks().is_empty().then_some((&*external.host, stores::port(home, &used.store)))
    });
    let mut names: Vec<_> = called.chain(kept).collect();
    names.sort_by_key(|(host, port)| (*host, port.number));
    names.dedup_by_key(|(host, port)| (*host, port.number));
    names
}

/// Cilium opens the addresses that it saw DNS answer, so it has to look at DNS too.
fn cilium(workload: &Workload<'_>, names: &[(&str, Port)]) -> CiliumNetworkPolicy {
    let mut egress = vec![dns(&workload.platform.cluster.dns)];
    egress.extend(names.iter().map(|(host, port)| Egress {
        to_fqdns: vec![if host.contains('*') {
            Name::MatchPattern((*host).into())
        } else {
            Name::MatchName((*host).into())
        }],
        to_ports: vec![Ports {
            ports: vec![CiliumPort { port: port.number.to_string(), protocol: port.protocol().into() }],
            rules: None,
        }],
        ..Default::default()
    }));
    let endpoint_selector = meta::select(pairs([(NAME, workload.name())]));
    CiliumNetworkPolicy::new(
        workload_meta(workload, workload.name()),
        CiliumNetworkPolicySpec { endpoint_selector, egress },
    )
}
fn dns(dns: &Dns) -> Egress {
    let kube_dns = endpoints("kube-system", &[("k8s-app".to_owned(), "kube-dns".to_owned())]);
    let (to_endpoints, to_cidr) = match dns {
        Dns::KubeDns => (vec![kube_dns], vec![]),
        Dns::NodeLocal(address) => (vec![kube_dns], vec![format!("{address}/32")]),
        Dns::Custom(Peer { namespace: Some(namespace), pods, .. }) => (vec![endpoints(namespace, pods)], vec![]),
        Dns::Custom(peer) => (vec![], peer.cidr.iter().cloned().collect()),
    };
    let ports = vec![CiliumPort { port: "53".into(), protocol: "ANY".into() }];
    let rules = Some(Rules { dns: vec![Name::MatchPattern("*".into())] });
    Egress { to_endpoints, to_cidr, to_ports: vec![Ports { ports, rules }], ..Default::default() }
}
fn endpoints(
    namespace: &str,
    pods: &[(String, String)],
) -> k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector {
    let labels = pods.iter().map(|(key, value)| (&**key, &**value));
    meta::select(pairs(labels.chain([("k8s:io.kubernetes.pod.namespace", namespace)])))
}

/// A mesh does not carry UDP: there the policy alone decides.
fn spoken(port: Port) -> Option<(u16, &'static str)> {
    let protocol = match port.speaks {
        Speech::Udp => return None,
        Speech::Tcp if port.number == 443 => "TLS",
        Speech::Tcp => "TCP",
        Speech::Grpc => "GRPC",
        Speech::Http | Speech::Metrics => "HTTP",
    };
    Some((port.number, protocol))
}
/// Only its own namespace sees it, since only that one said so.
fn entry(
    platform: &Platform,
    namespace: &NamespaceWords,
    host: &str,
    ports: &BTreeSet<(u16, &'static str)>,
) -> ServiceEntry {
    let port = |&(number, protocol): &(u16, &'static str)| ServicePort {
        name: format!("{}-{number}", protocol.to_lowercase()),
        number,
        protocol: protocol.into(),
    };
    ServiceEntry::new(
        namespaced_meta(platform, namespace, &host.replace("*.", "any-").replace('.', "-")),
        ServiceEntrySpec {
            export_to: vec![".".into()],
            hosts: vec![host.into()],
            location: "MESH_EXTERNAL".into(),
            ports: ports.iter().map(port).collect(),
            resolution: if host.contains('*') { "NONE".into() } else { "DNS".into() },
        },
    )
}
