//! Older versions of Kubernetes' own kinds, which still occur in manifests.
use super::{DecodeError, decode_as_version, named};
use crate::Object;
use k8s_openapi::Resource;
use k8s_openapi::api::apps::v1::{DaemonSet, Deployment, ReplicaSet, StatefulSet};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;
use k8s_openapi::api::batch::v1::{CronJob, Job};
use k8s_openapi::api::core::v1::{Namespace, Pod, ReplicationController, Service};
use k8s_openapi::api::networking::v1::{Ingress, NetworkPolicy};
use k8s_openapi::api::policy::v1::PodDisruptionBudget;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A view of an object of an older version, or of a list item without a version, as the version that the types have.
/// Fields that have been renamed since are ignored. None for every other kind and version.
pub(crate) fn view_of_older_version(value: &Value) -> Option<Result<Object, DecodeError>> {
    let attempts = [
        attempt::<Deployment>,
        attempt::<StatefulSet>,
        attempt::<DaemonSet>,
        attempt::<ReplicaSet>,
        attempt::<Job>,
        attempt::<CronJob>,
        attempt::<Pod>,
        attempt::<ReplicationController>,
        attempt::<Service>,
        attempt::<Namespace>,
        attempt::<Ingress>,
        attempt::<NetworkPolicy>,
        attempt::<HorizontalPodAutoscaler>,
        attempt::<PodDisruptionBudget>,
    ];
    attempts.into_iter().find_map(|attempt| attempt(value))
}

fn attempt<K: Resource + DeserializeOwned + Into<Object>>(value: &Value) -> Option<Result<Object, DecodeError>> {
    let (api_version, kind) = named(value);
    let group = crate::kinds::group(&api_version);
    // A list item may omit its version, and with it the group.
    let is_of_group = group == K::GROUP || group == "extensions" || api_version.is_empty();
    let is_kind = kind == K::KIND && is_of_group && api_version != K::API_VERSION;
    is_kind.then(|| decode_as_version::<K>(value).map(Into::into))
}
