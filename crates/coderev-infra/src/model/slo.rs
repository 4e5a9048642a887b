use crate::model::{IntoDuration, IntoPercent, Percent};
use std::time::Duration;

/// Service level objectives over thirty days: annotations of the Namespace, such as `coderev.dev/slo-latency-p95`.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// let slo = Slo::new().p95(milliseconds(300)).p99(seconds(1)).error_rate(permille(5));
/// let shop = Namespace::new("shop", Stable).slo(slo);
/// # let _ = shop;
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "objectives have no effect by themselves: pass them to `.slo(..)` of a namespace"]
pub struct Slo {
    pub(crate) p95: Option<Duration>,
    pub(crate) p99: Option<Duration>,
    pub(crate) error_rate: Option<Percent>,
}
impl Slo {
    /// No objectives, and no annotations.
    pub fn new() -> Self {
        Self::default()
    }
}
impl Slo {
    /// `coderev.dev/slo-latency-p95`: 95 % of the requests are faster than this. It is rendered in seconds or
    /// milliseconds. Default: not set in any preset.
    #[doc(alias = "coderev.dev/slo-latency-p95")]
    #[track_caller]
    pub fn p95(mut self, time: impl IntoDuration) -> Self {
        self.p95 = Some(time.into());
        self
    }
    /// `coderev.dev/slo-latency-p99`: 99 % of the requests are faster than this. It is rendered in seconds or
    /// milliseconds. Default: not set in any preset.
    #[doc(alias = "coderev.dev/slo-latency-p99")]
    #[track_caller]
    pub fn p99(mut self, time: impl IntoDuration) -> Self {
        self.p99 = Some(time.into());
        self
    }
    /// `coderev.dev/slo-error-rate`: fewer requests than this share fail. It is rendered in percent. Default: not set
    /// in any preset.
    #[doc(alias = "coderev.dev/slo-error-rate")]
    #[track_caller]
    pub fn error_rate(mut self, share: impl IntoPercent) -> Self {
        self.error_rate = Some(share.into());
        self
    }
}
