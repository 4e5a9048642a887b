//! A path of a host, and what happens to requests for it.
use crate::words::{Host, Place, Port, Said, say};
use std::panic::Location;
use std::time::Duration;

/// A path, and what happens to requests for it.
#[derive(Clone, Debug)]
#[must_use = "a path leads somewhere only where a service has it: `.route(..)`"]
pub struct Route {
    pub(crate) path: String,
    pub(crate) exact: bool,
    pub(crate) at: Place,
    pub(crate) host: Option<String>,
    pub(crate) port: Option<Said<Port>>,
    pub(crate) timeout: Option<Said<Duration>>,
}
impl Route {
    #[track_caller]
    fn new(path: impl Into<String>, exact: bool) -> Self {
        Self { path: path.into(), exact, at: Location::caller(), host: None, port: None, timeout: None }
    }
    /// `timeouts.request`: 15 s when nobody says.
    pub(crate) fn timeout_or_default(&self) -> Duration {
        self.timeout.map_or(DEFAULT_TIMEOUT, |said| said.value)
    }
}
/// How long an answer may take when the route does not say.
pub(crate) const DEFAULT_TIMEOUT: Duration = Duration::from_secs(15);

/// `pathType: Prefix`: this path and everything under it.
#[track_caller]
pub fn prefix(path: impl Into<String>) -> Route {
    Route::new(path, false)
}
/// `pathType: Exact`: this path alone.
#[track_caller]
pub fn exact(path: impl Into<String>) -> Route {
    Route::new(path, true)
}
say!(impl [] Route {
    /// `Ingress.spec.rules[].host`: which of the namespace's hosts, when it has several.
    on(host: &Host) |it| it.host = Some(host.name.clone());
    /// `backend.service.port.name`: which of the service's ports, when not the first.
    port(port: Port) |it| it.port = Some(port.into());
    /// `nginx.ingress.kubernetes.io/proxy-read-timeout` and `proxy-send-timeout`, in whole seconds: 15 when nobody says. Routes of another timeout get an Ingress of their own.
    timeout(time: Duration) |it| it.timeout = Some(time.into());
});
