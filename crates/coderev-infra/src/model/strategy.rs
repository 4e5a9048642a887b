//! Update strategies and PodDisruptionBudgets.
use crate::model::{PodShare, Share};

/// The update strategy of a Deployment: `strategy`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a Strategy has no effect by itself: pass it to `.strategy(..)` of a workload or a tier"]
pub struct Strategy {
    pub(crate) recreate: bool,
    pub(crate) max_surge: Option<Share>,
    pub(crate) max_unavailable: Option<Share>,
}
impl Strategy {
    /// `type: RollingUpdate`: replaces the pods step by step. Default: every tier has this type.
    pub const fn rolling() -> Self {
        Self { recreate: false, max_surge: None, max_unavailable: None }
    }
    /// `type: Recreate`: stops all old pods before the first new pod starts.
    pub const fn recreate() -> Self {
        Self { recreate: true, max_surge: None, max_unavailable: None }
    }
    /// The maximum number of pods that run at the same time during an update, for `pods` replicas.
    pub(crate) fn surged(&self, pods: u32) -> u32 {
        if self.recreate { pods } else { pods.saturating_add(self.surge(pods)) }
    }
    /// The number of pods that a computed quota has room for, for `pods` replicas: all old and all new pods, and at least
    /// `pods + 2 * maxSurge`.
    ///
    /// A ResourceQuota counts a pod until it is terminated. A step of a rollout terminates `maxSurge + maxUnavailable` pods,
    /// and the next step does not wait for them: it waits only for new pods. So several steps are terminated at the same
    /// time if a pod needs longer to stop than to start, up to `terminationGracePeriodSeconds`, or if the quota controller
    /// is late. On a busy API server, `.ci/rollout` had refused pods with room for `pods + 2 * maxSurge`.
    /// `coderev_objects::Scale::at_rollout`, which `quota-too-small` uses, counts the pods of one step: every rollout needs
    /// room for them.
    pub(crate) fn counted_by_quota(&self, pods: u32) -> u32 {
        if self.recreate {
            return pods;
        }
        let surged = pods.saturating_add(self.surge(pods).saturating_mul(2));
        surged.max(pods.saturating_mul(2))
    }
    fn surge(&self, pods: u32) -> u32 {
        self.max_surge.unwrap_or(Share::Percent(25)).apply_to(pods)
    }
}
impl Strategy {
    /// `maxSurge`, in pods or percent. Default: 25 % in Stable, 1 in Exp and Quarantine, else the default of
    /// Kubernetes, 25 %.
    #[doc(alias = "maxSurge")]
    #[track_caller]
    pub fn max_surge(mut self, share: impl PodShare) -> Self {
        self.max_surge = Some(share.share());
        self
    }
    /// `maxUnavailable`, in pods or percent. Default: 0 in Stable and Quarantine, 1 in Exp, else the default of
    /// Kubernetes, 25 %.
    #[doc(alias = "maxUnavailable")]
    #[track_caller]
    pub fn max_unavailable(mut self, share: impl PodShare) -> Self {
        self.max_unavailable = Some(share.share());
        self
    }
}

/// A `PodDisruptionBudget`, with one of its two fields. Kubernetes refuses a budget with both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a PodDisruptionBudget has no effect by itself: pass it to `.disruption_budget(..)` of a workload or a tier"]
pub struct DisruptionBudget {
    pub(crate) field: BudgetField,
    pub(crate) share: Share,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BudgetField {
    MaxUnavailable,
    MinAvailable,
}
/// `maxUnavailable`: the maximum number or share of pods that are evicted at a time. Default: 1 in Stable and Exp.
pub fn max_unavailable(share: impl PodShare) -> DisruptionBudget {
    DisruptionBudget { field: BudgetField::MaxUnavailable, share: share.share() }
}
/// `minAvailable`: the minimum number or share of pods that remain. Default: not set in any preset.
pub fn min_available(share: impl PodShare) -> DisruptionBudget {
    DisruptionBudget { field: BudgetField::MinAvailable, share: share.share() }
}

/// The argument of `.strategy(..)`: a [`Strategy`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an update strategy",
    label = "expected a `Strategy`",
    note = "`.strategy(Strategy::recreate())` stops all old pods before new pods start; `.strategy(Strategy::rolling().max_surge(1).max_unavailable(0))` replaces pods one at a time"
)]
pub trait IntoStrategy: Into<Strategy> {}
#[diagnostic::do_not_recommend]
impl<V: Into<Strategy>> IntoStrategy for V {}

/// The argument of `.disruption_budget(..)`: a [`DisruptionBudget`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a PodDisruptionBudget",
    label = "expected a `DisruptionBudget`",
    note = "`.disruption_budget(max_unavailable(1))` limits how many pods are evicted at a time; `.disruption_budget(min_available(2))` sets how many pods must remain available"
)]
pub trait IntoDisruptionBudget: Into<DisruptionBudget> {}
#[diagnostic::do_not_recommend]
impl<V: Into<DisruptionBudget>> IntoDisruptionBudget for V {}
