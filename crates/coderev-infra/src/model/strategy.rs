//! How a new version takes over, and how many pods may be gone meanwhile.
use crate::model::{PodShare, Share};

/// `strategy`: how a new version takes over.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a Strategy counts only where a workload or a tier has it: `.strategy(..)`"]
pub struct Strategy {
    pub(crate) recreate: bool,
    pub(crate) max_surge: Option<Share>,
    pub(crate) max_unavailable: Option<Share>,
}
impl Strategy {
    /// `type: RollingUpdate`: every preset but Shared says it, and it is the default there too.
    pub const fn rolling() -> Self {
        Self { recreate: false, max_surge: None, max_unavailable: None }
    }
    /// `type: Recreate`: all old pods go before the first new one comes.
    pub const fn recreate() -> Self {
        Self { recreate: true, max_surge: None, max_unavailable: None }
    }
    /// How many pods there are while a new version takes over, of `pods`.
    pub(crate) fn surged(&self, pods: u32) -> u32 {
        match self.max_surge {
            _ if self.recreate => pods,
            surge => pods + surge.unwrap_or(Share::Percent(25)).apply_to(pods),
        }
    }
}
impl Strategy {
    /// `maxSurge`, in pods or percent: Stable 25 %, Exp and Quarantine 1, otherwise Kubernetes' own 25 %.
    #[doc(alias = "maxSurge")]
    #[track_caller]
    pub fn max_surge(mut self, share: impl PodShare) -> Self {
        self.max_surge = Some(share.share());
        self
    }
    /// `maxUnavailable`, in pods or percent: Stable and Quarantine 0, Exp 1, otherwise Kubernetes' own 25 %.
    #[doc(alias = "maxUnavailable")]
    #[track_caller]
    pub fn max_unavailable(mut self, share: impl PodShare) -> Self {
        self.max_unavailable = Some(share.share());
        self
    }
}

/// `PodDisruptionBudget`: one of its two fields, since Kubernetes refuses both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a budget counts only where a workload or a tier has it: `.disruption_budget(..)`"]
pub struct DisruptionBudget {
    pub(crate) field: BudgetField,
    pub(crate) share: Share,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BudgetField {
    MaxUnavailable,
    MinAvailable,
}
/// `maxUnavailable`: at most so many pods, or so large a share, are evicted at a time. Stable and Exp say 1.
pub fn max_unavailable(share: impl PodShare) -> DisruptionBudget {
    DisruptionBudget { field: BudgetField::MaxUnavailable, share: share.share() }
}
/// `minAvailable`: at least so many pods, or so large a share, stay. No preset says it.
pub fn min_available(share: impl PodShare) -> DisruptionBudget {
    DisruptionBudget { field: BudgetField::MinAvailable, share: share.share() }
}

/// An update strategy, as `.strategy(..)` takes it: a [`Strategy`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an update strategy",
    label = "expected a `Strategy`",
    note = "`.strategy(Strategy::recreate())` stops all old pods first; `.strategy(Strategy::rolling().max_surge(1).max_unavailable(0))` replaces them step by step"
)]
pub trait IntoStrategy: Into<Strategy> {}
#[diagnostic::do_not_recommend]
impl<V: Into<Strategy>> IntoStrategy for V {}

/// A disruption budget, as `.disruption_budget(..)` takes it: a [`DisruptionBudget`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a disruption budget",
    label = "expected a `DisruptionBudget`",
    note = "`.disruption_budget(max_unavailable(1))` limits how many pods are evicted at a time; `.disruption_budget(min_available(2))` sets how many stay"
)]
pub trait IntoDisruptionBudget: Into<DisruptionBudget> {}
#[diagnostic::do_not_recommend]
impl<V: Into<DisruptionBudget>> IntoDisruptionBudget for V {}
