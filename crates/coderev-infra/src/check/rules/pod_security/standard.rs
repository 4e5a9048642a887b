//! The Pod Security Standards, as the API server of Kubernetes 1.35 and later holds pods to them. What older ones refused otherwise is left
//! out, but for what came with 1.34 and later: a namespace may pin a version before that.
mod baseline;
mod restricted;
mod sysctls;
#[cfg(test)]
mod tests;
mod view;

use k8s_openapi::api::core::v1::PodSpec;
use std::collections::BTreeMap;
use view::View;

/// The levels, the most open one first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Privileged,
    Baseline,
    Restricted,
}
impl Level {
    pub(super) fn of(label: &str) -> Option<Self> {
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
    /// 35 of `v1.35`. The newest where none is named, or `latest`.
    minor: u32,
}
impl Standard {
    pub(super) fn new(level: Level, version: Option<&str>) -> Self {
        let minor = version.and_then(|version| version.strip_prefix("v1.")?.parse().ok());
        Self { level, minor: minor.unwrap_or(u32::MAX) }
    }
    /// What it refuses in `pod`, whose template has `annotations`.
    pub(super) fn violations(&self, pod: &PodSpec, annotations: Option<&BTreeMap<String, String>>) -> Vec<Violation> {
        let mut found = Violations::default();
        let view = View::of(pod, annotations);
        if self.level >= Level::Baseline {
            baseline::check(self, &view, &mut found);
        }
        if self.level >= Level::Restricted {
            restricted::check(self, &view, &mut found);
        }
        found.0
    }
    /// The settings of the kernel that every kubelet takes.
    pub(super) fn safe_sysctls(&self) -> impl Iterator<Item = &'static str> {
        sysctls::safe(self.minor)
    }
    /// A root of its own user namespace is nobody on the node.
    fn relaxes_users(&self, view: &View<'_>) -> bool {
        self.minor >= 35 && view.pod.host_users == Some(false)
    }
}

/// What a level refuses.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Violation {
    pub(super) who: Who,
    /// Within the pod, the container or the volume: `securityContext.privileged`.
    pub(super) field: &'static str,
    pub(super) said: Said,
    /// What the level takes instead, after "takes": "only `false`".
    pub(super) takes: &'static str,
    /// The strictest level that takes it as it is.
    pub(super) taken_by: Level,
}
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Who {
    Pod,
    Containers(Vec<String>),
    Volume(String),
}
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    Unset,
    Set(String),
    Lists(String),
    Lacks(&'static str),
    Type(&'static str),
}

/// The violations so far: what several containers do alike is one.
#[derive(Default)]
struct Violations(Vec<Violation>);
impl Violations {
    fn add(&mut self, new: Violation) {
        let is_alike = |old: &&mut Violation| {
            (old.field, &old.said, old.takes) == (new.field, &new.said, new.takes)
                && matches!((&old.who, &new.who), (Who::Containers(_), Who::Containers(_)))
        };
        match (self.0.iter_mut().find(is_alike), &new.who) {
            (Some(Violation { who: Who::Containers(names), .. }), Who::Containers(more)) => {
                names.extend(more.iter().filter(|name| !names.contains(name)).cloned().collect::<Vec<_>>());
            }
            _ => self.0.push(new),
        }
    }
}
