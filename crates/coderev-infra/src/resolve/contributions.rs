//! The contributions of addons to a platform.
use crate::model::{EnvDecl, Object, Peer, Place, Raw, Spanned};
use std::collections::BTreeMap;

/// The contributions of the addons of a platform, in the order of the names of the addons.
#[derive(Default)]
pub(crate) struct Contributions {
    workloads: BTreeMap<usize, Contributed>,
    /// Raw objects, each with its namespace.
    pub(crate) raw: Vec<(Option<String>, Spanned<Raw>)>,
    /// The address of Prometheus.
    pub(crate) prometheus: Option<String>,
    pub(crate) conflicts: Vec<Conflict>,
}
/// Two addons that set the same field to different values, or that add an addon of the same name.
pub(crate) struct Conflict {
    pub(crate) message: String,
    pub(crate) help: &'static str,
    /// The workload, or empty for the platform.
    pub(crate) subject: String,
    /// The line that adds the second addon.
    pub(crate) at: Place,
}
/// The contributions of addons to one workload.
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
    /// The contributions to the workload with this id.
    pub(crate) fn for_workload(&self, workload: usize) -> &Contributed {
        self.workloads.get(&workload).unwrap_or(NOTHING)
    }
    /// The same, mutable.
    pub(super) fn of_mut(&mut self, workload: usize) -> &mut Contributed {
        self.workloads.entry(workload).or_default()
    }
}
