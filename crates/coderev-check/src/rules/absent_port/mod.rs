//! `absent-port`
mod probes;

use super::containers;
use super::ports::{of_pod, protocol};
use crate::object_rule::ObjectRule;
use crate::{Linter, Phase, Report, Rule};
use coderev_objects::{Entry, Inventory};
use k8s_openapi::api::core::v1::{PodSpec, Service, ServiceSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// The rule.
pub static ABSENT_PORT: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("absent-port", Phase::Objects)
    .summary("Services that send requests to a port that none of their pods has, and probes that use a port that their container does not have")
    .why("No pod listens on the port: each request is refused, and the probe never succeeds.")
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
  #                                          ^^^^ error[absent-port]: a probe uses the port `web`, which the container `web` does not have
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
    for (entry, service) in inventory.all::<Service>() {
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
        let finding =
            report.finding(entry.subject(), message).at(entry.origin_of(&format!("/spec/ports/{index}/targetPort")));
        report.push(finding.help("name a port that one of the containers has, or its number"));
    }
}
fn has_port(pod: &PodSpec, name: &str, protocol_of_service: &str) -> bool {
    of_pod(pod)
        .any(|port| port.name.as_deref() == Some(name) && protocol(port.protocol.as_ref()) == protocol_of_service)
}

#[cfg(test)]
mod tests {
    use super::ABSENT_PORT;
    use crate::Severity;
    use crate::rules::ports::testing;
    use serde_json::{Value, json};

    fn of_service(ports: Value) -> Vec<String> {
        testing::of_service(&ABSENT_PORT, ports)
    }
    fn of_container(container: Value) -> Vec<(Severity, String)> {
        testing::of_container(&ABSENT_PORT, container)
    }

    #[test]
    fn a_service_needs_a_port_of_a_container() {
        for there in ["http", "gate"] {
            assert_eq!(of_service(json!([{"port": 80, "targetPort": there}])), [""; 0]);
        }
        for absent in ["htp", "setup", "other", "dns"] {
            let message = format!(
                "the Service `web` sends requests to the port `{absent}` over TCP, which no container of its pods has"
            );
            assert_eq!(of_service(json!([{"port": 80, "targetPort": absent}])), [message]);
        }
        assert_eq!(of_service(json!([{"port": 53, "protocol": "UDP", "targetPort": "dns"}])), [""; 0]);
    }
    #[test]
    fn a_probe_needs_a_tcp_port_of_its_container() {
        let ports =
            json!([{"name": "http", "containerPort": 8000}, {"name": "dns", "containerPort": 53, "protocol": "UDP"}]);
        let of = |probe: &Value| {
            let found = of_container(json!({"ports": ports, "livenessProbe": probe, "startupProbe": probe}));
            found.into_iter().map(|(_, message)| message).collect::<Vec<_>>()
        };
        for well in [
            json!({"httpGet": {"port": "http"}}),
            json!({"tcpSocket": {"port": 9000}}),
            json!({"grpc": {"port": 8000}}),
            json!({"httpGet": {"port": 53, "host": "10.0.0.1"}}),
            json!({"exec": {"command": ["true"]}}),
        ] {
            assert_eq!(of(&well), [""; 0], "{well}");
        }
        let absent = "a probe uses the port `gate`, which the container `web` does not have";
        assert_eq!(of(&json!({"httpGet": {"port": "gate"}})), [absent]);
        for udp in
            [json!({"tcpSocket": {"port": "dns"}}), json!({"tcpSocket": {"port": 53}}), json!({"grpc": {"port": 53}})]
        {
            let found = of(&udp);
            assert!(
                found.len() == 1 && found[0].ends_with("of the container `web`, which is a UDP port"),
                "{udp}: {found:?}"
            );
        }
        assert_eq!(of(&json!({"tcpSocket": {"port": 0}})).len(), 1);
    }
}
