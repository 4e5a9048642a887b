//! The settings of an autoscaler that only KEDA has.
use crate::model::{Autoscale, Place, Signal};

/// A setting, and when it has an effect.
pub(super) struct Setting {
    pub(super) setter: &'static str,
    pub(super) at: Place,
    /// The kind of trigger that the setting applies to.
    pub(super) trigger: &'static str,
    /// Whether the autoscaler has such a trigger.
    pub(super) has_trigger: bool,
    /// Whether the setting applies only to the first pod, which starts only after the autoscaler scaled to zero.
    pub(super) is_for_first_pod: bool,
}

/// The settings that `scale` declares.
pub(super) fn declared(scale: &Autoscale) -> impl Iterator<Item = Setting> + use<> {
    let follows = |is: fn(&Signal) -> bool| scale.signals.iter().any(is);
    let (any, lag) = (!scale.signals.is_empty(), follows(|it| matches!(it, Signal::KafkaLag { .. })));
    let query = follows(|it| matches!(it, Signal::Prometheus { .. }));
    let settings = [
        (scale.polling_interval.map(|it| it.at), ".polling_interval(..)", ("KEDA", any), false),
        (scale.cooldown_period.map(|it| it.at), ".cooldown_period(..)", ("KEDA", any), true),
        (scale.activation_lag_threshold.map(|it| it.at), ".activation_lag_threshold(..)", ("Kafka", lag), true),
        (scale.activation_threshold.map(|it| it.at), ".activation_threshold(..)", ("Prometheus", query), true),
        (scale.fallback.map(|it| it.at), ".fallback(..)", ("KEDA", any), false),
    ];
    settings.into_iter().filter_map(|(at, setter, (trigger, has_trigger), is_for_first_pod)| {
        Some(Setting { setter, at: at?, trigger, has_trigger, is_for_first_pod })
    })
}
