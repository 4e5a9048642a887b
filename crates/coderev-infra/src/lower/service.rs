use crate::lower::cx::WorkloadCx;
use crate::lower::meta::{self, INSTANCE, NAME};
use crate::lower::output::Output;
use crate::model::port::AppProtocol;
use crate::model::{KindDecl, Port};
use crate::resolve::workload::Workload;
use coderev_objects::labels::RENAMED_TO;
use k8s_openapi::api::core::v1::{Service, ServicePort, ServiceSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// The Services inside of the cluster: one for callers, and one for connections between the pods of the workload.
pub(super) fn lower(cx: &WorkloadCx<'_>, out: &mut Output) {
    if cx.workload.has_address() {
        let service = service(cx);
        for old in &cx.workload.declared.was {
            out.put(copy(&service, &old.value), old.at, &cx.subject);
        }
        out.put(service, cx.at(), &cx.subject);
    }
    if cx.workload.has_peers() {
        out.put(peers(cx), cx.at(), &cx.subject);
    }
}

/// The Service for callers. It is headless for a StatefulSet, so that each pod has a DNS name.
fn service(cx: &WorkloadCx<'_>) -> Service {
    let workload = cx.workload;
    let public = workload.ports.iter().filter(|port| port.app_protocol != AppProtocol::Metrics);
    let headless = matches!(workload.declared.kind, KindDecl::StatefulSet(_)).then(|| "None".to_owned());
    let spec = ServiceSpec {
        type_: Some("ClusterIP".into()),
        cluster_ip: headless,
        selector: Some(meta::selector(workload)),
        ports: Some(public.map(|port| service_port(workload, *port)).collect::<Box<[_]>>().into_vec()),
        ..Default::default()
    };
    Service { metadata: cx.meta(workload.name()), spec: spec.into(), ..Default::default() }
}
/// The Service under the name that it had before. It keeps the labels of the old name, so that the new name selects only
/// the new objects: `kubectl apply -l app.kubernetes.io/name=new`.
fn copy(service: &Service, old: &str) -> Service {
    let mut copy = service.clone();
    let new = copy.metadata.name.replace(old.into()).unwrap_or_default();
    copy.metadata.labels.get_or_insert_default().extend(meta::pairs([(NAME, old), (INSTANCE, old)]));
    copy.metadata.annotations.get_or_insert_default().insert(RENAMED_TO.into(), new);
    copy
}
/// The headless Service that gives the pods of one workload DNS names, also before they are ready.
fn peers(cx: &WorkloadCx<'_>) -> Service {
    let workload = cx.workload;
    let ports: Vec<_> = workload.among_themselves().iter().map(|port| service_port(workload, *port)).collect();
    let spec = ServiceSpec {
        type_: Some("ClusterIP".into()),
        cluster_ip: Some("None".into()),
        publish_not_ready_addresses: Some(true),
        selector: Some(meta::selector(workload)),
        ports: (!ports.is_empty()).then_some(ports),
        ..Default::default()
    };
    Service { metadata: cx.meta(&workload.peers_service()), spec: spec.into(), ..Default::default() }
}
pub(super) fn service_port(workload: &Workload<'_>, port: Port) -> ServicePort {
    ServicePort {
        name: Some(port.label()),
        port: i32::from(port.service),
        target_port: Some(IntOrString::String(workload.entrance(port).label())),
        protocol: Some(port.protocol().into()),
        app_protocol: match port.app_protocol {
            AppProtocol::Http => Some("http".into()),
            AppProtocol::Grpc => Some("kubernetes.io/h2c".into()),
            _ => None,
        },
        ..Default::default()
    }
}
