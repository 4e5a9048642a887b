//! `cilium.io/v2`.
use crate::crd::Text;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use serde::{Deserialize, Serialize};

resource!("cilium.io", "v2", "ciliumnetworkpolicies", NamespaceResourceScope;
    /// Allows destinations by DNS name, which a NetworkPolicy cannot.
    CiliumNetworkPolicy, CiliumNetworkPolicySpec
);

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CiliumNetworkPolicySpec {
    pub endpoint_selector: LabelSelector,
    pub egress: Vec<Egress>,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Egress {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub to_endpoints: Vec<LabelSelector>,
    #[serde(rename = "toCIDR", skip_serializing_if = "Vec::is_empty")]
    pub to_cidr: Vec<String>,
    #[serde(rename = "toFQDNs", skip_serializing_if = "Vec::is_empty")]
    pub to_fqdns: Vec<Name>,
    pub to_ports: Vec<Ports>,
}
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Name {
    MatchName(String),
    MatchPattern(String),
    /// Both `matchName` and `matchPattern`.
    #[serde(untagged)]
    Other(serde_json::Value),
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ports {
    pub ports: Vec<Port>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules: Option<Rules>,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Port {
    pub port: String,
    pub protocol: Text,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    pub dns: Vec<Name>,
}
