//! Ports that the platform chooses where a declaration names none.
use crate::words::Port;
use crate::words::port::Speech;

/// The port of the read-only gate, which callers of a gated workload reach.
pub(crate) const GATE: Port = Port::http(8080).name("gate");

/// The first of `ports` that is not for Prometheus alone.
pub(crate) fn main_port(ports: &[Port]) -> Option<Port> {
    ports.iter().find(|port| port.speaks != Speech::Metrics).or(ports.first()).copied()
}
