//! `external-secrets.io/v1`.
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use serde::Serialize;
use std::collections::BTreeMap;

resource!("external-secrets.io/v1";
    /// Where texts of secrets are, for the namespaces of its conditions.
    ClusterSecretStore, ClusterSecretStoreSpec
);
resource!("external-secrets.io/v1";
    /// A Secret that the operator makes and keeps current.
    ExternalSecret, ExternalSecretSpec
);

#[derive(Clone, Debug, Serialize)]
pub(crate) struct ClusterSecretStoreSpec {
    pub(crate) conditions: Vec<Condition>,
    pub(crate) provider: Provider,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Condition {
    pub(crate) namespace_selector: LabelSelector,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Provider {
    Vault(Vault),
    Aws(Aws),
    Gcpsm(Gcpsm),
    Azurekv(Azurekv),
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Vault {
    pub(crate) server: String,
    pub(crate) path: String,
    pub(crate) version: &'static str,
    pub(crate) auth: VaultAuth,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct VaultAuth {
    pub(crate) kubernetes: VaultKubernetes,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VaultKubernetes {
    pub(crate) mount_path: &'static str,
    pub(crate) role: String,
    pub(crate) service_account_ref: Account,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Aws {
    pub(crate) service: &'static str,
    pub(crate) region: String,
    pub(crate) auth: AwsAuth,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AwsAuth {
    pub(crate) jwt: Identity,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Gcpsm {
    #[serde(rename = "projectID")]
    pub(crate) project_id: String,
    pub(crate) auth: GcpsmAuth,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GcpsmAuth {
    pub(crate) workload_identity: Identity,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Azurekv {
    pub(crate) vault_url: String,
    pub(crate) auth_type: &'static str,
    pub(crate) service_account_ref: Account,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Identity {
    pub(crate) service_account_ref: Account,
}
/// The operator's own account.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) namespace: &'static str,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExternalSecretSpec {
    pub(crate) refresh_interval: String,
    pub(crate) refresh_policy: &'static str,
    pub(crate) secret_store_ref: StoreRef,
    pub(crate) target: Target,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) data: Vec<Datum>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) data_from: Vec<DataFrom>,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct StoreRef {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Target {
    pub(crate) name: String,
    pub(crate) creation_policy: &'static str,
    pub(crate) deletion_policy: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) template: Option<Template>,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Template {
    pub(crate) engine_version: &'static str,
    #[serde(rename = "type")]
    pub(crate) secret_type: &'static str,
    pub(crate) data: BTreeMap<String, String>,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Datum {
    pub(crate) secret_key: String,
    pub(crate) remote_ref: Remote,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Remote {
    pub(crate) key: String,
    pub(crate) property: String,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct DataFrom {
    pub(crate) extract: Extract,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Extract {
    pub(crate) key: String,
}
