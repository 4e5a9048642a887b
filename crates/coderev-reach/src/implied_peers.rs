//! Implied peers: pods that policies refer to and the objects do not contain, such as an ingress controller, the
//! cluster's DNS, or the pods of another team.

use std::collections::{BTreeMap, BTreeSet};

use coderev_objects::labels;
use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyPeer, NetworkPolicySpec};

use crate::labels::Labels;
use crate::objects::{Objects, Peer, Workload};

/// The kind of an implied peer, because its real kind is unknown.
const KIND: &str = "not in these manifests";

impl Workload {
    /// Whether this is an implied peer, which [`Objects::with_implied_peers`] adds.
    #[must_use]
    pub fn is_implied(&self) -> bool {
        self.kind == KIND
    }
}

impl Objects {
    /// Adds a pod for each peer that a policy names by a namespace and by labels, unless a pod matches.
    #[must_use]
    pub fn with_implied_peers(mut self) -> Self {
        let named: BTreeSet<(String, Labels)> = self.policies().flat_map(peers).collect();
        for (namespace, labels) in missing(&self, named) {
            let workload = Workload { namespace, name: name(&labels), kind: KIND.into() };
            let (ports, addresses) = (Vec::new(), Vec::new());
            self.add(&Peer { workload, pod: String::new(), labels, ports, addresses, host_network: false });
        }
        self
    }
}

/// The peers that no pod matches. The comparison is limited to pods with the first of the labels.
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
        Some(it) => it.match_labels.as_ref()?.get(labels::NAMESPACE_NAME)?.clone(),
    };
    Some((namespace, labels))
}

/// The usual name of pods with these labels.
fn name(own: &Labels) -> String {
    let usual = [labels::NAME, "k8s-app", "app"].into_iter().find_map(|key| own.get(key));
    usual.or_else(|| own.values().next()).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Objects;
    use k8s_openapi::api::networking::v1::NetworkPolicy;
    use serde_json::json;

    #[test]
    fn a_peer_that_no_pod_matches_is_added() {
        let mut objects = Objects::new();
        let policy: NetworkPolicy = serde_json::from_value(json!({
            "metadata": {"name": "web", "namespace": "shop"},
            "spec": {"podSelector": {}, "egress": [{"to": [{
                "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}},
                "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}},
            }]}]},
        }))
        .expect("a policy");
        objects.add(&policy);
        let implied = |objects: &Objects| objects.peers().map(|it| it.workload.clone()).collect::<Vec<_>>();
        assert_eq!(implied(&objects), []);
        let objects = objects.with_implied_peers();
        let added = implied(&objects);
        assert!(added.iter().all(super::Workload::is_implied));
        assert_eq!(added[0].to_string(), "kube-system/kube-dns[not in these manifests]");
        assert_eq!(implied(&objects.with_implied_peers()), added, "the added pod matches the peer");
    }
}
