//! `cert-manager.io/v1`.
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;

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
                Self { api_version: "cert-manager.io/v1", kind: stringify!($kind), metadata, spec }
            }
        }
    };
}
resource!(
    /// Who signs certificates, for every namespace.
    ClusterIssuer, ClusterIssuerSpec
);
resource!(
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
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Solver {
    pub(crate) http01: Http01,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Http01 {
    pub(crate) ingress: Http01Ingress,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Http01Ingress {
    pub(crate) ingress_class_name: String,
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
