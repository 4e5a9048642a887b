//! Egress to DNS names, from CiliumNetworkPolicies and ServiceEntries. A NetworkPolicy cannot refer to a DNS name.

use serde_json::Value;

use super::{Objects, Peer, list, object_key};
use crate::labels::Labels;
use crate::ports::{Connections, Port, Protocol};

/// DNS names that some pods may connect to, on some ports.
///
/// The manifests do not contain the addresses of a name, so a verdict about an address does not consider these names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FqdnEgress {
    namespace: String,
    names: Vec<String>,
    ports: Connections,
    source: Source,
}

/// The object that allows the egress.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Source {
    /// A CiliumNetworkPolicy, for the pods with these labels.
    Cilium(Labels),
    /// A ServiceEntry, for all pods of its namespace.
    ServiceEntry,
}

impl FqdnEgress {
    /// The names, or patterns such as `*.acme.dev`.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The ports.
    #[must_use]
    pub fn ports(&self) -> &Connections {
        &self.ports
    }

    /// Whether the egress applies to this pod.
    #[must_use]
    pub fn applies_to(&self, peer: &Peer) -> bool {
        let selects = match &self.source {
            Source::Cilium(labels) => labels.iter().all(|(key, value)| peer.labels.get(key) == Some(value)),
            Source::ServiceEntry => true,
        };
        self.namespace == peer.workload.namespace && selects
    }

    /// Whether a NetworkPolicy must also allow the egress: true for a ServiceEntry, which allows no traffic itself.
    #[must_use]
    pub fn needs_policy(&self) -> bool {
        self.source == Source::ServiceEntry
    }
}

/// The evaluated part of a CiliumNetworkPolicy.
#[derive(Clone, Debug)]
pub(crate) struct CiliumPolicy {
    pub(crate) egress: Vec<FqdnEgress>,
    /// Whether this part is the complete policy.
    pub(crate) is_complete: bool,
}

impl Objects {
    pub(super) fn add_cilium_policy(&mut self, value: &Value) {
        let key = object_key(value);
        let Some((labels, rules)) = selected(value) else {
            self.cilium_policies.insert(key, CiliumPolicy { egress: Vec::new(), is_complete: false });
            return;
        };
        let known = ["endpointSelector", "egress", "description"];
        let mut is_complete = has_only(&value["spec"], &known);
        let mut egress = Vec::new();
        for rule in rules {
            let names = names(rule);
            is_complete &= is_read(rule);
            if !names.is_empty() {
                let (namespace, source) = (key.0.clone(), Source::Cilium(labels.clone()));
                egress.push(FqdnEgress { namespace, names, ports: ports(rule), source });
            }
        }
        self.cilium_policies.insert(key, CiliumPolicy { egress, is_complete });
    }

    pub(super) fn add_service_entry(&mut self, value: &Value) {
        let spec = &value["spec"];
        if spec["location"].as_str() == Some("MESH_INTERNAL") {
            return;
        }
        let names: Vec<String> = list(&spec["hosts"]).iter().filter_map(|it| it.as_str()).map(str::to_owned).collect();
        let numbers = list(&spec["ports"]).iter().filter_map(|it| u16::try_from(it["number"].as_u64()?).ok());
        let ports = numbers.fold(Connections::default(), |all, it| all.union(&Port::tcp(it).into()));
        if !names.is_empty() {
            let key = object_key(value);
            let (namespace, source) = (key.0.clone(), Source::ServiceEntry);
            self.service_entries.insert(key, FqdnEgress { namespace, names, ports, source });
        }
    }

    /// The egress to DNS names of all CiliumNetworkPolicies and ServiceEntries.
    pub fn fqdn_egress(&self) -> impl Iterator<Item = &FqdnEgress> {
        self.cilium_policies.values().flat_map(|it| &it.egress).chain(self.service_entries.values())
    }

    /// Whether a CiliumNetworkPolicy has a part that is not evaluated.
    ///
    /// A CiliumNetworkPolicy also denies all other egress. That part is not evaluated, so a NetworkPolicy with the
    /// same name has to deny it.
    pub(super) fn is_partial_cilium_policy(&self, namespace: &str, name: &str) -> bool {
        let key = (namespace.to_owned(), name.to_owned());
        let is_complete = self.cilium_policies.get(&key).is_some_and(|it| it.is_complete);
        !is_complete || !self.policies.contains_key(&key)
    }
}

