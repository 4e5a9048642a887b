//! `external-secrets.io/v1`.
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use serde::Serialize;
use std::collections::BTreeMap;

macro_rules! resource {
    ($(#[$doc:meta])* $kind:ident, $spec:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize)]
        #[serde(rename_all = "camelCase")]
        pub(crate) struct $kind {
            api_version: &'static str,
            kind: &'static str,
            pub(crate) metadata: ObjectMeta,
            pub(crate) spec: $spec,
        }
        impl $kind {
            pub(crate) const fn new(metadata: ObjectMeta, spec: $spec) -> Self {
                Self { api_version: "external-secrets.io/v1", kind: stringify!($kind), metadata, spec }
            }
        }
    };
}
resource!(
    /// Where secrets are kept, and which namespaces may ask there.
    ClusterSecretStore, ClusterSecretStoreSpec
);
resource!(
    /// A Secret to be made, and what its keys are in the store.
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
/// One of the providers, by its name.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Provider {
    Vault(serde_json::Value),
    Aws(serde_json::Value),
    Gcpsm(serde_json::Value),
    Azurekv(serde_json::Value),
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExternalSecretSpec {
    pub(crate) refresh_interval: String,
    pub(crate) refresh_policy: &'static str,
    pub(crate) secret_store_ref: StoreRef,
    pub(crate) target: Target,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) data: Vec<Data>,
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
    pub(crate) kind: &'static str,
    pub(crate) data: BTreeMap<String, String>,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Data {
    pub(crate) secret_key: String,
    pub(crate) remote_ref: RemoteRef,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct RemoteRef {
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
