//! Autoscalers: `validateMetricSpec`, the functions of each source and `validateScalingRules` of
//! <https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/autoscaling/validation/validation.go>.
use super::conflicts::{Conflicts, Pointer};
use k8s_openapi::api::autoscaling::v2::{
    HPAScalingRules, HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec, MetricSpec, MetricTarget,
};

pub(super) fn autoscaler(scaler: &HorizontalPodAutoscaler, found: &mut Conflicts<'_, '_>) {
    let Some(spec) = Option::<&HorizontalPodAutoscalerSpec>::from(&scaler.spec) else { return };
    if spec.scale_target_ref.api_version.is_none() {
        let message = format!("the target `{}` has no apiVersion", spec.scale_target_ref.name);
        found.push("/spec/scaleTargetRef", message, "set `apiVersion: apps/v1`");
    }
    for (at, metric) in spec.metrics.iter().flatten().enumerate() {
        source(metric, format_args!("/spec/metrics/{at}"), found);
    }
    let behavior = spec.behavior.as_ref();
    for (field, rules) in [
        ("scaleUp", behavior.and_then(|it| it.scale_up.as_ref())),
        ("scaleDown", behavior.and_then(|it| it.scale_down.as_ref())),
    ] {
        let is_empty = |rules: &HPAScalingRules| rules.policies.as_ref().is_some_and(Vec::is_empty);
        if rules.is_some_and(is_empty) {
            let message = format!("`{field}` has an empty list of policies");
            let help = "add a policy, or remove the list for the default policies";
            found.push(format_args!("/spec/behavior/{field}/policies"), message, help);
        }
    }
}

/// The fields of a target that a source needs. Some sources allow only one of them.
#[derive(Clone, Copy)]
enum Needs {
    OneOf(&'static [&'static str]),
    AnyOf(&'static [&'static str]),
}

fn source(metric: &MetricSpec, at: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    let of_pods = Needs::OneOf(&["averageUtilization", "averageValue"]);
    let sources: [(&str, &str, Option<&MetricTarget>, Needs); 5] = [
        ("Resource", "resource", metric.resource.as_ref().map(|it| &it.target), of_pods),
        ("Pods", "pods", metric.pods.as_ref().map(|it| &it.target), Needs::AnyOf(&["averageValue"])),
        ("Object", "object", metric.object.as_ref().map(|it| &it.target), Needs::AnyOf(&["value", "averageValue"])),
        (
            "External",
            "external",
            metric.external.as_ref().map(|it| &it.target),
            Needs::OneOf(&["value", "averageValue"]),
        ),
        ("ContainerResource", "containerResource", metric.container_resource.as_ref().map(|it| &it.target), of_pods),
    ];
    for (kind, field, target, needs) in sources {
        match target {
            None if kind == metric.type_ => {
                let message = format!("a metric of the type `{kind}` has no field of this type");
                found.push(at, message, "add the field that describes the metric");
            }
            Some(_) if kind != metric.type_ => {
                let message = format!("a metric of the type `{}` also has `{field}`", metric.type_);
                found.push(format_args!("{at}/{field}"), message, "write one metric for each source");
            }
            Some(it) => target_of(it, needs, kind, format_args!("{at}/{field}/target"), found),
            None => {}
        }
    }
}

fn target_of(target: &MetricTarget, needs: Needs, kind: &str, at: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    let is_set = |field: &&str| match *field {
        "averageUtilization" => target.average_utilization.is_some(),
        "averageValue" => target.average_value.is_some(),
        _ => target.value.is_some(),
    };
    let (Needs::OneOf(fields) | Needs::AnyOf(fields)) = needs;
    let written = fields.iter().filter(|field| is_set(field)).count();
    let names = fields.iter().map(|field| format!("`{field}`")).collect::<Vec<_>>();
    if written == 0 {
        let message = format!("the target of a metric of the type `{kind}` has no {}", names.join(" and no "));
        found.push(at, message, format!("set {}", names.join(" or ")));
    } else if written > 1 && matches!(needs, Needs::OneOf(_)) {
        let message = format!("the target of a metric of the type `{kind}` has {}", names.join(" and "));
        found.push(at, message, "keep one of them");
    }
}
