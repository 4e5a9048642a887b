//! Policies in one form for both directions. Reading a policy makes the checks that Kubernetes makes.

use k8s_openapi::api::networking::v1::{
    IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::address::Addresses;
use crate::error::Invalid;
use crate::labels::Selector;
use crate::names;
use crate::ports::{Connections, Protocol};

/// A policy that was read and checked.
#[derive(Debug)]
pub(crate) struct Policy {
    /// `namespace/name`.
    pub(crate) shown: String,
    pub(crate) namespace: String,
    pub(crate) pods: Selector,
    /// The rules of each direction that the policy applies to.
    pub(crate) ingress: Option<Vec<Rule>>,
    pub(crate) egress: Option<Vec<Rule>>,
}

/// A rule: its peers and its ports.
#[derive(Debug)]
pub(crate) struct Rule {
    /// None for all peers.
    pub(crate) peers: Option<Vec<PeerOf>>,
    pub(crate) ports: PortsOf,
}

#[derive(Debug)]
pub(crate) enum PeerOf {
    /// Pods of the policy's namespace, or of all namespaces that match.
    Pods {
        namespaces: Option<Selector>,
        pods: Selector,
    },
    Block(Addresses),
}

/// The ports of a rule: numbers, and names with a number that depends on the destination.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PortsOf {
    pub(crate) numbers: Connections,
    pub(crate) names: Vec<(Protocol, String)>,
}

impl Policy {
    /// Reads a policy, or returns all of its errors.
    pub(crate) fn read(namespace: &str, policy: &NetworkPolicy) -> Result<Self, Vec<Invalid>> {
        let name = policy.metadata.name.as_deref().unwrap_or_default();
        let mut reader = Reader { namespace, name, is_live: policy.metadata.uid.is_some(), found: Vec::new() };
        let nothing = NetworkPolicySpec::default();
        let spec: Option<&NetworkPolicySpec> = (&policy.spec).into();
        let spec = spec.unwrap_or(&nothing);
        let everything = LabelSelector::default();
        let pods: Option<&LabelSelector> = (&spec.pod_selector).into();
        let pods = reader.selector("spec.podSelector", pods.unwrap_or(&everything));
        let (ingress, egress) =
            (spec.ingress.as_deref().unwrap_or_default(), spec.egress.as_deref().unwrap_or_default());
        let (has_ingress, has_egress) = match spec.policy_types.as_deref() {
            // Default: Ingress, and Egress if the policy has egress rules.
            None | Some([]) => (true, !egress.is_empty()),
            Some(types) => {
                if let Some(at) = types.iter().position(|it| !matches!(&**it, "Ingress" | "Egress")) {
                    let other = &types[at];
                    reader.wrong(
                        format!("spec.policyTypes[{at}]"),
                        format!("unknown policy type `{other}`: write `Ingress` or `Egress`"),
                    );
                }
                if types.len() > 2 {
                    reader.wrong("spec.policyTypes", "there are more than two policy types");
                }
                (types.iter().any(|it| it == "Ingress"), types.iter().any(|it| it == "Egress"))
            }
        };
        let ingress = ingress.iter().enumerate().map(|(at, rule)| {
            let field = format!("spec.ingress[{at}]");
            reader.rule(&field, "from", rule.from.as_deref(), rule.ports.as_deref())
        });
        let ingress: Vec<Rule> = ingress.collect();
        let egress = egress.iter().enumerate().map(|(at, rule)| {
            let field = format!("spec.egress[{at}]");
            reader.rule(&field, "to", rule.to.as_deref(), rule.ports.as_deref())
        });
        let egress: Vec<Rule> = egress.collect();
        if !reader.found.is_empty() {
            return Err(reader.found);
        }
        let [ingress, egress] = [(has_ingress, ingress), (has_egress, egress)].map(|(has, rules)| has.then_some(rules));
        let shown = format!("{namespace}/{}", policy.metadata.name.as_deref().unwrap_or_default());
        Ok(Self { shown, namespace: namespace.to_owned(), pods, ingress, egress })
    }
}

struct Reader<'a> {
    namespace: &'a str,
    name: &'a str,
    /// Whether a server has accepted the policy.
    is_live: bool,
    found: Vec<Invalid>,
}

