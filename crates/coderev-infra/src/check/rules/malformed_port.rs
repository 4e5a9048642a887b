//! What it does: finds ports of containers and Services whose number or name is none, that are there twice, or that nothing answers: a
//! Service's way to a port that its pods do not have, and a probe of one that its container does not have or that speaks UDP.
//!
//! Why it is bad: the API server refuses the object; or requests are refused by every pod, and the probe fails for ever. Two ports of one
//! number in one container are a warning: one of them is lost.
//!
//! Instead of `.port(Port::http(8000)).port(Port::http(8001))`, which are both 80 on the Service, say `Port::http(8001).name("admin").service(8001)` for one of them.
mod containers;
mod services;

use crate::finding::Finding;
use crate::manifest::{Manifest, Manifests, kind};
use std::collections::BTreeSet;

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let mut found = Found::default();
    for (manifest, container) in super::containers(manifests) {
        containers::check(manifest, container, &mut found);
    }
    let pods = services::Pods::of(manifests);
    for (manifest, service) in manifests.of(kind!(Service)) {
        services::check(&pods, manifest, service, &mut found);
    }
    found.findings
}

/// What is found so far.
#[derive(Default)]
struct Found<'a> {
    findings: Vec<Finding>,
    /// A port has one name in the container, on the Service and in probes: what is wrong with it is told once.
    told: BTreeSet<(&'a str, &'a str)>,
}
impl<'a> Found<'a> {
    fn error(&mut self, manifest: &Manifest, message: String, help: impl Into<String>) {
        let found = Finding::error("malformed-port", &manifest.subject, Some(manifest.at));
        self.findings.push(found.message(message).help(help));
    }
    /// A load balancer to a port that the workload does not have is told of the word.
    fn absent(&mut self, manifest: &Manifest, message: String, help: impl Into<String>) {
        let found = Finding::error("malformed-port", &manifest.subject, Some(manifest.at));
        self.findings.push(found.message(message).help(help).unless("missing-port"));
    }
    fn warning(&mut self, manifest: &Manifest, message: String, help: impl Into<String>) {
        let found = Finding::warning("malformed-port", &manifest.subject, Some(manifest.at));
        self.findings.push(found.message(message).help(help));
    }
    fn number(&mut self, manifest: &Manifest, who_does: &str, number: i32) {
        if !(1..=65535).contains(&number) {
            self.error(manifest, format!("{who_does} the port {number}"), "ports are 1 to 65535");
        }
    }
    fn name(&mut self, manifest: &'a Manifest, who: &str, name: &'a str, is_name: fn(&str) -> bool, wanted: &str) {
        if !is_name(name) && self.told.insert((&manifest.subject, name)) {
            self.error(manifest, format!("{who} has a port named `{name}`"), wanted);
        }
    }
    fn twins(&mut self, manifest: &'a Manifest, who: &str, names: impl Iterator<Item = &'a String>) {
        if let Some(name) = repeated(names)
            && self.told.insert((&manifest.subject, name))
        {
            self.error(manifest, format!("{who} has two ports named `{name}`"), "name them apart: `.name(\"admin\")`");
        }
    }
}

