//! Pods that policies name and that the manifests do not hold: the ingress controller, the cluster's DNS, what another team runs.
use coderev_reach::{Labels, Objects, Peer, Workload};
use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyPeer, NetworkPolicySpec};
use std::collections::{BTreeMap, BTreeSet};

/// What stands where others have their kind.
pub(super) const KIND: &str = "elsewhere";

/// Adds a pod for each peer that policies describe exactly, by a namespace's name and by labels, and that matches nobody.
pub(super) fn added(mut objects: Objects) -> Objects {
    let named: BTreeSet<(String, Labels)> = objects.policies().flat_map(peers).collect();
    let missing = missing(&objects, named);
    for (namespace, labels) in missing {
        let workload = Workload { namespace, name: name(&labels), kind: KIND.into() };
        let (ports, addresses) = (Vec::new(), Vec::new());
        objects.add(&Peer { workload, pod: String::new(), labels, ports, addresses, host_network: false });
    }
    objects
}

/// Those whom nobody matches. Only pods with the first of the labels are looked at.
fn missing(objects: &Objects, named: BTreeSet<(String, Labels)>) -> Vec<(String, Labels)> {
    let mut with_label: BTreeMap<(&str, &str, &str), Vec<&Labels>> = BTreeMap::new();
    for peer in objects.peers() {
        for (key, value) in &peer.labels {
            with_label.entry((&peer.workload.namespace, key, value)).or_default().push(&peer.labels);
        }
    }
    let is_missing = |(namespace, labels): &(String, Labels)| {
        let first = labels.iter().next().and_then(|(key, value)| with_label.get(&(&**namespace, &**key, &**value)));
        let matches = |own: &&Labels| labels.iter().all(|(key, value)| own.get(key) == Some(value));
        !first.into_iter().flatten().any(matches)
    };
    named.into_iter().filter(is_missing).collect()
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
