use crate::lower::meta::{self, workload_meta};
use crate::lower::{Workload, balancer};
use crate::words::port::Speech;
use crate::words::{Form, LoadBalancer, Port};
use k8s_openapi::api::core::v1::{Service, ServiceAccount, ServicePort, ServiceSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// An account of its own, with no token in it; none where the workload names one that is there already, or another has written it.
pub(crate) fn account(workload: &Workload<'_>, everyone: &[Workload<'_>]) -> Option<ServiceAccount> {
    let said = workload.words.account.as_ref();
    let shared = said.is_some_and(|account| account.name.is_some());
    if said.is_some_and(|account| account.existing) || shared && !writes_account(workload, everyone) {
        return None;
    }
    let annotations = said.map(|account| meta::pairs(account.annotations.iter().cloned()));
    let mut metadata = match shared {
        true => meta::namespaced_meta(workload.platform, workload.namespace, workload.account()),
        false => workload_meta(workload, workload.name()),
    };
    metadata.annotations = annotations.filter(|annotations| !annotations.is_empty());
    Some(ServiceAccount { metadata, automount_service_account_token: Some(false), ..Default::default() })
}

/// Whether it is the first of those that share its account.
fn writes_account(workload: &Workload<'_>, everyone: &[Workload<'_>]) -> bool {
    let shares = |other: &&Workload<'_>| {
        std::ptr::eq(other.namespace, workload.namespace) && other.account() == workload.account()
    };
    everyone.iter().filter(shares).map(Workload::name).min() == Some(workload.name())
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
/// The Service by which pods of one workload find one another, before any of them is ready.
pub(crate) fn peers(workload: &Workload<'_>) -> Service {
    let ports: Vec<_> = workload.among_themselves().iter().map(|port| service_port(workload, *port)).collect();
    let spec = ServiceSpec {
        type_: Some("ClusterIP".into()),
        cluster_ip: Some("None".into()),
        publish_not_ready_addresses: Some(true),
        selector: Some(meta::selector(workload)),
        ports: (!ports.is_empty()).then_some(ports),
        ..Default::default()
    };
    Service { metadata: workload_meta(workload, &workload.peers_service()), spec: spec.into(), ..Default::default() }
}
fn service_port(workload: &Workload<'_>, port: Port) -> ServicePort {
    ServicePort {
        name: Some(port.label()),
        port: i32::from(port.service),
        target_port: Some(IntOrString::String(workload.entrance(port).label())),
        protocol: Some(port.protocol().into()),
        app_protocol: match port.speaks {
            Speech::Http => Some("http".into()),
            Speech::Grpc => Some("kubernetes.io/h2c".into()),
            _ => None,
        },
        ..Default::default()
    }
}

/// `<workload>-lb`, or one for each pod: the way in for what is not HTTP. The client's address is kept, so that network policies and
/// ranges see it.
pub(crate) fn load_balancers(workload: &Workload<'_>, said: &LoadBalancer) -> Vec<Service> {
    let name = said.name.clone().unwrap_or_else(|| format!("{}-lb", workload.name()));
    if !said.per_pod {
        return vec![load_balancer(workload, said, &name, meta::selector(workload))];
    }
    let of_pod = |n: u32| {
        let mut pod = meta::selector(workload);
        pod.insert("statefulset.kubernetes.io/pod-name".into(), format!("{}-{n}", workload.name()));
        let annotations = said.annotations.iter().map(|(key, text)| (key.clone(), text.replace("{n}", &n.to_string())));
        let own = LoadBalancer { annotations: annotations.collect(), ..said.clone() };
        load_balancer(workload, &own, &format!("{name}-{n}"), pod)
    };
    (0..workload.replicas.max()).map(of_pod).collect()
}
fn load_balancer(workload: &Workload<'_>, said: &LoadBalancer, name: &str, pods: meta::Labels) -> Service {
    let mut metadata = workload_meta(workload, name);
    let provider = workload.platform.cluster.provider;
    let mut annotations = balancer::annotations(provider, said.internal);
    annotations.extend(said.annotations.iter().cloned());
    metadata.annotations = (!annotations.is_empty()).then_some(annotations);
    let spec = ServiceSpec {
        type_: Some("LoadBalancer".into()),
        external_traffic_policy: Some("Local".into()),
        load_balancer_source_ranges: (!said.allow_from.is_empty()).then(|| said.allow_from.clone()),
        session_affinity: said.session_affinity.then(|| "ClientIP".into()),
        publish_not_ready_addresses: said.publish_not_ready_addresses.then_some(true),
        allocate_load_balancer_node_ports: said.without_node_ports.then_some(false),
        selector: Some(pods),
        ports: Some(said.ports().map(|port| service_port(workload, workload.own(port))).collect()),
        ..Default::default()
    };
    Service { metadata, spec: spec.into(), ..Default::default() }
}
