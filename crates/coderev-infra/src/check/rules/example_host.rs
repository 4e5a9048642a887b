//! What it does: finds hosts and accounts under `example.com` and its like.
//!
//! Why it is bad: nobody owns them, so no certificate is ever issued.
//!
//! Instead of `Host::new("api.example.com")` say a name of your own.
use crate::finding::Finding;
use crate::manifest::{Manifest, Manifests, kind};
use k8s_openapi::api::networking::v1::IngressSpec;

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut told = std::collections::BTreeSet::new();
    for (manifest, host) in hosts(manifests) {
        if is_example(host) && told.insert(host.to_owned()) {
            findings.push(
                Finding::warning("example-host", &manifest.subject, Some(manifest.at))
                    .message(format!("`{host}` is an example: nobody can own it"))
                    .help("name a host of your own"),
            );
        }
    }
    for (manifest, issuer) in manifests.of(kind!(ClusterIssuer)) {
        let Some(acme) = &issuer.spec.acme else { continue };
        let email = &acme.email;
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
fn hosts(manifests: &Manifests) -> impl Iterator<Item = (&Manifest, &str)> {
    let ingresses = manifests.of(kind!(Ingress)).flat_map(|(manifest, ingress)| {
        let spec: Option<&IngressSpec> = (&ingress.spec).into();
        let rules = spec.into_iter().flat_map(|spec| spec.rules.iter().flatten());
        rules.filter_map(move |rule| Some((manifest, rule.host.as_deref()?)))
    });
    let gateways = manifests.of(kind!(HTTPRoute)).map(|(manifest, route)| (manifest, &route.spec.hostnames));
    let grpc = manifests.of(kind!(GRPCRoute)).map(|(manifest, route)| (manifest, &route.spec.hostnames));
    let routes = gateways.chain(grpc).filter(|(manifest, _)| !manifest.subject.is_empty());
    ingresses.chain(routes.flat_map(|(manifest, hosts)| hosts.iter().map(move |host| (manifest, &**host))))
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
