use crate::lower::Workload;
use crate::words::{Action, ProbeSpec};
use k8s_openapi::api::core::v1::{ExecAction, GRPCAction, HTTPGetAction, Probe, TCPSocketAction};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use std::time::Duration;

/// The numbers of a slot, for what a probe leaves open: period, timeout, failures.
#[derive(Clone, Copy)]
pub(crate) struct Slot(u64, u64, u32);
pub(crate) const LIVENESS: Slot = Slot(10, 5, 3);
pub(crate) const READINESS: Slot = Slot(5, 3, 3);
pub(crate) const STARTUP: Slot = Slot(5, 3, 24);

pub(crate) fn probe(spec: &ProbeSpec, slot: Slot, workload: &Workload<'_>) -> Probe {
    let Slot(period, timeout, failures) = slot;
    let main = workload.main_port();
    let port = spec.port.unwrap_or(main);
    let named = || IntOrString::String(port.name.into());
    let seconds = |said: Option<Duration>, default: u64| Some(said.map_or(default, |time| time.as_secs()) as i32);
    let mut probe = Probe {
        initial_delay_seconds: spec.initial_delay.map(|time| time.as_secs() as i32),
        period_seconds: seconds(spec.period, period),
        timeout_seconds: seconds(spec.timeout, timeout),
        failure_threshold: Some(spec.failure_threshold.unwrap_or(failures) as i32),
        success_threshold: spec.success_threshold.map(|n| n as i32),
        ..Default::default()
    };
    match &spec.action {
        Action::Http(path) => {
            probe.http_get = Some(HTTPGetAction { path: Some(path.clone()), port: named(), ..Default::default() })
        }
        Action::Grpc => probe.grpc = Some(GRPCAction { port: i32::from(port.number), ..Default::default() }),
        Action::Tcp => probe.tcp_socket = Some(TCPSocketAction { port: named(), host: None }),
        Action::Exec(words) => probe.exec = Some(ExecAction { command: Some(words.clone()) }),
    }
    probe
}

/// A slow start is no death: the liveness probe's action, with the patience of a startup probe.
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
