use crate::lower::workload::main_port;
use crate::words::{Action, Port, ProbeSpec};
use k8s_openapi::api::core::v1::{ExecAction, GRPCAction, HTTPGetAction, Probe, TCPSocketAction};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use std::time::Duration;

/// The numbers of a slot, for what a probe leaves open: period, timeout, failures.
#[derive(Clone, Copy)]
pub(crate) struct Slot(u64, u64, u32);
pub(crate) const LIVENESS: Slot = Slot(10, 5, 3);
pub(crate) const READINESS: Slot = Slot(5, 3, 3);
pub(crate) const STARTUP: Slot = Slot(5, 3, 24);

/// `spec` of a container that has `ports`. A port that it does not name is asked by number.
pub(crate) fn probe(spec: &ProbeSpec, slot: Slot, ports: &[Port]) -> Probe {
    let Slot(period, timeout, failures) = slot;
    // A probe without a port, of a container without ports, is the finding `missing-port`.
    let port = spec.port.or_else(|| main_port(ports)).unwrap_or(Port::http(8000));
    let named = || match ports.iter().find(|it| **it == port) {
        Some(own) => IntOrString::String(own.label()),
        None => IntOrString::Int(i32::from(port.number)),
    };
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

/// How long a startup probe of these words waits.
pub(crate) fn patience(spec: &ProbeSpec) -> Duration {
    let Slot(period, _, failures) = STARTUP;
    let period = spec.period.unwrap_or(Duration::from_secs(period));
    spec.initial_delay.unwrap_or_default() + period * spec.failure_threshold.unwrap_or(failures)
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