impl Reader<'_> {
    fn wrong(&mut self, field: impl Into<String>, reason: impl Into<String>) {
        let (namespace, name) = (self.namespace.to_owned(), self.name.to_owned());
        self.found.push(Invalid { namespace, name, field: field.into(), reason: reason.into() });
    }

    fn label(&mut self, field: &str, key: &str, value: Option<&String>) {
        if let Some(reason) = names::key_fault(key) {
            self.wrong(field, format!("`{key}`: {reason}"));
        }
        if let Some((value, reason)) = value.and_then(|it| Some((it, names::value_fault(it)?))) {
            self.wrong(field, format!("`{value}`: {reason}"));
        }
    }

    fn selector(&mut self, field: &str, selector: &LabelSelector) -> Selector {
        for (key, value) in selector.match_labels.iter().flatten() {
            self.label(&format!("{field}.matchLabels"), key, Some(value));
        }
        for (at, expression) in selector.match_expressions.iter().flatten().enumerate() {
            let field = format!("{field}.matchExpressions[{at}]");
            self.label(&format!("{field}.key"), &expression.key, None);
            for (at, value) in expression.values.iter().flatten().enumerate() {
                if let Some(reason) = names::value_fault(value) {
                    self.wrong(format!("{field}.values[{at}]"), format!("`{value}`: {reason}"));
                }
            }
        }
        Selector::new(selector).unwrap_or_else(|reason| {
            self.wrong(field, reason);
            Selector::default()
        })
    }

    fn rule(
        &mut self,
        field: &str,
        side: &str,
        peers: Option<&[NetworkPolicyPeer]>,
        ports: Option<&[NetworkPolicyPort]>,
    ) -> Rule {
        let peers = peers.filter(|it| !it.is_empty()).map(|peers| {
            let each = peers.iter().enumerate();
            each.map(|(at, peer)| self.peer(&format!("{field}.{side}[{at}]"), peer)).collect()
        });
        Rule { peers, ports: self.ports(field, ports.unwrap_or_default()) }
    }

    fn peer(&mut self, field: &str, peer: &NetworkPolicyPeer) -> PeerOf {
        match (&peer.ip_block, &peer.namespace_selector, &peer.pod_selector) {
            (Some(block), None, None) => PeerOf::Block(self.block(field, block)),
            (None, None, None) => {
                self.wrong(field, "a peer needs a selector or an ipBlock");
                PeerOf::Block(Addresses::default())
            }
            (None, namespaces, pods) => {
                let namespaces = namespaces.as_ref().map(|it| self.selector(&format!("{field}.namespaceSelector"), it));
                let pods = pods.as_ref().map(|it| self.selector(&format!("{field}.podSelector"), it));
                PeerOf::Pods { namespaces, pods: pods.unwrap_or_default() }
            }
            (Some(_), ..) => {
                self.wrong(field, "a peer has an ipBlock or selectors, not both");
                PeerOf::Block(Addresses::default())
            }
        }
    }

    fn block(&mut self, field: &str, block: &IPBlock) -> Addresses {
        let is_live = self.is_live;
        let mut read = |field: String, text: &str| {
            let read = Addresses::cidr(text);
            match (&read, names::cidr_fault(text)) {
                // Servers before 1.36 accepted these spellings, and a later server keeps them.
                (Ok(_), Some(reason)) if !is_live => self.wrong(field, format!("`{text}`: {reason}")),
                (Ok(_), _) => {}
                (Err(reason), _) => self.wrong(field, reason.clone()),
            }
            read.unwrap_or_default()
        };
        let all = read(format!("{field}.ipBlock.cidr"), &block.cidr);
        let mut holes = Vec::new();
        for (at, text) in block.except.iter().flatten().enumerate() {
            let field = format!("{field}.ipBlock.except[{at}]");
            let hole = read(field.clone(), text);
            holes.push((field, hole));
        }
        for (field, hole) in &holes {
            if !all.is_empty() && !all.contains_all(hole) {
                self.wrong(field.clone(), format!("it is not inside `{}`", block.cidr));
            } else if !all.is_empty() && all == *hole {
                self.wrong(field.clone(), format!("it leaves nothing of `{}`: remove the block", block.cidr));
            }
        }
        all.minus(&Addresses::union(holes.iter().map(|(_, hole)| hole)))
    }

    fn ports(&mut self, field: &str, ports: &[NetworkPolicyPort]) -> PortsOf {
        if ports.is_empty() {
            return PortsOf { numbers: Connections::all(), names: Vec::new() };
        }
        let (mut spans, mut found) = (Vec::new(), Vec::new());
        for (at, port) in ports.iter().enumerate() {
            let field = format!("{field}.ports[{at}]");
            let protocol = port.protocol.as_deref().unwrap_or("TCP");
            let Ok(protocol) = protocol.parse() else {
                self.wrong(format!("{field}.protocol"), format!("unknown protocol `{protocol}`"));
                continue;
            };
            let number = |number: i32| u16::try_from(number).ok().filter(|number| *number > 0);
            match (&port.port, port.end_port) {
                (None, None) => spans.push((protocol, 1, u16::MAX)),
                (None, Some(_)) => self.wrong(field, "an endPort needs a port"),
                (Some(IntOrString::String(_)), Some(_)) => {
                    self.wrong(field, "an endPort needs a port that is a number")
                }
                (Some(IntOrString::String(name)), None) => match names::port_fault(name) {
                    Some(reason) => self.wrong(format!("{field}.port"), format!("`{name}`: {reason}")),
                    None => found.push((protocol, name.clone())),
                },
                (Some(IntOrString::Int(from)), to) => match (number(*from), number(to.unwrap_or(*from))) {
                    (Some(from), Some(to)) if from <= to => spans.push((protocol, from, to)),
                    (Some(from), Some(to)) => self.wrong(field, format!("the endPort {to} is below the port {from}")),
                    _ => self.wrong(field, "a port is a number from 1 to 65535"),
                },
            }
        }
        found.sort();
        found.dedup();
        PortsOf { numbers: Connections::from_spans(spans), names: found }
    }
}
