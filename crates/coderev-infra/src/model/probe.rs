use crate::model::{IntoDuration, IntoPort, Place, Port, TextList};
use derive_builder::Builder;
use std::panic::Location;
use std::time::Duration;

/// A health check of a container: `livenessProbe`, `readinessProbe` or `startupProbe`.
///
/// Defaults depend on the kind of probe. A liveness probe runs every 10 s with a timeout of 5 s, a readiness probe
/// every 5 s with a timeout of 3 s. Both fail after 3 failures in a row. A startup probe runs every 5 s with a timeout
/// of 3 s, and fails after 24 failures. A container with a liveness probe and without a startup probe gets a startup
/// probe with the same action. A slow start therefore does not restart the container.
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
    must_use = "a probe has no effect by itself: pass it to `.liveness(..)`, `.readiness(..)` or `.startup(..)`"
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
    /// `failureThreshold`, in failures in a row. Default: 3 for liveness and readiness, 24 for startup.
    #[builder(default)]
    #[builder_setter_attr(doc(alias = "failureThreshold"))]
    pub(crate) failure_threshold: Option<u32>,
    /// `successThreshold`, in successes in a row. Default: 1, as in Kubernetes.
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
    /// `httpGet` of a path. A status from 200 to 399 is a success.
    #[track_caller]
    pub fn http(path: impl Into<String>) -> Self {
        Self::with_action(Action::Http(path.into()))
    }
    /// `grpc`: the health checking protocol of gRPC.
    #[track_caller]
    pub fn grpc() -> Self {
        Self::with_action(Action::Grpc)
    }
    /// `tcpSocket`. A successful connection is a success.
    #[track_caller]
    pub fn tcp() -> Self {
        Self::with_action(Action::Tcp)
    }
    /// `exec.command`. Exit status 0 is a success.
    #[track_caller]
    pub fn exec(command: impl TextList) -> Self {
        Self::with_action(Action::Exec(command.texts()))
    }
    /// `port`: the port to probe. Default: the default port of the workload.
    pub fn port(mut self, port: impl IntoPort) -> Self {
        self.port = Some(Some(port.into()));
        self
    }
    /// `initialDelaySeconds`, in seconds. Default: no delay.
    #[doc(alias = "initialDelaySeconds")]
    pub fn initial_delay(mut self, time: impl IntoDuration) -> Self {
        self.initial_delay = Some(Some(time.into()));
        self
    }
    /// `periodSeconds`, in seconds. Default: 10 for liveness, 5 for readiness and startup.
    #[doc(alias = "periodSeconds")]
    pub fn period(mut self, time: impl IntoDuration) -> Self {
        self.period = Some(Some(time.into()));
        self
    }
    /// `timeoutSeconds`, in seconds. Default: 5 for liveness, 3 for readiness and startup.
    #[doc(alias = "timeoutSeconds")]
    pub fn timeout(mut self, time: impl IntoDuration) -> Self {
        self.timeout = Some(Some(time.into()));
        self
    }
    pub(crate) fn spec(self) -> ProbeSpec {
        self.finish().expect("the constructors set the action, and all other fields have defaults")
    }
}

/// The argument of `.liveness(..)`, `.readiness(..)` and `.startup(..)`: a [`Probe`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a probe",
    label = "expected a `Probe`",
    note = "write `Probe::http(\"/health\")`, `Probe::grpc()`, `Probe::tcp()` or `Probe::exec([\"/bin/check\"])`"
)]
pub trait IntoProbe: Into<Probe> {}
#[diagnostic::do_not_recommend]
impl<V: Into<Probe>> IntoProbe for V {}
