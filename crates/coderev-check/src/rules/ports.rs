//! Ports of containers and Services, for the rules about them.
use coderev_objects::is_sidecar;
use k8s_openapi::api::core::v1::{ContainerPort, PodSpec};

/// The protocol of a port. Default, also for the empty text: TCP.
pub(super) fn protocol(set: Option<&String>) -> &str {
    set.map(String::as_str).filter(|text| !text.is_empty()).unwrap_or("TCP")
}

/// The ports on which a pod serves requests: of its containers and its sidecars. Other init containers end before the pod
/// is ready.
pub(super) fn of_pod(pod: &PodSpec) -> impl Iterator<Item = &ContainerPort> {
    let sidecars = pod.init_containers.iter().flatten().filter(|it| is_sidecar(it));
    pod.containers.iter().chain(sidecars).flat_map(|it| it.ports.iter().flatten())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_default_protocol_is_tcp() {
        for (set, expected) in [(None, "TCP"), (Some(""), "TCP"), (Some("UDP"), "UDP")] {
            assert_eq!(super::protocol(set.map(str::to_owned).as_ref()), expected);
        }
    }
}

/// A pod and a Service that selects it, for the tests of the rules about ports.
#[cfg(test)]
pub(super) mod testing {
    use crate::testing::{findings, inventory};
    use crate::{ObjectRule, Severity};
    use serde_json::{Value, json};

    /// The findings about a Service with these ports. Its pod has the ports `http` and, over UDP, `dns`.
    pub(in crate::rules) fn of_service(rule: &ObjectRule, ports: Value) -> Vec<String> {
        let web = json!({"name": "web", "ports": [
            {"name": "http", "containerPort": 8000}, {"name": "dns", "containerPort": 53, "protocol": "UDP"},
        ]});
        found(rule, web, ports).into_iter().map(|(_, message)| message).collect()
    }

    /// The findings about a pod with this container.
    pub(in crate::rules) fn of_container(rule: &ObjectRule, mut container: Value) -> Vec<(Severity, String)> {
        container["name"] = "web".into();
        found(rule, container, json!([{"port": 80}]))
    }

    /// The findings about a pod with this container, and a Service with these ports that selects it.
    fn found(rule: &ObjectRule, container: Value, ports: Value) -> Vec<(Severity, String)> {
        let pod = |name: &str, labels: Value, spec: Value| json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "namespace": "shop", "labels": labels}, "spec": spec});
        let gate =
            json!({"name": "gate", "restartPolicy": "Always", "ports": [{"name": "gate", "containerPort": 8080}]});
        let setup = json!({"name": "setup", "ports": [{"name": "setup", "containerPort": 8081}]});
        let web = json!({"containers": [container], "initContainers": [gate, setup]});
        let service = json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "namespace": "shop"},
            "spec": {"selector": {"app": "web"}, "ports": ports}});
        let other = json!({"containers": [{"name": "other", "ports": [{"name": "other", "containerPort": 1}]}]});
        let all =
            inventory([pod("web", json!({"app": "web", "tier": "one"}), web), pod("other", json!({}), other), service]);
        findings(rule, &all).iter().map(|it| (it.severity(), it.message().to_owned())).collect()
    }
}
