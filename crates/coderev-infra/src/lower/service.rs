use crate::lower::Workload;
use crate::lower::meta::{self, workload_meta};
use crate::words::port::Speech;
use k8s_openapi::api::core::v1::{Service, ServiceAccount, ServicePort, ServiceSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// An account of its own, with no rights and no token.
pub(crate) fn account(workload: &Workload<'_>) -> ServiceAccount {
    ServiceAccount {
        metadata: workload_meta(workload, workload.name()),
        automount_service_account_token: Some(false),
        ..Default::default()
    }
}

pub(crate) fn service(workload: &Workload<'_>) -> Service {
    let public = workload.ports.iter().filter(|port| port.speaks != Speech::Metrics);
    let ports = public.map(|port| ServicePort {
        name: Some(port.name.into()),
        port: i32::from(port.service),
        target_port: Some(IntOrString::String(workload.entrance(*port).name.into())),
        protocol: Some(port.protocol().into()),
        app_protocol: match port.speaks {
            Speech::Http => Some("http".into()),
            Speech::Grpc => Some("kubernetes.io/h2c".into()),
            _ => None,
        },
        ..Default::default()
    });
    let spec = ServiceSpec {
        type_: Some("ClusterIP".into()),
        selector: Some(meta::selector(workload)),
        ports: Some(ports.collect()),
        ..Default::default()
    };
    Service { metadata: workload_meta(workload, workload.name()), spec: spec.into(), ..Default::default() }
}
