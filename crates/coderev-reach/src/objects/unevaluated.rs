//! Objects that decide on traffic and are not evaluated: their effect, and their pods.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use serde_json::{Value, json};

use super::{list, object_key};
use crate::labels::{Labels, Selector};

/// The effect that an object can have on the verdict of network policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Effect {
    /// It can deny what network policies allow.
    Restricts,
    /// It can also allow what they deny.
    Decides,
}

/// An object that is not evaluated.
#[derive(Clone, Debug)]
pub(crate) struct NotEvaluated {
    /// `namespace/name`, or `name`.
    pub(crate) name: String,
    pub(crate) effect: Effect,
    pub(crate) ingress: bool,
    pub(crate) egress: bool,
    /// Each of these.
    pub(crate) subjects: Vec<Subjects>,
}

/// The pods that an object is about: at least these.
#[derive(Clone, Debug)]
pub(crate) struct Subjects {
    pub(crate) namespaces: Namespaces,
    pub(crate) pods: Selector,
    /// Only pods on the network of their node.
    pub(crate) only_hosts: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum Namespaces {
    All,
    One(String),
    Matching(Selector),
}

/// The namespace with the configuration of a whole mesh.
const ROOTS: [&str; 2] = ["istio-system", "kuma-system"];

/// Whether this kind decides on traffic: its effect, and whether on ingress and on egress.
///
/// Sources: the documentation of Cilium, Calico, Antrea, Istio, Linkerd, Consul, Kuma, OVN-Kubernetes, Multus and of the
/// network policy agent of Amazon EKS.
pub(super) fn decides(group: &str, kind: &str) -> Option<(Effect, bool, bool)> {
    use Effect::{Decides, Restricts};
    Some(match (group, kind) {
        ("networking.istio.io", "Sidecar") => (Restricts, false, true),
        ("security.istio.io", "AuthorizationPolicy" | "PeerAuthentication")
        | ("policy.linkerd.io", "Server" | "ServerAuthorization" | "AuthorizationPolicy")
        | ("consul.hashicorp.com", "ServiceIntentions")
        | ("kuma.io", "MeshTrafficPermission" | "TrafficPermission") => (Restricts, true, false),
        ("policy.linkerd.io", "EgressNetwork") | ("k8s.ovn.org", "EgressFirewall") => (Restricts, false, true),
        ("vpcresources.k8s.aws", "SecurityGroupPolicy")
        | ("k8s.ovn.org", "UserDefinedNetwork" | "ClusterUserDefinedNetwork") => (Restricts, true, true),
        ("projectcalico.org" | "crd.projectcalico.org", "HostEndpoint")
        | ("k8s.cni.cncf.io", "NetworkAttachmentDefinition") => (Decides, true, true),
        ("networking.gke.io", "FQDNNetworkPolicy") => (Decides, false, true),
        // The policies of other products. A staged policy of Calico has no effect.
        _ if kind.ends_with("NetworkPolicy") && !kind.starts_with("Staged") => (Decides, true, true),
        _ => return None,
    })
}

impl NotEvaluated {
    /// None where an object of this kind has no effect.
    pub(super) fn read(group: &str, kind: &str, value: &Value) -> Option<Self> {
        let (effect, mut ingress, mut egress) = decides(group, kind)?;
        let (metadata, spec) = (&value["metadata"], &value["spec"]);
        let (namespace, name) = object_key(value);
        let is_cluster = kind.starts_with("Cluster") || kind.starts_with("Global") || kind.contains("Clusterwide");
        let is_cluster = is_cluster && metadata["namespace"].as_str().is_none_or(str::is_empty);
        let own = || match is_cluster || ROOTS.contains(&&*namespace) {
            true => Namespaces::All,
            false => Namespaces::One(namespace.clone()),
        };
        let all = Subjects { namespaces: own(), pods: Selector::default(), only_hosts: false };
        let selected = |labels: &Value| Subjects {
            namespaces: own(),
            pods: selector(labels).unwrap_or_default(),
            only_hosts: false,
        };
        let subjects = match (group, kind) {
            ("cilium.io", _) => {
                let specs = [spec].into_iter().chain(list(&value["specs"]));
                let specs: Vec<&Value> = specs.filter(|it| it.is_object()).collect();
                if !specs.is_empty() {
                    let has = |keys: [&str; 2]| specs.iter().any(|it| keys.iter().any(|key| it.get(key).is_some()));
                    (ingress, egress) = (has(["ingress", "ingressDeny"]), has(["egress", "egressDeny"]));
                }
                let each = specs.iter().map(|it| cilium(it, own()));
                each.collect()
            }
            ("projectcalico.org" | "crd.projectcalico.org", "HostEndpoint") => {
                vec![Subjects { namespaces: Namespaces::All, only_hosts: true, ..all }]
            }
            ("projectcalico.org" | "crd.projectcalico.org", _) => {
                let types = list(&spec["types"]);
                if !types.is_empty() {
                    (ingress, egress) = (types.contains(&json!("Ingress")), types.contains(&json!("Egress")));
                }
                vec![Subjects { pods: calico(&spec["selector"]), ..all }]
            }
            ("security.istio.io", "PeerAuthentication") => {
                let is_strict = |it: &Value| it["mode"] == "STRICT";
                let ports = spec["portLevelMtls"].as_object();
                if !is_strict(&spec["mtls"]) && !ports.is_some_and(|it| it.values().any(is_strict)) {
                    return None;
                }
                vec![selected(&spec["selector"])]
            }
            ("security.istio.io", _) => vec![selected(&spec["selector"])],
            ("networking.istio.io", _) => vec![selected(&json!({ "matchLabels": spec["workloadSelector"]["labels"] }))],
            ("consul.hashicorp.com", _) => vec![Subjects { namespaces: Namespaces::All, ..all }],
            ("k8s.ovn.org", "UserDefinedNetwork") if !is_primary(spec) => return None,
            ("k8s.ovn.org", "ClusterUserDefinedNetwork") => {
                if !is_primary(&spec["network"]) {
                    return None;
                }
                let namespaces = selector(&spec["namespaceSelector"]).map_or(Namespaces::All, Namespaces::Matching);
                vec![Subjects { namespaces, ..all }]
            }
            (_, _) if spec["appliedTo"].is_array() => {
                let each = list(&spec["appliedTo"]).iter().map(|it| {
                    let namespaces = match selector(&it["namespaceSelector"]) {
                        Some(selector) if is_cluster => Namespaces::Matching(selector),
                        _ => own(),
                    };
                    Subjects { namespaces, pods: selector(&it["podSelector"]).unwrap_or_default(), only_hosts: false }
                });
                each.collect()
            }
            _ => vec![selected(&spec["podSelector"])],
        };
        let name = if is_cluster { name } else { format!("{namespace}/{name}") };
        Some(Self { name, effect, ingress, egress, subjects })
    }
}

/// Whether the pods have no other network.
fn is_primary(spec: &Value) -> bool {
    ["layer2", "layer3"].iter().any(|it| spec[it]["role"] == "Primary")
}

/// None where there is no selector that this crate can read.
pub(super) fn selector(value: &Value) -> Option<Selector> {
    let selector: LabelSelector = serde_json::from_value(value.clone()).ok()?;
    Selector::new(&selector).ok()
}

/// The pods of a rule of Cilium. Conditions on namespaces are left out, so it has at least the right pods.
fn cilium(spec: &Value, namespaces: Namespaces) -> Subjects {
    if spec.get("nodeSelector").is_some() {
        return Subjects { namespaces: Namespaces::All, pods: Selector::default(), only_hosts: true };
    }
    let plain = |key: &str| ["k8s:", "any:"].iter().find_map(|it| key.strip_prefix(it)).unwrap_or(key).to_owned();
    let is_of_pod =
        |key: &str| !key.contains("io.kubernetes.pod.") && !key.contains("io.cilium.") && !key.contains("reserved:");
    let of = &spec["endpointSelector"];
    let labels = of["matchLabels"].as_object().into_iter().flatten().filter(|(key, _)| is_of_pod(key));
    let labels: Value =
        labels.map(|(key, value)| (plain(key), value.clone())).collect::<serde_json::Map<_, _>>().into();
    let expressions = list(&of["matchExpressions"]).iter().filter_map(|it| {
        let key = it["key"].as_str().filter(|key| is_of_pod(key))?;
        let mut it = it.clone();
        it["key"] = plain(key).into();
        Some(it)
    });
    let expressions: Vec<Value> = expressions.collect();
    let pods = selector(&json!({ "matchLabels": labels, "matchExpressions": expressions })).unwrap_or_default();
    Subjects { namespaces, pods, only_hosts: false }
}

/// The pods of an expression of Calico, such as `app == 'web' && tier == 'front'`. Other parts are left out, so it has at
/// least the right pods.
fn calico(value: &Value) -> Selector {
    let text = value.as_str().unwrap_or_default();
    if text.contains("||") || text.contains('(') {
        return Selector::default();
    }
    let mut labels = Labels::new();
    for part in text.split("&&") {
        if let Some((key, value)) = part.split_once("==") {
            let value = value.trim().trim_matches(['\'', '"']);
            labels.insert(key.trim().to_owned(), value.to_owned());
        }
    }
    Selector::of_labels(&labels)
}
