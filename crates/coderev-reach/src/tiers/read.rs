//! Reads the policies of the cluster from JSON values, with the checks of their definitions.

use coderev_objects::fields::{FieldProblem, KubernetesVersion, tree};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use serde_json::{Map, Value};

use super::{Action, PodsOf, Tier, TierPeer, TierPolicy, TierRule};
use crate::address::Addresses;
use crate::error::Invalid;
use crate::labels::Selector;
use crate::policy::PortsOf;
use crate::ports::{Connections, Protocol};

/// Fields of the experimental channel. The definitions of the standard channel do not have them.
const EXPERIMENTAL: [&str; 3] = ["nodes", "domainNames", "namedPort"];

/// The tier Baseline of the older API has one policy.
const ONLY: u32 = 0;

impl TierPolicy {
    /// Reads a policy of this kind, or returns all of its errors.
    pub(crate) fn read(kind: &str, value: &Value) -> Result<Self, Vec<Invalid>> {
        let name = value["metadata"]["name"].as_str().unwrap_or_default();
        let mut reader = Reader { kind, name, is_old: kind != "ClusterNetworkPolicy", found: Vec::new() };
        reader.fields(value);
        let spec = &value["spec"];
        let tier = match (kind, spec["tier"].as_str()) {
            ("AdminNetworkPolicy", _) | (_, Some("Admin")) => Tier::Admin,
            ("BaselineAdminNetworkPolicy", _) | (_, Some("Baseline")) => Tier::Baseline,
            (_, other) => {
                reader.wrong("spec.tier", format!("the tier is `Admin` or `Baseline`, not `{}`", other.unwrap_or("")));
                Tier::Admin
            }
        };
        let priority = match (kind, spec["priority"].as_u64().filter(|it| *it <= 1000)) {
            ("BaselineAdminNetworkPolicy", _) => {
                if name != "default" {
                    reader.wrong("metadata.name", "the only BaselineAdminNetworkPolicy has the name `default`");
                }
                ONLY
            }
            (_, Some(priority)) => priority as u32,
            (_, None) => {
                reader.wrong("spec.priority", "a priority is a number from 0 to 1000");
                ONLY
            }
        };
        let subject = reader.pods("spec.subject", &spec["subject"]).unwrap_or_else(|| {
            reader.wrong("spec.subject", "a subject has either `namespaces` or `pods`");
            PodsOf { namespaces: Selector::default(), pods: Selector::default() }
        });
        let [ingress, egress] = [("ingress", "from"), ("egress", "to")].map(|(side, peers)| {
            let rules = spec[side].as_array().map_or(&[][..], Vec::as_slice);
            let most = if reader.is_old { 100 } else { 25 };
            if rules.len() > most {
                reader.wrong(
                    format!("spec.{side}"),
                    format!("there are {} rules, and at most {most} are allowed", rules.len()),
                );
            }
            let each = rules.iter().enumerate();
            each.map(|(at, rule)| reader.rule(&format!("spec.{side}[{at}]"), peers, rule)).collect::<Vec<_>>()
        });
        if reader.found.is_empty() {
            Ok(Self { name: format!("{kind} {name}"), tier, priority, subject, ingress, egress })
        } else {
            Err(reader.found)
        }
    }
}

struct Reader<'a> {
    kind: &'a str,
    name: &'a str,
    /// Whether the API is v1alpha1.
    is_old: bool,
    found: Vec<Invalid>,
}

