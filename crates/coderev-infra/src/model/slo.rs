use crate::model::{IntoDuration, IntoPercent, Percent};
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
impl Slo {
    /// `coderev.dev/slo-latency-p95`: 95 of 100 requests are faster; written in seconds or milliseconds. No preset has objectives.
    #[doc(alias = "coderev.dev/slo-latency-p95")]
    #[track_caller]
    pub fn p95(mut self, time: impl IntoDuration) -> Self {
        self.p95 = Some(time.into());
        self
    }
    /// `coderev.dev/slo-latency-p99`: 99 of 100 requests are faster; written in seconds or milliseconds.
    #[doc(alias = "coderev.dev/slo-latency-p99")]
    #[track_caller]
    pub fn p99(mut self, time: impl IntoDuration) -> Self {
        self.p99 = Some(time.into());
        self
    }
    /// `coderev.dev/slo-error-rate`: fewer fail, in percent.
    #[doc(alias = "coderev.dev/slo-error-rate")]
    #[track_caller]
    pub fn error_rate(mut self, share: impl IntoPercent) -> Self {
        self.error_rate = Some(share.into());
        self
    }
}