/// The labels of the pods that a CiliumNetworkPolicy selects, and its egress rules. None where its selector has more
/// than labels.
fn selected(value: &Value) -> Option<(Labels, &[Value])> {
    let selector = value["spec"]["endpointSelector"].as_object()?;
    let mut labels = Labels::new();
    for (key, of) in selector {
        let of = of.as_object().filter(|_| key == "matchLabels")?;
        for (key, value) in of {
            // Cilium marks the source of a label with a prefix.
            let key = ["k8s:", "any:"].iter().find_map(|it| key.strip_prefix(it)).unwrap_or(key);
            labels.insert(key.to_owned(), value.as_str()?.to_owned());
        }
    }
    Some((labels, list(&value["spec"]["egress"])))
}

/// Whether a rule has only names and ports, or is the DNS rule with which Cilium learns the addresses of names.
fn is_read(rule: &Value) -> bool {
    let sees_dns = list(&rule["toPorts"]).iter().all(|it| it["rules"]["dns"].is_array());
    if rule["toFQDNs"].is_array() {
        let is_plain = list(&rule["toPorts"]).iter().all(|it| it.get("rules").is_none());
        has_only(rule, &["toFQDNs", "toPorts"]) && is_plain
    } else {
        has_only(rule, &["toEndpoints", "toCIDR", "toPorts"]) && rule["toPorts"].is_array() && sees_dns
    }
}

fn has_only(value: &Value, keys: &[&str]) -> bool {
    value.as_object().is_some_and(|it| it.keys().all(|key| keys.contains(&&**key)))
}

fn names(rule: &Value) -> Vec<String> {
    let name = |it: &Value| it["matchName"].as_str().or_else(|| it["matchPattern"].as_str()).map(str::to_owned);
    list(&rule["toFQDNs"]).iter().filter_map(name).collect()
}

/// The ports of a rule. A rule without ports allows all ports.
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
            // Port 0 means every port.
            let (first, last) = if first == 0 { (1, u16::MAX) } else { (first, last.max(first)) };
            all = all.union(&Connections::span(protocol, first, last));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::Objects;
    use serde_json::json;

    #[test]
    fn a_port_without_a_protocol_has_every_protocol_and_zero_is_every_port() {
        let shown = |port: serde_json::Value| {
            let rule = json!({"toFQDNs": [{"matchPattern": "*.acme.dev"}], "toPorts": [{"ports": [port]}]});
            let mut objects = Objects::new();
            objects.add_cilium_policy(&json!({"spec": {"endpointSelector": {}, "egress": [rule]}}));
            objects.fqdn_egress().map(|it| format!("{} {}", it.ports(), it.names().join(", "))).collect::<String>()
        };
        assert_eq!(shown(json!({"port": "443"})), "SCTP 443,TCP 443,UDP 443 *.acme.dev");
        assert_eq!(shown(json!({"port": "8000", "endPort": 8010, "protocol": "TCP"})), "TCP 8000-8010 *.acme.dev");
        assert_eq!(shown(json!({"port": "0", "protocol": "UDP"})), "UDP 1-65535 *.acme.dev");
    }

    #[test]
    fn a_partly_evaluated_policy_is_reported() {
        let is_partial = |rule: serde_json::Value| {
            let mut objects = Objects::new();
            let spec = json!({"endpointSelector": {"matchLabels": {"app": "a"}}, "egress": [rule]});
            objects.add_cilium_policy(&json!({ "spec": spec }));
            !objects.cilium_policies.values().all(|it| it.is_complete)
        };
        let ports = json!([{"ports": [{"port": "443", "protocol": "TCP"}]}]);
        assert!(!is_partial(json!({"toFQDNs": [{"matchName": "acme.dev"}], "toPorts": ports})));
        assert!(is_partial(json!({"toEntities": ["world"], "toPorts": ports})));
        assert!(is_partial(json!({"toCIDR": ["10.0.0.0/8"], "toPorts": ports})));
        let dns = json!([{"ports": [{"port": "53", "protocol": "ANY"}], "rules": {"dns": [{"matchPattern": "*"}]}}]);
        assert!(!is_partial(json!({"toEndpoints": [{}], "toPorts": dns})));
    }
}
