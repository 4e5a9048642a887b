//! The pods whose verdicts depend on objects that are not evaluated.

use crate::answer::Verdict;
use crate::arena::{ALL, Bounds, NONE};
use crate::cause::{Cause, Outcome, PolicyType};
use crate::end::End;
use crate::ignored::Ignored;
use crate::objects::Effect;
use crate::reach::Reach;

impl Reach {
    /// The objects that are not evaluated and are about a class of pods.
    fn ignored(&self, way: PolicyType, own: u32) -> impl Iterator<Item = &Ignored> {
        let is_about = move |it: &&Ignored| it.applies_to(way) && it.classes.binary_search(&own).is_ok();
        self.ignored.iter().filter(is_about)
    }

    /// Whether an object that is not evaluated is about a class of pods.
    pub(crate) fn is_doubted(&self, way: PolicyType, own: u32) -> bool {
        self.doubted[way as usize].get(own as usize).is_some_and(|it| *it)
    }

    /// The bounds of a class if the objects that are not evaluated can change them. Other nodes have no such objects.
    pub(crate) fn loosened_class(&self, way: PolicyType, own: u32, bounds: Bounds) -> Bounds {
        if !self.is_doubted(way, own) {
            return bounds;
        }
        match self.ignored(way, own).map(|it| it.effect).max() {
            None => bounds,
            Some(Effect::Restricts) => Bounds { certain: NONE, ..bounds },
            Some(Effect::Decides) => Bounds { certain: NONE, possible: ALL },
        }
    }

    /// The verdict if the objects that are not evaluated can change it.
    pub(crate) fn doubted(&self, way: PolicyType, own: End, verdict: Verdict) -> Verdict {
        let is_denied = verdict.outcome() == Outcome::Denied;
        let End::Peer(id) = own else { return verdict };
        let class = self.universe.class_of[id.0 as usize];
        let doubts = self.ignored(way, class).filter(|it| !is_denied || it.effect == Effect::Decides);
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
