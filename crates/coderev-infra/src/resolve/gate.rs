//! The configuration of the read-only gate, a small nginx beside each pod of a read-only tier.
use crate::model::{DEFAULT_TIMEOUT, Route};
use crate::resolve::ports::GATE;
use crate::resolve::workload::Workload;

/// The name of its container, and the end of the name of its config map.
pub(crate) const NAME: &str = crate::names::READ_ONLY_GATE;

pub(crate) fn config_map(workload: &Workload<'_>) -> String {
    format!("{}-{NAME}", workload.name())
}

/// Forwards GET, HEAD and OPTIONS to the application; 405 to the rest and 404 to `/metrics`.
pub(crate) fn configuration(workload: &Workload<'_>) -> String {
    let timeout = workload.declared.routes.iter().map(Route::longest_silence).max();
    let timeout = timeout.unwrap_or(DEFAULT_TIMEOUT).as_secs();
    let app = workload.main_port().expect("a gated workload has a port");
    let streams = workload.declared.routes.iter().any(|route| route.stream_idle_timeout.is_some());
    // A stream arrives as it is sent, and not when a buffer is full.
    let version =
        if streams { "proxy_http_version 1.1;\n            proxy_buffering off;" } else { "proxy_http_version 1.1;" };
    include_str!("gate.nginx.conf")
        .replace("proxy_http_version 1.1;", version)
        .replace("GATE_PORT", &GATE.number.to_string())
        .replace("APP_PORT", &app.number.to_string())
        .replace("TIMEOUT", &timeout.to_string())
}
