//! The own side of a decision: pods in the objects, or pods that are not in the objects.

use std::rc::Rc;

use super::{Compiled, Match, Tiers};
use crate::implied_peer::ImpliedPeer;
use crate::universe::Universe;

/// The pods that a policy of the cluster is or is not about.
pub(crate) enum Own<'a> {
    /// A class of pods in the objects.
    Class(u32),
    /// Pods that are not in the objects.
    Implied(Rc<ImpliedPeer>, &'a Universe),
}

impl Own<'_> {
    /// Whether the pods are the subject of a policy. Maybe for a part of the pods.
    pub(super) fn is_subject(&self, policy: &Compiled) -> Match {
        match self {
            Self::Class(class) if policy.subject.binary_search(class).is_ok() => Match::Yes,
            Self::Class(_) => Match::No,
            Self::Implied(peer, universe) => match &policy.of {
                Some(of) if peer.implies(of, universe) => Match::Yes,
                Some(of) if peer.overlaps(of, universe) => Match::Maybe,
                Some(_) | None => Match::No,
            },
        }
    }

    pub(super) fn is_implied(&self) -> bool {
        matches!(self, Self::Implied(..))
    }
}

impl Tiers {
    /// The indices of the ports of all rules that are, or may be, for some pods.
    pub(crate) fn ports_of(&self, own: &Own<'_>) -> Vec<u32> {
        let policies = self.levels.values().flatten().filter(|it| own.is_subject(it) != Match::No);
        policies.flat_map(|it| &it.rules).map(|it| it.ports).collect()
    }
}
