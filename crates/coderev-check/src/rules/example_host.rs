//! `example-host`
use crate::object_rule::ObjectRule;
use crate::{Phase, Report, Rule};
use coderev_objects::crd::cert_manager::ClusterIssuer;
use coderev_objects::crd::gateway_api::{GRPCRoute, HTTPRoute};
use coderev_objects::{Entry, Inventory};
use k8s_openapi::api::networking::v1::{Ingress, IngressSpec};
use std::collections::BTreeSet;

/// The rule.
pub static EXAMPLE_HOST: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("example-host", Phase::Objects)
    .summary("hosts and email addresses in `example.com` and other domains that are reserved for examples")
    .why("These domains cannot be registered, so no certificate is issued and no mail arrives.")
    .rust(
        r#"Platform::new(Cluster::generic())
    .edge(Edge::gateway())
    .namespace(Namespace::new("shop", Stable).host(Host::new("shop.example.com")).service(web().route(prefix("/"))))
  //                                               ^^^^^^^^^ warning[example-host]: `shop.example.com` is in a domain that is reserved for examples"#,
        r#"Platform::new(Cluster::generic())
    .edge(Edge::gateway())
    .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))"#,
    )
    .yaml(
        r"apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec:
  rules:
  - host: shop.example.com
  # ^^^^ warning[example-host]: `shop.example.com` is in a domain that is reserved for examples
    http:
      paths:
      - path: /
        pathType: Prefix
        backend: {service: {name: web, port: {number: 80}}}
",
        r"apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec:
  rules:
  - host: shop.acme.dev
    http:
      paths:
      - path: /
        pathType: Prefix
        backend: {service: {name: web, port: {number: 80}}}
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    // A host can be in several objects: it is reported once.
    let mut reported = BTreeSet::new();
    for host in hosts(inventory).filter(|host| is_example(host.text)) {
        if reported.insert(host.text) {
            let message = format!("`{}` is in a domain that is reserved for examples", host.text);
            let finding = report.finding(host.entry.subject(), message).at(host.entry.origin_of(&host.field));
            report.push(finding.help("use your own host"));
        }
    }
    for (entry, issuer) in inventory.all::<ClusterIssuer>() {
        let Some(email) = issuer.spec.acme.as_ref().map(|acme| &*acme.email) else { continue };
        if !is_example(email) || !reported.insert(email) {
            continue;
        }
        let message = format!("`{email}` is in a domain that is reserved for examples, and receives no mail");
        let finding = report.finding(entry.subject(), message).at(entry.origin_of("/spec/acme/email"));
        report.push(finding.help("use your own email address"));
    }
}

/// A host in an object.
struct Host<'a> {
    entry: Entry<'a>,
    text: &'a str,
    field: String,
}
/// Hosts of Ingresses, then of routes with backends, then of other routes: a redirect repeats the host of another
/// route.
fn hosts(inventory: &Inventory) -> impl Iterator<Item = Host<'_>> {
    let ingresses = inventory.all::<Ingress>().flat_map(|(entry, ingress)| {
        let rules = Option::<&IngressSpec>::from(&ingress.spec).and_then(|spec| spec.rules.as_ref());
        rules.into_iter().flatten().enumerate().filter_map(move |(at, rule)| {
            Some(Host { entry, text: rule.host.as_deref()?, field: format!("/spec/rules/{at}/host") })
        })
    });
    let http = inventory.all::<HTTPRoute>().map(|(entry, route)| {
        let has_backend = route.spec.rules.iter().any(|rule| !rule.backend_refs.is_empty());
        (entry, &route.spec.hostnames, has_backend)
    });
    let grpc = inventory.all::<GRPCRoute>().map(|(entry, route)| (entry, &route.spec.hostnames, true));
    let (with_backends, others): (Vec<_>, Vec<_>) = http.chain(grpc).partition(|(.., has_backend)| *has_backend);
    let routes = with_backends.into_iter().chain(others).flat_map(|(entry, hosts, _)| {
        let field = |at: usize| format!("/spec/hostnames/{at}");
        hosts.iter().enumerate().map(move |(at, text)| Host { entry, text, field: field(at) })
    });
    ingresses.chain(routes)
}
/// Whether a host or an email address is in a domain of RFC 2606.
fn is_example(name: &str) -> bool {
    let domains = ["example.com", "example.org", "example.net"];
    let is_below = |domain: &str| name.strip_suffix(domain).is_some_and(|rest| rest.ends_with(['.', '@']));
    is_below("example") || domains.iter().any(|domain| name == *domain || is_below(domain))
}

#[cfg(test)]
mod tests {
    use super::{EXAMPLE_HOST, is_example};
    use crate::testing::check;

    #[test]
    fn reserved_domains_are_found() {
        for name in
            ["example.com", "*.example.com", "api.coderev.example.com", "team@example.org", "fix.exchange.example"]
        {
            assert!(is_example(name), "{name}");
        }
        for name in ["api.coderev.dev", "notexample.com", "team@myexample.org", "example", "example.com.acme.dev"] {
            assert!(!is_example(name), "{name}");
        }
    }
    #[test]
    fn routes_and_issuers_are_checked() {
        check(
            &EXAMPLE_HOST,
            r"
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: redirect}
spec:
  hostnames: [shop.example.com]
  rules: [{filters: [{type: RequestRedirect, requestRedirect: {scheme: https, statusCode: 301}}]}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop}
spec:
  hostnames: [shop.example.com, shop.acme.dev]
  #           ^^^^^^^^^^^^^^^^ warning[example-host]: `shop.example.com` is in a domain that is reserved for examples
  rules: [{backendRefs: [{name: web, port: 80}]}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: {name: api}
spec:
  hostnames: [api.example.org]
  #           ^^^^^^^^^^^^^^^ warning[example-host]: `api.example.org` is in a domain that is reserved for examples
  rules: [{backendRefs: [{name: api, port: 80}]}]
---
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: {name: letsencrypt}
spec:
  acme:
    server: https://acme-v02.api.letsencrypt.org/directory
    email: sre@example.com
  # ^^^^^ warning[example-host]: `sre@example.com` is in a domain that is reserved for examples, and receives no mail
    privateKeySecretRef: {name: letsencrypt}
    solvers: []
",
        );
    }
}
