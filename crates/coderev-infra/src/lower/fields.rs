//! Values of fields that several kinds share.
use crate::model::Share;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use std::time::Duration;

/// A number for a field of 32 bits. A larger number is an error of `number-out-of-range`.
pub(super) fn int32(n: u32) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}
/// A duration as an integer number of seconds, rounded up: zero has another meaning in many fields. A larger number and a
/// fraction of a second are errors of `number-out-of-range`.
pub(super) fn whole_seconds(time: Duration) -> i32 {
    let seconds = time.as_secs().saturating_add(u64::from(time.subsec_nanos() > 0));
    i32::try_from(seconds).unwrap_or(i32::MAX)
}
/// A number of pods, or a share of them.
pub(super) fn int_or_string(share: Share) -> IntOrString {
    match share {
        Share::Pods(n) => IntOrString::Int(int32(n)),
        Share::Percent(n) => IntOrString::String(format!("{n}%")),
    }
}
