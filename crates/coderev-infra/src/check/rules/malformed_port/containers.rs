//! Ports of containers, and the probes that ask them.
use super::{Found, protocol, repeated};
use crate::manifest::Manifest;
use k8s_openapi::api::core::v1::{Container, ContainerPort, Probe};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use std::collections::BTreeSet;

const NAME: &str = "lowercase letters, digits and `-`, a letter among them, no `-` at either end or beside another, 15 characters at most";

pub(super) fn check<'a>(manifest: &'a Manifest, container: &'a Container, found: &mut Found<'a>) {
    let ports = container.ports.as_deref().unwrap_or_default();
    let who = format!("the container `{}`", container.name);
    for port in ports {
        found.number(manifest, &format!("{who} has"), port.container_port);
        if let Some(name) = &port.name {
            found.name(manifest, &who, name, is_name, NAME);
        }
    }
    found.twins(manifest, &who, ports.iter().filter_map(|port| port.name.as_ref()));
    let keys = ports.iter().map(|port| (port.container_port, protocol(port.protocol.as_ref())));
    if let Some((number, speaks)) = repeated(keys) {
        found.warning(
            manifest,
            format!("{who} has the port {number} over {speaks} twice"),
            "drop one: only one of them is kept",
        );
    }
    probes(manifest, container, &who, found);
}

/// What the API server takes as a port's name: that of a service at IANA.
fn is_name(name: &str) -> bool {
    let inside = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
    (1..=15).contains(&name.len())
        && name.bytes().all(inside)
        && name.bytes().any(|c| c.is_ascii_lowercase())
        && !(name.starts_with('-') || name.ends_with('-') || name.contains("--"))
}

/// Probes ask their own container. A startup probe asks what the liveness probe asks: it is told once.
fn probes<'a>(manifest: &'a Manifest, container: &'a Container, who: &str, found: &mut Found<'a>) {
    let ports = container.ports.as_deref().unwrap_or_default();
    let probes = [&container.liveness_probe, &container.readiness_probe, &container.startup_probe];
    let asked: BTreeSet<Asked<'_>> = probes.into_iter().flatten().filter_map(asked).collect();
    for asked in asked {
        let speaks = |port: &&ContainerPort| protocol(port.protocol.as_ref()) == "TCP";
        match asked {
            Asked::Name(name) => match ports.iter().find(|port| port.name.as_deref() == Some(name)) {
                None => found.error(
                    manifest,
                    format!("a probe asks the port `{name}`, which {who} does not have"),
                    "a probe asks its own container: name one of its ports, or the number",
                ),
                Some(port) if !speaks(&port) => udp(manifest, &format!("`{name}`"), who, port, found),
                Some(_) => {}
            },
            Asked::Number(number) => {
                found.number(manifest, &format!("a probe of {who} asks"), number);
                let mut declared = ports.iter().filter(|port| port.container_port == number).peekable();
                if let Some(port) = declared.peek().copied()
                    && !declared.any(|port| speaks(&port))
                {
                    udp(manifest, &number.to_string(), who, port, found);
                }
            }
        }
    }
}
fn udp(manifest: &Manifest, asked: &str, who: &str, port: &ContainerPort, found: &mut Found<'_>) {
    found.error(
        manifest,
        format!("a probe asks the port {asked} of {who}, which speaks {}", protocol(port.protocol.as_ref())),
        "probes speak TCP: ask another port, or probe by a command, `Probe::exec([..])`",
    );
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Asked<'a> {
    Name(&'a str),
    Number(i32),
}
/// The port that a probe asks of its container; none where it asks another host.
fn asked(probe: &Probe) -> Option<Asked<'_>> {
    let of = |port| match port {
        &IntOrString::Int(number) => Asked::Number(number),
        IntOrString::String(name) => Asked::Name(name),
    };
    let elsewhere = |host: &Option<String>| host.as_ref().is_some_and(|host| !host.is_empty());
    let http = probe.http_get.as_ref().filter(|it| !elsewhere(&it.host)).map(|it| of(&it.port));
    let tcp = probe.tcp_socket.as_ref().filter(|it| !elsewhere(&it.host)).map(|it| of(&it.port));
    http.or(tcp).or(probe.grpc.as_ref().map(|it| Asked::Number(it.port)))
}
