//! Workloads: update strategies and selectors.
use super::conflicts::{Conflicts, Pointer};
use super::jobs::job;
use crate::Help;
use coderev_objects::Object;
use k8s_openapi::api::apps::v1::{DaemonSetSpec, DeploymentSpec, StatefulSetSpec};
use k8s_openapi::api::batch::v1::{CronJobSpec, JobSpec};
use k8s_openapi::api::core::v1::PodTemplateSpec;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

pub(super) fn workload(object: &Object, found: &mut Conflicts<'_, '_>) {
    match object {
        Object::Deployment(it) => {
            if let Some(spec) = Option::<&DeploymentSpec>::from(&it.spec) {
                deployment(spec, found);
            }
        }
        Object::DaemonSet(it) => {
            if let Some(spec) = Option::<&DaemonSetSpec>::from(&it.spec) {
                daemon_set(spec, found);
            }
        }
        Object::StatefulSet(it) => {
            if let Some(spec) = Option::<&StatefulSetSpec>::from(&it.spec) {
                stateful_set(spec, found);
            }
        }
        Object::Job(it) => {
            if let Some(spec) = Option::<&JobSpec>::from(&it.spec) {
                job(spec, format_args!("/spec"), found);
            }
        }
        Object::CronJob(it) => {
            let spec: Option<&CronJobSpec> = (&it.spec).into();
            if let Some(spec) = spec.and_then(|spec| spec.job_template.spec.as_ref()) {
                job(spec, format_args!("/spec/jobTemplate/spec"), found);
            }
        }
        _ => {}
    }
}

fn deployment(spec: &DeploymentSpec, found: &mut Conflicts<'_, '_>) {
    selector(Some(&spec.selector), &spec.template, found);
    runs_always(&spec.template, found);
    let strategy = spec.strategy.as_ref();
    let rolling = strategy.and_then(|it| it.rolling_update.as_ref());
    if rolling.is_some() && strategy.is_some_and(|it| it.type_.as_deref() == Some("Recreate")) {
        found.push(
            "/spec/strategy/rollingUpdate",
            "the strategy `Recreate` has settings of a rolling update",
            "remove `rollingUpdate`",
        );
    } else if let Some(rolling) = rolling
        && is_zero(rolling.max_surge.as_ref())
        && is_zero(rolling.max_unavailable.as_ref())
    {
        both_zero(format_args!("/spec/strategy/rollingUpdate"), found);
    }
    let (ready, deadline) = (spec.min_ready_seconds.unwrap_or(0), spec.progress_deadline_seconds.unwrap_or(600));
    if deadline <= ready {
        let message = format!(
            "the progress deadline of {deadline} s is not above the {ready} s for which each new pod must be ready"
        );
        found.push(
            "/spec/progressDeadlineSeconds",
            message,
            Help::forms(
                "raise `.progress_deadline(..)`, or lower `.min_ready(..)`",
                "raise `progressDeadlineSeconds`, or lower `minReadySeconds`",
            ),
        );
    }
}
fn daemon_set(spec: &DaemonSetSpec, found: &mut Conflicts<'_, '_>) {
    selector(Some(&spec.selector), &spec.template, found);
    runs_always(&spec.template, found);
    let rolling = spec.update_strategy.as_ref().and_then(|it| it.rolling_update.as_ref());
    if let Some(rolling) = rolling
        && is_zero(rolling.max_unavailable.as_ref())
        && rolling.max_surge.as_ref().is_none_or(|it| is_zero(Some(it)))
    {
        both_zero(format_args!("/spec/updateStrategy/rollingUpdate"), found);
    }
    // Default of `maxUnavailable`: 1.
    if let Some(rolling) = rolling
        && rolling.max_surge.as_ref().is_some_and(|it| !is_zero(Some(it)))
        && !is_zero(rolling.max_unavailable.as_ref())
    {
        let message = "`maxSurge` and `maxUnavailable` are both above zero, and a DaemonSet may use one of them";
        found.push("/spec/updateStrategy/rollingUpdate", message, "set `maxUnavailable: 0` next to `maxSurge`");
    }
}
fn stateful_set(spec: &StatefulSetSpec, found: &mut Conflicts<'_, '_>) {
    selector(Some(&spec.selector), &spec.template, found);
    runs_always(&spec.template, found);
    let strategy = spec.update_strategy.as_ref();
    if strategy.is_some_and(|it| it.type_.as_deref() == Some("OnDelete") && it.rolling_update.is_some()) {
        let message = "the strategy `OnDelete` has settings of a rolling update";
        found.push("/spec/updateStrategy/rollingUpdate", message, "remove `rollingUpdate`");
    }
}
fn both_zero(at: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    let message = "`maxSurge` and `maxUnavailable` are both zero: no pod can be replaced";
    found.push(at, message, "set one of them to 1 or more");
}
fn is_zero(value: Option<&IntOrString>) -> bool {
    match value {
        Some(IntOrString::Int(n)) => *n == 0,
        Some(IntOrString::String(text)) => text.trim_end_matches('%').parse() == Ok(0),
        None => false,
    }
}
/// A selector selects the pods of its own template.
fn selector(selector: Option<&LabelSelector>, template: &PodTemplateSpec, found: &mut Conflicts<'_, '_>) {
    let Some(selector) = selector else { return };
    let wanted = selector.match_labels.as_ref();
    if wanted.is_none_or(|it| it.is_empty()) && selector.match_expressions.as_ref().is_none_or(Vec::is_empty) {
        found.push("/spec/selector", "the selector is empty", "select the pods by a label of their template");
        return;
    }
    let labels = template.metadata.as_ref().and_then(|it| it.labels.as_ref());
    for (key, value) in wanted.into_iter().flatten() {
        if labels.and_then(|labels| labels.get(key)) != Some(value) {
            let message =
                format!("the selector needs the label `{key}: {value}`, which the pods of the template do not have");
            found.push("/spec/selector", message, "give the pods of the template the labels of the selector");
        }
    }
}
fn runs_always(template: &PodTemplateSpec, found: &mut Conflicts<'_, '_>) {
    let policy = template.spec.as_ref().and_then(|pod| pod.restart_policy.as_deref());
    if let Some(policy) = policy.filter(|it| !matches!(*it, "Always" | "")) {
        let message =
            format!("the pods have the restart policy `{policy}`, but a {} needs `Always`", found.entry.kind());
        found.push("/spec/template/spec/restartPolicy", message, "remove the restart policy");
    }
}
