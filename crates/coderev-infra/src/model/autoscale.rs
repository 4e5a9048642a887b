//! How far, and on what signal.
use crate::model::{IntoDuration, IntoPercent, Percent, Place, Share, Signal, Spanned, Text, Topic, Trigger};
use std::ops::RangeInclusive;
use std::panic::Location;
use std::time::Duration;

/// `HorizontalPodAutoscaler`, or KEDA's `ScaledObject` where a signal needs it.
///
/// Its lists are `metrics`, `scaleUp.policies` and `scaleDown.policies`. As everywhere, the first entry said replaces the default
/// list, more add. With no metric said: processor 70 %, memory 80 %; with no policy said: 100 % in 15 s up, 50 % in 60 s down, windows of
/// 0 and 300 s.
#[derive(Clone, Debug)]
#[must_use = "an Autoscale scales nothing by itself: `.autoscale(..)` of a service or a worker"]
pub struct Autoscale {
    pub(crate) replicas: RangeInclusive<u32>,
    pub(crate) at: Place,
    pub(crate) cpu: Option<Percent>,
    pub(crate) memory: Option<Percent>,
    pub(crate) requests_per_second: Option<u32>,
    /// Signals of KEDA: with one of them, all of it is a ScaledObject.
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
    /// `minReplicas..=maxReplicas`, in pods. Both ends must be within the tier's replica rule: Stable 3 or more, Exp 1 to 2. From no pod at all
    /// only KEDA starts, by a signal from outside of the pods, in a tier that may: `Exp.spec().replicas(0..=2)`.
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
    /// One of `metrics`: `averageUtilization` of `cpu`, in percent of the request. 70 % when no metric at all is said.
    #[doc(alias = "metrics")]
    #[track_caller]
    pub fn cpu(mut self, target: impl IntoPercent) -> Self {
        self.cpu = Some(target.into());
        self
    }
    /// One of `metrics`: `averageUtilization` of `memory`, in percent of the request. 80 % when no metric at all is said.
    #[doc(alias = "metrics")]
    #[track_caller]
    pub fn memory(mut self, target: impl IntoPercent) -> Self {
        self.memory = Some(target.into());
        self
    }
    /// One of `metrics`: `averageValue` of `http_requests_per_second`, for one pod. An adapter for `custom.metrics.k8s.io` has to serve it.
    #[doc(alias = "metrics")]
    #[track_caller]
    pub fn requests_per_second(mut self, n: u32) -> Self {
        self.requests_per_second = Some(n);
        self
    }
    /// One of `triggers` of a ScaledObject, `kafka`: messages that a consumer group is behind, for one pod. KEDA must be there.
    #[doc(alias = "triggers")]
    #[track_caller]
    pub fn kafka_lag(mut self, topic: Topic, group: impl Text, messages: u32) -> Self {
        self.signals.push(Signal::KafkaLag { topic, group: group.into(), messages, at: Location::caller() });
        self
    }
    /// One of `triggers` of a ScaledObject, `prometheus`: a query that returns one number, and how much of it one pod takes. KEDA must be there.
    #[doc(alias = "triggers")]
    #[track_caller]
    pub fn prometheus(mut self, query: impl Text, value: u32) -> Self {
        self.signals.push(Signal::Prometheus { query: query.into(), value, at: Location::caller() });
        self
    }
    /// One of `triggers` of a ScaledObject: any other. KEDA must be there.
    #[doc(alias = "triggers")]
    #[track_caller]
    pub fn trigger(mut self, trigger: Trigger) -> Self {
        self.signals.push(Signal::Other(trigger));
        self
    }
    /// One of `triggers[].metadata` of a ScaledObject, `activationLagThreshold`: how far behind the groups of `kafka_lag` have to be for the first pod
    /// to start; more than this, and than 0 when nobody says. Where there is always a pod it is a finding.
    #[doc(alias = "triggers.metadata")]
    #[track_caller]
    pub fn activation_lag_threshold(mut self, messages: u32) -> Self {
        self.activation_lag_threshold = Some(messages.into());
        self
    }
    /// One of `triggers[].metadata` of a ScaledObject, `activationThreshold`: what the queries of `prometheus` have to return for the first pod to
    /// start; more than this, and than 0 when nobody says. Where there is always a pod it is a finding.
    #[doc(alias = "triggers.metadata")]
    #[track_caller]
    pub fn activation_threshold(mut self, value: u32) -> Self {
        self.activation_threshold = Some(value.into());
        self
    }
    /// `fallback.replicas` of a ScaledObject, in pods: how many there are at least while a signal cannot be read. Twice the least when nobody says, and
    /// no more than the most. With no signal of KEDA it is a finding.
    #[doc(alias("fallback.replicas", "replicas"))]
    #[track_caller]
    pub fn fallback(mut self, replicas: u32) -> Self {
        self.fallback = Some(replicas.into());
        self
    }
    /// `pollingInterval` of a ScaledObject, in whole seconds: how often signals are asked, 15 s when nobody says. With no signal of KEDA it is a
    /// finding.
    #[doc(alias = "pollingInterval")]
    #[track_caller]
    pub fn polling_interval(mut self, time: impl IntoDuration) -> Self {
        self.polling_interval = Some(Spanned::here(time));
        self
    }
    /// `cooldownPeriod` of a ScaledObject, in whole seconds: how long no signal is active before the last pod ends, 300 s when nobody says. Where
    /// there is always a pod it is a finding: there the windows count.
    #[doc(alias = "cooldownPeriod")]
    #[track_caller]
    pub fn cooldown_period(mut self, time: impl IntoDuration) -> Self {
        self.cooldown_period = Some(Spanned::here(time));
        self
    }
    /// One of `behavior.scaleUp.policies`; `selectPolicy` is `Max`, so the largest change counts. 100 % in 15 s when nobody says.
    #[doc(alias("behavior.scaleUp.policies", "policies", "selectPolicy"))]
    #[track_caller]
    pub fn scale_up(mut self, policy: ScalingPolicy) -> Self {
        self.scale_up.push(policy);
        self
    }
    /// One of `behavior.scaleDown.policies`; `selectPolicy` is `Max`, so the largest change counts. 50 % in 60 s when nobody says.
    #[doc(alias("behavior.scaleDown.policies", "policies", "selectPolicy"))]
    #[track_caller]
    pub fn scale_down(mut self, policy: ScalingPolicy) -> Self {
        self.scale_down.push(policy);
        self
    }
    /// `behavior.scaleUp.stabilizationWindowSeconds`, in whole seconds: 0 when nobody says.
    #[doc(alias("behavior.scaleUp.stabilizationWindowSeconds", "stabilizationWindowSeconds"))]
    #[track_caller]
    pub fn scale_up_stabilization_window(mut self, time: impl IntoDuration) -> Self {
        self.scale_up_window = Some(Spanned::here(time));
        self
    }
    /// `behavior.scaleDown.stabilizationWindowSeconds`, in whole seconds: 300 when nobody says.
    #[doc(alias("behavior.scaleDown.stabilizationWindowSeconds", "stabilizationWindowSeconds"))]
    #[track_caller]
    pub fn scale_down_stabilization_window(mut self, time: impl IntoDuration) -> Self {
        self.scale_down_window = Some(Spanned::here(time));
        self
    }
}

