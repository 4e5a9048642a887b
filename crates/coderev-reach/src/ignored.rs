//! Objects that are not evaluated, with the pods that they select.

use crate::cause::{Cause, PolicyType};
use crate::compiler::Compiler;
use crate::objects::{Effect, Namespaces, NotEvaluated, Objects};
use crate::policy::Policy;

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
        let mut all: Vec<Self> = each.collect();
        for it in &objects.refused {
            let cause = Cause::Refused { policy: it.name.clone() };
            let classes = classes(it, compiler);
            all.push(Self { cause, effect: it.effect, ingress: it.ingress, egress: it.egress, classes });
        }
        all
    }

    /// The policies that may select pods, because a controller chooses a label.
    pub(crate) fn by_chosen_labels(policies: &[Policy], compiler: &Compiler<'_>) -> Vec<Self> {
        let of_policy = |policy: &Policy| {
            let is_own = |it: &&u32| {
                let class = &compiler.universe.classes[**it as usize];
                compiler.universe.namespace(&policy.namespace) == Some(class.namespace)
                    && policy.pods.depends_on_chosen(&class.labels)
            };
            Self {
                cause: Cause::ChosenLabel { policy: policy.shown.clone() },
                effect: Effect::Decides,
                ingress: policy.ingress.is_some(),
                egress: policy.egress.is_some(),
                classes: compiler.chosen.iter().filter(is_own).copied().collect(),
            }
        };
        policies.iter().map(of_policy).filter(|it| !it.classes.is_empty()).collect()
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
