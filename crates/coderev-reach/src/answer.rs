//! An answer, with the verdict of each side.

use crate::cause::{Cause, Outcome};
use crate::objects::Workload;

/// Whether a connection is allowed, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The verdict of the policies of the source.
    pub egress: Verdict,
    /// The verdict of the policies of the destination.
    pub ingress: Verdict,
    verdict: Outcome,
}

impl Answer {
    /// The verdict of both sides.
    ///
    /// It can be certain where the verdict of each side is unknown: both sides can have the same cause.
    #[must_use]
    pub fn verdict(&self) -> Outcome {
        self.verdict
    }

    /// Whether it is certain that both sides allow it.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.verdict == Outcome::Allowed
    }

    pub(crate) fn new(egress: Verdict, ingress: Verdict) -> Self {
        let verdict = match [egress.outcome(), ingress.outcome()] {
            [Outcome::Denied, _] | [_, Outcome::Denied] => Outcome::Denied,
            [Outcome::Allowed, Outcome::Allowed] => Outcome::Allowed,
            _ => Outcome::Unknown,
        };
        Self { egress, ingress, verdict }
    }

    /// The answer if it is unknown which of two answers is true. `hosts` are the workloads that make them differ.
    pub(crate) fn either(self, other: Self, hosts: &[Workload]) -> Self {
        let verdict = if self.verdict == other.verdict { self.verdict } else { Outcome::Unknown };
        let side = |a: Verdict, b: Verdict| {
            if a.outcome() == b.outcome() && a.outcome() != Outcome::Unknown {
                return a;
            }
            let mut causes = Vec::new();
            if a.outcome() != b.outcome() {
                causes.extend(hosts.iter().cloned().map(Cause::HostNetwork));
            }
            for it in [a, b] {
                if let Verdict::Unknown(more) = it {
                    causes.extend(more);
                }
            }
            causes.sort();
            causes.dedup();
            Verdict::Unknown(causes)
        };
        Self { egress: side(self.egress, other.egress), ingress: side(self.ingress, other.ingress), verdict }
    }
}

/// The verdict of one side, and the policies that decided: `namespace/name`, or `ClusterNetworkPolicy name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Both ends are the same pod.
    Itself,
    /// No policy decides: an address outside the cluster, a pod without a policy, or an implied peer, of which only
    /// policies of the cluster are known.
    Free,
    /// Each of these policies has a rule that allows the connection.
    Allowed(Vec<String>),
    /// These policies select the pod, and none of their rules allows the connection; or a rule of the policy of the
    /// cluster denies it.
    Denied(Vec<String>),
    /// The manifests do not decide, for these reasons.
    Unknown(Vec<Cause>),
}

impl Verdict {
    /// Whether it is certain that this side allows the connection.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.outcome() == Outcome::Allowed
    }

    /// The verdict without its reason.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Itself | Self::Free | Self::Allowed(_) => Outcome::Allowed,
            Self::Denied(_) => Outcome::Denied,
            Self::Unknown(_) => Outcome::Unknown,
        }
    }
}
