use crate::lower::Workload;
use crate::lower::meta::{self, workload_meta};
use crate::words::port::Speech;
use crate::words::{Cloud, Form, LoadBalancer, Port};
use k8s_openapi::api::core::v1::{Service, ServiceAccount, ServicePort, ServiceSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// An account of its own, with no token in it; none where the workload names one that is there already.
pub(crate) fn account(workload: &Workload<'_>) -> Option<ServiceAccount> {
    let said = workload.words.account.as_ref();
    if said.is_some_and(|account| account.existing.is_some()) {
        return None;
    }
    let annotations = said.map(|account| meta::pairs(account.annotations.iter().cloned()));
    let mut metadata = workload_meta(workload, workload.name());
    metadata.annotations = annotations.filter(|annotations| !annotations.is_empty());
    Some(ServiceAccount { metadata, automount_service_account_token: Some(false), ..Default::default() })
}

/// The Service that others call; headless before a StatefulSet, so that each pod has a name.
pub(crate) fn service(workload: &Workload<'_>) -> Service {
    let public = workload.ports.iter().filter(|port| port.speaks != Speech::Metrics);
    let headless = matches!(workload.said.form, Form::StatefulSet(_)).then(|| "None".to_owned());
    let spec = ServiceSpec {
        type_: Some("ClusterIP".into()),
        cluster_ip: headless,
        selector: Some(meta::selector(workload)),
        ports: Some(public.map(|port| service_port(workload, *port)).collect()),
        ..Default::default()
    };
    Service { metadata: workload_meta(workload, workload.name()), spec: spec.into(), ..Default::default() }
}
fn service_port(workload: &Workload<'_>, port: Port) -> ServicePort {
    ServicePort {
        name: Some(port.name.into()),
        port: i32::from(port.service),
        target_port: Some(IntOrString::String(workload.entrance(port).name.into())),
        protocol: Some(port.protocol().into()),
        app_protocol: match port.speaks {
            Speech::Http => Some("http".into()),
            Speech::Grpc => Some("kubernetes.io/h2c".into()),
            _ => None,
        },
        ..Default::default()
    }
}

/// `<workload>-lb`: the way in for what is not HTTP. The client's address is kept, so that network policies and ranges see it.
pub(crate) fn load_balancer(workload: &Workload<'_>, said: &LoadBalancer) -> Service {
    let mut metadata = workload_meta(workload, &format!("{}-lb", workload.name()));
    if said.internal {
        metadata.annotations = internal(workload.platform.cluster.provider);
    }
    let spec = ServiceSpec {
        type_: Some("LoadBalancer".into()),
        external_traffic_policy: Some("Local".into()),
        load_balancer_source_ranges: (!said.allow_from.is_empty()).then(|| said.allow_from.clone()),
        selector: Some(meta::selector(workload)),
        ports: Some(vec![service_port(workload, said.port)]),
        ..Default::default()
    };
    Service { metadata, spec: spec.into(), ..Default::default() }
}
/// What makes an address internal, in each provider's words.
fn internal(provider: Cloud) -> Option<meta::Labels> {
    let (key, value) = match provider {
        Cloud::Generic => return None,
        Cloud::Gke => ("networking.gke.io/load-balancer-type", "Internal"),
        Cloud::Eks => ("service.beta.kubernetes.io/aws-load-balancer-scheme", "internal"),
        Cloud::Aks => ("service.beta.kubernetes.io/azure-load-balancer-internal", "true"),
    };
    Some(meta::pairs([(key, value)]))
}
