//! Policies that select no pod, and peers that match no pod: often a label with a typing error.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use crate::cause::PolicyType;
use crate::compiler::Compiler;
use crate::labels::Selector;
use crate::objects::Workload;
use crate::policy::{PeerOf, Policy};

/// A part of a policy that has no effect on the pods of these objects.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Warning {
    /// The policy, `namespace/name`.
    pub policy: String,
    /// The direction, the number of the rule and the number of the peer, both from 1. None if the policy selects no pod.
    pub peer: Option<(PolicyType, usize, usize)>,
    /// The selector, such as `app=web`.
    pub selector: String,
    /// A pod that differs in one label.
    pub near: Option<NearMiss>,
}

/// A pod that a selector would match with another value of one label.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct NearMiss {
    /// The workload of the pod.
    pub workload: Workload,
    /// The key of the label.
    pub key: String,
    /// Its value.
    pub value: String,
}

impl Display for Warning {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { policy, selector, .. } = self;
        match self.peer {
            None => {
                write!(f, "network policy `{policy}` selects no pod in these manifests: `{selector}` matches none")?
            }
            Some((way, rule, peer)) => {
                let way = if way == PolicyType::Egress { "egress" } else { "ingress" };
                write!(f, "network policy `{policy}`, {way} rule {rule}, peer {peer} matches no pod: `{selector}`")?;
            }
        }
        match &self.near {
            Some(NearMiss { workload, key, value }) => write!(f, "; `{workload}` has `{key}={value}`"),
            None => Ok(()),
        }
    }
}

/// The maximum number of warnings with a near miss: each is a comparison with all pods.
const COMPARED: usize = 200;

/// Finds the selectors of policies that match no pod.
pub(crate) fn find(policies: &[Policy], compiler: &mut Compiler<'_>) -> Vec<Warning> {
    let mut finder = Finder { compiler, known: BTreeMap::new(), warnings: Vec::new() };
    for policy in policies {
        let own = Namespaces::Own(&policy.namespace);
        if !finder.has_pod(own, &policy.pods) {
            finder.add(policy, own, &policy.pods, None);
        }
        for (policy_type, rules) in [(PolicyType::Ingress, &policy.ingress), (PolicyType::Egress, &policy.egress)] {
            for (rule, of) in rules.iter().flatten().enumerate() {
                for (at, peer) in of.peers.iter().flatten().enumerate() {
                    let PeerOf::Pods { namespaces, pods } = peer else { continue };
                    let namespaces = namespaces.as_ref().map_or(own, Namespaces::Matching);
                    if !finder.has_pod(namespaces, pods) && finder.has_pod(namespaces, &Selector::default()) {
                        finder.add(policy, namespaces, pods, Some((policy_type, rule + 1, at + 1)));
                    }
                }
            }
        }
    }
    finder.warnings
}

/// The namespaces of a peer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Namespaces<'a> {
    Own(&'a str),
    Matching(&'a Selector),
}

struct Finder<'a, 'b, 'c> {
    compiler: &'a mut Compiler<'b>,
    /// Whether a pod matches.
    known: BTreeMap<(Namespaces<'c>, Selector), bool>,
    warnings: Vec<Warning>,
}

impl<'c> Finder<'_, '_, 'c> {
    fn numbers(&mut self, namespaces: Namespaces<'_>) -> Vec<u32> {
        match namespaces {
            Namespaces::Own(name) => self.compiler.universe.namespace(name).into_iter().collect(),
            Namespaces::Matching(selector) => self.compiler.namespaces(selector),
        }
    }

    /// Whether a pod of these objects matches.
    fn has_pod(&mut self, namespaces: Namespaces<'c>, selector: &Selector) -> bool {
        let key = (namespaces, selector.clone());
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let numbers = self.numbers(namespaces);
        let found = !self.compiler.select_all(&numbers, selector).is_empty();
        self.known.insert(key, found);
        found
    }

    fn add(
        &mut self,
        policy: &Policy,
        namespaces: Namespaces<'_>,
        selector: &Selector,
        peer: Option<(PolicyType, usize, usize)>,
    ) {
        let numbers = self.numbers(namespaces);
        let is_compared = self.warnings.len() < COMPARED;
        let near = if is_compared { near(self.compiler, &numbers, selector) } else { None };
        self.warnings.push(Warning { policy: policy.shown.clone(), peer, selector: selector.to_string(), near });
    }
}

/// The pod that differs in one label. If the selector has no other label, the values must be similar.
fn near(compiler: &mut Compiler<'_>, namespaces: &[u32], selector: &Selector) -> Option<NearMiss> {
    let all = compiler.select_all(namespaces, &Selector::default());
    let universe = compiler.universe;
    let misses = all.into_iter().filter_map(|class| {
        let class = &universe.classes[class as usize];
        let (key, wanted, value, has_others) = selector.near_miss(&class.labels)?;
        let is_similar = wanted.iter().any(|it| {
            coderev_objects::nearest(it, [value]).is_some() || coderev_objects::nearest(value, [it.as_str()]).is_some()
        });
        let workload = universe.peers[class.peers[0].0 as usize].workload.clone();
        let near = NearMiss { workload, key: key.to_owned(), value: value.to_owned() };
        (is_similar || has_others).then_some((is_similar, near))
    });
    misses.max_by_key(|(is_similar, _)| *is_similar).map(|(_, near)| near)
}