/// The first item that is there a second time.
fn repeated<T: Ord + Copy>(items: impl IntoIterator<Item = T>) -> Option<T> {
    let mut seen = BTreeSet::new();
    items.into_iter().find(|item| !seen.insert(*item))
}
/// TCP where none is said.
fn protocol(said: Option<&String>) -> &str {
    said.map_or("TCP", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::check::rules::tests::{names, objects, platform, service};
    use crate::prelude::*;
    use crate::{LoadBalancer, Severity};
    use serde_json::{Value, json};

    const BAD: &str = "malformed-port";

    #[test]
    fn trips() {
        for port in [Port::http(0), Port::tcp(8000).name("1234"), Port::tcp(8000).name("much-too-long-name")] {
            assert_eq!(
                names(&platform(service().port(port))).iter().filter(|name| **name == BAD).count(),
                1,
                "{port:?}"
            );
        }
        let twins = service().port(Port::tcp(8000).name("a")).port(Port::tcp(8001).name("a"));
        assert_eq!(names(&platform(twins)), [BAD], "told of the container, not of the Service again");
        let on_80 = service().port(Port::http(8000)).port(Port::http(8001).name("admin"));
        assert_eq!(names(&platform(on_80)), [BAD]);
    }
    #[test]
    fn passes() {
        let two = service().port(Port::http(8000)).port(Port::http(8001).name("admin").service(8001));
        assert_eq!(names(&platform(two)), [""; 0]);
        let dns = service().port(Port::http(8000)).port(Port::tcp(53).name("dns-tcp")).port(Port::udp(53).name("dns"));
        assert_eq!(names(&platform(dns)), [""; 0]);
    }
    #[test]
    fn what_words_say_is_told_of_the_word() {
        let balanced = service().port(Port::http(8000)).load_balancer(LoadBalancer::public(Port::tcp(9000)));
        assert_eq!(names(&platform(balanced)), ["missing-port"]);
    }

    /// What is found about a pod with this container, and a Service of these ports that selects it.
    fn found(container: Value, ports: Value) -> Vec<(Severity, String)> {
        let pod = |name: &str, labels: Value, spec: Value| json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "namespace": "shop", "labels": labels}, "spec": spec});
        let gate =
            json!({"name": "gate", "restartPolicy": "Always", "ports": [{"name": "gate", "containerPort": 8080}]});
        let setup = json!({"name": "setup", "ports": [{"name": "setup", "containerPort": 8081}]});
        let web = json!({"containers": [container], "initContainers": [gate, setup]});
        let service = json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "namespace": "shop"},
            "spec": {"selector": {"app": "web"}, "ports": ports}});
        let other = json!({"containers": [{"name": "other", "ports": [{"name": "other", "containerPort": 1}]}]});
        let all =
            objects([pod("web", json!({"app": "web", "tier": "one"}), web), pod("other", json!({}), other), service]);
        check(&all).into_iter().map(|finding| (finding.severity, finding.message)).collect()
    }
    fn of_service(ports: Value) -> Vec<String> {
        let web = json!({"name": "web", "ports": [
            {"name": "http", "containerPort": 8000}, {"name": "dns", "containerPort": 53, "protocol": "UDP"},
        ]});
        found(web, ports).into_iter().map(|(_, message)| message).collect()
    }
    fn of_container(mut container: Value) -> Vec<(Severity, String)> {
        container["name"] = "web".into();
        found(container, json!([{"port": 80}]))
    }

    #[test]
    fn a_service_leads_to_a_port_that_some_container_has() {
        for there in ["http", "gate"] {
            assert_eq!(of_service(json!([{"port": 80, "targetPort": there}])), [""; 0]);
        }
        for absent in ["htp", "setup", "other", "dns"] {
            let message =
                format!("the Service `web` leads to the port `{absent}` over TCP, which no container of its pods has");
            assert_eq!(of_service(json!([{"port": 80, "targetPort": absent}])), [message]);
        }
        assert_eq!(of_service(json!([{"port": 53, "protocol": "UDP", "targetPort": "dns"}])), [""; 0]);
    }
    #[test]
    fn ports_of_a_service_are_told_apart() {
        let nameless = of_service(json!([{"name": "http", "port": 80}, {"port": 81}]));
        assert_eq!(nameless, ["the Service `web` has several ports, and the port 81 has no name"]);
        let twice = of_service(json!([{"name": "a", "port": 80}, {"name": "a", "port": 81}]));
        assert_eq!(twice, ["the Service `web` has two ports named `a`"]);
        let number = of_service(json!([{"name": "a", "port": 80}, {"name": "b", "port": 80}]));
        assert_eq!(number, ["the Service `web` has the port 80 over TCP twice"]);
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
    fn ports_of_a_container_are_told_apart() {
        let twice =
            of_container(json!({"ports": [{"name": "a", "containerPort": 1}, {"name": "a", "containerPort": 2}]}));
        assert_eq!(twice, [(Severity::Error, "the container `web` has two ports named `a`".into())]);
        let number = of_container(json!({"ports": [{"containerPort": 1}, {"containerPort": 1, "protocol": "TCP"}]}));
        assert_eq!(number, [(Severity::Warning, "the container `web` has the port 1 over TCP twice".into())]);
        for name in ["Http", "-http", "http-", "a--b", "80", ""] {
            assert_eq!(of_container(json!({"ports": [{"name": name, "containerPort": 1}]})).len(), 1, "{name}");
        }
    }
    #[test]
    fn a_probe_asks_a_port_that_answers() {
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
        let absent = "a probe asks the port `gate`, which the container `web` does not have";
        assert_eq!(of(&json!({"httpGet": {"port": "gate"}})), [absent]);
        for udp in
            [json!({"tcpSocket": {"port": "dns"}}), json!({"tcpSocket": {"port": 53}}), json!({"grpc": {"port": 53}})]
        {
            let found = of(&udp);
            assert!(
                found.len() == 1 && found[0].ends_with("of the container `web`, which speaks UDP"),
                "{udp}: {found:?}"
            );
        }
        assert_eq!(of(&json!({"tcpSocket": {"port": 0}})).len(), 1);
    }
}
