//! `plain-http-with-certificate`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static PLAIN_HTTP_WITH_CERTIFICATE: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("plain-http-with-certificate", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("hosts with both a certificate and `.plain_http()`")
    .why("One of the two settings has no effect.")
    .rust(
        r#"let host = Host::new("shop.acme.dev").plain_http().tls(Tls::issuer("vault"));
  //       ^^^^^^^^^ warning[plain-http-with-certificate]: `shop.acme.dev` has both a certificate and `.plain_http()`
Platform::new(Cluster::generic())
    .edge(Edge::gateway())
    .namespace(Namespace::new("shop", Stable).host(host).service(web().route(prefix("/"))))"#,
        r#"let host = Host::new("shop.acme.dev").tls(Tls::issuer("vault"));
Platform::new(Cluster::generic())
    .edge(Edge::gateway())
    .namespace(Namespace::new("shop", Stable).host(host).service(web().route(prefix("/"))))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for binding in resolved.hosts.declared() {
        if binding.host.plain_http && binding.host.tls.is_some() {
            let message = format!("`{}` has both a certificate and `.plain_http()`", binding.host.name);
            let finding = report.finding(&*binding.namespace.name, message).at(binding.host.at);
            report.push(finding.help("remove one of the two setters"));
        }
    }
}
