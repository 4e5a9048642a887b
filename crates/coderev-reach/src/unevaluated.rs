//! The pods whose verdicts depend on objects that are not evaluated.

use crate::bounds::Bounds;
use crate::direction::Compiler;
use crate::objects::{Effect, Namespaces, NotEvaluated, Objects};
use crate::ports::{ALL, NONE};
use crate::reach::{End, Reach, Verdict};
use crate::undecided::PolicyType;
use crate::unknown::{Cause, Outcome};

/// An object that is not evaluated, with the classes of pods that it is about.
#[derive(Debug)]
pub(crate) struct Ignored {
    pub(crate) cause: Cause,
    pub(crate) effect: Effect,
    ingress: bool,
    egress: bool,
    /// Sorted.
    pub(crate) classes: Vec<u32>,
}

impl Ignored {
    /// Finds the pods of each object.
    pub(crate) fn all(objects: &Objects, compiler: &mut Compiler<'_>) -> Vec<Self> {
        let each = objects.not_evaluated().into_iter().map(|(kind, it)| {
            let cause = Cause::Unevaluated {
                kind: kind.to_owned(),
                name: it.name.clone(),
                may_allow: it.effect == Effect::Decides,
            };
            let classes = classes(it, compiler);
            Self { cause, effect: it.effect, ingress: it.ingress, egress: it.egress, classes }
        });
        each.collect()
    }

    pub(crate) fn applies_to(&self, way: PolicyType) -> bool {
        match way {
            PolicyType::Ingress => self.ingress,
            PolicyType::Egress => self.egress,
        }
    }
}

fn classes(of: &NotEvaluated, compiler: &mut Compiler<'_>) -> Vec<u32> {
    let mut found = Vec::new();
    for subjects in &of.subjects {
        let namespaces: Vec<u32> = match &subjects.namespaces {
            Namespaces::All => (0..compiler.universe.namespaces.len() as u32).collect(),
            Namespaces::One(name) => compiler.universe.namespace(name).into_iter().collect(),
            Namespaces::Matching(selector) => compiler.namespaces(selector),
        };
        let pods = compiler.select_all(&namespaces, &subjects.pods);
        found.extend(
            pods.into_iter().filter(|it| !subjects.only_hosts || compiler.universe.classes[*it as usize].host_network),
        );
    }
    found.sort_unstable();
    found.dedup();
    found
}

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
