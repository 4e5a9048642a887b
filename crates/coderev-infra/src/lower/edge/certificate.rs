//! Certificates from cert-manager.
use crate::lower::cx::Cx;
use crate::lower::edge::EdgeCx;
use crate::lower::meta::{cluster_meta, namespaced_meta, pairs};
use crate::lower::output::Output;
use crate::model::{EDGE_NAMESPACE, NamespaceDecl, Platform, Tls, TlsSource};
use crate::resolve::routes::VirtualHost;
use coderev_objects::crd::cert_manager::{
    Acme, Certificate, CertificateSpec, Challenge, ClusterIssuer, ClusterIssuerSpec, Http01, IssuerRef, Name,
    PrivateKey, Solver, SolverParent, SolverSelector,
};
use coderev_objects::crd::gateway_api;
use coderev_objects::labels;

const PRODUCTION: &str = "letsencrypt-prod";
const STAGING: &str = "letsencrypt-staging";

pub(super) fn lower(cx: &EdgeCx<'_>, out: &mut Output) {
    let (cx, hosts) = (cx.resolved, &*cx.virtual_hosts);
    certificates(cx, hosts, out);
    // Several accounts are the finding `two-acme-accounts`.
    if let Some((email, at)) = cx.acme_accounts.first_key_value() {
        for issuer in issuers(cx.platform, email, &solvers(hosts)) {
            out.put(issuer, at, "");
        }
    }
}

/// A certificate is in the namespace of the object that terminates TLS: the Gateway or the Ingress.
fn certificates(cx: &Cx<'_>, hosts: &[VirtualHost<'_>], out: &mut Output) {
    let gateways = cx.namespace(EDGE_NAMESPACE);
    for virtual_host in hosts {
        let Some(tls) = virtual_host.tls() else { continue };
        let issuer = match &tls.source {
            TlsSource::LetsEncrypt(_) if tls.staging.is_some() => cx.platform.cluster_name(STAGING),
            TlsSource::LetsEncrypt(_) => cx.platform.cluster_name(PRODUCTION),
            TlsSource::Issuer(name) => name.clone(),
            TlsSource::Secret(_) => continue,
        };
        let home = if virtual_host.edge.is_gateway() {
            gateways.unwrap_or(virtual_host.namespace)
        } else {
            virtual_host.namespace
        };
        let secret = format!("{}-tls", virtual_host.name);
        let mut object = certificate(cx.platform, home, &secret, virtual_host.hostname, &issuer);
        if let Some(new) = &virtual_host.renamed_to {
            object.metadata.annotations = Some(pairs([(labels::RENAMED_TO, format!("{new}-tls"))]));
        }
        out.put(object, virtual_host.at, &virtual_host.subject());
    }
}

/// The two ClusterIssuers of one Let's Encrypt account: production and staging.
fn issuers(platform: &Platform, email: &str, solvers: &[Solver]) -> [ClusterIssuer; 2] {
    let issuer = |name: &str, server: &'static str| {
        let name = platform.cluster_name(name);
        let acme = Acme {
            server: server.into(),
            email: email.into(),
            private_key_secret_ref: Name { name: format!("{name}-account-key") },
            solvers: solvers.to_vec(),
        };
        ClusterIssuer::new(cluster_meta(platform, &name), ClusterIssuerSpec { acme: Some(acme) })
    };
    [
        issuer(PRODUCTION, "https://acme-v02.api.letsencrypt.org/directory"),
        issuer(STAGING, "https://acme-staging-v02.api.letsencrypt.org/directory"),
    ]
}

/// The solvers of the hosts. If all hosts use the same challenge, its solver has no selector; otherwise each solver
/// selects its hosts.
fn solvers(hosts: &[VirtualHost<'_>]) -> Vec<Solver> {
    let mut bindings: Vec<(serde_json::Value, Challenge, Vec<String>)> = Vec::new();
    for virtual_host in hosts {
        let Some(tls @ Tls { source: TlsSource::LetsEncrypt(_), .. }) = virtual_host.tls() else { continue };
        let challenge = challenge(virtual_host, tls);
        let key = serde_json::to_value(&challenge).expect("a challenge holds strings and JSON values");
        match bindings.iter_mut().find(|(other, ..)| *other == key) {
            Some((.., hosts)) => hosts.push(virtual_host.hostname.to_owned()),
            None => bindings.push((key, challenge, vec![virtual_host.hostname.to_owned()])),
        }
    }
    let several = bindings.len() > 1;
    let solver = |(_, challenge, dns_names)| Solver {
        challenge: Some(challenge),
        selector: several.then_some(SolverSelector { dns_names }),
    };
    bindings.into_iter().map(solver).collect()
}
fn challenge(virtual_host: &VirtualHost<'_>, tls: &Tls) -> Challenge {
    if let Some(declared) = &tls.dns01 {
        return Challenge::Dns01(declared.value.clone());
    }
    if !virtual_host.edge.is_gateway() {
        return Challenge::Http01(Http01::Ingress {
            ingress_class_name: virtual_host.edge.class_name(virtual_host.platform),
        });
    }
    let parent = SolverParent {
        group: gateway_api::GROUP.into(),
        kind: "Gateway".into(),
        name: virtual_host.edge.name.clone(),
        namespace: EDGE_NAMESPACE.into(),
        section_name: "http".into(),
    };
    Challenge::Http01(Http01::GatewayHttpRoute { parent_refs: vec![parent] })
}

/// The certificate of one host. The duration is not set: cert-manager renews after two thirds of the actual lifetime.
fn certificate(platform: &Platform, namespace: &NamespaceDecl, secret: &str, host: &str, issuer: &str) -> Certificate {
    let spec = CertificateSpec {
        secret_name: secret.into(),
        dns_names: vec![host.into()],
        issuer_ref: IssuerRef { group: "cert-manager.io".into(), kind: "ClusterIssuer".into(), name: issuer.into() },
        private_key: PrivateKey { algorithm: "ECDSA".into(), size: 256, rotation_policy: "Always".into() },
        revision_history_limit: 3,
    };
    Certificate::new(namespaced_meta(platform, namespace, secret), spec)
}
