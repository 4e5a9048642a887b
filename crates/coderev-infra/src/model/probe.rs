use crate::model::{IntoDuration, IntoPort, Place, Port, TextList};
use derive_builder::Builder;
use std::panic::Location;
use std::time::Duration;

/// Whether a container is well: `livenessProbe`, `readinessProbe`, `startupProbe`.
///
/// What is left open is the number of the slot: liveness each 10 s with 5 s to answer, readiness each 5 s with 3 s, startup 24 times each
/// 5 s; three failures count. A liveness probe alone brings a startup probe of the same action, so that a slow start is no death.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// const ADMIN: Port = Port::http(9000).name("admin").service(9000);
/// let web: Service<Stable> = Service::new("web", "ghcr.io/acme/web:1.0.0")
///     .port(Port::http(8000))
///     .port(ADMIN)
///     .liveness(Probe::http("/live").port(ADMIN).initial_delay(seconds(10)).failure_threshold(5))
///     .readiness(Probe::http("/ready").period(seconds(2)).timeout(seconds(1)).success_threshold(2));
/// # let _ = web;
/// ```
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
    #[builder(default, setter(custom))]
    pub(crate) port: Option<Port>,
    #[builder(default, setter(custom))]
    pub(crate) initial_delay: Option<Duration>,
    #[builder(default, setter(custom))]
    pub(crate) period: Option<Duration>,
    #[builder(default, setter(custom))]
    pub(crate) timeout: Option<Duration>,
    /// `failureThreshold`, in failures in a row: liveness 3, readiness 3, startup 24 when nobody says.
    #[builder(default)]
    #[builder_setter_attr(doc(alias = "failureThreshold"))]
    pub(crate) failure_threshold: Option<u32>,
    /// `successThreshold`, in successes in a row: 1, which is Kubernetes' own, when nobody says.
    #[builder(default)]
    #[builder_setter_attr(doc(alias = "successThreshold"))]
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
    fn with_action(action: Action) -> Self {
        Self { action: Some(action), at: Some(Location::caller()), ..Self::create_empty() }
    }
    /// `httpGet` of a path: a status from 200 to 399 is well.
    #[track_caller]
    pub fn http(path: impl Into<String>) -> Self {
        Self::with_action(Action::Http(path.into()))
    }
    /// `grpc`: the health protocol of gRPC.
    #[track_caller]
    pub fn grpc() -> Self {
        Self::with_action(Action::Grpc)
    }
    /// `tcpSocket`: a connection that opens is well.
    #[track_caller]
    pub fn tcp() -> Self {
        Self::with_action(Action::Tcp)
    }
    /// `exec.command`: an exit status of 0 is well.
    #[track_caller]
    pub fn exec(command: impl TextList) -> Self {
        Self::with_action(Action::Exec(command.texts()))
    }
    /// `port`, when not the first one of the service.
    pub fn port(mut self, port: impl IntoPort) -> Self {
        self.port = Some(Some(port.into()));
        self
    }
    /// `initialDelaySeconds`, in whole seconds: none when nobody says.
    #[doc(alias = "initialDelaySeconds")]
    pub fn initial_delay(mut self, time: impl IntoDuration) -> Self {
        self.initial_delay = Some(Some(time.into()));
        self
    }
    /// `periodSeconds`, in whole seconds: liveness 10, readiness 5, startup 5 when nobody says.
    #[doc(alias = "periodSeconds")]
    pub fn period(mut self, time: impl IntoDuration) -> Self {
        self.period = Some(Some(time.into()));
        self
    }
    /// `timeoutSeconds`, in whole seconds: liveness 5, readiness 3, startup 3 when nobody says.
    #[doc(alias = "timeoutSeconds")]
    pub fn timeout(mut self, time: impl IntoDuration) -> Self {
        self.timeout = Some(Some(time.into()));
        self
    }
    pub(crate) fn spec(self) -> ProbeSpec {
        self.finish().expect("the action is set by the constructors, the rest has defaults")
    }
}

/// A probe, as `.liveness(..)`, `.readiness(..)` and `.startup(..)` take it: a [`Probe`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a probe",
    label = "expected a `Probe`",
    note = "write what is probed: `Probe::http(\"/health\")`, `Probe::grpc()`, `Probe::tcp()` or `Probe::exec([\"/bin/check\"])`"
)]
pub trait IntoProbe: Into<Probe> {}
#[diagnostic::do_not_recommend]
impl<V: Into<Probe>> IntoProbe for V {}
