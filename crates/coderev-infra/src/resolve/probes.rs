//! Defaults of probes.
use crate::model::ProbeSpec;
use std::time::Duration;

/// The defaults of one kind of probe.
#[derive(Clone, Copy)]
pub(crate) struct Slot {
    /// Seconds.
    pub(crate) period: u64,
    /// Seconds.
    pub(crate) timeout: u64,
    pub(crate) failures: u32,
}
pub(crate) const LIVENESS: Slot = Slot { period: 10, timeout: 5, failures: 3 };
pub(crate) const READINESS: Slot = Slot { period: 5, timeout: 3, failures: 3 };
pub(crate) const STARTUP: Slot = Slot { period: 5, timeout: 3, failures: 24 };

/// How long a startup probe waits before the container is restarted.
pub(crate) fn patience(spec: &ProbeSpec) -> Duration {
    let period = spec.period.unwrap_or(Duration::from_secs(STARTUP.period));
    let tries = spec.failure_threshold.unwrap_or(STARTUP.failures);
    spec.initial_delay.unwrap_or_default().saturating_add(period.saturating_mul(tries))
}

/// The default startup probe: the action of the liveness probe with the patience of a startup probe, so that a slow start is not a failure.
pub(crate) fn startup_of(liveness: &ProbeSpec) -> ProbeSpec {
    ProbeSpec {
        initial_delay: None,
        period: None,
        timeout: None,
        failure_threshold: None,
        success_threshold: None,
        ..liveness.clone()
    }
}
