//! The number of pods of a workload.
use super::{Entry, Workload};
use crate::{Object, Untyped};
use k8s_openapi::api::apps::v1::{DeploymentSpec, ReplicaSetSpec, StatefulSetSpec};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscalerSpec;
use k8s_openapi::api::batch::v1::{CronJobSpec, JobSpec};
use k8s_openapi::api::core::v1::ReplicationControllerSpec;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use serde_json::Value;
use std::borrow::Cow;

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
    /// The maximum during a rollout: with `maxSurge`.
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
    Scale { min, max, at_rollout: max.saturating_add(surge(workload.object(), max)) }
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

/// The pods that a rollout adds. Only Deployments and Argo Rollouts add pods.
fn surge(object: &Object, pods: i32) -> i32 {
    let surge: Option<Cow<'_, IntOrString>> = match object {
        Object::Deployment(it) => {
            let spec: Option<&DeploymentSpec> = (&it.spec).into();
            let strategy = spec.and_then(|spec| spec.strategy.as_ref());
            if strategy.and_then(|it| it.type_.as_deref()) == Some("Recreate") {
                return 0;
            }
            strategy.and_then(|it| it.rolling_update.as_ref()?.max_surge.as_ref()).map(Cow::Borrowed)
        }
        Object::Raw(it) if it.kind() == "Rollout" => {
            let strategy = it.fields().get("spec").and_then(|spec| spec.get("strategy"));
            if strategy.is_some_and(|strategy| strategy.get("blueGreen").is_some()) {
                return pods;
            }
            let surge = strategy.and_then(|it| serde_json::from_value(it.pointer("/canary/maxSurge")?.clone()).ok());
            surge.map(Cow::Owned)
        }
        _ => return 0,
    };
    let quarter = || share_of(&IntOrString::String("25%".into()), pods, Rounding::Up);
    surge.and_then(|surge| share_of(&surge, pods, Rounding::Up)).or_else(quarter).unwrap_or_default()
}

/// A number in the spec of an object without a type.
fn number(object: &Untyped, pointer: &str) -> Option<i32> {
    object.fields().get("spec")?.pointer(pointer).and_then(Value::as_i64).map(small)
}
