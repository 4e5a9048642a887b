//! The configuration of the read-only gate, a small nginx sidecar in each HTTP pod of a read-only tier.
use crate::model::{DEFAULT_TIMEOUT, Route};
use crate::resolve::ports::GATE;
use crate::resolve::workload::Workload;

/// The name of its container, and the suffix of the name of its ConfigMap.
pub(crate) const NAME: &str = crate::names::READ_ONLY_GATE;

pub(crate) fn config_map(workload: &Workload<'_>) -> String {
    format!("{}-{NAME}", workload.name())
}

/// Forwards GET, HEAD and OPTIONS to the application. Responds to other methods with 405, and to `/metrics` with 404.
pub(crate) fn configuration(workload: &Workload<'_>) -> String {
    let timeout = workload.declared.routes.iter().map(Route::longest_silence).max();
    let timeout = timeout.unwrap_or(DEFAULT_TIMEOUT);
    let app = workload.main_port().expect("a gated workload has a port");
    let streams = workload.declared.routes.iter().any(|route| route.stream_idle_timeout.is_some());
    // Without buffering, nginx forwards each part of a stream at once.
    let version =
        if streams { "proxy_http_version 1.1;\n            proxy_buffering off;" } else { "proxy_http_version 1.1;" };
    include_str!("gate.nginx.conf")
        .replace("proxy_http_version 1.1;", version)
        .replace("GATE_PORT", &GATE.number.to_string())
        .replace("APP_PORT", &app.number.to_string())
        .replace("TIMEOUT", &timeout.as_secs().max(1).to_string())
}
