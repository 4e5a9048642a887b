//! Autoscalers: the bounds, the metrics and the scaling policies.
use crate::model::{IntoDuration, IntoPercent, Percent, Place, Share, Signal, Spanned, Text, Topic, Trigger};
use std::ops::RangeInclusive;
use std::panic::Location;
use std::time::Duration;

/// An autoscaler: a `HorizontalPodAutoscaler`, or a `ScaledObject` of KEDA if a signal needs KEDA.
///
/// The lists are `metrics`, `scaleUp.policies` and `scaleDown.policies`. The first entry that you set replaces the
/// default list. Each further entry adds to the list. Defaults:
///
/// * `metrics`: CPU 70 % and memory 80 %. A `ScaledObject` has no default metrics.
/// * `scaleUp`: one policy, 100 % in 15 s, and a stabilization window of 0 s.
/// * `scaleDown`: one policy, 50 % in 60 s, and a stabilization window of 300 s.
#[derive(Clone, Debug)]
#[must_use = "an Autoscale has no effect by itself: pass it to `.autoscale(..)` of a workload"]
pub struct Autoscale {
    pub(crate) replicas: RangeInclusive<u32>,
    pub(crate) at: Place,
    pub(crate) cpu: Option<Percent>,
    pub(crate) memory: Option<Percent>,
    pub(crate) requests_per_second: Option<u32>,
    /// Signals of KEDA. If there is one, the autoscaler is rendered as a ScaledObject.
    pub(crate) signals: Vec<Signal>,
    pub(crate) activation_lag_threshold: Option<Spanned<u32>>,
    pub(crate) activation_threshold: Option<Spanned<u32>>,
    pub(crate) fallback: Option<Spanned<u32>>,
    pub(crate) polling_interval: Option<Spanned<Duration>>,
    pub(crate) cooldown_period: Option<Spanned<Duration>>,
    pub(crate) scale_up: Vec<ScalingPolicy>,
    pub(crate) scale_down: Vec<ScalingPolicy>,
    pub(crate) scale_up_window: Option<Spanned<Duration>>,
    pub(crate) scale_down_window: Option<Spanned<Duration>>,
}
impl Autoscale {
    /// `minReplicas..=maxReplicas`, in pods. A number outside the tier's range of replicas causes the finding
    /// `replicas-outside-tier`: Stable allows 3 or more, Exp allows 1 to 2.
    ///
    /// A minimum of zero needs KEDA, a signal from outside the pods, and a tier that allows zero:
    /// `Exp.spec().replicas(0..=2)`.
    ///
    /// ```
    /// use coderev_infra::prelude::*;
    ///
    /// let scale = Autoscale::new(0..=2)
    ///     .kafka_lag(KAFKA.topic("reports"), "reports", 100)
    ///     .activation_lag_threshold(5)
    ///     .polling_interval(seconds(30))
    ///     .cooldown_period(minutes(10));
    /// let reports = Worker::new("reports", "ghcr.io/acme/reports:1.0.0").autoscale(scale);
    /// let lab = Namespace::new("lab", Exp).spec(Exp.spec().replicas(0..=2)).worker(reports);
    /// # let _ = lab;
    /// ```
    #[track_caller]
    pub const fn new(replicas: RangeInclusive<u32>) -> Self {
        Self {
            replicas,
            at: Location::caller(),
            cpu: None,
            memory: None,
            requests_per_second: None,
            signals: Vec::new(),
            activation_lag_threshold: None,
            activation_threshold: None,
            fallback: None,
            polling_interval: None,
            cooldown_period: None,
            scale_up: Vec::new(),
            scale_down: Vec::new(),
            scale_up_window: None,
            scale_down_window: None,
        }
    }
}
impl Autoscale {
    /// One of `metrics`: `averageUtilization` of `cpu`, in percent of the request. Default: 70 % if no metric and no
    /// signal is set.
    #[doc(alias = "metrics")]
    #[track_caller]
    pub fn cpu(mut self, target: impl IntoPercent) -> Self {
        self.cpu = Some(target.into());
        self
    }
    /// One of `metrics`: `averageUtilization` of `memory`, in percent of the request. Default: 80 % if no metric and no
    /// signal is set.
    #[doc(alias = "metrics")]
    #[track_caller]
    pub fn memory(mut self, target: impl IntoPercent) -> Self {
        self.memory = Some(target.into());
        self
    }
    /// One of `metrics`: `averageValue` of `http_requests_per_second`, per pod. An adapter of `custom.metrics.k8s.io`
    /// must serve the metric.
    #[doc(alias = "metrics")]
    #[track_caller]
    pub fn requests_per_second(mut self, n: u32) -> Self {
        self.requests_per_second = Some(n);
        self
    }
    /// One of `triggers` of a ScaledObject, of type `kafka`: the lag of a consumer group, in messages per pod. The
    /// cluster needs KEDA.
    #[doc(alias = "triggers")]
    #[track_caller]
    pub fn kafka_lag(mut self, topic: Topic, group: impl Text, messages: u32) -> Self {
        self.signals.push(Signal::KafkaLag { topic, group: group.into(), messages, at: Location::caller() });
        self
    }
    /// One of `triggers` of a ScaledObject, of type `prometheus`: a query that returns one number, and the `value` per
    /// pod. The cluster needs KEDA.
    #[doc(alias = "triggers")]
    #[track_caller]
    pub fn prometheus(mut self, query: impl Text, value: u32) -> Self {
        self.signals.push(Signal::Prometheus { query: query.into(), value, at: Location::caller() });
        self
    }
    /// One of `triggers` of a ScaledObject, of any other type. The cluster needs KEDA.
    #[doc(alias = "triggers")]
    #[track_caller]
    pub fn trigger(mut self, trigger: Trigger) -> Self {
        self.signals.push(Signal::Other(trigger));
        self
    }
    /// `activationLagThreshold` in `triggers[].metadata` of a ScaledObject: the first pod starts when the lag of a
    /// group of `kafka_lag` is greater than this number of messages. Default: 0. With a minimum above zero, this setter
    /// causes the finding `activation-setting-without-zero`.
    #[doc(alias = "triggers.metadata")]
    #[track_caller]
    pub fn activation_lag_threshold(mut self, messages: u32) -> Self {
        self.activation_lag_threshold = Some(messages.into());
        self
    }
    /// `activationThreshold` in `triggers[].metadata` of a ScaledObject: the first pod starts when a query of
    /// `prometheus` returns more than this value. Default: 0. With a minimum above zero, this setter causes the finding
    /// `activation-setting-without-zero`.
    #[doc(alias = "triggers.metadata")]
    #[track_caller]
    pub fn activation_threshold(mut self, value: u32) -> Self {
        self.activation_threshold = Some(value.into());
        self
    }
    /// `fallback.replicas` of a ScaledObject: the minimum number of pods while KEDA cannot read a signal. Default:
    /// twice the minimum, but at least 1 and at most the maximum. Without a signal of KEDA, this setter causes the
    /// finding `scaling-setting-without-signal`.
    ///
    /// KEDA counts only failed readings. If it cannot reach an external scaler or cannot connect to a broker at all, it may
    /// leave the number of pods as it is: <https://github.com/kedacore/keda/issues/8056> and
    /// <https://github.com/kedacore/keda/issues/5525>. Choose a minimum that serves the usual load.
    #[doc(alias("fallback.replicas", "replicas"))]
    #[track_caller]
    pub fn fallback(mut self, replicas: u32) -> Self {
        self.fallback = Some(replicas.into());
        self
    }
    /// `pollingInterval` of a ScaledObject, in seconds: the time between two readings of the signals. Default: 15 s.
    /// Without a signal of KEDA, this setter causes the finding `scaling-setting-without-signal`.
    #[doc(alias = "pollingInterval")]
    #[track_caller]
    pub fn polling_interval(mut self, time: impl IntoDuration) -> Self {
        self.polling_interval = Some(Spanned::here(time));
        self
    }
    /// `cooldownPeriod` of a ScaledObject, in seconds: KEDA stops the last pod when no signal was active for this time.
    /// Default: 300 s. With a minimum above zero, this setter causes the finding `activation-setting-without-zero`:
    /// then the stabilization windows apply.
    #[doc(alias = "cooldownPeriod")]
    #[track_caller]
    pub fn cooldown_period(mut self, time: impl IntoDuration) -> Self {
        self.cooldown_period = Some(Spanned::here(time));
        self
    }
    /// One of `behavior.scaleUp.policies`. Default: 100 % in 15 s. `selectPolicy` is `Max`: the policy with the largest
    /// change applies.
    #[doc(alias("behavior.scaleUp.policies", "policies", "selectPolicy"))]
    #[track_caller]
    pub fn scale_up(mut self, policy: ScalingPolicy) -> Self {
        self.scale_up.push(policy);
        self
    }
    /// One of `behavior.scaleDown.policies`. Default: 50 % in 60 s. `selectPolicy` is `Max`: the policy with the
    /// largest change applies.
    #[doc(alias("behavior.scaleDown.policies", "policies", "selectPolicy"))]
    #[track_caller]
    pub fn scale_down(mut self, policy: ScalingPolicy) -> Self {
        self.scale_down.push(policy);
        self
    }
    /// `behavior.scaleUp.stabilizationWindowSeconds`, in seconds. Default: 0.
    #[doc(alias("behavior.scaleUp.stabilizationWindowSeconds", "stabilizationWindowSeconds"))]
    #[track_caller]
    pub fn scale_up_stabilization_window(mut self, time: impl IntoDuration) -> Self {
        self.scale_up_window = Some(Spanned::here(time));
        self
    }
    /// `behavior.scaleDown.stabilizationWindowSeconds`, in seconds. Default: 300.
    #[doc(alias("behavior.scaleDown.stabilizationWindowSeconds", "stabilizationWindowSeconds"))]
    #[track_caller]
    pub fn scale_down_stabilization_window(mut self, time: impl IntoDuration) -> Self {
        self.scale_down_window = Some(Spanned::here(time));
        self
    }
}

