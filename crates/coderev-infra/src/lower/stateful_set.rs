use crate::lower::cx::WorkloadCx;
use crate::lower::fields::{int_or_string, int32, whole_seconds};
use crate::lower::meta;
use crate::lower::output::Output;
use crate::lower::persistent_volume_claim::claim;
use crate::lower::pod;
use crate::model::{ClaimRetention, KindDecl, StatefulSetDecl};
use k8s_openapi::api::apps::v1::{
    RollingUpdateStatefulSetStrategy, StatefulSet, StatefulSetPersistentVolumeClaimRetentionPolicy, StatefulSetSpec,
    StatefulSetUpdateStrategy,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

pub(super) fn lower(cx: &WorkloadCx<'_>, out: &mut Output) {
    if let KindDecl::StatefulSet(declared) = &cx.workload.declared.kind {
        pod::put_workload(cx, out, stateful_set(cx, declared));
    }
}

fn stateful_set(cx: &WorkloadCx<'_>, declared: &StatefulSetDecl) -> StatefulSet {
    let workload = cx.workload;
    let spec = workload.spec();
    let template_meta = |name: &str| ObjectMeta { name: Some(name.into()), ..Default::default() };
    let claims: Vec<_> = declared
        .claims
        .iter()
        .map(|(declared, _)| claim(workload.platform, template_meta(&declared.name), declared))
        .collect();
    let set = StatefulSetSpec {
        replicas: workload.stated_replicas(),
        revision_history_limit: spec.revision_history_limit.map(int32),
        min_ready_seconds: spec.min_ready.map(whole_seconds),
        service_name: Some(if workload.has_peers() { workload.peers_service() } else { workload.name().into() }),
        pod_management_policy: declared.parallel.then(|| "Parallel".into()),
        update_strategy: Some(StatefulSetUpdateStrategy {
            type_: Some(if declared.on_delete { "OnDelete" } else { "RollingUpdate" }.into()),
            rolling_update: rolling(declared).filter(|_| !declared.on_delete),
        }),
        persistent_volume_claim_retention_policy: retention(declared),
        selector: meta::select(meta::selector(workload)),
        template: pod::template(cx),
        volume_claim_templates: (!claims.is_empty()).then_some(claims),
        ..Default::default()
    };
    StatefulSet { metadata: cx.versioned_meta(workload.name()), spec: set.into(), ..Default::default() }
}

fn rolling(declared: &StatefulSetDecl) -> Option<RollingUpdateStatefulSetStrategy> {
    let rolling = RollingUpdateStatefulSetStrategy {
        partition: declared.partition.map(int32),
        max_unavailable: declared.max_unavailable.map(int_or_string),
    };
    (declared.partition.is_some() || declared.max_unavailable.is_some()).then_some(rolling)
}
/// Both fields, or `None` if neither is set: Kubernetes then keeps all volumes.
fn retention(declared: &StatefulSetDecl) -> Option<StatefulSetPersistentVolumeClaimRetentionPolicy> {
    let label = |claims: Option<ClaimRetention>| Some(claims.unwrap_or(ClaimRetention::Retain).label().to_owned());
    (declared.when_deleted.is_some() || declared.when_scaled.is_some()).then(|| {
        StatefulSetPersistentVolumeClaimRetentionPolicy {
            when_deleted: label(declared.when_deleted),
            when_scaled: label(declared.when_scaled),
        }
    })
}
