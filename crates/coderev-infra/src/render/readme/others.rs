//! Pods that the platform calls and that other programs run.
use coderev_objects::{Entry, Inventory};
use k8s_openapi::api::core::v1::Namespace;
use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use std::collections::{BTreeMap, BTreeSet};

/// With at most this number of callers, each is named; with more, only their namespaces are.
const CALLERS: usize = 4;

/// Pods and ports in a namespace outside of the platform, and the workloads that call them.
pub(super) struct Other<'a> {
    pub(super) namespace: &'a str,
    pub(super) pods: String,
    pub(super) ports: String,
    callers: BTreeSet<Caller<'a>>,
}
impl Other<'_> {
    /// `play/chat`, or `the pods of play` with many callers.
    pub(super) fn callers(&self) -> String {
        let named = |all: BTreeSet<&str>| all.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
        if self.callers.len() <= CALLERS {
            return named(self.callers.iter().map(|caller| caller.subject).collect());
        }
        format!("the pods of {}", named(self.callers.iter().map(|caller| caller.namespace).collect()))
    }
}

/// The pods that a policy selects, for people.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Caller<'a> {
    subject: &'a str,
    namespace: &'a str,
}
fn caller(policy: Entry<'_>) -> Caller<'_> {
    let namespace = policy.namespace();
    Caller { subject: if policy.subject().is_empty() { namespace } else { policy.subject() }, namespace }
}

/// Pods in namespaces of other programs. `kube-system` is not included: every cluster has it.
pub(super) fn all(inventory: &Inventory) -> Vec<Other<'_>> {
    let own: BTreeSet<&str> = own_namespaces(inventory).chain(["kube-system"]).collect();
    called(inventory, |namespace, _| !own.contains(namespace))
}

/// Pods in namespaces of the platform that no manifest creates, such as the pods of a store.
pub(super) fn absent(inventory: &Inventory) -> Vec<Other<'_>> {
    let own: BTreeSet<&str> = own_namespaces(inventory).collect();
    called(inventory, |namespace, peer| {
        let selector = peer.pod_selector.as_ref().filter(|it| it.match_labels.is_some());
        own.contains(namespace)
            && selector.is_some_and(|selector| inventory.selected_by(selector, namespace).next().is_none())
    })
}

fn own_namespaces(inventory: &Inventory) -> impl Iterator<Item = &str> {
    inventory.all::<Namespace>().map(|(entry, _)| entry.name())
}

/// From the egress rules of the policies: the peers in a namespace that `is_listed` accepts.
fn called<'a>(inventory: &'a Inventory, is_listed: impl Fn(&str, &NetworkPolicyPeer) -> bool) -> Vec<Other<'a>> {
    let mut others: BTreeMap<(&str, String, String), BTreeSet<Caller<'_>>> = BTreeMap::new();
    for (entry, policy) in inventory.all::<NetworkPolicy>() {
        let spec: Option<&NetworkPolicySpec> = (&policy.spec).into();
        for rule in spec.and_then(|it| it.egress.as_ref()).into_iter().flatten() {
            let listed = |it| namespace(it).filter(|namespace| is_listed(namespace, it));
            let peers = rule.to.iter().flatten().filter_map(|it| Some((listed(it)?, pods(it)?)));
            for (namespace, pods) in peers {
                let ports = ports(rule.ports.as_deref().unwrap_or_default());
                others.entry((namespace, pods, ports)).or_default().insert(caller(entry));
            }
        }
    }
    let other = |((namespace, pods, ports), callers)| Other { namespace, pods, ports, callers };
    others.into_iter().map(other).collect()
}

/// The namespace of a peer that selects it by name.
fn namespace(peer: &NetworkPolicyPeer) -> Option<&str> {
    let labels = peer.namespace_selector.as_ref()?.match_labels.as_ref()?;
    labels.get("kubernetes.io/metadata.name").map(String::as_str)
}
/// The pods of a peer that selects them only by labels.
fn pods(peer: &NetworkPolicyPeer) -> Option<String> {
    let Some(LabelSelector { match_labels, match_expressions }) = &peer.pod_selector else {
        return Some("every pod".into());
    };
    if match_expressions.iter().flatten().next().is_some() {
        return None;
    }
    let labels: Vec<_> = match_labels.iter().flatten().map(|(key, value)| format!("`{key}: {value}`")).collect();
    Some(if labels.is_empty() { "every pod".into() } else { format!("pods {}", labels.join(" ")) })
}
/// `TCP 4222, UDP 53`.
fn ports(ports: &[NetworkPolicyPort]) -> String {
    let shown = ports.iter().map(|it| {
        let number = match &it.port {
            None => "every port".into(),
            Some(IntOrString::Int(number)) => number.to_string(),
            Some(IntOrString::String(name)) => format!("`{name}`"),
        };
        let end = it.end_port.map(|end| format!("-{end}")).unwrap_or_default();
        format!("{} {number}{end}", it.protocol.as_deref().unwrap_or("TCP"))
    });
    if ports.is_empty() { "every port".into() } else { shown.collect::<Vec<_>>().join(", ") }
}
