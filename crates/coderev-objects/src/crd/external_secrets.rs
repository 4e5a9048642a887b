//! `external-secrets.io/v1`.
use crate::crd::Text;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

resource!("external-secrets.io", "v1", "clustersecretstores", ClusterResourceScope;
    /// The store of secret values, for the namespaces that match its conditions.
    ClusterSecretStore, ClusterSecretStoreSpec
);
resource!("external-secrets.io", "v1", "externalsecrets", NamespaceResourceScope;
    /// A Secret that the operator creates and updates.
    ExternalSecret, ExternalSecretSpec
);

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterSecretStoreSpec {
    pub conditions: Vec<Condition>,
    pub provider: Provider,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Condition {
    pub namespace_selector: LabelSelector,
}
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    Vault(Vault),
    Aws(Aws),
    Gcpsm(Gcpsm),
    Azurekv(Azurekv),
    /// A provider that has no struct here.
    #[serde(untagged)]
    Other(serde_json::Value),
}
impl Default for Provider {
    fn default() -> Self {
        Self::Other(serde_json::Value::Null)
    }
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Vault {
    pub server: String,
    pub path: String,
    pub version: Text,
    pub auth: VaultAuth,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct VaultAuth {
    pub kubernetes: VaultKubernetes,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct VaultKubernetes {
    pub mount_path: Text,
    pub role: String,
    pub service_account_ref: Account,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Aws {
    pub service: Text,
    pub region: String,
    pub auth: AwsAuth,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AwsAuth {
    pub jwt: Identity,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Gcpsm {
    #[serde(rename = "projectID")]
    pub project_id: String,
    pub auth: GcpsmAuth,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GcpsmAuth {
    pub workload_identity: Identity,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Azurekv {
    pub vault_url: String,
    pub auth_type: Text,
    pub service_account_ref: Account,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Identity {
    pub service_account_ref: Account,
}
/// The service account of the operator.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Account {
    pub name: String,
    pub namespace: Text,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExternalSecretSpec {
    pub refresh_interval: String,
    pub refresh_policy: Text,
    pub secret_store_ref: StoreRef,
    pub target: Target,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub data: Vec<Datum>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub data_from: Vec<DataFrom>,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct StoreRef {
    pub kind: Text,
    pub name: String,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Target {
    pub name: String,
    pub creation_policy: Text,
    pub deletion_policy: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<Template>,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Template {
    pub engine_version: Text,
    #[serde(rename = "type")]
    pub secret_type: Text,
    pub data: BTreeMap<String, String>,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Datum {
    pub secret_key: String,
    pub remote_ref: Remote,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Remote {
    pub key: String,
    pub property: String,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DataFrom {
    pub extract: Extract,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Extract {
    pub key: String,
}
