//! Ports that the library selects if a declaration does not name one.
use crate::model::Port;
use crate::model::port::AppProtocol;

/// The port of the read-only gate, which callers of a gated workload reach.
pub(crate) const GATE: Port = Port::http(8080).name("gate");

/// The first port that is not only for Prometheus, else the first port.
pub(crate) fn main_port(ports: &[Port]) -> Option<Port> {
    ports.iter().find(|port| port.app_protocol != AppProtocol::Metrics).or(ports.first()).copied()
}
