//! Explanations: the rules that decided, and the causes of a near miss.

use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::answer::{Answer, Verdict};
use crate::cause::PolicyType;
use crate::end::End;
use crate::implied_peer::ImpliedPeer;
use crate::labels::Labels;
use crate::objects::ContainerPort;
use crate::policy::{PeerOf, Policy, PortsOf, Rule};
use crate::ports::{Connections, Port};
use crate::reach::Reach;
use crate::reason::Reason;
use crate::world::World;

/// The maximum number of near misses of one side.
const MISSES: usize = 5;

/// An answer with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// The answer.
    pub answer: Answer,
    /// The reasons for the verdict of the source.
    pub egress: Vec<Reason>,
    /// The reasons for the verdict of the destination.
    pub ingress: Vec<Reason>,
}

impl Reach {
    /// The answer of [`Reach::ask`], with the rules that decided. A denial has the near misses: rules that select the
    /// other end on other ports, names of ports that no container has, and labels that differ in one value.
    #[must_use]
    pub fn explain(&self, from: End, to: End, port: Port) -> Explanation {
        let answer = self.ask(from, to, port);
        let world = self.worlds().next().expect("there is at least one way to treat the network of nodes");
        let egress = self.reasons(world, PolicyType::Egress, from, to, port, &answer.egress);
        let ingress = self.reasons(world, PolicyType::Ingress, to, from, port, &answer.ingress);
        Explanation { answer, egress, ingress }
    }

    fn reasons(
        &self,
        world: World<'_>,
        way: PolicyType,
        own: End,
        other: End,
        port: Port,
        verdict: &Verdict,
    ) -> Vec<Reason> {
        if matches!(verdict, Verdict::Itself | Verdict::Free | Verdict::Unknown(_)) {
            return Vec::new();
        }
        let is_egress = way == PolicyType::Egress;
        let direction = if is_egress { world.egress } else { world.ingress };
        let class = self.node(direction, own);
        let (node, destination) = (self.node(direction, other), if is_egress { other } else { own });
        let names = self.names(destination);
        let mut reasons = Vec::new();
        let is_implied = matches!(own, End::Implied(_));
        if is_implied || direction.tiers.apply_to(class) {
            let (rules, is_passed) = self.deciding_rules(direction, class, node, names, port);
            reasons.extend(rules.into_iter().map(|it| Reason::Rule {
                policy: it.policy,
                rule: it.rule,
                action: it.action.shown(),
                peer: String::new(),
            }));
            if is_implied || !is_passed {
                return reasons;
            }
        }
        let is_allowed = matches!(verdict, Verdict::Allowed(_));
        let mut misses = Vec::new();
        for &policy in &direction.groups[direction.group_of[class as usize] as usize] {
            let of = &self.rules[policy as usize];
            let rules = if is_egress { &of.egress } else { &of.ingress };
            for (at, (rule, &(_, ports))) in rules.iter().flatten().zip(&direction.rules[policy as usize]).enumerate() {
                let is_peer = self.matches(world, direction, (policy, at), node);
                let is_port = self.arena.contains(direction.resolve(ports, names), port);
                if is_allowed && is_peer && is_port {
                    let (policy, rule, peer) = (of.shown.clone(), at + 1, self.peer_text(of, rule, other));
                    reasons.push(Reason::Rule { policy, rule, action: "allows it", peer });
                } else if !is_allowed && is_peer {
                    let allowed = self.arena.get(direction.resolve(ports, names));
                    misses.extend(self.port_misses(of, at + 1, &rule.ports, allowed, destination));
                } else if !is_allowed {
                    misses.extend(self.label_misses(of, at + 1, rule, other));
                }
            }
        }
        misses.truncate(MISSES);
        reasons.extend(misses);
        reasons
    }

    /// The peers of a rule that match the other end.
    fn peer_text(&self, policy: &Policy, rule: &Rule, other: End) -> String {
        let Some(peers) = &rule.peers else { return "any peer".to_owned() };
        let matching = peers.iter().filter(|it| self.is_peer(policy, it, other));
        let mut texts: Vec<String> = matching
            .map(|it| match it {
                PeerOf::Block(_) => "an ipBlock".to_owned(),
                PeerOf::Pods { namespaces: None, pods } => format!("pods `{pods}`"),
                PeerOf::Pods { namespaces: Some(namespaces), pods } => {
                    format!("pods `{pods}` of namespaces `{namespaces}`")
                }
            })
            .collect();
        texts.dedup();
        texts.join(", ")
    }

