//! What it does: adds up what all pods of a namespace ask for at their most, and finds quotas that do not hold it.
//!
//! Why it is bad: under load, or in the middle of a rollout, new pods are refused.
//!
//! Raise the quota, `TierSpec::quota`, or scale less far.
use crate::check::rules::quantity::value;
use crate::finding::Finding;
use crate::manifest::{Manifests, kind};
use k8s_openapi::api::apps::v1::DeploymentSpec;
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscalerSpec;
use k8s_openapi::api::core::v1::{PodSpec, ResourceQuotaSpec};
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
    let mut sums = BTreeMap::<&str, BTreeMap<String, f64>>::new();
    for (manifest, deployment) in manifests.of(kind!(Deployment)) {
        let sums = sums.entry(manifest.object.namespace()).or_default();
        let spec: Option<&DeploymentSpec> = (&deployment.spec).into();
        let Some((spec, pod)) = spec.and_then(|spec| Some((spec, spec.template.spec.as_ref()?))) else { continue };
        let replicas = most.get(&*manifest.subject).copied().or(spec.replicas).unwrap_or(1);
        let pods = f64::from(replicas + surge(spec, replicas));
        *sums.entry("pods".into()).or_default() += pods;
        for (name, amount) in asked(pod) {
            *sums.entry(name).or_default() += pods * amount;
        }
    }
    sums
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
/// Of one pod: containers and native sidecars together.
fn asked(pod: &PodSpec) -> BTreeMap<String, f64> {
    let mut sums = BTreeMap::<String, f64>::new();
    for container in pod.containers.iter().chain(pod.init_containers.iter().flatten()) {
        let Some(resources) = &container.resources else { continue };
        for (side, amounts) in [("requests", &resources.requests), ("limits", &resources.limits)] {
            for (name, amount) in amounts.iter().flatten() {
                *sums.entry(format!("{side}.{name}")).or_default() += value(&amount.0);
            }
        }
    }
    sums
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
