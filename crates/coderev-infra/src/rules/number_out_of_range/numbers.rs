//! The comparison of numbers with their ranges.
use crate::model::{Bounded, Cpu, Memory, Percent, Place, Share};
use coderev_check::Report;
use std::fmt::Display;
use std::time::Duration;

/// The largest number of a field of 32 bits.
pub(super) const MAX: u32 = i32::MAX as u32;
/// The largest amount of bytes that Kubernetes stores, in Mi: 2^63 - 1, rounded down.
/// <https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/>
const MAX_MEBI: u64 = (1 << 43) - 1;

/// The numbers of one subject.
pub(super) struct Numbers<'r> {
    report: &'r mut Report,
    subject: String,
}
impl<'r> Numbers<'r> {
    pub(super) fn new(report: &'r mut Report, subject: String) -> Self {
        Self { report, subject }
    }
    /// A number.
    pub(super) fn count(&mut self, at: Place, setter: &str, n: u32, min: u32, max: u32) {
        if n < min || n > max {
            self.outside(at, setter, n, min, max);
        }
    }
    /// A number of seconds. The field has 32 bits or is limited to `max`.
    pub(super) fn seconds(&mut self, at: Place, setter: &str, time: Duration, min: u32, max: u32) {
        let range = Duration::from_secs(min.into())..=Duration::from_secs(max.into());
        if !range.contains(&time) && (time >= Duration::from_secs(1) || min == 0 || time.is_zero()) {
            self.outside(at, setter, format!("{time:?}"), format!("{min}s"), format!("{max}s"));
        } else if time.subsec_nanos() != 0 {
            let message =
                format!("`{setter}` is {time:?}, but the Kubernetes field takes an integer number of seconds");
            let finding = self.report.finding(&*self.subject, message).at(at);
            self.report.push(finding.help("pass a multiple of one second, such as `seconds(1)`"));
        }
    }
    /// A duration of the Gateway API. A shorter part would be lost, and without it the duration could be zero.
    pub(super) fn milliseconds(&mut self, at: Place, setter: &str, time: Duration) {
        if !time.subsec_nanos().is_multiple_of(1_000_000) {
            let message = format!("`{setter}` is {time:?}, but its field holds an integer number of milliseconds");
            let finding = self.report.finding(&*self.subject, message).at(at);
            self.report.push(finding.help("pass a multiple of one millisecond, such as `milliseconds(500)`"));
        }
    }
    /// A duration of another unit than seconds.
    pub(super) fn duration(&mut self, at: Place, setter: &str, time: Duration, min: Duration, max: Duration) {
        if time.is_zero() || time > max {
            self.outside(at, setter, format!("{time:?}"), format!("{min:?}"), format!("{max:?}"));
        }
    }
    /// A number or a share of pods.
    pub(super) fn share(&mut self, at: Place, setter: &str, share: Share, min: u32, max_percent: u32) {
        match share {
            Share::Pods(n) => self.count(at, setter, n, min, MAX),
            Share::Percent(n) if n < min || n > max_percent => {
                self.outside(at, setter, format!("{n}%"), format!("{min}%"), format!("{max_percent}%"));
            }
            Share::Percent(_) => {}
        }
    }
    pub(super) fn percent(&mut self, at: Place, setter: &str, share: Percent, min: u32, max: u32) {
        if share.whole() < min || share.whole() > max {
            self.outside(at, setter, share, format!("{min}%"), format!("{max}%"));
        }
    }
    /// An amount of memory or storage.
    pub(super) fn memory(&mut self, at: Place, setter: &str, amount: Memory, min_mebi: u64) {
        self.memory_up_to(at, setter, amount, min_mebi, MAX_MEBI);
    }
    pub(super) fn memory_up_to(&mut self, at: Place, setter: &str, amount: Memory, min: u64, max: u64) {
        if amount.as_mebi() < min || amount.as_mebi() > max {
            self.outside(at, setter, amount, format!("{min}Mi"), format!("{max}Mi"));
        }
    }
    pub(super) fn memory_bounds(&mut self, at: Place, setter: &str, amount: Bounded<Memory>) {
        for amount in [Some(amount.request), amount.limit].into_iter().flatten() {
            self.memory(at, setter, amount, 0);
        }
    }
    /// Zero is not a valid maximum of CPU.
    pub(super) fn cpu(&mut self, at: Place, setter: &str, amount: Cpu) {
        if amount.as_millis() == 0 {
            let message = format!("`{setter}` is {amount}, but the allowed minimum is 1m");
            let finding = self.report.finding(&*self.subject, message).at(at);
            self.report.push(finding.help("set a number in the allowed range"));
        }
    }
    fn outside(&mut self, at: Place, setter: &str, value: impl Display, min: impl Display, max: impl Display) {
        let message = format!("`{setter}` is {value}, but the allowed range is {min} to {max}");
        let finding = self.report.finding(&*self.subject, message).at(at);
        self.report.push(finding.help("set a number in the allowed range"));
    }
}
