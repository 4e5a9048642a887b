//! Names of objects that several stages use.

/// The sidecar that forwards only GET, HEAD and OPTIONS.
pub(crate) const READ_ONLY_GATE: &str = "read-only-gate";
/// The Service that selects no pod: paths that route to it are closed.
pub(crate) const DENY_METRICS: &str = "deny-metrics";
/// The HTTPRouteFilter that answers 404: paths that use it are closed.
pub(crate) const DENY_NOT_FOUND: &str = "deny-not-found";
/// The NetworkPolicy that admits requests of ACME to its solvers.
pub(crate) const ALLOW_ACME_HTTP01: &str = "allow-acme-http01";
