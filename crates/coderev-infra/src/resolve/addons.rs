//! Addons: their declarations, before the platform is resolved, and their contributions, after that.
use crate::model::{AddedAddon, Contribution, ContributionKind, EnvDecl, Place, Platform, Spanned, keyed};
use crate::resolve::Resolved;
use crate::resolve::contributions::{Conflict, Contributions};
use crate::resolve::view::view;
use std::borrow::Cow;

/// A platform with the declarations of its addons, and of the addons that those add.
pub(crate) struct Declared<'a> {
    pub(crate) platform: Cow<'a, Platform>,
    pub(crate) conflicts: Vec<Conflict>,
}

/// Runs `declare` of each addon once: of the addons of the program first, then of the addons that those add, and so on.
pub(crate) fn declare(platform: &Platform) -> Declared<'_> {
    let mut conflicts = Vec::new();
    if platform.addons.is_empty() {
        return Declared { platform: Cow::Borrowed(platform), conflicts };
    }
    let mut declared = platform.clone();
    let mut done = Vec::<AddedAddon>::new();
    let mut level: Vec<Nested> = std::mem::take(&mut declared.addons).into_iter().map(Nested::of_program).collect();
    while !level.is_empty() {
        level.sort_by(|a, b| a.added.key().cmp(&b.added.key()));
        let mut next = Vec::<Nested>::new();
        for parent in &level {
            declared = parent.added.addon.declare(declared);
            for added in std::mem::take(&mut declared.addons) {
                if platform.addons.iter().any(|own| own.same(&added)) {
                    continue;
                }
                let mut others = done.iter().chain(level.iter().chain(&next).map(|it| &it.added));
                if parent.is_below(&added) {
                    conflicts.push(adds_itself(&added));
                } else if others.any(|other| other.same(&added)) {
                    conflicts.push(duplicate_name(&added));
                } else {
                    next.push(parent.child(added));
                }
            }
        }
        done.extend(level.into_iter().map(|it| it.added));
        level = next;
    }
    done.sort_by(|a, b| a.key().cmp(&b.key()));
    declared.addons = done;
    Declared { platform: Cow::Owned(declared), conflicts }
}

/// An addon, and the addons that it was added by.
struct Nested {
    added: AddedAddon,
    /// The path and the line of the addon itself, and of each addon above it.
    chain: Vec<(&'static str, Place)>,
}
impl Nested {
    fn of_program(added: AddedAddon) -> Self {
        Self { chain: vec![(added.path, added.at)], added }
    }
    fn child(&self, added: AddedAddon) -> Self {
        Self { chain: [&self.chain[..], &[(added.path, added.at)]].concat(), added }
    }
    /// Whether the line that adds `added` has run before, for this addon or for one above it. Without this check, an
    /// addon that adds itself would never end.
    fn is_below(&self, added: &AddedAddon) -> bool {
        self.chain.contains(&(added.path, added.at))
    }
}
fn adds_itself(added: &AddedAddon) -> Conflict {
    Conflict {
        message: format!("the addon `{}` adds itself", added.path),
        help: "remove this `.add(..)`",
        subject: String::new(),
        at: added.at,
    }
}
fn duplicate_name(added: &AddedAddon) -> Conflict {
    Conflict {
        message: format!("two addons add an addon with the name `{}`", added.addon.name()),
        help: "add it to the platform: an addon of the program replaces the addons of the same name",
        subject: String::new(),
        at: added.at,
    }
}
fn two_values(what: &str, subject: String, at: Place) -> Conflict {
    Conflict {
        message: format!("two addons set {what} to different values"),
        help: "remove one of the two addons",
        subject,
        at,
    }
}

/// The contributions of all addons. They refer to the namespaces and workloads of `resolved`. `conflicts` are the conflicts of
/// the declarations.
pub(crate) fn derive(resolved: &Resolved<'_>, conflicts: Vec<Conflict>) -> Contributions {
    let mut contributions = Contributions::default();
    contributions.conflicts = conflicts;
    if resolved.platform.addons.is_empty() {
        return contributions;
    }
    let view = view(resolved);
    for added in &resolved.platform.addons {
        for contribution in added.addon.derive(&view) {
            add(&mut contributions, resolved, contribution, added.at);
        }
    }
    contributions
}

/// Adds one contribution of an addon.
fn add(to: &mut Contributions, resolved: &Resolved<'_>, Contribution(kind): Contribution, at: Place) {
    match kind {
        ContributionKind::Raw { namespace, raw } => to.raw.push((namespace, Spanned { value: raw, at })),
        ContributionKind::Env { workload, name, value } => {
            let env = &mut to.of_mut(workload).env;
            let differs = env.iter().any(|other| other.name == name && other.value != value);
            let what = format!("the variable `{name}`");
            keyed(env, EnvDecl { name, value, at }, |a, b| a.name == b.name);
            if differs {
                to.conflicts.push(two_values(&what, resolved.workloads[workload].subject(), at));
            }
        }
        ContributionKind::Ingress { workload, peer } => {
            to.of_mut(workload).ingress.push(Spanned { value: peer, at });
        }
        ContributionKind::Egress { workload, peer } => {
            to.of_mut(workload).egress.push(Spanned { value: peer, at });
        }
        ContributionKind::Annotation { workload, object, key, value } => {
            let annotations = &mut to.of_mut(workload).annotations;
            let differs = annotations.iter().any(|other| (other.0, &other.1) == (object, &key) && other.2 != value);
            let what = format!("the annotation `{key}`");
            keyed(annotations, (object, key, value), |a, b| (a.0, &a.1) == (b.0, &b.1));
            if differs {
                to.conflicts.push(two_values(&what, resolved.workloads[workload].subject(), at));
            }
        }
        ContributionKind::Prometheus { url } => {
            if to.prometheus.as_ref().is_some_and(|other| *other != url) {
                to.conflicts.push(two_values("the URL of Prometheus", String::new(), at));
            }
            to.prometheus = Some(url);
        }
    }
}
