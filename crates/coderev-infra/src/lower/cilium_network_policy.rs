//! Egress to host names with Cilium. A NetworkPolicy cannot match a host name, so this policy is added to it.
use crate::lower::cx::WorkloadCx;
use crate::lower::meta::{self, NAME, pairs, workload_labels, workload_meta};
use crate::lower::output::Output;
use crate::model::{Dns, EgressByName, Isolation, Peer, Port, single_address};
use crate::resolve::external_names::names;
use crate::resolve::workload::Workload;
use coderev_objects::crd::cilium::{
    CiliumNetworkPolicy, CiliumNetworkPolicySpec, Egress, Name, Port as CiliumPort, Ports, Rules,
};

pub(super) fn lower(cx: &WorkloadCx<'_>, out: &mut Output) {
    let workload = cx.workload;
    if workload.platform.cluster.egress_by_name != Some(EgressByName::Cilium)
        || workload.spec().isolation == Isolation::Open
    {
        return;
    }
    let names = names(workload);
    if !names.is_empty() {
        out.put(cilium(workload, &names), cx.at(), &cx.subject);
    }
}

/// Cilium allows the addresses that it sees in DNS responses, so the policy must also cover DNS.
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
        workload_meta(workload, workload_labels(workload), workload.name()),
        CiliumNetworkPolicySpec { endpoint_selector, egress },
    )
}
fn dns(dns: &Dns) -> Egress {
    let kube_dns = endpoints("kube-system", &[("k8s-app".to_owned(), "kube-dns".to_owned())]);
    let (to_endpoints, to_cidr) = match dns {
        Dns::KubeDns => (vec![kube_dns], vec![]),
        Dns::NodeLocal(address) => (vec![kube_dns], vec![single_address(address)]),
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