/// One entry of `policies`: `percent(100).per(seconds(15))`, `pods(4).per(seconds(15))`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a scaling policy has no effect by itself: pass it to `.scale_up(..)` or `.scale_down(..)`"]
pub struct ScalingPolicy {
    pub(crate) change: Share,
    pub(crate) period: Duration,
}
/// A number of pods, without its period. [`Pods::per`] sets the period.
#[derive(Clone, Copy, Debug)]
#[must_use = "a number of pods needs a period: `pods(4).per(seconds(15))`"]
pub struct Pods(u32);
/// `type: Pods` of a scaling policy: a change by `n` pods.
pub const fn pods(n: u32) -> Pods {
    Pods(n)
}
impl Pods {
    /// `periodSeconds` of the scaling policy, in seconds.
    #[doc(alias = "periodSeconds")]
    pub const fn per(self, time: Duration) -> ScalingPolicy {
        ScalingPolicy { change: Share::Pods(self.0), period: time }
    }
}
impl Percent {
    /// `type: Percent` of a scaling policy: a change by this percentage of the current pods, and `periodSeconds`, in
    /// seconds.
    #[doc(alias = "type")]
    pub const fn per(self, time: Duration) -> ScalingPolicy {
        ScalingPolicy { change: Share::Percent(self.whole()), period: time }
    }
}

/// The argument of `.autoscale(..)`: an [`Autoscale`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an autoscaler",
    label = "expected an `Autoscale`",
    note = "write the minimum and the maximum number of pods: `.autoscale(Autoscale::new(3..=9))`",
    note = "for a fixed number of pods, write `.replicas(3)`"
)]
pub trait IntoAutoscale: Into<Autoscale> {}
#[diagnostic::do_not_recommend]
impl<V: Into<Autoscale>> IntoAutoscale for V {}
