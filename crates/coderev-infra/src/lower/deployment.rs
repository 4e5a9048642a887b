use crate::lower::connections::Pools;
use crate::lower::meta::{self, VERSION, workload_meta};
use crate::lower::pod::template;
use crate::lower::{Workload, whole_seconds};
use crate::words::{Place, Share};
use coderev_objects::labels;
use k8s_openapi::api::apps::v1::{Deployment, DeploymentSpec, DeploymentStrategy, RollingUpdateDeployment};
use k8s_openapi::api::core::v1::ConfigMap;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

pub(crate) fn deployment(workload: &Workload<'_>, configs: &[(ConfigMap, Place)], pools: &Pools) -> Deployment {
    let spec = workload.spec();
    let mut metadata = workload_meta(workload, workload.name());
    metadata.labels.get_or_insert_default().extend(workload.version().map(|tag| (VERSION.into(), tag)));
    metadata.annotations = workload.exception.as_ref().map(|reason| meta::pairs([(labels::REPLICA_EXCEPTION, reason)]));
    let deployment = DeploymentSpec {
        replicas: workload.stated_replicas(),
        revision_history_limit: spec.revision_history_limit.map(|n| n as i32),
        progress_deadline_seconds: workload.progress_deadline().map(whole_seconds),
        min_ready_seconds: spec.min_ready.map(whole_seconds),
        strategy: Some(strategy(workload)),
        selector: meta::select(meta::selector(workload)),
        template: template(workload, configs, pools),
        ..Default::default()
    };
    Deployment { metadata, spec: deployment.into(), ..Default::default() }
}

fn strategy(workload: &Workload<'_>) -> DeploymentStrategy {
    let said = &workload.strategy;
    if said.recreate {
        return DeploymentStrategy { type_: Some("Recreate".into()), rolling_update: None };
    }
    let rolling = RollingUpdateDeployment {
        max_surge: said.max_surge.map(int_or_string),
        max_unavailable: said.max_unavailable.map(int_or_string),
    };
    DeploymentStrategy { type_: Some("RollingUpdate".into()), rolling_update: Some(rolling) }
}
pub(crate) fn int_or_string(share: Share) -> IntOrString {
    match share {
        Share::Pods(n) => IntOrString::Int(n as i32),
        Share::Percent(n) => IntOrString::String(format!("{n}%")),
    }
}
