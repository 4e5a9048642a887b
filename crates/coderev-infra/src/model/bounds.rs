//! Requests and limits of a resource, and numbers or percentages of pods.
use crate::model::{Cpu, Memory, Percent, at_most_u32};
use std::ops::{RangeFrom, RangeInclusive};

/// `requests` and `limits` of one resource. `a..=b` sets both, `a..` sets a request without a limit, and `a` sets both
/// to one value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an amount of `{Q}`",
    label = "expected an amount of `{Q}`",
    note = "write CPU as `millis(250)` or `cores(1)`, and memory or storage as `mebi(512)`, `gibi(2)` or `tebi(1)`",
    note = "`a..=b` sets the request and the limit, `a..` sets only the request, and `a` sets both to the same value"
)]
pub trait Bounds<Q> {
    /// The request, which the scheduler reserves on a node.
    fn request(&self) -> Q;
    /// The limit, which the kernel enforces.
    fn limit(&self) -> Option<Q>;
}
#[diagnostic::do_not_recommend]
impl Bounds<Self> for Cpu {
    fn request(&self) -> Self {
        *self
    }
    fn limit(&self) -> Option<Self> {
        Some(*self)
    }
}
#[diagnostic::do_not_recommend]
impl Bounds<Self> for Memory {
    fn request(&self) -> Self {
        *self
    }
    fn limit(&self) -> Option<Self> {
        Some(*self)
    }
}
#[diagnostic::do_not_recommend]
impl<Q: Copy> Bounds<Q> for RangeInclusive<Q> {
    fn request(&self) -> Q {
        *self.start()
    }
    fn limit(&self) -> Option<Q> {
        Some(*self.end())
    }
}
#[diagnostic::do_not_recommend]
impl<Q: Copy> Bounds<Q> for RangeFrom<Q> {
    fn request(&self) -> Q {
        self.start
    }
    fn limit(&self) -> Option<Q> {
        None
    }
}

/// A request and an optional limit, as declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bounded<Q> {
    pub(crate) request: Q,
    pub(crate) limit: Option<Q>,
}
impl<Q> Bounded<Q> {
    pub(crate) fn from_bounds(bounds: &impl Bounds<Q>) -> Self {
        Self { request: bounds.request(), limit: bounds.limit() }
    }
}

/// A number or a percentage of pods: `IntOrString` in Kubernetes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number or a percentage of pods",
    label = "expected a number or a percentage",
    note = "write a number of pods, such as `max_unavailable(1)`, or a percentage, such as `max_unavailable(percent(25))`"
)]
pub trait PodShare {
    #[doc(hidden)]
    fn share(self) -> Share;
}
#[diagnostic::do_not_recommend]
impl PodShare for u32 {
    fn share(self) -> Share {
        Share::Pods(self)
    }
}
#[diagnostic::do_not_recommend]
impl PodShare for Percent {
    fn share(self) -> Share {
        Share::Percent(self.whole())
    }
}
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    Pods(u32),
    Percent(u32),
}
impl Share {
    /// The number of pods out of `pods`. A percentage is rounded up, as Kubernetes rounds `maxSurge`.
    pub(crate) const fn apply_to(self, pods: u32) -> u32 {
        match self {
            Self::Pods(n) => n,
            Self::Percent(n) => at_most_u32((pods as u64 * n as u64).div_ceil(100)),
        }
    }
}
