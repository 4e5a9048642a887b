//! `cert-manager.io/v1`.
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;

resource!("cert-manager.io/v1";
    /// Who signs certificates, for every namespace.
    ClusterIssuer, ClusterIssuerSpec
);
resource!("cert-manager.io/v1";
    /// A certificate, kept in a Secret.
    Certificate, CertificateSpec
);

#[derive(Clone, Debug, Serialize)]
pub(crate) struct ClusterIssuerSpec {
    pub(crate) acme: Acme,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Acme {
    pub(crate) server: &'static str,
    pub(crate) email: String,
    pub(crate) private_key_secret_ref: Name,
    pub(crate) solvers: Vec<Solver>,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Name {
    pub(crate) name: String,
}
/// How it is proved that a host is ours.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Solver {
    #[serde(flatten)]
    pub(crate) challenge: Challenge,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) selector: Option<SolverSelector>,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) enum Challenge {
    #[serde(rename = "http01")]
    Http01(Http01),
    /// In cert-manager's own words, as the user said them.
    #[serde(rename = "dns01")]
    Dns01(serde_json::Value),
}
#[derive(Clone, Debug, Serialize)]
pub(crate) enum Http01 {
    #[serde(rename = "ingress", rename_all = "camelCase")]
    Ingress { ingress_class_name: String },
    #[serde(rename = "gatewayHTTPRoute", rename_all = "camelCase")]
    GatewayHttpRoute { parent_refs: Vec<SolverParent> },
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SolverParent {
    pub(crate) group: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    pub(crate) namespace: &'static str,
    pub(crate) section_name: &'static str,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SolverSelector {
    pub(crate) dns_names: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CertificateSpec {
    pub(crate) secret_name: String,
    pub(crate) dns_names: Vec<String>,
    pub(crate) issuer_ref: IssuerRef,
    pub(crate) private_key: PrivateKey,
    pub(crate) revision_history_limit: u32,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct IssuerRef {
    pub(crate) group: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) name: String,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PrivateKey {
    pub(crate) algorithm: &'static str,
    pub(crate) size: u16,
    pub(crate) rotation_policy: &'static str,
}
