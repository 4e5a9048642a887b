//! `dns01-needed`
use super::rule::IntentRule;
use crate::model::TlsSource;
use crate::resolve::Resolved;
use crate::resolve::hosts::tls;
use coderev_check::{Phase, Report, Rule};

pub(super) static DNS01_NEEDED: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("dns01-needed", Phase::Intent)
    .summary("Let's Encrypt certificates without a DNS challenge, for wildcard hosts or hosts of an internal edge")
    .why("Let's Encrypt issues a wildcard certificate only after a DNS challenge, and cannot reach an internal edge over HTTP: the certificate is \
         not issued.")
    .rust(
        r#"Platform::new(Cluster::generic())
    .edge(Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev")))
    .namespace(Namespace::new("shop", Stable).host(Host::new("*.acme.dev")).service(web().route(prefix("/"))))
  //                                               ^^^^^^^^^ error[dns01-needed]: `*.acme.dev` is a wildcard: its certificate needs a DNS challenge"#,
        r#"Platform::new(Cluster::generic())
    .edge(Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev").dns01(json!({"cloudDNS": {"project": "acme"}}))))
    .namespace(Namespace::new("shop", Stable).host(Host::new("*.acme.dev")).service(web().route(prefix("/"))))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for binding in &resolved.hosts.all {
        let Some(edge) = binding.edge.map(|position| &resolved.platform.edges[position]) else { continue };
        let Some(tls) = tls(edge, binding.host) else { continue };
        if !matches!(tls.source, TlsSource::LetsEncrypt(_)) || tls.dns01.is_some() {
            continue;
        }
        let reason = if binding.hostname().starts_with("*.") {
            "is a wildcard"
        } else if edge.internal.is_some() {
            "is on an internal edge, which Let's Encrypt cannot reach"
        } else {
            continue;
        };
        let message = format!("`{}` {reason}: its certificate needs a DNS challenge", binding.hostname());
        let finding = report.finding(&*binding.namespace.name, message).at(binding.at());
        report.push(finding.help("add the solver of cert-manager: `Tls::lets_encrypt(..).dns01(..)`"));
    }
}
