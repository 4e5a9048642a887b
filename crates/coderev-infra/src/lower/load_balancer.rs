//! `Service` of the type `LoadBalancer`.
use crate::lower::balancer;
use crate::lower::cx::WorkloadCx;
use crate::lower::meta;
use crate::lower::output::Output;
use crate::lower::service::service_port;
use crate::model::{LoadBalancer, MAX_LOAD_BALANCERS};
use k8s_openapi::api::core::v1::{Service, ServiceSpec};

pub(super) fn lower(cx: &WorkloadCx<'_>, out: &mut Output) {
    for declared in &cx.workload.declared.load_balancers {
        for balancer in load_balancers(cx, &declared.value) {
            out.put(balancer, declared.at, &cx.subject);
        }
    }
}

/// `<workload>-lb`, or one for each pod, for protocols other than HTTP. The address of the client is preserved for
/// network policies and allowed ranges.
fn load_balancers(cx: &WorkloadCx<'_>, declared: &LoadBalancer) -> Vec<Service> {
    let workload = cx.workload;
    let name = declared.name.clone().unwrap_or_else(|| format!("{}-lb", workload.name()));
    if !declared.per_pod {
        return vec![load_balancer(cx, declared, &name, meta::selector(workload))];
    }
    let of_pod = |n: u32| {
        let mut pod = meta::selector(workload);
        pod.insert("statefulset.kubernetes.io/pod-name".into(), format!("{}-{n}", workload.name()));
        let annotations =
            declared.annotations.iter().map(|(key, text)| (key.clone(), text.replace("{n}", &n.to_string())));
        let own = LoadBalancer { annotations: annotations.collect(), ..declared.clone() };
        load_balancer(cx, &own, &format!("{name}-{n}"), pod)
    };
    (0..workload.replicas.max().min(MAX_LOAD_BALANCERS)).map(of_pod).collect()
}
fn load_balancer(cx: &WorkloadCx<'_>, declared: &LoadBalancer, name: &str, pods: meta::Labels) -> Service {
    let workload = cx.workload;
    let mut metadata = cx.meta(name);
    let provider = workload.platform.cluster.provider;
    let mut annotations = balancer::annotations(provider, declared.internal);
    annotations.extend(declared.annotations.iter().cloned());
    metadata.annotations = (!annotations.is_empty()).then_some(annotations);
    let spec = ServiceSpec {
        type_: Some("LoadBalancer".into()),
        external_traffic_policy: Some("Local".into()),
        load_balancer_source_ranges: (!declared.allow_from.is_empty()).then(|| declared.allow_from.clone()),
        session_affinity: declared.session_affinity.then(|| "ClientIP".into()),
        publish_not_ready_addresses: declared.publish_not_ready_addresses.then_some(true),
        allocate_load_balancer_node_ports: declared.without_node_ports.then_some(false),
        selector: Some(pods),
        ports: Some(declared.ports().map(|port| service_port(workload, workload.own(port))).collect()),
        ..Default::default()
    };
    Service { metadata, spec: spec.into(), ..Default::default() }
}
