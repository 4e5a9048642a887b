//! Certificates by cert-manager.
use crate::crd::{
    Acme, Certificate, CertificateSpec, ClusterIssuer, ClusterIssuerSpec, Http01, Http01Ingress, IssuerRef, Name,
    PrivateKey, Solver,
};
use crate::lower::meta::{cluster_meta, namespaced_meta};
use crate::words::{NamespaceWords, Platform};

pub(crate) const PRODUCTION: &str = "letsencrypt-prod";
pub(crate) const STAGING: &str = "letsencrypt-staging";

/// Let's Encrypt's two directories, for one account.
pub(crate) fn issuers(platform: &Platform, email: &str, class: &str) -> [ClusterIssuer; 2] {
    let issuer = |name: &str, server: &'static str| {
        let ingress = Http01Ingress { ingress_class_name: class.into() };
        let acme = Acme {
            server,
            email: email.into(),
            private_key_secret_ref: Name { name: format!("{name}-account-key") },
            solvers: vec![Solver { http01: Http01 { ingress } }],
        };
        ClusterIssuer::new(cluster_meta(platform, name), ClusterIssuerSpec { acme })
    };
    [
        issuer(PRODUCTION, "https://acme-v02.api.letsencrypt.org/directory"),
        issuer(STAGING, "https://acme-staging-v02.api.letsencrypt.org/directory"),
    ]
}

/// For one host. No duration is said: lifetimes shrink, and cert-manager renews at two thirds of the actual one.
pub(crate) fn certificate(
    platform: &Platform,
    namespace: &NamespaceWords,
    secret: &str,
    host: &str,
    issuer: &str,
) -> Certificate {
    let spec = CertificateSpec {
        secret_name: secret.into(),
        dns_names: vec![host.into()],
        issuer_ref: IssuerRef { group: "cert-manager.io", kind: "ClusterIssuer", name: issuer.into() },
        private_key: PrivateKey { algorithm: "ECDSA", size: 256, rotation_policy: "Always" },
        revision_history_limit: 3,
    };
    Certificate::new(namespaced_meta(platform, namespace, secret), spec)
}
