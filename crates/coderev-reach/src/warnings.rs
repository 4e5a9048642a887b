//! Policies that select no pod, and peers that match no pod: often a label with a typing error.

use std::fmt::{self, Display, Formatter};

use crate::cause::PolicyType;
use crate::direction::Compiler;
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

/// Finds the selectors of policies that match no pod.
pub(crate) fn find(policies: &[Policy], compiler: &mut Compiler<'_>) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for policy in policies {
        let own: Vec<u32> = compiler.universe.namespace(&policy.namespace).into_iter().collect();
        if !has_real(compiler, &own, &policy.pods) {
            let near = near(compiler, &own, &policy.pods);
            let (policy, selector) = (policy.shown.clone(), policy.pods.to_string());
            warnings.push(Warning { policy, peer: None, selector, near });
        }
        let rules = [(PolicyType::Ingress, &policy.ingress), (PolicyType::Egress, &policy.egress)];
        let rules =
            rules.into_iter().flat_map(|(way, rules)| rules.iter().flatten().enumerate().map(move |it| (way, it)));
        let mut peers = Vec::new();
        for (way, (rule, of)) in rules {
            for (at, peer) in of.peers.iter().flatten().enumerate() {
                if let PeerOf::Pods { namespaces, pods } = peer {
                    peers.push((namespaces, pods, (way, rule + 1, at + 1)));
                }
            }
        }
        for (namespaces, pods, peer) in peers {
            let namespaces = match namespaces {
                None => own.clone(),
                Some(selector) => compiler.namespaces(selector),
            };
            let is_here = has_real(compiler, &namespaces, &Selector::default());
            if is_here && !has_real(compiler, &namespaces, pods) {
                let near = near(compiler, &namespaces, pods);
                let (policy, selector) = (policy.shown.clone(), pods.to_string());
                warnings.push(Warning { policy, peer: Some(peer), selector, near });
            }
        }
    }
    warnings
}

/// Whether a pod of these objects matches.
fn has_real(compiler: &mut Compiler<'_>, namespaces: &[u32], selector: &Selector) -> bool {
    compiler.select_all(namespaces, selector).into_iter().any(|it| is_real(compiler, it))
}

/// Whether a class has pods of these objects.
fn is_real(compiler: &Compiler<'_>, class: u32) -> bool {
    let universe = compiler.universe;
    universe.classes[class as usize].peers.iter().any(|it| !universe.peers[it.0 as usize].workload.is_implied())
}

/// The pod that differs in one label. If the selector has no other label, the values must be similar.
fn near(compiler: &mut Compiler<'_>, namespaces: &[u32], selector: &Selector) -> Option<NearMiss> {
    let all = compiler.select_all(namespaces, &Selector::default());
    let universe = compiler.universe;
    let misses = all.into_iter().filter(|it| is_real(compiler, *it)).filter_map(|class| {
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
