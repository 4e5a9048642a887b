//! `absent-port`
mod probes;

use super::{ObjectRule, containers};
use crate::{Linter, Phase, Report, Rule};
use coderev_objects::{Entry, Inventory};
use k8s_openapi::api::core::v1::{PodSpec, Service, ServiceSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// The rule.
pub static ABSENT_PORT: ObjectRule = ObjectRule { rule: &RULE, check };
/// The rule as data, for the rules about the intent that supersede it.
pub static RULE: Rule = Rule::error("absent-port", Phase::Objects)
    .summary("Services that send requests to a port that none of their pods has, and probes of a port that their container does not have")
    .why("No pod answers: each request is refused, and the probe never succeeds.")
    .covers(&[(Linter::KubeLinter, "liveness-port"), (Linter::KubeLinter, "readiness-port"), (Linter::KubeLinter, "startup-port")])
    .yaml(
        r"apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    ports: [{name: http, containerPort: 8000}]
    readinessProbe: {httpGet: {path: /ready, port: web}}
    resources: {requests: {cpu: 100m, memory: 128Mi}}
",
        r"apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    ports: [{name: http, containerPort: 8000}]
    readinessProbe: {httpGet: {path: /ready, port: http}}
    resources: {requests: {cpu: 100m, memory: 128Mi}}
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    for placed in containers::all(inventory) {
        probes::check(placed, report);
    }
    for (entry, service) in inventory.of::<Service>() {
        if let Some(spec) = Option::from(&service.spec) {
            check_service(inventory, entry, spec, report);
        }
    }
}

/// Without selected pods in the inventory, the ports of the pods are unknown.
fn check_service(inventory: &Inventory, entry: Entry<'_>, spec: &ServiceSpec, report: &mut Report) {
    for (index, port) in spec.ports.iter().flatten().enumerate() {
        let Some(IntOrString::String(name)) = &port.target_port else { continue };
        let protocol = protocol(port.protocol.as_ref());
        let mut pods = inventory.workloads_of(entry).map(|workload| workload.pod()).peekable();
        if pods.peek().is_none() || pods.any(|pod| has_port(pod, name, protocol)) {
            continue;
        }
        let message = format!(
            "the Service `{}` sends requests to the port `{name}` over {protocol}, which no container of its pods has",
            entry.name()
        );
        let finding = report.finding(entry.subject(), message).at(entry.origin_of(&format!("/spec/ports/{index}/targetPort")));
        report.push(finding.help("name a port that one of the containers has, or its number"));
    }
}
/// Sidecars serve requests; other init containers have ended before.
fn has_port(pod: &PodSpec, name: &str, protocol_of_service: &str) -> bool {
    let sidecars = pod.init_containers.iter().flatten().filter(|it| it.restart_policy.as_deref() == Some("Always"));
    let mut ports = pod.containers.iter().chain(sidecars).flat_map(|it| it.ports.iter().flatten());
    ports.any(|port| port.name.as_deref() == Some(name) && protocol(port.protocol.as_ref()) == protocol_of_service)
}
/// Default: TCP.
fn protocol(set: Option<&String>) -> &str {
    set.map_or("TCP", String::as_str)
}
