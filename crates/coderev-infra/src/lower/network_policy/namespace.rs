//! The policies of a whole namespace.
use super::peers::{any_peer, block, declared, labelled, port, spec, tcp};
use crate::lower::cx::NamespaceCx;
use crate::lower::meta::{self, namespaced_meta, pairs};
use crate::lower::output::Output;
use crate::lower::record::Source;
use crate::model::{Dns, Isolation, Platform};
use crate::names;
use crate::resolve::edges::proxies;
use k8s_openapi::api::networking::v1::{
    NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer, NetworkPolicySpec,
};

const DENY_ALL: &str = "default-deny-all";
const ALLOW_DNS: &str = "allow-dns";
const INTRA_NAMESPACE: &str = "allow-intra-namespace";

/// Denies all ingress and egress except DNS. Allows traffic within the namespace if the tier does, and ingress for ACME
/// challenges that are served in the namespace.
pub(in crate::lower) fn lower(cx: &NamespaceCx<'_>, out: &mut Output) {
    let (platform, namespace) = (cx.platform, cx.declared);
    let policy = |name: &str, spec: NetworkPolicySpec| NetworkPolicy {
        metadata: namespaced_meta(platform, namespace, name),
        spec: spec.into(),
    };
    let mut policies = vec![
        policy(DENY_ALL, spec(any_peer(), Some(vec![]), Some(vec![]))),
        policy(ALLOW_DNS, spec(any_peer(), None, Some(vec![dns(platform)]))),
    ];
    if namespace.spec.isolation == Isolation::Namespace {
        let each_other = || Some(vec![NetworkPolicyPeer { pod_selector: Some(any_peer()), ..Default::default() }]);
        let ingress = NetworkPolicyIngressRule { from: each_other(), ports: None };
        let egress = NetworkPolicyEgressRule { to: each_other(), ports: None };
        policies.push(policy(INTRA_NAMESPACE, spec(any_peer(), Some(vec![ingress]), Some(vec![egress]))));
    }
    let solved: Vec<_> = cx.resolved.acme_http01_edges(&namespace.name).map(|edge| declared(&proxies(edge))).collect();
    if !solved.is_empty() {
        let solver = meta::select(pairs([("acme.cert-manager.io/http01-solver", "true")]));
        let rule = NetworkPolicyIngressRule { from: Some(solved), ports: tcp(&[8089]) };
        policies.push(policy(names::ALLOW_ACME_HTTP01, spec(solver, Some(vec![rule]), None)));
    }
    for policy in policies {
        out.put(policy, namespace.at, &namespace.name);
        out.record(|object| {
            let source = match object.name() {
                INTRA_NAMESPACE => Source::Tier(namespace.spec.name.clone()),
                DENY_ALL => Source::Default,
                ALLOW_DNS if matches!(platform.cluster.dns, Dns::KubeDns) => Source::Default,
                // The settings of the cluster and of hosts that these follow have no lines.
                _ => return Vec::new(),
            };
            vec![("/spec".to_owned(), source)]
        });
    }
}

fn dns(platform: &Platform) -> NetworkPolicyEgressRule {
    let kube_dns = labelled("kube-system", &[("k8s-app", "kube-dns")]);
    let to = match &platform.cluster.dns {
        Dns::KubeDns => vec![kube_dns],
        Dns::NodeLocal(address) => {
            let bits = if address.contains(':') { 128 } else { 32 };
            vec![kube_dns, block(&format!("{address}/{bits}"))]
        }
        Dns::Custom(peer) => vec![declared(peer)],
    };
    NetworkPolicyEgressRule { to: Some(to), ports: Some(vec![port("UDP", 53), port("TCP", 53)]) }
}
