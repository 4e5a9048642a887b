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

/// The time until a failing startup probe restarts the container.
pub(crate) fn patience(spec: &ProbeSpec) -> Duration {
    let period = spec.period.unwrap_or(Duration::from_secs(STARTUP.period));
    let tries = spec.failure_threshold.unwrap_or(STARTUP.failures);
    spec.initial_delay.unwrap_or_default().saturating_add(period.saturating_mul(tries))
}

/// The default startup probe: the action of the liveness probe with the defaults of a startup probe, which allow a slow
/// start.
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
