//! `cilium.io/v2`.
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, ObjectMeta};
use serde::Serialize;

resource!("cilium.io/v2";
    /// What a NetworkPolicy cannot say to Cilium: names.
    CiliumNetworkPolicy, CiliumNetworkPolicySpec
);

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CiliumNetworkPolicySpec {
    pub(crate) endpoint_selector: LabelSelector,
    pub(crate) egress: Vec<Egress>,
}
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Egress {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) to_endpoints: Vec<LabelSelector>,
    #[serde(rename = "toCIDR", skip_serializing_if = "Vec::is_empty")]
    pub(crate) to_cidr: Vec<String>,
    #[serde(rename = "toFQDNs", skip_serializing_if = "Vec::is_empty")]
    pub(crate) to_fqdns: Vec<Name>,
    pub(crate) to_ports: Vec<Ports>,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Name {
    MatchName(String),
    MatchPattern(String),
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Ports {
    pub(crate) ports: Vec<Port>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rules: Option<Rules>,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Port {
    pub(crate) port: String,
    pub(crate) protocol: &'static str,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Rules {
    pub(crate) dns: Vec<Name>,
}
