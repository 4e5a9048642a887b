//! `keda.sh/v1alpha1`.
use crate::crd::Text;
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscalerBehavior;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

resource!("keda.sh", "v1alpha1", "scaledobjects", NamespaceResourceScope;
    /// An autoscaler that follows external metrics. It creates and owns a HorizontalPodAutoscaler.
    ScaledObject, ScaledObjectSpec
);
resource!("keda.sh", "v1alpha1", "triggerauthentications", NamespaceResourceScope;
    /// The Secrets and the keys that a trigger reads.
    TriggerAuthentication, TriggerAuthenticationSpec
);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ScaledObjectSpec {
    pub scale_target_ref: ScaleTarget,
    /// In seconds.
    pub polling_interval: i32,
    /// In seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cooldown_period: Option<i32>,
    /// The replicas while no trigger is active, if fewer than the minimum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idle_replica_count: Option<i32>,
    pub min_replica_count: i32,
    pub max_replica_count: i32,
    pub fallback: Fallback,
    pub advanced: Advanced,
    pub triggers: Vec<Trigger>,
}
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ScaleTarget {
    pub api_version: Text,
    pub kind: Text,
    pub name: String,
}
/// The number of pods while a metric cannot be read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Fallback {
    pub failure_threshold: i32,
    pub replicas: i32,
    pub behavior: Text,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Advanced {
    pub restore_to_original_replica_count: bool,
    pub horizontal_pod_autoscaler_config: ScalerConfig,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScalerConfig {
    pub name: String,
    pub behavior: HorizontalPodAutoscalerBehavior,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Trigger {
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric_type: Option<Text>,
    /// All values are text.
    pub metadata: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authentication_ref: Option<Reference>,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reference {
    pub name: String,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TriggerAuthenticationSpec {
    pub secret_target_ref: Vec<SecretTarget>,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SecretTarget {
    pub parameter: String,
    pub name: String,
    pub key: String,
}

/// KEDA's defaults.
impl Default for ScaledObjectSpec {
    fn default() -> Self {
        Self {
            scale_target_ref: ScaleTarget::default(),
            polling_interval: 30,
            cooldown_period: None,
            idle_replica_count: None,
            min_replica_count: 0,
            max_replica_count: 100,
            fallback: Fallback::default(),
            advanced: Advanced::default(),
            triggers: Vec::new(),
        }
    }
}
/// KEDA's defaults.
impl Default for ScaleTarget {
    fn default() -> Self {
        Self { api_version: "apps/v1".into(), kind: "Deployment".into(), name: String::new() }
    }
}
