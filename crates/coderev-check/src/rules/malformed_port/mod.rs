//! `malformed-port`
mod containers;
mod services;

use super::containers as all_containers;
use crate::object_rule::ObjectRule;
use crate::{Help, Phase, Report, Rule};
use coderev_objects::{Entry, Inventory, Origin};
use k8s_openapi::api::core::v1::Service;
use std::collections::BTreeSet;

/// The rule.
pub static MALFORMED_PORT: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("malformed-port", Phase::Objects)
    .summary("ports of containers and Services with an invalid or duplicate number or name")
    .why("The API server rejects the object.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
//<^^^^^^^^^^^^ error[malformed-port]: the Service `web` declares port 80/TCP more than once
    .port(Port::http(8000))
    .port(Port::http(8001).name("admin").service(80))"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
    .port(Port::http(8000))
    .port(Port::http(8001).name("admin").service(8001))"#,
    )
    .yaml(
        r"apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
  - {name: http, port: 80, targetPort: 8000}
  - {name: admin, port: 80, targetPort: 8001}
  #               ^^^^ error[malformed-port]: the Service `web` declares port 80/TCP more than once
",
        r"apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
  - {name: http, port: 80, targetPort: 8000}
  - {name: admin, port: 8001, targetPort: 8001}
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    let mut ports = Ports { report, reported: BTreeSet::new() };
    for placed in all_containers::all(inventory) {
        containers::check(placed, &mut ports);
    }
    for (entry, service) in inventory.all::<Service>() {
        services::check(entry, service, &mut ports);
    }
}

/// Reports faults of ports.
struct Ports<'r, 'a> {
    report: &'r mut Report,
    /// In a program, a port has the same name in its container and on its Service: the name is reported once.
    reported: BTreeSet<(Origin, &'a str)>,
}
impl<'a> Ports<'_, 'a> {
    fn error(&mut self, entry: Entry<'_>, pointer: &str, message: String, help: impl Into<Help>) {
        self.report.push(self.report.finding(entry.subject(), message).at(entry.origin_of(pointer)).help(help));
    }
    fn check_number(
        &mut self,
        entry: Entry<'_>,
        pointer: impl Fn() -> String,
        number: i32,
        owner: impl Fn() -> String,
    ) {
        if !(1..=65535).contains(&number) {
            self.error(entry, &pointer(), format!("{} the port {number}", owner()), "use a number from 1 to 65535");
        }
    }
    fn check_name(&mut self, entry: Entry<'a>, pointer: &str, name: &'a str, message: String, help: &'static str) {
        if self.reported.insert((entry.origin_of(pointer), name)) {
            self.error(entry, pointer, message, help);
        }
    }
}

/// The index of the first item that repeats an earlier one.
fn repeated<T: Ord + Copy>(items: impl IntoIterator<Item = (usize, T)>) -> Option<(usize, T)> {
    let mut seen = BTreeSet::new();
    items.into_iter().find(|(_, item)| !seen.insert(*item))
}

#[cfg(test)]
mod tests {
    use super::MALFORMED_PORT;
    use crate::Severity;
    use crate::rules::ports::testing;
    use serde_json::{Value, json};

    fn of_service(ports: Value) -> Vec<String> {
        testing::of_service(&MALFORMED_PORT, ports)
    }
    fn of_container(container: Value) -> Vec<(Severity, String)> {
        testing::of_container(&MALFORMED_PORT, container)
    }

    #[test]
    fn ports_of_a_service() {
        let nameless = of_service(json!([{"name": "http", "port": 80}, {"port": 81}]));
        assert_eq!(nameless, ["the Service `web` has several ports, but port 81 has no name"]);
        let twice = of_service(json!([{"name": "a", "port": 80}, {"name": "a", "port": 81}]));
        assert_eq!(twice, ["the Service `web` has two ports with the name `a`"]);
        let number = of_service(json!([{"name": "a", "port": 80}, {"name": "b", "port": 80}]));
        assert_eq!(number, ["the Service `web` declares port 80/TCP more than once"]);
        assert_eq!(
            of_service(json!([{"name": "a", "port": 53}, {"name": "b", "port": 53, "protocol": "UDP"}])),
            [""; 0]
        );
        let long = "a-name-of-more-than-fifteen-letters";
        assert_eq!(of_service(json!([{"name": long, "port": 80}])), [""; 0], "a Service's port is a DNS label");
        assert_eq!(of_service(json!([{"name": "Web", "port": 80}])).len(), 1);
        assert_eq!(of_service(json!([{"port": 70000, "targetPort": 0}])).len(), 2);
    }
    #[test]
    fn ports_of_a_container() {
        let twice =
            of_container(json!({"ports": [{"name": "a", "containerPort": 1}, {"name": "a", "containerPort": 2}]}));
        assert_eq!(twice, [(Severity::Error, "the container `web` has two ports with the name `a`".into())]);
        let number = of_container(json!({"ports": [{"containerPort": 1}, {"containerPort": 1, "protocol": "TCP"}]}));
        assert_eq!(number, [(Severity::Error, "the container `web` declares port 1/TCP more than once".into())]);
        let protocols = json!([{"containerPort": 53}, {"containerPort": 53, "protocol": "UDP"}]);
        assert_eq!(of_container(json!({"ports": protocols})), [], "the protocol is a part of the key");
        for name in ["Http", "-http", "http-", "a--b", "80", ""] {
            assert_eq!(of_container(json!({"ports": [{"name": name, "containerPort": 1}]})).len(), 1, "{name}");
        }
    }
}
