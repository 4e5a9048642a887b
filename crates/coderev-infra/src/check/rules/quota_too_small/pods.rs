//! How many pods a workload has at its most, and what each asks for.
use crate::check::rules::quantity::value;
use crate::manifest::Object;
use k8s_openapi::api::apps::v1::{DeploymentSpec, StatefulSetSpec};
use k8s_openapi::api::batch::v1::{CronJobSpec, JobSpec};
use k8s_openapi::api::core::v1::{Container, PodSpec};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use std::collections::BTreeMap;

/// How many pods the object keeps at its most. Of a DaemonSet one is counted: how many nodes there are, no manifest says.
pub(super) fn pods(object: &Object, scaled: Option<i32>) -> i32 {
    let (stated, surges) = match object {
        Object::Deployment(it) => {
            let spec = Option::<&DeploymentSpec>::from(&it.spec);
            (spec.and_then(|spec| spec.replicas), spec)
        }
        Object::StatefulSet(it) => (Option::<&StatefulSetSpec>::from(&it.spec).and_then(|spec| spec.replicas), None),
        Object::Job(it) => (Option::<&JobSpec>::from(&it.spec).and_then(|spec| spec.parallelism), None),
        Object::CronJob(it) => {
            let job = Option::<&CronJobSpec>::from(&it.spec).and_then(|spec| spec.job_template.spec.as_ref());
            (job.and_then(|job| job.parallelism), None)
        }
        _ => (None, None),
    };
    let replicas = scaled.or(stated).unwrap_or(1);
    replicas + surges.map_or(0, |spec| surge(spec, replicas))
}
fn surge(spec: &DeploymentSpec, replicas: i32) -> i32 {
    let rolling = spec.strategy.as_ref().and_then(|strategy| strategy.rolling_update.as_ref());
    match rolling.and_then(|rolling| rolling.max_surge.as_ref()) {
        Some(IntOrString::Int(n)) => *n,
        Some(IntOrString::String(share)) => {
            (share.trim_end_matches('%').parse::<i32>().unwrap_or(25) * replicas + 99) / 100
        }
        None => 0,
    }
}
/// Of one pod: containers and native sidecars together, or the largest init container, which runs before them.
pub(super) fn asked(pod: &PodSpec) -> BTreeMap<String, f64> {
    let (sidecars, init): (Vec<_>, Vec<_>) =
        pod.init_containers.iter().flatten().partition(|container| container.restart_policy.is_some());
    let mut sums = BTreeMap::<String, f64>::new();
    for (name, amount) in pod.containers.iter().chain(sidecars).flat_map(amounts) {
        *sums.entry(name).or_default() += amount;
    }
    for (name, amount) in init.into_iter().flat_map(amounts) {
        let sum = sums.entry(name).or_default();
        *sum = sum.max(amount);
    }
    sums
}
/// What says a limit alone requests as much: the API server fills it in, and extended resources are mostly said so.
fn amounts(container: &Container) -> Vec<(String, f64)> {
    let Some(resources) = &container.resources else { return Vec::new() };
    let limits = resources.limits.clone().unwrap_or_default();
    let mut requests = limits.clone();
    requests.extend(resources.requests.clone().unwrap_or_default());
    let side = |side: &'static str, amounts: BTreeMap<String, Quantity>| {
        let all = amounts.into_iter();
        all.map(|(name, amount)| (format!("{side}.{name}"), value(&amount.0))).collect::<Vec<_>>()
    };
    [side("requests", requests), side("limits", limits)].concat()
}
