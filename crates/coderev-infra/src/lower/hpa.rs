use crate::lower::cx::WorkloadCx;
use crate::lower::fields::{int32, whole_seconds};
use crate::lower::output::Output;
use crate::lower::record::Source;
use crate::model::{Autoscale, KindDecl, Percent, ScalingPolicy, Share, Spanned, percent, seconds};
use crate::resolve::workload::Workload;
use k8s_openapi::api::autoscaling::v2::{
    CrossVersionObjectReference, HPAScalingPolicy, HPAScalingRules, HorizontalPodAutoscaler,
    HorizontalPodAutoscalerBehavior, HorizontalPodAutoscalerSpec, MetricIdentifier, MetricSpec, MetricTarget,
    PodsMetricSource, ResourceMetricSource,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use std::time::Duration;

/// The HorizontalPodAutoscaler of a workload without signals. An autoscaler with signals is a ScaledObject.
pub(super) fn lower(cx: &WorkloadCx<'_>, out: &mut Output) {
    if let Some(scale) = cx.workload.declared.autoscale.as_ref().filter(|scale| scale.signals.is_empty()) {
        out.put(autoscaler(cx, scale), scale.at, &cx.subject);
        let bounds = ["/spec/minReplicas", "/spec/maxReplicas"];
        out.record(|_| bounds.map(|field| (field.to_owned(), Source::Setter(scale.at))).into());
    }
}

/// `<service>-hpa`: operators use this name, for example in `kubectl describe hpa auth-service-hpa`.
fn autoscaler(cx: &WorkloadCx<'_>, declared: &Autoscale) -> HorizontalPodAutoscaler {
    let workload = cx.workload;
    let target = CrossVersionObjectReference {
        api_version: Some("apps/v1".into()),
        kind: kind(workload).into(),
        name: workload.name().into(),
    };
    let spec = HorizontalPodAutoscalerSpec {
        scale_target_ref: target,
        min_replicas: Some(int32(*declared.replicas.start())),
        max_replicas: int32(*declared.replicas.end()),
        metrics: Some(metrics(declared)),
        behavior: Some(behavior(declared)),
    };
    let name = format!("{}-hpa", workload.name());
    HorizontalPodAutoscaler { metadata: cx.meta(&name), spec: spec.into(), ..Default::default() }
}

/// The kind of the scaled object.
pub(super) fn kind(workload: &Workload<'_>) -> &'static str {
    if matches!(workload.declared.kind, KindDecl::StatefulSet(_)) { "StatefulSet" } else { "Deployment" }
}

/// The scaling policies, up and down.
pub(super) fn behavior(declared: &Autoscale) -> HorizontalPodAutoscalerBehavior {
    let up = rules(&declared.scale_up, percent(100).per(seconds(15)), declared.scale_up_window, 0);
    let down = rules(&declared.scale_down, percent(50).per(seconds(60)), declared.scale_down_window, 300);
    HorizontalPodAutoscalerBehavior { scale_up: Some(up), scale_down: Some(down) }
}

/// CPU, memory and requests, in this order. Default: CPU 70 % and memory 80 %.
fn metrics(declared: &Autoscale) -> Vec<MetricSpec> {
    let none = declared.cpu.is_none() && declared.memory.is_none() && declared.requests_per_second.is_none();
    let (cpu, memory) = if none { (Some(percent(70)), Some(percent(80))) } else { (declared.cpu, declared.memory) };
    let cpu = cpu.map(|share| utilization("cpu", share));
    let memory = memory.map(|share| utilization("memory", share));
    cpu.into_iter().chain(memory).chain(declared.requests_per_second.map(requests)).collect()
}
fn utilization(name: &str, share: Percent) -> MetricSpec {
    let target = MetricTarget {
        type_: "Utilization".into(),
        average_utilization: Some(int32(share.whole())),
        ..Default::default()
    };
    let resource = ResourceMetricSource { name: name.into(), target };
    MetricSpec { type_: "Resource".into(), resource: Some(resource), ..Default::default() }
}
fn requests(n: u32) -> MetricSpec {
    let target = MetricTarget {
        type_: "AverageValue".into(),
        average_value: Some(Quantity(n.to_string())),
        ..Default::default()
    };
    let metric = MetricIdentifier { name: "http_requests_per_second".into(), selector: None };
    MetricSpec { type_: "Pods".into(), pods: Some(PodsMetricSource { metric, target }), ..Default::default() }
}

/// A declared policy replaces the default. `Max` selects the policy that allows the larger change.
fn rules(
    declared: &[ScalingPolicy],
    default: ScalingPolicy,
    window: Option<Spanned<Duration>>,
    default_window: u64,
) -> HPAScalingRules {
    let default = [default];
    let policies = if declared.is_empty() { &default } else { declared };
    HPAScalingRules {
        stabilization_window_seconds: Some(whole_seconds(window.map_or(seconds(default_window), |it| it.value))),
        select_policy: Some("Max".into()),
        policies: Some(policies.iter().map(policy).collect()),
        ..Default::default()
    }
}
fn policy(policy: &ScalingPolicy) -> HPAScalingPolicy {
    let (type_, value) = match policy.change {
        Share::Pods(n) => ("Pods", n),
        Share::Percent(n) => ("Percent", n),
    };
    HPAScalingPolicy { type_: type_.into(), value: int32(value), period_seconds: whole_seconds(policy.period) }
}
