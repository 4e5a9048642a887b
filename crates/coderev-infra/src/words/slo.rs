use crate::words::{Percent, say};
use std::time::Duration;

/// Objectives over thirty days: `coderev.dev/slo-latency-p95` and its like on the Namespace.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// let slo = Slo::new().p95(milliseconds(300)).p99(seconds(1)).error_rate(permille(5));
/// let shop = Namespace::new("shop", Stable).slo(slo);
/// # let _ = shop;
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "objectives count only where a namespace has them: `.slo(..)`"]
pub struct Slo {
    pub(crate) p95: Option<Duration>,
    pub(crate) p99: Option<Duration>,
    pub(crate) error_rate: Option<Percent>,
}
impl Slo {
    /// No objective yet, and so no annotation.
    pub fn new() -> Self {
        Self::default()
    }
}
say!(impl [] Slo {
    /// `coderev.dev/slo-latency-p95`: 95 of 100 requests are faster; written in seconds or milliseconds. No preset has objectives.
    p95(time: Duration) |it| it.p95 = Some(time);
    /// `coderev.dev/slo-latency-p99`: 99 of 100 requests are faster; written in seconds or milliseconds.
    p99(time: Duration) |it| it.p99 = Some(time);
    /// `coderev.dev/slo-error-rate`: fewer fail, in percent.
    error_rate(share: Percent) |it| it.error_rate = Some(share);
});