    fn is_peer(&self, policy: &Policy, peer: &PeerOf, other: End) -> bool {
        match (peer, other) {
            (PeerOf::Block(block), End::Address(address)) => block.contains(address),
            (PeerOf::Block(block), End::Peer(id)) => self.peer(id).addresses.iter().any(|it| block.contains(*it)),
            (PeerOf::Pods { .. }, End::Address(_)) | (PeerOf::Block(_), End::Implied(_)) => false,
            (PeerOf::Pods { .. }, End::Implied(id)) => {
                let wide = ImpliedPeer::of_rule(&policy.namespace, peer);
                wide.is_some_and(|wide| self.implied_peer(id).implies(&wide, &self.universe))
            }
            (PeerOf::Pods { pods, .. }, End::Peer(id)) => {
                self.is_in_namespace(policy, peer, other) && pods.matches(&self.peer(id).labels)
            }
        }
    }

    fn is_in_namespace(&self, policy: &Policy, peer: &PeerOf, other: End) -> bool {
        let (PeerOf::Pods { namespaces, .. }, End::Peer(id)) = (peer, other) else { return false };
        let namespace = &self.peer(id).workload.namespace;
        match namespaces {
            None => policy.namespace == *namespace,
            Some(selector) => {
                let number = self.universe.namespace(namespace).expect("the namespace of a peer is added with it");
                selector.matches(&self.universe.namespaces[number as usize].1)
            }
        }
    }

    fn label_misses(&self, policy: &Policy, number: usize, rule: &Rule, other: End) -> Vec<Reason> {
        let End::Peer(id) = other else { return Vec::new() };
        let peer = self.peer(id);
        let misses = rule.peers.iter().flatten().filter_map(|it| {
            let PeerOf::Pods { pods, .. } = it else { return None };
            let (key, wanted, value, has_others) = pods.near_miss(&peer.labels)?;
            let is_similar = wanted.iter().any(|it| {
                coderev_objects::nearest(it, [value]).is_some()
                    || coderev_objects::nearest(value, [it.as_str()]).is_some()
            });
            (self.is_in_namespace(policy, it, other) && (is_similar || has_others)).then(|| Reason::OtherLabel {
                policy: policy.shown.clone(),
                rule: number,
                selector: pods.to_string(),
                workload: peer.workload.clone(),
                key: key.to_owned(),
                value: value.to_owned(),
            })
        });
        misses.collect()
    }

    fn port_misses(
        &self,
        policy: &Policy,
        rule: usize,
        ports: &PortsOf,
        allowed: Connections,
        destination: End,
    ) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let policy = policy.shown.clone();
        if let End::Peer(id) = destination {
            let peer = self.peer(id);
            let has = |own: &ContainerPort, name: &str| own.name == name;
            for (protocol, name) in &ports.names {
                if !peer.ports.iter().any(|own| has(own, name) && own.protocol == *protocol) {
                    let known = peer.ports.iter().filter(|it| !it.name.is_empty()).map(|it| it.name.clone());
                    reasons.push(Reason::NoSuchPort {
                        policy: policy.clone(),
                        rule,
                        name: name.clone(),
                        workload: peer.workload.clone(),
                        known: known.collect(),
                    });
                }
            }
            let service = self.service_port(&peer.workload.namespace, &peer.labels, &peer.ports, &allowed);
            if !allowed.is_empty() {
                reasons.push(Reason::OtherPorts { policy, rule, ports: allowed, service });
            }
        } else if !allowed.is_empty() {
            reasons.push(Reason::OtherPorts { policy, rule, ports: allowed, service: None });
        }
        reasons
    }

    /// The Service of a pod that has one of these ports, and the port of the pod, if it is another one.
    fn service_port(
        &self,
        namespace: &str,
        labels: &Labels,
        own: &[ContainerPort],
        allowed: &Connections,
    ) -> Option<(String, u16)> {
        let of_namespace = self.services.iter().filter(|((space, _), _)| space == namespace);
        of_namespace.into_iter().find_map(|((space, name), service)| {
            let spec = service.spec.as_ref()?;
            let selector = spec.selector.as_ref().filter(|it| !it.is_empty())?;
            if !selector.iter().all(|(key, value)| labels.get(key) == Some(value)) {
                return None;
            }
            spec.ports.iter().flatten().find_map(|port| {
                let protocol = port.protocol.as_deref().unwrap_or("TCP").parse().ok()?;
                let number = u16::try_from(port.port).ok()?;
                let target = match port.target_port.as_ref()? {
                    IntOrString::Int(target) => u16::try_from(*target).ok()?,
                    IntOrString::String(name) => {
                        own.iter().find(|it| it.name == *name && it.protocol == protocol)?.number
                    }
                };
                let has = |number| allowed.contains(Port { protocol, number });
                (number != target && has(number) && !has(target)).then(|| (format!("{space}/{name}"), target))
            })
        })
    }
}
