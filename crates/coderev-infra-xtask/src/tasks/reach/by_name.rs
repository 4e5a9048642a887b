//! Ways out to names: a policy of Kubernetes cannot say one, so Cilium's policies and Istio's entries do.
//!
//! Which addresses a name has is not in the manifests. What is open by name is told of, and no address is called denied that may be one of them.
use coderev_reach::{Connections, Labels, Objects, Peer, Port, Protocol};
use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde_json::Value;
use std::collections::BTreeSet;

/// Names that pods may go out to, on some ports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Way {
    namespace: String,
    pub(super) names: Vec<String>,
    pub(super) ports: Connections,
    by: By,
}

/// Who opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum By {
    /// To pods with these labels, beside what policies open.
    Cilium(Labels),
    /// To a whole namespace, of what policies open: a mesh lets nothing through that a policy does not.
    ServiceEntry,
}

impl Way {
    /// Whether it is one of a pod's.
    pub(super) fn is_of(&self, peer: &Peer) -> bool {
        let selects = match &self.by {
            By::Cilium(labels) => labels.iter().all(|(key, value)| peer.labels.get(key) == Some(value)),
            By::ServiceEntry => true,
        };
        self.namespace == peer.workload.namespace && selects
    }

    /// Whether it is one only where policies let an address through, and not where they do not.
    pub(super) fn narrows(&self) -> bool {
        self.by == By::ServiceEntry
    }
}

/// All ways of a set of manifests.
#[derive(Default)]
pub(super) struct Ways {
    pub(super) all: Vec<Way>,
    /// Policies of which nothing is left out, by namespace and name.
    whole: Vec<(String, String)>,
    /// Whether there is one of which something is.
    is_partial: bool,
}

impl Ways {
    pub(super) fn cilium(&mut self, value: &Value) {
        let Some((labels, rules)) = selected(value) else {
            self.is_partial = true;
            return;
        };
        let mut is_whole = value["spec"].as_object().is_some_and(|spec| {
            spec.keys().all(|key| ["endpointSelector", "egress", "description"].contains(&key.as_str()))
        });
        for rule in rules {
            let names = names(rule);
            is_whole &= is_read(rule);
            if !names.is_empty() {
                let (namespace, by) = (namespace(value), By::Cilium(labels.clone()));
                self.all.push(Way { namespace, names, ports: ports(rule), by });
            }
        }
        if is_whole {
            self.whole.push((namespace(value), value["metadata"]["name"].as_str().unwrap_or_default().to_owned()));
        }
        self.is_partial |= !is_whole;
    }

    pub(super) fn service_entry(&mut self, value: &Value) {
        let spec = &value["spec"];
        if spec["location"].as_str() == Some("MESH_INTERNAL") {
            return;
        }
        let names: Vec<String> = list(&spec["hosts"]).iter().filter_map(|it| it.as_str()).map(str::to_owned).collect();
        let numbers = list(&spec["ports"]).iter().filter_map(|it| u16::try_from(it["number"].as_u64()?).ok());
        let ports = numbers.fold(Connections::default(), |all, it| all.union(&Port::tcp(it).into()));
        if !names.is_empty() {
            self.all.push(Way { namespace: namespace(value), names, ports, by: By::ServiceEntry });
        }
    }

    /// Whether Cilium's policies say more than is read. A policy of Kubernetes beside each has to say that nothing else is open: that
    /// Cilium's does so too is not read.
    pub(super) fn are_partial(&self, objects: &Objects) -> bool {
        let named = |it: &NetworkPolicy| {
            let namespace = it.metadata.namespace.clone().unwrap_or_else(|| "default".into());
            (namespace, it.metadata.name.clone().unwrap_or_default())
        };
        let policies: BTreeSet<_> = objects.policies().map(named).collect();
        self.is_partial || self.whole.iter().any(|it| !policies.contains(it))
    }
}

/// The pods that a policy of Cilium's selects, and its rules for the way out, where its selector is of labels alone.
fn selected(value: &Value) -> Option<(Labels, &[Value])> {
    let selector = value["spec"]["endpointSelector"].as_object()?;
    let mut labels = Labels::new();
    for (key, of) in selector {
        let of = of.as_object().filter(|_| key == "matchLabels")?;
        for (key, value) in of {
            // Labels may say that they are Kubernetes' own.
            let key = ["k8s:", "any:"].iter().find_map(|it| key.strip_prefix(it)).unwrap_or(key);
            labels.insert(key.to_owned(), value.as_str()?.to_owned());
        }
    }
    Some((labels, list(&value["spec"]["egress"])))
}

