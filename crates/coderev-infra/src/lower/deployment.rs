use crate::lower::cx::WorkloadCx;
use crate::lower::fields::{int_or_string, int32, whole_seconds};
use crate::lower::meta;
use crate::lower::output::Output;
use crate::lower::pod;
use crate::model::KindDecl;
use crate::resolve::workload::Workload;
use coderev_objects::labels;
use k8s_openapi::api::apps::v1::{Deployment, DeploymentSpec, DeploymentStrategy, RollingUpdateDeployment};

pub(super) fn lower(cx: &WorkloadCx<'_>, out: &mut Output) {
    if matches!(cx.workload.declared.kind, KindDecl::Service | KindDecl::Worker) {
        pod::put_workload(cx, out, deployment(cx));
    }
}

fn deployment(cx: &WorkloadCx<'_>) -> Deployment {
    let workload = cx.workload;
    let spec = workload.spec();
    let mut metadata = cx.versioned_meta(workload.name());
    metadata.annotations = workload.exception.as_ref().map(|reason| meta::pairs([(labels::REPLICA_EXCEPTION, reason)]));
    let deployment = DeploymentSpec {
        replicas: workload.stated_replicas(),
        revision_history_limit: spec.revision_history_limit.map(int32),
        progress_deadline_seconds: workload.progress_deadline().map(whole_seconds),
        min_ready_seconds: spec.min_ready.map(whole_seconds),
        strategy: Some(strategy(workload)),
        selector: meta::select(meta::selector(workload)),
        template: pod::template(cx),
        ..Default::default()
    };
    Deployment { metadata, spec: deployment.into(), ..Default::default() }
}

fn strategy(workload: &Workload<'_>) -> DeploymentStrategy {
    let declared = &workload.strategy;
    if declared.recreate {
        return DeploymentStrategy { type_: Some("Recreate".into()), rolling_update: None };
    }
    let rolling = RollingUpdateDeployment {
        max_surge: declared.max_surge.map(int_or_string),
        max_unavailable: declared.max_unavailable.map(int_or_string),
    };
    DeploymentStrategy { type_: Some("RollingUpdate".into()), rolling_update: Some(rolling) }
}