impl Reader<'_> {
    fn wrong(&mut self, field: impl Into<String>, reason: impl Into<String>) {
        let (namespace, name) = (String::new(), format!("{} {}", self.kind, self.name));
        self.found.push(Invalid { namespace, name, field: field.into(), reason: reason.into() });
    }

    /// Compares the fields with the definition of the kind.
    fn fields(&mut self, value: &Value) {
        let Some(kind) = tree(value["apiVersion"].as_str().unwrap_or_default(), self.kind) else { return };
        let version = KubernetesVersion::of_build();
        let mut spec = Map::new();
        for key in ["apiVersion", "kind", "spec"] {
            spec.extend(value.get(key).map(|it| (key.to_owned(), it.clone())));
        }
        spec.insert("metadata".into(), Value::Object(Map::new()));
        for problem in kind.problems(&Value::Object(spec), version) {
            let is_experimental = matches!(problem, FieldProblem::Unknown { .. })
                && problem.path().name().is_some_and(|it| EXPERIMENTAL.contains(&it));
            if !is_experimental {
                self.wrong(problem.path().to_string(), problem.to_string());
            }
        }
    }

    fn selector(&mut self, field: &str, value: &Value) -> Selector {
        let read = match value {
            Value::Null => Ok(LabelSelector::default()),
            value => serde_json::from_value(value.clone()).map_err(|error| error.to_string()),
        };
        read.and_then(|it| Selector::new(&it)).unwrap_or_else(|reason| {
            self.wrong(field, reason);
            Selector::default()
        })
    }

    /// The pods of a subject or of a peer. None where the value has no pods.
    fn pods(&mut self, field: &str, value: &Value) -> Option<PodsOf> {
        let fields = value.as_object().filter(|it| it.len() == 1)?;
        if let Some(namespaces) = fields.get("namespaces") {
            let namespaces = self.selector(&format!("{field}.namespaces"), namespaces);
            return Some(PodsOf { namespaces, pods: Selector::default() });
        }
        let pods = fields.get("pods")?;
        let namespaces = self.selector(&format!("{field}.pods.namespaceSelector"), &pods["namespaceSelector"]);
        Some(PodsOf { namespaces, pods: self.selector(&format!("{field}.pods.podSelector"), &pods["podSelector"]) })
    }

    fn rule(&mut self, field: &str, side: &str, rule: &Value) -> TierRule {
        let action = match (rule["action"].as_str().unwrap_or_default(), self.is_old) {
            ("Accept", false) | ("Allow", true) => Action::Accept,
            ("Deny", _) => Action::Deny,
            ("Pass", _) if self.kind != "BaselineAdminNetworkPolicy" => Action::Pass,
            (other, _) => {
                let known = match self.kind {
                    "ClusterNetworkPolicy" => "`Accept`, `Deny` or `Pass`",
                    "AdminNetworkPolicy" => "`Allow`, `Deny` or `Pass`",
                    _ => "`Allow` or `Deny`",
                };
                self.wrong(format!("{field}.action"), format!("the action is {known}, not `{other}`"));
                Action::Deny
            }
        };
        let peers = rule[side].as_array().map_or(&[][..], Vec::as_slice);
        if peers.is_empty() {
            self.wrong(format!("{field}.{side}"), "a rule needs at least one peer");
        }
        let each = peers.iter().enumerate();
        let peers: Vec<TierPeer> =
            each.filter_map(|(at, peer)| self.peer(&format!("{field}.{side}[{at}]"), side, action, peer)).collect();
        let ports = self.ports(field, if self.is_old { "ports" } else { "protocols" }, rule);
        if !ports.names.is_empty() && peers.iter().any(|it| !matches!(it, TierPeer::Pods(_))) {
            self.wrong(field, "a rule with `networks`, `nodes` or `domainNames` must not name ports");
        }
        TierRule { action, peers, ports }
    }

    fn peer(&mut self, field: &str, side: &str, action: Action, peer: &Value) -> Option<TierPeer> {
        if let Some(pods) = self.pods(field, peer) {
            return Some(TierPeer::Pods(pods));
        }
        let only = peer.as_object().filter(|it| it.len() == 1).and_then(|it| it.iter().next());
        match only.map(|(key, value)| (key.as_str(), value)) {
            Some(("networks", networks)) if side == "to" => {
                let mut all = Vec::new();
                for (at, text) in networks.as_array().into_iter().flatten().enumerate() {
                    match Addresses::cidr(text.as_str().unwrap_or_default()) {
                        Ok(network) => all.push(network),
                        Err(reason) => self.wrong(format!("{field}.networks[{at}]"), reason),
                    }
                }
                if networks.as_array().is_none_or(Vec::is_empty) {
                    self.wrong(format!("{field}.networks"), "it needs at least one network");
                }
                Some(TierPeer::Networks(Addresses::union(all.iter())))
            }
            Some(("nodes", nodes)) if side == "to" => {
                Some(TierPeer::Nodes(self.selector(&format!("{field}.nodes"), nodes)))
            }
            Some(("domainNames", _)) if side == "to" && self.kind != "BaselineAdminNetworkPolicy" => {
                if action != Action::Accept {
                    self.wrong(format!("{field}.domainNames"), "only a rule that accepts can have DNS names");
                }
                Some(TierPeer::DomainNames)
            }
            _ => {
                let known = if side == "to" { ", `networks`, `nodes` or `domainNames`" } else { "" };
                self.wrong(field, format!("a peer has exactly one of `namespaces`, `pods`{known}"));
                None
            }
        }
    }

    fn ports(&mut self, field: &str, key: &str, rule: &Value) -> PortsOf {
        let Some(list) = rule.get(key).filter(|it| !it.is_null()) else {
            return PortsOf { numbers: Connections::all(), names: Vec::new() };
        };
        let list = list.as_array().map_or(&[][..], Vec::as_slice);
        if list.is_empty() {
            self.wrong(format!("{field}.{key}"), "it needs at least one entry: without the field a rule has all ports");
        }
        let (mut spans, mut names) = (Vec::new(), Vec::new());
        for (at, port) in list.iter().enumerate() {
            let field = format!("{field}.{key}[{at}]");
            let only = port.as_object().filter(|it| it.len() == 1).and_then(|it| it.iter().next());
            let read = match only.map(|(key, value)| (key.as_str(), value)) {
                Some(("destinationNamedPort" | "namedPort", name)) => {
                    let name = name.as_str().unwrap_or_default();
                    names.extend(Protocol::ALL.map(|protocol| (protocol, name.to_owned())));
                    continue;
                }
                Some(("portNumber", of)) => old_protocol(of).and_then(|it| Ok((it, one(&of["port"])?))),
                Some(("portRange", of)) => old_protocol(of).and_then(|it| Ok((it, range(of)?))),
                Some((protocol @ ("tcp" | "udp" | "sctp"), of)) => new_ports(protocol, of),
                _ => Err("a port has exactly one kind".to_owned()),
            };
            match read {
                Ok((protocol, (first, last))) => spans.push((protocol, first, last)),
                Err(reason) => self.wrong(field, reason),
            }
        }
        names.sort();
        names.dedup();
        PortsOf { numbers: Connections::from_spans(spans), names }
    }
}

