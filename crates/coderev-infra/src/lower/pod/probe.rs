use crate::lower::fields::{int32, whole_seconds};
use crate::model::{Action, DEFAULT_PORT, Port, ProbeSpec};
use crate::resolve::ports::main_port;
use crate::resolve::probes::Slot;
use k8s_openapi::api::core::v1::{ExecAction, GRPCAction, HTTPGetAction, Probe, TCPSocketAction};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use std::time::Duration;

/// The probe `spec` of a container with `ports`. A port that is not one of these is probed by number.
pub(super) fn probe(spec: &ProbeSpec, slot: Slot, ports: &[Port]) -> Probe {
    let Slot { period, timeout, failures } = slot;
    // A probe without a port on a container without ports is a finding of `missing-port`.
    let port = spec.port.or_else(|| main_port(ports)).unwrap_or(DEFAULT_PORT);
    let named = || match ports.iter().find(|it| **it == port) {
        Some(own) => IntOrString::String(own.label()),
        None => IntOrString::Int(i32::from(port.number)),
    };
    let seconds = |declared: Option<Duration>, default: u64| {
        Some(whole_seconds(declared.unwrap_or(Duration::from_secs(default))))
    };
    let mut probe = Probe {
        initial_delay_seconds: spec.initial_delay.map(whole_seconds),
        period_seconds: seconds(spec.period, period),
        timeout_seconds: seconds(spec.timeout, timeout),
        failure_threshold: Some(int32(spec.failure_threshold.unwrap_or(failures))),
        success_threshold: spec.success_threshold.map(int32),
        ..Default::default()
    };
    match &spec.action {
        Action::Http(path) => {
            probe.http_get = Some(HTTPGetAction { path: Some(path.clone()), port: named(), ..Default::default() })
        }
        Action::Grpc => probe.grpc = Some(GRPCAction { port: i32::from(port.number), ..Default::default() }),
        Action::Tcp => probe.tcp_socket = Some(TCPSocketAction { port: named(), host: None }),
        Action::Exec(command) => probe.exec = Some(ExecAction { command: Some(command.clone()) }),
    }
    probe
}
