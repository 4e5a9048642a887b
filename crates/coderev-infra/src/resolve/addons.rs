//! Addons: their declarations before a platform is resolved, and their contributions after it.
use crate::resolve::Resolved;
use crate::resolve::view::view;
use crate::words::{
    AddedAddon, Contribution, ContributionKind, EnvWord, Object, Peer, Place, Platform, Raw, Said, keyed,
};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// `platform` with the declarations of its addons, and with the addons that these add in turn.
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

/// What the addons of a platform add to it, in the order of their names.
#[derive(Default)]
pub(crate) struct Contributions {
    workloads: BTreeMap<usize, Contributed>,
    /// Objects, each with the namespace that it is given to.
    pub(crate) raw: Vec<(Option<String>, Said<Raw>)>,
    /// The address of Prometheus.
    pub(crate) prometheus: Option<String>,
    pub(crate) conflicts: Vec<Conflict>,
}
/// Two addons that add one thing.
pub(crate) struct Conflict {
    /// The thing: ``the variable `X` of `shop/web` ``.
    pub(crate) what: String,
    /// A workload, or (empty) the platform.
    pub(crate) subject: String,
    /// The line that adds the later of the two.
    pub(crate) at: Place,
}
/// What addons add to one workload.
#[derive(Default)]
pub(crate) struct Contributed {
    pub(crate) env: Vec<EnvWord>,
    pub(crate) ingress: Vec<Said<Peer>>,
    pub(crate) egress: Vec<Said<Peer>>,
    pub(crate) annotations: Vec<(Object, String, String)>,
}
const NOTHING: &Contributed =
    &Contributed { env: Vec::new(), ingress: Vec::new(), egress: Vec::new(), annotations: Vec::new() };

impl Contributions {
    /// What is added to the workload with this id.
    pub(crate) fn of(&self, workload: usize) -> &Contributed {
        self.workloads.get(&workload).unwrap_or(NOTHING)
    }
    fn add(&mut self, resolved: &Resolved<'_>, Contribution(kind): Contribution, at: Place) {
        match kind {
            ContributionKind::Raw { namespace, raw } => self.raw.push((namespace, Said { value: raw, at })),
            ContributionKind::Env { workload, name, value } => {
                let env = &mut self.workloads.entry(workload).or_default().env;
                if env.iter().any(|other| other.name == name && format!("{:?}", other.value) != format!("{value:?}")) {
                    let subject = resolved.workloads[workload].subject();
                    self.conflicts.push(Conflict { what: format!("the variable `{name}`"), subject, at });
                }
                keyed(env, EnvWord { name, value, at }, |a, b| a.name == b.name);
            }
            ContributionKind::Ingress { workload, peer } => {
                self.workloads.entry(workload).or_default().ingress.push(Said { value: peer, at });
            }
            ContributionKind::Egress { workload, peer } => {
                self.workloads.entry(workload).or_default().egress.push(Said { value: peer, at });
            }
            ContributionKind::Annotation { workload, object, key, value } => {
                let annotations = &mut self.workloads.entry(workload).or_default().annotations;
                keyed(annotations, (object, key, value), |a, b| (a.0, &a.1) == (b.0, &b.1));
            }
            ContributionKind::Prometheus { url } => {
                if self.prometheus.as_ref().is_some_and(|other| *other != url) {
                    self.conflicts.push(Conflict {
                        what: "the address of Prometheus".into(),
                        subject: String::new(),
                        at,
                    });
                }
                self.prometheus = Some(url);
            }
        }
    }
}

/// The contributions of all addons. Namespaces and workloads are those of `resolved`.
pub(crate) fn derive(resolved: &Resolved<'_>) -> Contributions {
    let mut contributions = Contributions::default();
    if resolved.platform.addons.is_empty() {
        return contributions;
    }
    let view = view(resolved);
    for added in &resolved.platform.addons {
        for contribution in added.addon.derive(&view) {
            contributions.add(resolved, contribution, added.at);
        }
    }
    contributions
}
