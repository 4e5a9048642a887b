//! The number of pods of a workload.
use super::{Entry, Workload};
use crate::{Object, Untyped};
use k8s_openapi::api::apps::v1::{DaemonSetSpec, DeploymentSpec, ReplicaSetSpec, StatefulSetSpec};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscalerSpec;
use k8s_openapi::api::batch::v1::{CronJobSpec, JobSpec};
use k8s_openapi::api::core::v1::ReplicationControllerSpec;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use serde_json::Value;

/// The number of pods of a workload.
///
/// A DaemonSet counts as one pod, because a manifest does not contain the number of nodes. For a Job, the number of
/// pods that run in parallel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scale {
    /// The minimum: `replicas`, or the minimum of its autoscalers.
    pub min: i32,
    /// The maximum: `replicas`, or the maximum of its autoscalers.
    pub max: i32,
    /// The maximum number of pods that exist at the same time during a rollout. Pods that are being terminated count, as
    /// they count in a ResourceQuota: `replicas`, two times `maxSurge`, and `maxUnavailable` of a Deployment.
    pub at_rollout: i32,
}

/// The direction in which a percentage of pods is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// For `maxSurge`, and for both fields of a PodDisruptionBudget.
    Up,
    /// For `maxUnavailable` of a rollout.
    Down,
}

/// A number of pods, or a percentage of `total`. None where the text is not a percentage.
///
/// ```
/// use coderev_objects::{Rounding, share_of};
/// use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
///
/// let share = IntOrString::String("25%".into());
/// assert_eq!(share_of(&share, 5, Rounding::Up), Some(2));
/// assert_eq!(share_of(&share, 5, Rounding::Down), Some(1));
/// ```
#[must_use]
pub fn share_of(share: &IntOrString, total: i32, rounding: Rounding) -> Option<i32> {
    match share {
        IntOrString::Int(pods) => Some(*pods),
        IntOrString::String(text) => {
            let percent: i32 = text.strip_suffix('%')?.parse().ok()?;
            let parts = i64::from(percent) * i64::from(total);
            let pods = match rounding {
                Rounding::Up => (parts + 99).div_euclid(100),
                Rounding::Down => parts.div_euclid(100),
            };
            Some(small(pods))
        }
    }
}

fn small(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(if number < 0 { i32::MIN } else { i32::MAX })
}

pub(super) fn of_workload(workload: Workload<'_>) -> Scale {
    let (own_min, own_max) = own(workload.object());
    let bounds = workload.autoscalers().filter_map(bounds);
    let bounds = bounds.reduce(|(min, max), (other_min, other_max)| (min.min(other_min), max.max(other_max)));
    let (min, max) = bounds.unwrap_or((own_min, own_max));
    Scale { min, max, at_rollout: at_rollout(workload.object(), max) }
}

/// The minimum and maximum of an autoscaler.
fn bounds(autoscaler: Entry<'_>) -> Option<(i32, i32)> {
    match autoscaler.object() {
        Object::HorizontalPodAutoscaler(it) => {
            let spec: Option<&HorizontalPodAutoscalerSpec> = (&it.spec).into();
            spec.map(|spec| (spec.min_replicas.unwrap_or(1), spec.max_replicas))
        }
        Object::ScaledObject(it) => {
            Some((it.spec.idle_replica_count.unwrap_or(it.spec.min_replica_count), it.spec.max_replica_count))
        }
        _ => None,
    }
}

/// The minimum and maximum number of pods without an autoscaler.
fn own(object: &Object) -> (i32, i32) {
    let replicas = match object {
        Object::Deployment(it) => Option::<&DeploymentSpec>::from(&it.spec).and_then(|spec| spec.replicas),
        Object::StatefulSet(it) => Option::<&StatefulSetSpec>::from(&it.spec).and_then(|spec| spec.replicas),
        Object::ReplicaSet(it) => Option::<&ReplicaSetSpec>::from(&it.spec).and_then(|spec| spec.replicas),
        Object::ReplicationController(it) => {
            Option::<&ReplicationControllerSpec>::from(&it.spec).and_then(|spec| spec.replicas)
        }
        Object::Job(it) => Option::<&JobSpec>::from(&it.spec).map(at_once),
        Object::CronJob(it) => {
            Option::<&CronJobSpec>::from(&it.spec).and_then(|spec| spec.job_template.spec.as_ref()).map(at_once)
        }
        Object::Raw(it) if it.kind() == "ScaledJob" => {
            return (number(it, "/minReplicaCount").unwrap_or(0), number(it, "/maxReplicaCount").unwrap_or(100));
        }
        Object::Raw(it) => number(it, "/replicas"),
        _ => None,
    };
    let replicas = replicas.unwrap_or(1);
    (replicas, replicas)
}

