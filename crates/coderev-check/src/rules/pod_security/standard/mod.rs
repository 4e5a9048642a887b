//! The Pod Security Standards, as the API server of Kubernetes 1.35 and later enforces them. Of the differences
//! between versions, only the differences since 1.34 are included: a namespace can pin an earlier version.
mod baseline;
mod restricted;
mod sysctls;
#[cfg(test)]
mod tests;
mod view;

use k8s_openapi::api::core::v1::PodSpec;
use std::collections::BTreeMap;
use view::View;

/// The levels, the most permissive first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Privileged,
    Baseline,
    Restricted,
}
impl Level {
    pub(super) fn from_label(label: &str) -> Option<Self> {
        [Self::Privileged, Self::Baseline, Self::Restricted].into_iter().find(|level| level.label() == label)
    }
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Privileged => "privileged",
            Self::Baseline => "baseline",
            Self::Restricted => "restricted",
        }
    }
}

/// A level of a version.
pub(super) struct Standard {
    pub(super) level: Level,
    /// 35 for `v1.35`. Default, and for `latest`: the newest.
    minor: u32,
}
impl Standard {
    pub(super) fn new(level: Level, version: Option<&str>) -> Self {
        let minor = version.and_then(|version| version.strip_prefix("v1.")?.parse().ok());
        Self { level, minor: minor.unwrap_or(u32::MAX) }
    }
    /// The violations of `pod`, whose template has `annotations`.
    pub(super) fn violations(&self, pod: &PodSpec, annotations: Option<&BTreeMap<String, String>>) -> Vec<Violation> {
        let mut found = Violations::default();
        let view = View::new(pod, annotations);
        if self.level >= Level::Baseline {
            baseline::check(self, &view, &mut found);
        }
        if self.level >= Level::Restricted {
            restricted::check(self, &view, &mut found);
        }
        found.0
    }
    /// The sysctls that every kubelet accepts.
    pub(super) fn safe_sysctls(&self) -> impl Iterator<Item = &'static str> {
        sysctls::safe(self.minor)
    }
    /// Root in a user namespace of the pod has no permissions on the node.
    fn relaxes_users(&self, view: &View<'_>) -> bool {
        self.minor >= 35 && view.pod.host_users == Some(false)
    }
}

/// A setting that a level refuses.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Violation {
    pub(super) owner: Owner,
    /// Within the pod, the container or the volume: `securityContext.privileged`.
    pub(super) field: &'static str,
    /// The JSON pointer within the pod template. If several containers have the setting, the pointer of the first.
    pub(super) pointer: String,
    pub(super) state: State,
    /// The requirement of the level: "does not allow it", "allows only `Default`".
    pub(super) demands: &'static str,
    /// The strictest level that allows it.
    pub(super) allowed_by: Level,
}
impl Violation {
    /// The sysctl that it refers to.
    pub(super) fn sysctl(&self) -> Option<&str> {
        match &self.state {
            State::Lists(name) if self.field == "securityContext.sysctls" => Some(name),
            _ => None,
        }
    }
}
/// The owner of the field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner {
    Pod,
    Containers(Vec<String>),
    Volume(String),
}
/// The state of the field.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum State {
    Unset,
    Set(String),
    Lists(String),
    Lacks(&'static str),
    Type(&'static str),
}

/// The violations so far. The same violation in several containers is counted once.
#[derive(Default)]
struct Violations(Vec<Violation>);
impl Violations {
    fn add(&mut self, new: Violation) {
        let is_alike = |old: &&mut Violation| {
            (old.field, &old.state, old.demands) == (new.field, &new.state, new.demands)
                && matches!((&old.owner, &new.owner), (Owner::Containers(_), Owner::Containers(_)))
        };
        match (self.0.iter_mut().find(is_alike), &new.owner) {
            (Some(Violation { owner: Owner::Containers(names), .. }), Owner::Containers(more)) => {
                names.extend(more.iter().filter(|name| !names.contains(name)).cloned().collect::<Vec<_>>());
            }
            _ => self.0.push(new),
        }
    }
}
