//! `cert-manager.io/v1`.
use crate::crd::Text;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::{Deserialize, Serialize};

resource!("cert-manager.io", "v1", "clusterissuers", ClusterResourceScope;
    /// Signs certificates for every namespace.
    ClusterIssuer, ClusterIssuerSpec
);
resource!("cert-manager.io", "v1", "certificates", NamespaceResourceScope;
    /// A certificate, kept in a Secret.
    Certificate, CertificateSpec
);

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterIssuerSpec {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acme: Option<Acme>,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Acme {
    pub server: Text,
    pub email: String,
    pub private_key_secret_ref: Name,
    pub solvers: Vec<Solver>,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Name {
    pub name: String,
}
/// How the ownership of a host is validated.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Solver {
    #[serde(flatten)]
    pub challenge: Option<Challenge>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selector: Option<SolverSelector>,
}
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Challenge {
    #[serde(rename = "http01")]
    Http01(Http01),
    /// As cert-manager defines it.
    #[serde(rename = "dns01")]
    Dns01(serde_json::Value),
}
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Http01 {
    #[serde(rename = "ingress", rename_all = "camelCase")]
    Ingress { ingress_class_name: String },
    #[serde(rename = "gatewayHTTPRoute", rename_all = "camelCase")]
    GatewayHttpRoute { parent_refs: Vec<SolverParent> },
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SolverParent {
    pub group: Text,
    pub kind: Text,
    pub name: String,
    pub namespace: Text,
    pub section_name: Text,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SolverSelector {
    pub dns_names: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CertificateSpec {
    pub secret_name: String,
    pub dns_names: Vec<String>,
    pub issuer_ref: IssuerRef,
    pub private_key: PrivateKey,
    pub revision_history_limit: u32,
}
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct IssuerRef {
    pub group: Text,
    pub kind: Text,
    pub name: String,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PrivateKey {
    pub algorithm: Text,
    pub size: u16,
    pub rotation_policy: Text,
}
impl Default for IssuerRef {
    fn default() -> Self {
        Self { group: "cert-manager.io".into(), kind: "Issuer".into(), name: String::new() }
    }
}