fn new_ports(protocol: &str, of: &Value) -> Result<(Protocol, (u16, u16)), String> {
    let protocol = match protocol {
        "tcp" => Protocol::Tcp,
        "udp" => Protocol::Udp,
        _ => Protocol::Sctp,
    };
    let port = of["destinationPort"].as_object().filter(|it| it.len() == 1);
    match port.and_then(|it| it.iter().next()).map(|(key, value)| (key.as_str(), value)) {
        Some(("number", number)) => Ok((protocol, one(number)?)),
        Some(("range", of)) => Ok((protocol, range(of)?)),
        _ => Err("a protocol needs a `destinationPort` with either `number` or `range`".into()),
    }
}

fn old_protocol(of: &Value) -> Result<Protocol, String> {
    let protocol = of["protocol"].as_str().unwrap_or("TCP");
    protocol.parse().map_err(|()| format!("unknown protocol `{protocol}`"))
}

fn number(value: &Value) -> Result<u16, String> {
    let number = value.as_u64().and_then(|it| u16::try_from(it).ok()).filter(|it| *it > 0);
    number.ok_or_else(|| "a port is a number from 1 to 65535".into())
}

fn one(value: &Value) -> Result<(u16, u16), String> {
    number(value).map(|it| (it, it))
}

fn range(of: &Value) -> Result<(u16, u16), String> {
    let (start, end) = (number(&of["start"])?, number(&of["end"])?);
    if start < end { Ok((start, end)) } else { Err(format!("the start {start} is not below the end {end}")) }
}