/// One entry of `policies`: `percent(100).per(seconds(15))`, `pods(4).per(seconds(15))`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a policy holds only where an Autoscale has it: `.scale_up(..)` or `.scale_down(..)`"]
pub struct ScalingPolicy {
    pub(crate) change: Share,
    pub(crate) period: Duration,
}
/// A number of pods, to be given a period.
#[derive(Clone, Copy, Debug)]
#[must_use = "a number of pods needs its period: `pods(4).per(seconds(15))`"]
pub struct Pods(u32);
/// `type: Pods` of a scaling policy: so many pods.
pub const fn pods(n: u32) -> Pods {
    Pods(n)
}
impl Pods {
    /// `periodSeconds`, in whole seconds.
    #[doc(alias = "periodSeconds")]
    pub const fn per(self, time: Duration) -> ScalingPolicy {
        ScalingPolicy { change: Share::Pods(self.0), period: time }
    }
}
impl Percent {
    /// `type: Percent` of a scaling policy: so many of the pods that run, in `periodSeconds`, in whole seconds.
    #[doc(alias = "type")]
    pub const fn per(self, time: Duration) -> ScalingPolicy {
        ScalingPolicy { change: Share::Percent(self.whole()), period: time }
    }
}

/// An autoscaler, as `.autoscale(..)` takes it: an [`Autoscale`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an autoscaler",
    label = "expected an `Autoscale`",
    note = "write the minimum and the maximum number of pods: `.autoscale(Autoscale::new(3..=9))`",
    note = "a fixed number of pods is `.replicas(3)`"
)]
pub trait IntoAutoscale: Into<Autoscale> {}
#[diagnostic::do_not_recommend]
impl<V: Into<Autoscale>> IntoAutoscale for V {}
