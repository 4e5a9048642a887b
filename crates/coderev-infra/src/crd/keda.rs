//! `keda.sh/v1alpha1`.
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscalerBehavior;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;
use std::collections::BTreeMap;

resource!("keda.sh/v1alpha1";
    /// An autoscaler that knows more signals than Kubernetes. It makes a HorizontalPodAutoscaler and owns it.
    ScaledObject, ScaledObjectSpec
);
resource!("keda.sh/v1alpha1";
    /// Which keys of which Secrets a trigger reads.
    TriggerAuthentication, TriggerAuthenticationSpec
);

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ScaledObjectSpec {
    pub(crate) scale_target_ref: ScaleTarget,
    /// In whole seconds.
    pub(crate) polling_interval: i32,
    /// In whole seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cooldown_period: Option<i32>,
    pub(crate) min_replica_count: i32,
    pub(crate) max_replica_count: i32,
    pub(crate) fallback: Fallback,
    pub(crate) advanced: Advanced,
    pub(crate) triggers: Vec<Trigger>,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ScaleTarget {
    pub(crate) api_version: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) name: String,
}
/// How many pods there are while a signal cannot be read.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Fallback {
    pub(crate) failure_threshold: i32,
    pub(crate) replicas: i32,
    pub(crate) behavior: &'static str,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Advanced {
    pub(crate) restore_to_original_replica_count: bool,
    pub(crate) horizontal_pod_autoscaler_config: ScalerConfig,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ScalerConfig {
    pub(crate) name: String,
    pub(crate) behavior: HorizontalPodAutoscalerBehavior,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Trigger {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) metric_type: Option<&'static str>,
    /// All values are text.
    pub(crate) metadata: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) authentication_ref: Option<Reference>,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Reference {
    pub(crate) name: String,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TriggerAuthenticationSpec {
    pub(crate) secret_target_ref: Vec<SecretTarget>,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct SecretTarget {
    pub(crate) parameter: String,
    pub(crate) name: String,
    pub(crate) key: String,
}
