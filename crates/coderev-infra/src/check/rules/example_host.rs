//! What it does: finds hosts and accounts under `example.com` and its like.
//!
//! Why it is bad: nobody owns them, so no certificate is ever issued.
//!
//! Instead of `Host::new("api.example.com")` say a name of your own.
use crate::finding::Finding;
use crate::manifest::{Manifests, kind};
use k8s_openapi::api::networking::v1::IngressSpec;

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut told = std::collections::BTreeSet::new();
    for (manifest, ingress) in manifests.of(kind!(Ingress)) {
        let spec: Option<&IngressSpec> = (&ingress.spec).into();
        for host in spec.iter().flat_map(|spec| spec.rules.iter().flatten()).filter_map(|rule| rule.host.as_deref()) {
            if is_example(host) && told.insert(host.to_owned()) {
                findings.push(
                    Finding::warning("example-host", &manifest.subject, Some(manifest.at))
                        .message(format!("`{host}` is an example: nobody can own it"))
                        .help("name a host of your own"),
                );
            }
        }
    }
    for (manifest, issuer) in manifests.of(kind!(ClusterIssuer)) {
        let email = &issuer.spec.acme.email;
        if is_example(email) && told.insert(email.clone()) {
            findings.push(
                Finding::warning("example-host", &manifest.subject, Some(manifest.at))
                    .message(format!("`{email}` is an example: nobody reads it"))
                    .help("name an address of your own"),
            );
        }
    }
    findings
}
fn is_example(name: &str) -> bool {
    ["example.com", "example.org", "example.net", ".example"].iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::is_example;

    #[test]
    fn trips() {
        assert!(
            is_example("api.coderev.example.com")
                && is_example("team@example.org")
                && is_example("fix.exchange.example")
        );
    }
    #[test]
    fn passes() {
        assert!(!is_example("api.coderev.dev"));
    }
}