/// The pods of a Job that run in parallel.
fn at_once(job: &JobSpec) -> i32 {
    let parallel = job.parallelism.unwrap_or(1);
    job.completions.map_or(parallel, |completions| parallel.min(completions))
}

/// The maximum number of pods that exist at the same time, for `pods` replicas.
///
/// A ResourceQuota counts a pod until it is terminated: `QuotaV1Pod` in pkg/quota/v1/evaluator/core/pods.go of Kubernetes.
/// A controller does not count it any longer:
///
/// - Deployment, `NewRSNewReplicas` in pkg/controller/deployment/util/deployment_util.go: the ReplicaSets have
///   `replicas + maxSurge` pods at most. One step terminates `maxSurge + maxUnavailable` old pods, and the same sync of
///   the controller creates as many new pods. An Argo Rollout with a canary does the same.
/// - Deployment with `Recreate`, `oldPodsRunning` in pkg/controller/deployment/recreate.go: new pods are created after all
///   old pods are gone.
/// - StatefulSet, pkg/controller/statefulset/stateful_set_control.go: a pod is created after the pod with its name is gone.
/// - DaemonSet, pkg/controller/daemon/update.go: with `maxSurge`, a node has an old and a new pod.
/// - CronJob with `Replace`, pkg/controller/cronjob/cronjob_controllerv2.go: the new Job starts while the pods of the old
///   Job are terminated. With `Allow`, the number of runs that overlap is not in the manifest.
/// - Job, ReplicaSet, ReplicationController, Pod: there is no rollout.
fn at_rollout(object: &Object, pods: i32) -> i32 {
    match object {
        Object::Deployment(it) => {
            let spec: Option<&DeploymentSpec> = (&it.spec).into();
            let strategy = spec.and_then(|spec| spec.strategy.as_ref());
            if strategy.and_then(|it| it.type_.as_deref()) == Some("Recreate") {
                return pods;
            }
            let rolling = strategy.and_then(|it| it.rolling_update.as_ref());
            let (surge, unavailable) =
                rolling.map_or((None, None), |it| (it.max_surge.as_ref(), it.max_unavailable.as_ref()));
            rolling_update(pods, surge, unavailable)
        }
        Object::DaemonSet(it) => {
            let spec: Option<&DaemonSetSpec> = (&it.spec).into();
            let rolling = spec.and_then(|spec| spec.update_strategy.as_ref()?.rolling_update.as_ref());
            let surges = rolling.and_then(|it| share_of(it.max_surge.as_ref()?, pods, Rounding::Up));
            if surges.is_some_and(|surge| surge > 0) { pods.saturating_mul(2) } else { pods }
        }
        Object::CronJob(it) => {
            let spec: Option<&CronJobSpec> = (&it.spec).into();
            let policy = spec.and_then(|spec| spec.concurrency_policy.as_deref());
            if policy == Some("Replace") { pods.saturating_mul(2) } else { pods }
        }
        Object::Raw(it) if it.kind() == "Rollout" => {
            let strategy = it.fields().get("spec").and_then(|spec| spec.get("strategy"));
            if strategy.is_some_and(|strategy| strategy.get("blueGreen").is_some()) {
                return pods.saturating_mul(2);
            }
            let share = |pointer| strategy.and_then(|it| serde_json::from_value(it.pointer(pointer)?.clone()).ok());
            let (surge, unavailable) = (share("/canary/maxSurge"), share("/canary/maxUnavailable"));
            rolling_update(pods, surge.as_ref(), unavailable.as_ref())
        }
        _ => pods,
    }
}

/// `pods + 2 * maxSurge + maxUnavailable`, but at most the old and the new pods together. Default of both shares: 25 %. If both are zero, Kubernetes uses one for `maxUnavailable`: `ResolveFenceposts` in
/// pkg/controller/deployment/util/deployment_util.go.
fn rolling_update(pods: i32, surge: Option<&IntOrString>, unavailable: Option<&IntOrString>) -> i32 {
    let quarter = IntOrString::String("25%".into());
    let share = |share: Option<&IntOrString>, rounding| {
        share.and_then(|it| share_of(it, pods, rounding)).or_else(|| share_of(&quarter, pods, rounding))
    };
    let surge = share(surge, Rounding::Up).unwrap_or_default().max(0);
    let unavailable = share(unavailable, Rounding::Down).unwrap_or_default().max(0);
    let unavailable = if surge == 0 { unavailable.max(1) } else { unavailable };
    let all = pods.saturating_add(surge.saturating_mul(2)).saturating_add(unavailable);
    all.min(pods.saturating_mul(2)).max(pods)
}

/// A number in the spec of an object without a type.
fn number(object: &Untyped, pointer: &str) -> Option<i32> {
    object.fields().get("spec")?.pointer(pointer).and_then(Value::as_i64).map(small)
}
