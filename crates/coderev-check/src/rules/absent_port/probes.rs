//! Ports that probes use. A probe connects to its own container, over TCP.
use crate::rules::containers::Placed;
use crate::rules::ports::protocol;
use crate::{Help, Report};
use k8s_openapi::api::core::v1::{ContainerPort, Probe};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use std::collections::BTreeSet;

pub(super) fn check(placed: Placed<'_>, report: &mut Report) {
    let container = placed.container;
    let probes = [
        ("/livenessProbe", &container.liveness_probe),
        ("/readinessProbe", &container.readiness_probe),
        ("/startupProbe", &container.startup_probe),
    ];
    // A startup probe often repeats the liveness probe: its port is reported once.
    let mut seen = BTreeSet::new();
    for (field, probe) in probes {
        let Some((port, within)) = probe.as_ref().and_then(port) else { continue };
        if seen.insert(port) {
            check_port(placed, port, &|| format!("{field}{within}"), report);
        }
    }
}
fn check_port(placed: Placed<'_>, used: Used<'_>, field: &dyn Fn() -> String, report: &mut Report) {
    let owner = &placed.container.name;
    let ports = || placed.container.ports.iter().flatten();
    let uses_tcp = |port: &&ContainerPort| protocol(port.protocol.as_ref()) == "TCP";
    let (message, help) = match used {
        Used::Name(name) => match ports().find(|port| port.name.as_deref() == Some(name)) {
            None => (
                format!("a probe uses the port `{name}`, which the container `{owner}` does not have"),
                Help::from("a probe connects to its own container: name one of its ports, or a number"),
            ),
            Some(port) if !uses_tcp(&port) => no_tcp(&format!("`{name}`"), owner, port),
            Some(_) => return,
        },
        Used::Number(number) if !(1..=65535).contains(&number) => (
            format!("a probe of the container `{owner}` uses the port {number}"),
            "use a number from 1 to 65535".into(),
        ),
        Used::Number(number) => {
            let declared = || ports().filter(|port| port.container_port == number);
            match declared().next() {
                Some(port) if !declared().any(|port| uses_tcp(&port)) => no_tcp(&number.to_string(), owner, port),
                _ => return,
            }
        }
    };
    report.push(placed.finding(report, message).at(placed.origin(&field())).help(help));
}
fn no_tcp(port: &str, owner: &str, declared: &ContainerPort) -> (String, Help) {
    let protocol = protocol(declared.protocol.as_ref());
    let message = format!("a probe uses the port {port} of the container `{owner}`, which is a {protocol} port");
    let help = Help::forms(
        "a probe connects over TCP: use a different port, or run a command, `Probe::exec([..])`",
        "a probe connects over TCP: use a different port, or run a command, `exec: {command: [..]}`",
    );
    (message, help)
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Used<'a> {
    Name(&'a str),
    Number(i32),
}
/// The port of its container that a probe uses, and its field. `None` if the probe connects to another host.
fn port(probe: &Probe) -> Option<(Used<'_>, &'static str)> {
    let used = |port| match port {
        &IntOrString::Int(number) => Used::Number(number),
        IntOrString::String(name) => Used::Name(name),
    };
    let is_own = |host: &Option<String>| host.as_ref().is_none_or(String::is_empty);
    let http = probe.http_get.as_ref().filter(|it| is_own(&it.host)).map(|it| (used(&it.port), "/httpGet/port"));
    let tcp = probe.tcp_socket.as_ref().filter(|it| is_own(&it.host)).map(|it| (used(&it.port), "/tcpSocket/port"));
    http.or(tcp).or(probe.grpc.as_ref().map(|it| (Used::Number(it.port), "/grpc/port")))
}
