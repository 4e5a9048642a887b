//! Pods with names of their own, and pods on every node.
use crate::lower::connections::Pools;
use crate::lower::deployment::int_or_string;
use crate::lower::meta::{self, VERSION, workload_meta};
use crate::lower::pod::template;
use crate::lower::{Workload, persistent_volume_claim, whole_seconds};
use crate::words::{ClaimRetention, DaemonWords, Place, SetWords};
use k8s_openapi::api::apps::v1::{
    DaemonSet, DaemonSetSpec, DaemonSetUpdateStrategy, RollingUpdateDaemonSet, RollingUpdateStatefulSetStrategy,
    StatefulSet, StatefulSetPersistentVolumeClaimRetentionPolicy, StatefulSetSpec, StatefulSetUpdateStrategy,
};
use k8s_openapi::api::core::v1::ConfigMap;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

pub(crate) fn stateful_set(
    workload: &Workload<'_>,
    said: &SetWords,
    configs: &[(ConfigMap, Place)],
    pools: &Pools,
) -> StatefulSet {
    let spec = workload.spec();
    let template_meta = |name: &str| ObjectMeta { name: Some(name.into()), ..Default::default() };
    let claims: Vec<_> = said
        .claims
        .iter()
        .map(|(claim, _)| persistent_volume_claim::claim(workload.platform, template_meta(&claim.name), claim))
        .collect();
    let set = StatefulSetSpec {
        replicas: workload.stated_replicas(),
        revision_history_limit: spec.revision_history_limit.map(|n| n as i32),
        min_ready_seconds: spec.min_ready.map(whole_seconds),
        service_name: Some(if workload.has_peers() { workload.peers_service() } else { workload.name().into() }),
        pod_management_policy: said.parallel.then(|| "Parallel".into()),
        update_strategy: Some(StatefulSetUpdateStrategy {
            type_: Some(if said.on_delete { "OnDelete" } else { "RollingUpdate" }.into()),
            rolling_update: rolling(said).filter(|_| !said.on_delete),
        }),
        persistent_volume_claim_retention_policy: retention(said),
        selector: meta::select(meta::selector(workload)),
        template: template(workload, configs, pools),
        volume_claim_templates: (!claims.is_empty()).then_some(claims),
        ..Default::default()
    };
    StatefulSet { metadata: metadata(workload), spec: set.into(), ..Default::default() }
}

fn rolling(said: &SetWords) -> Option<RollingUpdateStatefulSetStrategy> {
    let rolling = RollingUpdateStatefulSetStrategy {
        partition: said.partition.map(|n| n as i32),
        max_unavailable: said.max_unavailable.map(int_or_string),
    };
    (said.partition.is_some() || said.max_unavailable.is_some()).then_some(rolling)
}
/// Both fields or none: what is not said stays.
fn retention(said: &SetWords) -> Option<StatefulSetPersistentVolumeClaimRetentionPolicy> {
    let label = |claims: Option<ClaimRetention>| Some(claims.unwrap_or(ClaimRetention::Retain).label().to_owned());
    (said.when_deleted.is_some() || said.when_scaled.is_some()).then(|| {
        StatefulSetPersistentVolumeClaimRetentionPolicy {
            when_deleted: label(said.when_deleted),
            when_scaled: label(said.when_scaled),
        }
    })
}

pub(crate) fn daemon_set(
    workload: &Workload<'_>,
    said: &DaemonWords,
    configs: &[(ConfigMap, Place)],
    pools: &Pools,
) -> DaemonSet {
    let spec = workload.spec();
    let share = said.max_unavailable.map_or(IntOrString::Int(1), int_or_string);
    let rolling = RollingUpdateDaemonSet { max_unavailable: Some(share), max_surge: None };
    let set = DaemonSetSpec {
        revision_history_limit: spec.revision_history_limit.map(|n| n as i32),
        min_ready_seconds: spec.min_ready.map(whole_seconds),
        update_strategy: Some(DaemonSetUpdateStrategy {
            type_: Some(if said.on_delete { "OnDelete" } else { "RollingUpdate" }.into()),
            rolling_update: (!said.on_delete).then_some(rolling),
        }),
        selector: meta::select(meta::selector(workload)),
        template: template(workload, configs, pools),
    };
    DaemonSet { metadata: metadata(workload), spec: set.into(), ..Default::default() }
}

fn metadata(workload: &Workload<'_>) -> ObjectMeta {
    let mut metadata = workload_meta(workload, workload.name());
    metadata.labels.get_or_insert_default().extend(workload.version().map(|tag| (VERSION.into(), tag)));
    metadata
}
