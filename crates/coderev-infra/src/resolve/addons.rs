//! Addons: their declarations, before the platform is resolved, and their contributions, after that.
use crate::model::{AddedAddon, Contribution, ContributionKind, EnvDecl, Place, Platform, Spanned, keyed};
use crate::resolve::Resolved;
use crate::resolve::contributions::{Conflict, Contributions};
use crate::resolve::view::view;
use std::borrow::Cow;

/// `platform` with the declarations of its addons, and of the addons that those add.
pub(crate) fn declare(platform: &Platform) -> Cow<'_, Platform> {
    if platform.addons.is_empty() {
        return Cow::Borrowed(platform);
    }
    let mut declared = platform.clone();
    let mut done = Vec::<AddedAddon>::new();
    loop {
        let mut added = std::mem::take(&mut declared.addons);
        added.retain(|later| !done.iter().any(|earlier| earlier.same(later)));
        if added.is_empty() {
            break;
        }
        AddedAddon::sort(&mut added);
        for it in added {
            declared = it.addon.declare(declared);
            done.push(it);
        }
    }
    AddedAddon::sort(&mut done);
    declared.addons = done;
    Cow::Owned(declared)
}

/// The contributions of all addons. They refer to the namespaces and workloads of `resolved`.
pub(crate) fn derive(resolved: &Resolved<'_>) -> Contributions {
    let mut contributions = Contributions::default();
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
            let differs =
                env.iter().any(|other| other.name == name && format!("{:?}", other.value) != format!("{value:?}"));
            let what = format!("the variable `{name}`");
            keyed(env, EnvDecl { name, value, at }, |a, b| a.name == b.name);
            if differs {
                to.conflicts.push(Conflict { what, subject: resolved.workloads[workload].subject(), at });
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
            keyed(annotations, (object, key, value), |a, b| (a.0, &a.1) == (b.0, &b.1));
        }
        ContributionKind::Prometheus { url } => {
            if to.prometheus.as_ref().is_some_and(|other| *other != url) {
                to.conflicts.push(Conflict { what: "the URL of Prometheus".into(), subject: String::new(), at });
            }
            to.prometheus = Some(url);
        }
    }
}
