//! `tls-setting-without-certificate`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use crate::resolve::hosts::tls;
use coderev_check::{Phase, Report, Rule};

pub(super) static TLS_SETTING_WITHOUT_CERTIFICATE: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("tls-setting-without-certificate", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("TLS settings on an edge whose hosts have no certificate")
    .why("The edge serves plain HTTP, so the setting has no effect.")
    .rust(
        r#"Platform::new(Cluster::generic())
    .edge(Edge::gateway().http3())
  //                      ^^^^^ warning[tls-setting-without-certificate]: `.http3()` has no effect: no host of the edge `platform-gateway` has a certificate
    .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))"#,
        r#"Platform::new(Cluster::generic())
    .edge(Edge::gateway().http3().tls(Tls::lets_encrypt("sre@acme.dev")))
    .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for (position, edge) in resolved.platform.edges.iter().enumerate() {
        let mut hosts = resolved.edges.hosts[position].iter().map(|host| resolved.hosts.all[*host].host).peekable();
        if !edge.is_gateway() || hosts.peek().is_none() || hosts.any(|host| tls(edge, host).is_some()) {
            continue;
        }
        let settings = [
            (".http3()", edge.http3),
            (".min_tls_version(..)", edge.min_tls_version.map(|it| it.at)),
            (".redirect_route(..)", edge.redirect_route.as_ref().map(|it| it.at)),
        ];
        for (setter, at) in settings.into_iter().filter_map(|(setter, at)| Some((setter, at?))) {
            let message = format!("`{setter}` has no effect: no host of the edge `{}` has a certificate", edge.name);
            let finding = report.finding("", message).at(at);
            report.push(finding.help("name the source of certificates, `Edge::tls(..)`, or remove the setter"));
        }
    }
}
