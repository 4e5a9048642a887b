//! The pods whose verdicts depend on objects that are not evaluated.

use crate::cause::{Cause, Outcome, PolicyType};
use crate::ignored::Ignored;
use crate::objects::Effect;
use crate::ports::{ALL, Bounds, NONE};
use crate::reach::{End, Reach, Verdict};

impl Reach {
    /// The objects that are not evaluated and are about an end.
    fn ignored(&self, way: PolicyType, own: End) -> impl Iterator<Item = &Ignored> {
        let class = match own {
            End::Peer(id) => Some(self.universe.class_of[id.0 as usize]),
            End::Address(_) => None,
        };
        let is_about = move |it: &&Ignored| class.is_some_and(|class| it.classes.binary_search(&class).is_ok());
        self.ignored.iter().filter(move |it| it.applies_to(way)).filter(is_about)
    }

    /// The bounds if the objects that are not evaluated can change them.
    pub(crate) fn loosened(&self, way: PolicyType, own: End, bounds: Bounds) -> Bounds {
        match self.ignored(way, own).map(|it| it.effect).max() {
            None => bounds,
            Some(Effect::Restricts) => Bounds { certain: NONE, ..bounds },
            Some(Effect::Decides) => Bounds { certain: NONE, possible: ALL },
        }
    }

    /// The verdict if the objects that are not evaluated can change it.
    pub(crate) fn doubted(&self, way: PolicyType, own: End, verdict: Verdict) -> Verdict {
        let is_denied = verdict.outcome() == Outcome::Denied;
        let doubts = self.ignored(way, own).filter(|it| !is_denied || it.effect == Effect::Decides);
        let mut causes: Vec<Cause> = doubts.map(|it| it.cause.clone()).collect();
        if causes.is_empty() {
            return verdict;
        }
        if let Verdict::Unknown(known) = verdict {
            causes.extend(known);
        }
        causes.sort();
        causes.dedup();
        Verdict::Unknown(causes)
    }
}
