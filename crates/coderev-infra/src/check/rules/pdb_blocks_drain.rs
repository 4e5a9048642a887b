//! What it does: finds disruption budgets that never let a pod go while the workload is at its least.
//!
//! Why it is bad: the drain of a node waits for ever, and with it the upgrade of the cluster.
//!
//! Instead of `min_available(3)` of three replicas say `max_unavailable(1)`.
use crate::finding::Finding;
use crate::manifest::{Manifests, kind};
use k8s_openapi::api::apps::v1::{DeploymentSpec, StatefulSetSpec};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscalerSpec;
use k8s_openapi::api::policy::v1::PodDisruptionBudgetSpec;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use std::collections::BTreeMap;

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let least = least(manifests);
    let mut findings = Vec::new();
    for (manifest, budget) in manifests.of(kind!(PodDisruptionBudget)) {
        let spec: Option<&PodDisruptionBudgetSpec> = (&budget.spec).into();
        let (Some(spec), Some(&pods)) = (spec, least.get(&manifest.subject)) else { continue };
        let allowed = match (&spec.max_unavailable, &spec.min_available) {
            (Some(share), _) => of(share, pods),
            (None, Some(share)) => pods - of(share, pods),
            (None, None) => pods,
        };
        if allowed < 1 {
            findings.push(
                Finding::error("pdb-blocks-drain", &manifest.subject, Some(manifest.at))
                    .message(format!(
                        "with {pods} of its pods the budget of `{}` never lets one go",
                        manifest.object.name()
                    ))
                    .help("say `.disruption_budget(max_unavailable(1))`, or run one pod more"),
            );
        }
    }
    findings
}
fn of(share: &IntOrString, pods: i32) -> i32 {
    match share {
        IntOrString::Int(n) => *n,
        IntOrString::String(text) => (text.trim_end_matches('%').parse::<i32>().unwrap_or(0) * pods + 99) / 100,
    }
}
/// The least number of pods, by workload.
fn least(manifests: &Manifests) -> BTreeMap<String, i32> {
    let mut least = BTreeMap::new();
    for (manifest, deployment) in manifests.of(kind!(Deployment)) {
        let spec: Option<&DeploymentSpec> = (&deployment.spec).into();
        least.insert(manifest.subject.clone(), spec.and_then(|spec| spec.replicas).unwrap_or(1));
    }
    for (manifest, set) in manifests.of(kind!(StatefulSet)) {
        let spec: Option<&StatefulSetSpec> = (&set.spec).into();
        least.insert(manifest.subject.clone(), spec.and_then(|spec| spec.replicas).unwrap_or(1));
    }
    for (manifest, scaler) in manifests.of(kind!(HorizontalPodAutoscaler)) {
        let spec: Option<&HorizontalPodAutoscalerSpec> = (&scaler.spec).into();
        least.insert(manifest.subject.clone(), spec.and_then(|spec| spec.min_replicas).unwrap_or(1));
    }
    for (manifest, scaled) in manifests.of(kind!(ScaledObject)) {
        least.insert(manifest.subject.clone(), scaled.spec.min_replica_count);
    }
    least
}

#[cfg(test)]
mod tests {
    use crate::check::rules::tests::{names, platform, service};
    use crate::prelude::*;

    #[test]
    fn trips() {
        assert!(names(&platform(service().disruption_budget(min_available(3)))).contains(&"pdb-blocks-drain"));
        assert!(names(&platform(service().disruption_budget(max_unavailable(0)))).contains(&"pdb-blocks-drain"));
        assert!(
            names(&platform(service().disruption_budget(min_available(percent(100))))).contains(&"pdb-blocks-drain")
        );
    }
    #[test]
    fn passes() {
        assert!(!names(&platform(service().disruption_budget(min_available(2)))).contains(&"pdb-blocks-drain"));
        assert!(!names(&platform(service())).contains(&"pdb-blocks-drain"));
    }
}
