//! Pods that policies name and that the manifests do not hold: the ingress controller, the cluster's DNS, what another team runs.
use coderev_reach::{Labels, Objects, Peer, Workload};
use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyPeer, NetworkPolicySpec};

/// What stands where others have their kind.
pub(super) const KIND: &str = "elsewhere";

/// Adds a pod for each peer that policies describe exactly, by a namespace's name and by labels, and that matches nobody.
pub(super) fn added(mut objects: Objects) -> Objects {
    let named: Vec<(String, Labels)> = objects.policies().flat_map(peers).collect();
    for (namespace, labels) in named {
        let is_there = objects.peers().any(|it| {
            it.workload.namespace == namespace && labels.iter().all(|(key, value)| it.labels.get(key) == Some(value))
        });
        if !is_there {
            let workload = Workload { namespace, name: name(&labels), kind: KIND.into() };
            let (ports, addresses) = (Vec::new(), Vec::new());
            objects.add(&Peer { workload, pod: String::new(), labels, ports, addresses, host_network: false });
        }
    }
    objects
}

fn peers(policy: &NetworkPolicy) -> Vec<(String, Labels)> {
    let spec: Option<&NetworkPolicySpec> = (&policy.spec).into();
    let ingress = spec.and_then(|it| it.ingress.as_ref()).into_iter().flatten().filter_map(|it| it.from.as_ref());
    let egress = spec.and_then(|it| it.egress.as_ref()).into_iter().flatten().filter_map(|it| it.to.as_ref());
    let own = policy.metadata.namespace.as_deref().unwrap_or("default");
    ingress.chain(egress).flatten().filter_map(|it| exact(own, it)).collect()
}

fn exact(own: &str, peer: &NetworkPolicyPeer) -> Option<(String, Labels)> {
    let pods = peer.pod_selector.as_ref().filter(|it| it.match_expressions.iter().flatten().next().is_none())?;
    let labels = pods.match_labels.clone().filter(|it| !it.is_empty())?;
    let namespace = match &peer.namespace_selector {
        None => own.to_owned(),
        Some(it) => it.match_labels.as_ref()?.get("kubernetes.io/metadata.name")?.clone(),
    };
    Some((namespace, labels))
}

/// What people call pods with these labels.
fn name(labels: &Labels) -> String {
    let usual = ["app.kubernetes.io/name", "k8s-app", "app"].into_iter().find_map(|key| labels.get(key));
    usual.or_else(|| labels.values().next()).cloned().unwrap_or_default()
}
