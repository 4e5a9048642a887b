//! Certificates by cert-manager.
use crate::crd::{
    Acme, Certificate, CertificateSpec, Challenge, ClusterIssuer, ClusterIssuerSpec, Http01, IssuerRef, Name,
    PrivateKey, Solver, SolverParent, SolverSelector, gateway_api,
};
use crate::lower::cx::Cx;
use crate::lower::meta::{cluster_meta, namespaced_meta};
use crate::lower::output::Output;
use crate::resolve::routes::VirtualHost;
use crate::words::{EDGE_NAMESPACE, NamespaceWords, Platform, Tls, TlsSource};

const PRODUCTION: &str = "letsencrypt-prod";
const STAGING: &str = "letsencrypt-staging";

pub(super) fn lower(cx: &Cx<'_>, out: &mut Output) {
    let hosts = cx.virtual_hosts();
    certificates(cx, &hosts, out);
    // Several accounts are the finding `two-acme-accounts`.
    if let Some((email, at)) = cx.acme_accounts().first_key_value() {
        for issuer in issuers(cx.platform, email, &solvers(&hosts)) {
            out.put(issuer, at, "");
        }
    }
}

/// A certificate is beside what terminates TLS: the Gateway, or the Ingress.
fn certificates(cx: &Cx<'_>, hosts: &[VirtualHost<'_>], out: &mut Output) {
    let gateways = cx.namespace(EDGE_NAMESPACE);
    for front in hosts {
        let Some(tls) = front.tls() else { continue };
        let issuer = match &tls.source {
            TlsSource::LetsEncrypt(_) if tls.staging.is_some() => STAGING,
            TlsSource::LetsEncrypt(_) => PRODUCTION,
            TlsSource::Issuer(name) => name,
            TlsSource::Secret(_) => continue,
        };
        let home = if front.edge.is_gateway() { gateways.unwrap_or(front.namespace) } else { front.namespace };
        let secret = format!("{}-tls", front.name);
        let object = certificate(cx.platform, home, &secret, &front.host.name, issuer);
        out.put(object, front.host.at, &front.subject());
    }
}

/// Let's Encrypt's two directories, for one account.
fn issuers(platform: &Platform, email: &str, solvers: &[Solver]) -> [ClusterIssuer; 2] {
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
fn solvers(hosts: &[VirtualHost<'_>]) -> Vec<Solver> {
    let mut ways: Vec<(serde_json::Value, Challenge, Vec<String>)> = Vec::new();
    for front in hosts {
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
fn challenge(front: &VirtualHost<'_>, tls: &Tls) -> Challenge {
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
fn certificate(platform: &Platform, namespace: &NamespaceWords, secret: &str, host: &str, issuer: &str) -> Certificate {
    let spec = CertificateSpec {
        secret_name: secret.into(),
        dns_names: vec![host.into()],
        issuer_ref: IssuerRef { group: "cert-manager.io".into(), kind: "ClusterIssuer".into(), name: issuer.into() },
        private_key: PrivateKey { algorithm: "ECDSA".into(), size: 256, rotation_policy: "Always".into() },
        revision_history_limit: 3,
    };
    Certificate::new(namespaced_meta(platform, namespace, secret), spec)
}
