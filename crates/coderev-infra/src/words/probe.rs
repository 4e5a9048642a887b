use crate::words::{Place, Port};
use derive_builder::Builder;
use std::panic::Location;
use std::time::Duration;

/// Whether a container is well: `livenessProbe`, `readinessProbe`, `startupProbe`.
///
/// What is left open is the number of the slot: liveness each 10 s with 5 s to answer, readiness each 5 s with 3 s, startup 24 times each
/// 5 s; three failures count. A liveness probe alone brings a startup probe of the same action, so that a slow start is no death.
#[derive(Builder, Clone, Debug)]
#[builder(
    name = "Probe",
    vis = "pub",
    pattern = "owned",
    custom_constructor,
    build_fn(private, name = "finish"),
    setter(strip_option),
    derive(Clone, Debug)
)]
#[builder_struct_attr(
    must_use = "a probe probes only where a container has it: `.liveness(..)`, `.readiness(..)`, `.startup(..)`"
)]
pub(crate) struct ProbeSpec {
    #[builder(setter(custom))]
    pub(crate) action: Action,
    #[builder(setter(custom))]
    pub(crate) at: Place,
    /// `port`, when not the first one.
    #[builder(default)]
    pub(crate) port: Option<Port>,
    /// `initialDelaySeconds`.
    #[builder(default)]
    pub(crate) initial_delay: Option<Duration>,
    /// `periodSeconds`.
    #[builder(default)]
    pub(crate) period: Option<Duration>,
    /// `timeoutSeconds`.
    #[builder(default)]
    pub(crate) timeout: Option<Duration>,
    /// `failureThreshold`.
    #[builder(default)]
    pub(crate) failure_threshold: Option<u32>,
    /// `successThreshold`.
    #[builder(default)]
    pub(crate) success_threshold: Option<u32>,
}
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Http(String),
    Grpc,
    Tcp,
    Exec(Vec<String>),
}
impl Probe {
    #[track_caller]
    fn of(action: Action) -> Self {
        Self { action: Some(action), at: Some(Location::caller()), ..Self::create_empty() }
    }
    /// `httpGet`.
    #[track_caller]
    pub fn http(path: impl Into<String>) -> Self {
        Self::of(Action::Http(path.into()))
    }
    /// `grpc`.
    #[track_caller]
    pub fn grpc() -> Self {
        Self::of(Action::Grpc)
    }
    /// `tcpSocket`.
    #[track_caller]
    pub fn tcp() -> Self {
        Self::of(Action::Tcp)
    }
    /// `exec.command`.
    #[track_caller]
    pub fn exec(words: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::of(Action::Exec(words.into_iter().map(Into::into).collect()))
    }
    pub(crate) fn spec(self) -> ProbeSpec {
        self.finish().expect("the action is set by the constructors, the rest has defaults")
    }
}
