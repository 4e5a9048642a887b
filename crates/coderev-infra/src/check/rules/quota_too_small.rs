//! What it does: finds quotas that do not hold what all pods of the namespace ask for at their most.
//!
//! Why it is bad: under load, or in the middle of a rollout, new pods are refused.
//!
//! Instead of `Quota::new().pods(3)` for three pods that are rolled out by one more say `Quota::new().pods(4)`, or scale less far.
use crate::check::rules::quantity::value;
use crate::finding::Finding;
use crate::manifest::{Manifests, Object, kind};
use k8s_openapi::api::apps::v1::{DeploymentSpec, StatefulSetSpec};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscalerSpec;
use k8s_openapi::api::batch::v1::{CronJobSpec, JobSpec};
use k8s_openapi::api::core::v1::{Container, PodSpec, ResourceQuotaSpec};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use std::collections::BTreeMap;

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let mut findings = Vec::new();
    let sums = sums(manifests);
    for (manifest, quota) in manifests.of(kind!(ResourceQuota)) {
        let spec: Option<&ResourceQuotaSpec> = (&quota.spec).into();
        let sums = sums.get(manifest.object.namespace());
        for (name, hard) in spec.iter().flat_map(|spec| spec.hard.iter().flatten()) {
            let needed = sums.and_then(|sums| sums.get(name)).copied().unwrap_or_default();
            if needed > value(&hard.0) {
                findings.push(
                    Finding::error("quota-too-small", &manifest.subject, Some(manifest.at))
                        .message(format!(
                            "at their most the pods of `{}` need {} of {name}; the quota has {}",
                            manifest.object.namespace(),
                            shown(name, needed),
                            hard.0
                        ))
                        .help("raise the tier's quota by `.spec(..quota(..))`, or scale less far"),
                );
            }
        }
    }
    findings
}
/// In the unit that people read: cores or gibibytes.
fn shown(name: &str, amount: f64) -> String {
    let memory = name.ends_with("memory") || name.ends_with("storage");
    if memory { format!("{:.1}Gi", amount / f64::from(1 << 30)) } else { format!("{amount}") }
}

/// What all pods of each namespace ask for while every workload is at its most and takes over a new version.
fn sums(manifests: &Manifests) -> BTreeMap<&str, BTreeMap<String, f64>> {
    let mut most = BTreeMap::new();
    for (manifest, scaler) in manifests.of(kind!(HorizontalPodAutoscaler)) {
        let spec: Option<&HorizontalPodAutoscalerSpec> = (&scaler.spec).into();
        most.insert(&*manifest.subject, spec.map_or(1, |spec| spec.max_replicas));
    }
    for (manifest, scaled) in manifests.of(kind!(ScaledObject)) {
        most.insert(&*manifest.subject, scaled.spec.max_replica_count);
    }
    let mut sums = BTreeMap::<&str, BTreeMap<String, f64>>::new();
    for (manifest, pod) in manifests.pods() {
        let sums = sums.entry(manifest.object.namespace()).or_default();
        let scaled = most.get(&*manifest.subject).copied();
        let pods = f64::from(pods(&manifest.object, scaled));
        *sums.entry("pods".into()).or_default() += pods;
        for (name, amount) in asked(pod) {
            *sums.entry(name).or_default() += pods * amount;
        }
    }
    sums
}
/// How many pods the object keeps at its most. Of a DaemonSet one is counted: how many nodes there are, no manifest says.
fn pods(object: &Object, scaled: Option<i32>) -> i32 {
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
fn asked(pod: &PodSpec) -> BTreeMap<String, f64> {
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
fn amounts(container: &Container) -> Vec<(String, f64)> {
    let Some(resources) = &container.resources else { return Vec::new() };
    let side = |side: &'static str, amounts: &Option<BTreeMap<String, Quantity>>| {
        let all = amounts.iter().flatten();
        all.map(|(name, amount)| (format!("{side}.{name}"), value(&amount.0))).collect::<Vec<_>>()
    };
    [side("requests", &resources.requests), side("limits", &resources.limits)].concat()
}

#[cfg(test)]
mod tests {
    use crate::check::rules::tests::{names, platform, service};
    use crate::prelude::*;

    fn with(quota: Quota) -> Vec<&'static str> {
        let namespace = Namespace::new("small", Stable).spec(Stable.spec().quota(quota));
        names(&platform(service()).namespace(namespace.service(service())))
    }
    #[test]
    fn trips() {
        assert!(with(Quota::new().pods(3)).contains(&"quota-too-small"));
        assert!(with(Quota::new().cpu(millis(100)..)).contains(&"quota-too-small"));
    }
    #[test]
    fn passes() {
        assert!(!with(Quota::new().pods(4).cpu(cores(8)..)).contains(&"quota-too-small"));
        assert!(!names(&platform(service())).contains(&"quota-too-small"));
    }
}
