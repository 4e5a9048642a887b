//! The network policies that admit the old pods of a workload, and no longer do so in the new version.
use super::diff::counterpart;
use crate::Change;
use coderev_objects::{Entry, labels::NAMESPACE_NAME};
use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyPeer, NetworkPolicySpec};

/// The policies of both versions which only in the old version select the pods of a workload in `old`, or have them as a peer.
pub(super) fn policies_of_old_pods<'a>(change: &Change<'a>, old: &[Entry<'_>]) -> Vec<Entry<'a>> {
    let is_lost = |(entry, policy): &(Entry<'a>, &NetworkPolicy)| {
        let Some(new) = counterpart(*entry, change.after) else { return false };
        let Some((_, new)) = change.after.all::<NetworkPolicy>().find(|(other, _)| *other == new) else { return false };
        let specs = [policy, new].map(|policy| Option::<&NetworkPolicySpec>::from(&policy.spec));
        let namespace = entry.namespace();
        old.iter().any(|old| {
            let selects = specs.map(|spec| spec.is_some_and(|spec| selects(change, namespace, spec, *old)));
            let admits = specs.map(|spec| spec.is_some_and(|spec| admits(change, namespace, spec, *old)));
            matches!(selects, [true, false]) || matches!(admits, [true, false])
        })
    };
    change.before.all::<NetworkPolicy>().filter(is_lost).map(|(entry, _)| entry).collect()
}

/// Whether a policy of this namespace selects the pods of `old`.
pub(super) fn selects(change: &Change<'_>, namespace: &str, spec: &NetworkPolicySpec, old: Entry<'_>) -> bool {
    let Some(pods) = spec.pod_selector.as_ref() else { return namespace == old.namespace() };
    namespace == old.namespace() && change.before.selected_by(pods, namespace).any(|it| it.entry() == old)
}
/// Whether the pods of `old` are a peer of a policy of this namespace.
fn admits(change: &Change<'_>, namespace: &str, spec: &NetworkPolicySpec, old: Entry<'_>) -> bool {
    let from = spec.ingress.iter().flatten().flat_map(|rule| rule.from.iter().flatten());
    let mut peers = from.chain(spec.egress.iter().flatten().flat_map(|rule| rule.to.iter().flatten()));
    peers.any(|peer| is_peer(change, namespace, peer, old))
}
/// Whether a rule of a policy of this namespace admits the pods of `old`. No peers are all peers.
pub(super) fn admits_pods(
    change: &Change<'_>,
    namespace: &str,
    peers: Option<&[NetworkPolicyPeer]>,
    old: Entry<'_>,
) -> bool {
    peers.is_none_or(|peers| peers.is_empty() || peers.iter().any(|peer| is_peer(change, namespace, peer, old)))
}
/// Only the name of a namespace is compared: its other labels are as before.
fn is_peer(change: &Change<'_>, namespace: &str, peer: &NetworkPolicyPeer, old: Entry<'_>) -> bool {
    let name = peer.namespace_selector.as_ref().and_then(|it| it.match_labels.as_ref()?.get(NAMESPACE_NAME));
    let is_home = match (&peer.namespace_selector, name) {
        (None, _) => namespace == old.namespace(),
        (Some(_), None) => true,
        (Some(_), Some(name)) => name == old.namespace(),
    };
    let pods = peer.pod_selector.as_ref();
    peer.ip_block.is_none()
        && is_home
        && pods.is_none_or(|pods| change.before.selected_by(pods, old.namespace()).any(|it| it.entry() == old))
}
