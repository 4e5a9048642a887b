//! Setters of every pod and of every container.
use crate::{object, platform, rules, small};
use coderev_infra::PodSecurity;
use coderev_infra::prelude::*;
use serde_json::{Value, json};

fn pod(worker: Worker<Shared>) -> Value {
    let open = Shared.spec().pod_security(PodSecurity::Privileged);
    let platform = platform(Namespace::new("tools", Shared).spec(open).worker(worker.pod(small())));
    object(&platform, "Deployment", "agent")["spec"]["template"]["spec"].clone()
}
fn agent() -> Worker<Shared> {
    Worker::new("agent", "agent:1")
}

#[test]
fn setters_of_a_pod() {
    let said = pod(agent().runtime_class("gvisor").host_network().host_pid().sysctl("net.core.somaxconn", "4096"));
    assert_eq!(said["runtimeClassName"], "gvisor");
    assert_eq!((&said["hostNetwork"], &said["dnsPolicy"]), (&json!(true), &json!("ClusterFirstWithHostNet")));
    assert_eq!(said["hostPID"], true);
    assert_eq!(said["securityContext"]["sysctls"], json!([{"name": "net.core.somaxconn", "value": "4096"}]));
    let unsaid = pod(agent());
    assert!(["runtimeClassName", "hostNetwork", "dnsPolicy"].iter().all(|field| unsaid.get(field).is_none()));
}

#[test]
fn setters_of_a_container() {
    let beside = Container::new("proxy", "proxy:1").capability("NET_BIND_SERVICE").cpu(millis(1)..).memory(mebi(1)..);
    let said = pod(agent().working_dir("/srv").capability("NET_ADMIN").sidecar(beside));
    assert_eq!(said["containers"][0]["workingDir"], "/srv");
    let agent = pod(agent().privileged())["containers"][0]["securityContext"].clone();
    assert_eq!((&agent["privileged"], &agent["allowPrivilegeEscalation"]), (&json!(true), &json!(true)));
    let added = |container: &Value| container["securityContext"]["capabilities"].clone();
    assert_eq!(added(&said["containers"][0]), json!({"add": ["NET_ADMIN"], "drop": ["ALL"]}));
    assert_eq!(added(&said["initContainers"][0]), json!({"add": ["NET_BIND_SERVICE"], "drop": ["ALL"]}));
}

#[test]
fn a_sidecar_can_have_the_variables_of_the_stores() {
    let fetch = |name: &str| Container::new(name, "fetch:1").cpu(millis(1)..).memory(mebi(1)..);
    let worker = Worker::<Exp>::new("serve", "serve:1")
        .pod(small())
        .uses(&MINIO)
        .init(fetch("fetch").with_stores().env("S3_BUCKET", "models"))
        .init(fetch("other"))
        .spread(Spread::none());
    let program = platform(Namespace::new("lab", Exp).worker(worker));
    let pod = object(&program, "Deployment", "serve")["spec"]["template"]["spec"].clone();
    let env = pod["initContainers"][0]["env"].as_array().expect("variables");
    assert!(env.iter().any(|it| it["name"] == "S3_ACCESS_KEY"));
    assert!(env.iter().any(|it| it["name"] == "S3_BUCKET" && it["value"] == "models"), "its own value applies");
    assert_eq!(pod["initContainers"][1].get("env"), None);
    assert_eq!(pod.get("topologySpreadConstraints"), None);
    let far = Worker::<Exp>::new("serve", "serve:1").pod(small()).spread(Spread::over("acme.dev/rack"));
    let pod =
        object(&platform(Namespace::new("lab", Exp).worker(far)), "Deployment", "serve")["spec"]["template"]["spec"]
            .clone();
    assert_eq!(pod["topologySpreadConstraints"][0]["topologyKey"], "acme.dev/rack");
}

#[test]
fn taints_of_any_value_are_tolerated() {
    let said = pod(agent().nodes(Nodes::any().tolerates("nvidia.com/gpu").tolerates_all()));
    assert_eq!(said["tolerations"], json!([{"key": "nvidia.com/gpu", "operator": "Exists"}, {"operator": "Exists"}]));
}

#[test]
fn ports_without_a_name_are_named_by_their_number() {
    let rooms = (0..3).map(|n| Port::udp(7000 + n)).fold(
        Service::<Exp>::new("rooms", "rooms:1")
            .readiness(Probe::exec(["true"]))
            .liveness(Probe::tcp().port(Port::tcp(8000))),
        |rooms, port| rooms.port(port),
    );
    let program = platform(Namespace::new("game", Exp).service(rooms.port(Port::tcp(8000)).pod(small())));
    let names = |list: &Value| list.as_array().expect("ports").iter().map(|it| it["name"].clone()).collect::<Vec<_>>();
    let expected = ["udp", "udp-7001", "udp-7002", "tcp"];
    let service = object(&program, "Service", "rooms");
    assert_eq!(names(&service["spec"]["ports"]), expected);
    assert_eq!(service["spec"]["ports"][2]["targetPort"], "udp-7002");
    let deployment = object(&program, "Deployment", "rooms");
    assert_eq!(names(&deployment["spec"]["template"]["spec"]["containers"][0]["ports"]), expected);
    assert!(!rules(&program).contains(&"missing-port"));
}
