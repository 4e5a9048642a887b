//! The contributions of addons to a platform.
use crate::model::{EnvDecl, Object, Peer, Place, Raw, Spanned};
use std::collections::BTreeMap;

/// What the addons of a platform add to it, in the order of their names.
#[derive(Default)]
pub(crate) struct Contributions {
    workloads: BTreeMap<usize, Contributed>,
    /// Objects, each with the namespace that it is given to.
    pub(crate) raw: Vec<(Option<String>, Spanned<Raw>)>,
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
    pub(crate) env: Vec<EnvDecl>,
    pub(crate) ingress: Vec<Spanned<Peer>>,
    pub(crate) egress: Vec<Spanned<Peer>>,
    pub(crate) annotations: Vec<(Object, String, String)>,
}
const NOTHING: &Contributed =
    &Contributed { env: Vec::new(), ingress: Vec::new(), egress: Vec::new(), annotations: Vec::new() };

impl Contributions {
    /// What is added to the workload with this id.
    pub(crate) fn for_workload(&self, workload: usize) -> &Contributed {
        self.workloads.get(&workload).unwrap_or(NOTHING)
    }
    /// The same, to add to it.
    pub(super) fn of_mut(&mut self, workload: usize) -> &mut Contributed {
        self.workloads.entry(workload).or_default()
    }
}
