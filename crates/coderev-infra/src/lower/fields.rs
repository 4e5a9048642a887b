//! Values of fields that several kinds share.
use crate::model::Share;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use std::time::Duration;

/// A duration as an integer number of seconds.
pub(super) fn whole_seconds(time: Duration) -> i32 {
    i32::try_from(time.as_secs()).unwrap_or(i32::MAX)
}
/// A number of pods, or a share of them.
pub(super) fn int_or_string(share: Share) -> IntOrString {
    match share {
        Share::Pods(n) => IntOrString::Int(n as i32),
        Share::Percent(n) => IntOrString::String(format!("{n}%")),
    }
}
