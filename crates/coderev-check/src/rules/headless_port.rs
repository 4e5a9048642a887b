//! `headless-port`
use super::ports::{of_pod, protocol};
use crate::object_rule::ObjectRule;
use crate::{Help, Phase, Report, Rule};
use coderev_objects::{Entry, Inventory};
use k8s_openapi::api::core::v1::{Service, ServiceSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// The rule.
pub static HEADLESS_PORT: ObjectRule = ObjectRule { rule: &RULE, check };
// <https://kubernetes.io/docs/concepts/services-networking/service/#headless-services>: kube-proxy does not handle these
// Services, so nothing translates `port` to `targetPort`. SRV records and EndpointSlices have the port of the pods.
static RULE: Rule = Rule::warning("headless-port", Phase::Objects)
    .summary("headless Services with a port on which their pods do not listen")
    .why("The name of a headless Service resolves to the addresses of its pods, and `targetPort` does not apply: a connection to the port of the Service is refused. Only clients that read SRV records or EndpointSlices, such as an Ingress controller, use the port of the pods.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
    .port(Port::http(8000))
    .patch(Patch::new(Object::SERVICE).set("/spec/clusterIP", "None"))
//                                     ^^^ warning[headless-port]: the Service `web` is headless and has port 80, but its pods listen on port 8000"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
    .port(Port::http(8000).service(8000))
    .patch(Patch::new(Object::SERVICE).set("/spec/clusterIP", "None"))"#,
    )
    .yaml(
        r"apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  clusterIP: None
# ^^^^^^^^^ warning[headless-port]: the Service `web` is headless and has port 80, but its pods listen on port 8000
  selector: {app: web}
  ports: [{port: 80, targetPort: http}]
---
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    ports: [{name: http, containerPort: 8000}]
    resources: {requests: {cpu: 100m, memory: 128Mi}}
",
        r"apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  clusterIP: None
  selector: {app: web}
  ports: [{port: 8000, targetPort: http}]
---
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    ports: [{name: http, containerPort: 8000}]
    resources: {requests: {cpu: 100m, memory: 128Mi}}
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    for (entry, service) in inventory.all::<Service>() {
        if let Some(spec) =
            Option::<&ServiceSpec>::from(&service.spec).filter(|it| it.cluster_ip.as_deref() == Some("None"))
        {
            check_service(inventory, entry, spec, report);
        }
    }
}
fn check_service(inventory: &Inventory, entry: Entry<'_>, spec: &ServiceSpec, report: &mut Report) {
    for port in spec.ports.iter().flatten() {
        let protocol_of_service = protocol(port.protocol.as_ref());
        let targets = inventory.workloads_of(entry).filter_map(|workload| {
            let own = || of_pod(workload.pod()).filter(|it| protocol(it.protocol.as_ref()) == protocol_of_service);
            let target = match port.target_port.as_ref()? {
                IntOrString::Int(number) => *number,
                IntOrString::String(name) => own().find(|it| it.name.as_deref() == Some(name))?.container_port,
            };
            (target != port.port && own().all(|it| it.container_port != port.port)).then_some(target)
        });
        if let Some(target) = targets.min() {
            let message = format!(
                "the Service `{}` is headless and has port {}, but its pods listen on port {target}",
                entry.name(),
                port.port
            );
            let help = Help::forms(
                "give the port of the Service the number of the container port: `Port::http(..).service(..)`",
                "give `port` the number of the container port",
            );
            report.push(report.finding(entry.subject(), message).at(entry.origin_of("/spec/clusterIP")).help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::HEADLESS_PORT;
    use crate::testing::messages;
    use serde_json::{Value, json};

    fn of(port: Value, cluster_ip: &str) -> usize {
        let service = json!({
            "apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"},
            "spec": {"clusterIP": cluster_ip, "selector": {"app": "web"}, "ports": [port]},
        });
        let ports =
            json!([{"name": "http", "containerPort": 8000}, {"name": "dns", "containerPort": 53, "protocol": "UDP"}]);
        let pod = json!({
            "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "labels": {"app": "web"}},
            "spec": {"containers": [{"name": "web", "image": "web:1", "ports": ports}]},
        });
        messages(&HEADLESS_PORT, [service, pod]).len()
    }
    #[test]
    fn the_port_of_a_headless_service_is_a_port_of_its_pods() {
        let by_name = || json!({"port": 80, "targetPort": "http"});
        assert_eq!((of(by_name(), "None"), of(by_name(), "10.0.0.7")), (1, 0));
        assert_eq!(of(json!({"port": 80, "targetPort": 8000}), "None"), 1);
        assert_eq!(of(json!({"port": 53, "targetPort": "http"}), "None"), 1);
        for right in [
            json!({"port": 8000, "targetPort": "http"}),
            json!({"port": 8000}),
            json!({"port": 53, "protocol": "UDP", "targetPort": "dns"}),
        ] {
            assert_eq!(of(right.clone(), "None"), 0, "{right}");
        }
    }
}
