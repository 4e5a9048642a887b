//! The read-only gate: a small nginx beside each pod of a read-only tier.
//!
//! A NetworkPolicy knows ports, not methods. So the Service, the edge and callers reach the gate's port only, and the gate lets GET, HEAD
//! and OPTIONS through to the application on localhost. Prometheus alone reaches the application's port.
use crate::lower::container::{Resources, security};
use crate::lower::{Workload, probe};
use crate::words::{Action, Bounded, ContainerWords, Port, mebi, millis};
use k8s_openapi::api::core::v1::{
    ConfigMapVolumeSource, Container, ContainerPort, EmptyDirVolumeSource, HTTPGetAction, Probe, TCPSocketAction,
    Volume, VolumeMount,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

pub(crate) const NAME: &str = crate::names::READ_ONLY_GATE;
/// Where callers of a read-only workload end.
pub(crate) const PORT: Port = Port::http(8080).name("gate");
const IMAGE: &str = "docker.io/nginxinc/nginx-unprivileged:1.29.3-alpine";
const USER: i64 = 101;
/// Where the configuration and the scratch space are mounted.
const CONFIG: &str = "read-only-gate-config";
const SCRATCH: &str = "read-only-gate-tmp";

pub(crate) fn config_map(workload: &Workload<'_>) -> String {
    format!("{}-{NAME}", workload.name())
}

/// Forwards GET, HEAD and OPTIONS to the application; 405 to the rest and 404 to `/metrics`.
pub(crate) fn configuration(workload: &Workload<'_>) -> String {
    let timeout = workload.said.routes.iter().map(crate::words::Route::longest_silence).max();
    let timeout = timeout.unwrap_or(crate::words::DEFAULT_TIMEOUT).as_secs();
    let app = workload.main_port().expect("what is gated has a port");
    let streams = workload.said.routes.iter().any(|route| route.stream_idle_timeout.is_some());
    // What streams arrives as it is sent, and not when a buffer is full.
    let version =
        if streams { "proxy_http_version 1.1;\n            proxy_buffering off;" } else { "proxy_http_version 1.1;" };
    include_str!("gate.nginx.conf")
        .replace("proxy_http_version 1.1;", version)
        .replace("GATE_PORT", &PORT.number.to_string())
        .replace("APP_PORT", &app.number.to_string())
        .replace("TIMEOUT", &timeout.to_string())
}

pub(crate) fn resources() -> Resources {
    Resources {
        cpu: Some(Bounded { request: millis(20), limit: Some(millis(200)) }),
        memory: Some(Bounded { request: mebi(32), limit: Some(mebi(64)) }),
        ephemeral_storage: Bounded { request: mebi(32), limit: Some(mebi(128)) },
        extended: Vec::new(),
    }
}

/// A native sidecar: it starts before the application and stops after it.
pub(crate) fn container(workload: &Workload<'_>) -> Container {
    let words = ["nginx", "-c", "/etc/gate/nginx.conf", "-g", "daemon off;"];
    let tcp = || Some(TCPSocketAction { port: IntOrString::String(PORT.label()), host: None });
    let startup =
        Probe { tcp_socket: tcp(), period_seconds: Some(1), failure_threshold: Some(30), ..Default::default() };
    let liveness = Probe {
        tcp_socket: tcp(),
        period_seconds: Some(10),
        timeout_seconds: Some(5),
        failure_threshold: Some(3),
        ..Default::default()
    };
    let mut context = security(&ContainerWords::default());
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
        command: Some(words.map(str::to_owned).to_vec()),
        ports: Some(vec![ContainerPort {
            name: Some(PORT.label()),
            container_port: i32::from(PORT.number),
            protocol: Some("TCP".into()),
            ..Default::default()
        }]),
        resources: Some(resources().requirements()),
        startup_probe: Some(startup),
        liveness_probe: Some(liveness),
        readiness_probe: readiness(workload),
        security_context: Some(context),
        volume_mounts: Some(vec![mount(CONFIG, "/etc/gate", Some(true)), mount(SCRATCH, "/tmp", None)]),
        ..Default::default()
    }
}

/// The application's own readiness, asked through the gate: what callers reach is what is probed.
fn readiness(workload: &Workload<'_>) -> Option<Probe> {
    let spec = workload.words.container.readiness.as_ref().filter(|spec| spec.port.is_none())?;
    let Action::Http(path) = &spec.action else { return None };
    let get = HTTPGetAction { path: Some(path.clone()), port: IntOrString::String(PORT.label()), ..Default::default() };
    Some(Probe { http_get: Some(get), ..probe::probe(spec, probe::READINESS, &workload.ports) })
}

pub(crate) fn volumes(workload: &Workload<'_>) -> [Volume; 2] {
    let config = ConfigMapVolumeSource { name: config_map(workload), ..Default::default() };
    let scratch = EmptyDirVolumeSource { size_limit: Some(Quantity(mebi(64).to_string())), ..Default::default() };
    [
        Volume { name: CONFIG.into(), config_map: Some(config), ..Default::default() },
        Volume { name: SCRATCH.into(), empty_dir: Some(scratch), ..Default::default() },
    ]
}
