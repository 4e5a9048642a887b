//! The read-only gate: a small nginx sidecar in each HTTP pod of a read-only tier.
//!
//! A NetworkPolicy cannot filter methods. The Service, the edge and callers therefore connect to the port of the gate,
//! and the gate forwards GET, HEAD and OPTIONS to the application on localhost. Only Prometheus connects to the port of
//! the application.
use super::container::{requirements, security};
use super::probe;
use crate::model::{Action, ContainerDecl, mebi};
use crate::resolve::gate::{NAME, config_map};
use crate::resolve::ports::GATE;
use crate::resolve::probes;
use crate::resolve::resources::Resources;
use crate::resolve::workload::Workload;
use k8s_openapi::api::core::v1::{
    ConfigMapVolumeSource, Container, ContainerPort, EmptyDirVolumeSource, HTTPGetAction, Probe, TCPSocketAction,
    Volume, VolumeMount,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

const IMAGE: &str = "docker.io/nginxinc/nginx-unprivileged:1.29.3-alpine";
const USER: i64 = 101;
/// The mount paths of the configuration and of the scratch space.
const CONFIG: &str = "read-only-gate-config";
pub(super) const SCRATCH: &str = "read-only-gate-tmp";

/// A native sidecar: it starts before the application and stops after it.
pub(super) fn container(workload: &Workload<'_>) -> Container {
    let command = ["nginx", "-c", "/etc/gate/nginx.conf", "-g", "daemon off;"];
    let tcp = || Some(TCPSocketAction { port: IntOrString::String(GATE.label()), host: None });
    let startup =
        Probe { tcp_socket: tcp(), period_seconds: Some(1), failure_threshold: Some(30), ..Default::default() };
    let liveness = Probe {
        tcp_socket: tcp(),
        period_seconds: Some(10),
        timeout_seconds: Some(5),
        failure_threshold: Some(3),
        ..Default::default()
    };
    let mut context = security(&ContainerDecl::default());
    context.run_as_user = Some(USER);
    context.run_as_group = Some(USER);
    let mount = |name: &str, path: &str, read_only: Option<bool>| VolumeMount {
        name: name.into(),
        mount_path: path.into(),
        read_only,
        ..Default::default()
    };
    Container {
        name: NAME.into(),
        image: Some(workload.platform.cluster.image(IMAGE)),
        image_pull_policy: Some("IfNotPresent".into()),
        restart_policy: Some("Always".into()),
        command: Some(command.map(str::to_owned).to_vec()),
        ports: Some(vec![ContainerPort {
            name: Some(GATE.label()),
            container_port: i32::from(GATE.number),
            protocol: Some("TCP".into()),
            ..Default::default()
        }]),
        resources: Some(requirements(Resources::of_gate())),
        startup_probe: Some(startup),
        liveness_probe: Some(liveness),
        readiness_probe: readiness(workload),
        security_context: Some(context),
        volume_mounts: Some(vec![mount(CONFIG, "/etc/gate", Some(true)), mount(SCRATCH, "/tmp", None)]),
        ..Default::default()
    }
}

/// The readiness probe of the application, sent through the gate, so that it checks the port of the callers.
fn readiness(workload: &Workload<'_>) -> Option<Probe> {
    let spec = workload.pod.container.readiness.as_ref().filter(|spec| spec.port.is_none())?;
    let Action::Http(path) = &spec.action else { return None };
    let get = HTTPGetAction { path: Some(path.clone()), port: IntOrString::String(GATE.label()), ..Default::default() };
    Some(Probe { http_get: Some(get), ..probe::probe(spec, probes::READINESS, &workload.ports) })
}

pub(super) fn volumes(workload: &Workload<'_>) -> [Volume; 2] {
    let config = ConfigMapVolumeSource { name: config_map(workload), ..Default::default() };
    let scratch = EmptyDirVolumeSource { size_limit: Some(Quantity(mebi(64).to_string())), ..Default::default() };
    [
        Volume { name: CONFIG.into(), config_map: Some(config), ..Default::default() },
        Volume { name: SCRATCH.into(), empty_dir: Some(scratch), ..Default::default() },
    ]
}
