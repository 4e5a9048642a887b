//! Certificates by cert-manager.
use crate::crd::{
    Acme, Certificate, CertificateSpec, Challenge, ClusterIssuer, ClusterIssuerSpec, Http01, IssuerRef, Name,
    PrivateKey, Solver, SolverParent, SolverSelector, gateway_api,
};
use crate::lower::edge::Front;
use crate::lower::meta::{cluster_meta, namespaced_meta};
use crate::words::{EDGE_NAMESPACE, NamespaceWords, Platform, Tls, TlsSource};

pub(crate) const PRODUCTION: &str = "letsencrypt-prod";
pub(crate) const STAGING: &str = "letsencrypt-staging";

/// Let's Encrypt's two directories, for one account.
pub(crate) fn issuers(platform: &Platform, email: &str, solvers: &[Solver]) -> [ClusterIssuer; 2] {
    let issuer = |name: &str, server: &'static str| {
        let acme = Acme {
            server: server.into(),
            email: email.into(),
            private_key_secret_ref: Name { name: format!("{name}-account-key") },
            solvers: solvers.to_vec(),
        };
        ClusterIssuer::new(cluster_meta(platform, name), ClusterIssuerSpec { acme: Some(acme) })
    };
    [
        issuer(PRODUCTION, "https://acme-v02.api.letsencrypt.org/directory"),
        issuer(STAGING, "https://acme-staging-v02.api.letsencrypt.org/directory"),
    ]
}

/// How each host is proved. Where all are in one way no host is named; else each way names its own.
pub(crate) fn solvers(fronts: &[Front<'_>]) -> Vec<Solver> {
    let mut ways: Vec<(serde_json::Value, Challenge, Vec<String>)> = Vec::new();
    for front in fronts {
        let Some(tls @ Tls { source: TlsSource::LetsEncrypt(_), .. }) = front.tls() else { continue };
        let challenge = challenge(front, tls);
        let key = serde_json::to_value(&challenge).expect("it holds text and what serde_json read");
        match ways.iter_mut().find(|(other, ..)| *other == key) {
            Some((.., hosts)) => hosts.push(front.host.name.clone()),
            None => ways.push((key, challenge, vec![front.host.name.clone()])),
        }
    }
    let several = ways.len() > 1;
    let solver = |(_, challenge, dns_names)| Solver {
        challenge: Some(challenge),
        selector: several.then_some(SolverSelector { dns_names }),
    };
    ways.into_iter().map(solver).collect()
}
fn challenge(front: &Front<'_>, tls: &Tls) -> Challenge {
    if let Some(said) = &tls.dns01 {
        return Challenge::Dns01(said.value.clone());
    }
    if !front.edge.is_gateway() {
        return Challenge::Http01(Http01::Ingress { ingress_class_name: front.edge.class_name().into() });
    }
    let parent = SolverParent {
        group: gateway_api::GROUP.into(),
        kind: "Gateway".into(),
        name: front.edge.name.clone(),
        namespace: EDGE_NAMESPACE.into(),
        section_name: "http".into(),
    };
    Challenge::Http01(Http01::GatewayHttpRoute { parent_refs: vec![parent] })
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
        issuer_ref: IssuerRef { group: "cert-manager.io".into(), kind: "ClusterIssuer".into(), name: issuer.into() },
        private_key: PrivateKey { algorithm: "ECDSA".into(), size: 256, rotation_policy: "Always".into() },
        revision_history_limit: 3,
    };
    Certificate::new(namespaced_meta(platform, namespace, secret), spec)
}