/// Whether a rule says no more than names and ports, or is the question to DNS that has to be seen for names to be known.
fn is_read(rule: &Value) -> bool {
    let has_only = |keys: &[&str]| rule.as_object().is_some_and(|it| it.keys().all(|key| keys.contains(&&**key)));
    let asks_dns = list(&rule["toPorts"]).iter().all(|it| it["rules"]["dns"].is_array());
    if rule["toFQDNs"].is_array() {
        let is_plain = list(&rule["toPorts"]).iter().all(|it| it.get("rules").is_none());
        has_only(&["toFQDNs", "toPorts"]) && is_plain
    } else {
        has_only(&["toEndpoints", "toCIDR", "toPorts"]) && rule["toPorts"].is_array() && asks_dns
    }
}

fn names(rule: &Value) -> Vec<String> {
    let name = |it: &Value| it["matchName"].as_str().or_else(|| it["matchPattern"].as_str()).map(str::to_owned);
    list(&rule["toFQDNs"]).iter().filter_map(name).collect()
}

/// The ports of a rule; all where it names none.
fn ports(rule: &Value) -> Connections {
    let named: Vec<&Value> = list(&rule["toPorts"]).iter().flat_map(|it| list(&it["ports"])).collect();
    if named.is_empty() {
        return Connections::all();
    }
    let mut all = Connections::default();
    for it in named {
        let Some(first) = it["port"].as_str().and_then(|it| it.parse::<u16>().ok()) else { continue };
        let last = it["endPort"].as_u64().and_then(|it| u16::try_from(it).ok()).unwrap_or(first);
        let protocols = match it["protocol"].as_str().map(str::parse) {
            Some(Ok(protocol)) => vec![protocol],
            _ => Protocol::ALL.to_vec(),
        };
        for protocol in protocols {
            // Zero stands for every port.
            let (first, last) = if first == 0 { (1, u16::MAX) } else { (first, last.max(first)) };
            all = all.union(&Connections::span(protocol, first, last));
        }
    }
    all
}

fn namespace(value: &Value) -> String {
    value["metadata"]["namespace"].as_str().filter(|it| !it.is_empty()).unwrap_or("default").to_owned()
}
fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::Ways;
    use serde_json::json;

    #[test]
    fn ports_without_a_protocol_are_of_all_and_zero_is_every_port() {
        let shown = |port: serde_json::Value| {
            let rule = json!({"toFQDNs": [{"matchPattern": "*.acme.dev"}], "toPorts": [{"ports": [port]}]});
            let mut ways = Ways::default();
            ways.cilium(&json!({"spec": {"endpointSelector": {}, "egress": [rule]}}));
            ways.all.iter().map(|it| format!("{} {}", it.ports, it.names.join(", "))).collect::<String>()
        };
        assert_eq!(shown(json!({"port": "443"})), "SCTP 443,TCP 443,UDP 443 *.acme.dev");
        assert_eq!(shown(json!({"port": "8000", "endPort": 8010, "protocol": "TCP"})), "TCP 8000-8010 *.acme.dev");
        assert_eq!(shown(json!({"port": "0", "protocol": "UDP"})), "UDP 1-65535 *.acme.dev");
    }

    #[test]
    fn what_is_not_read_is_known() {
        let is_partial = |rule: serde_json::Value| {
            let mut ways = Ways::default();
            ways.cilium(&json!({"spec": {"endpointSelector": {"matchLabels": {"app": "a"}}, "egress": [rule]}}));
            ways.is_partial
        };
        let ports = json!([{"ports": [{"port": "443", "protocol": "TCP"}]}]);
        assert!(!is_partial(json!({"toFQDNs": [{"matchName": "acme.dev"}], "toPorts": ports})));
        assert!(is_partial(json!({"toEntities": ["world"], "toPorts": ports})));
        assert!(is_partial(json!({"toCIDR": ["10.0.0.0/8"], "toPorts": ports})));
        let dns = json!([{"ports": [{"port": "53", "protocol": "ANY"}], "rules": {"dns": [{"matchPattern": "*"}]}}]);
        assert!(!is_partial(json!({"toEndpoints": [{}], "toPorts": dns})));
    }
}
