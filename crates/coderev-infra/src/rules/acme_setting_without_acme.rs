//! `acme-setting-without-acme`
use super::rule::IntentRule;
use crate::model::{Tls, TlsSource};
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static ACME_SETTING_WITHOUT_ACME: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("acme-setting-without-acme", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("Let's Encrypt settings on a certificate from a different source")
    .why("The certificate does not come from Let's Encrypt, so the setting is ignored.")
    .rust(
        r#"Platform::new(Cluster::generic())
    .edge(Edge::gateway().tls(Tls::issuer("vault").staging()))
  //                                               ^^^^^^^ warning[acme-setting-without-acme]: `.staging()` has no effect: the certificate is not from `Tls::lets_encrypt(..)`
    .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))"#,
        r#"Platform::new(Cluster::generic())
    .edge(Edge::gateway().tls(Tls::issuer("vault")))
    .namespace(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web().route(prefix("/"))))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for tls in resolved.platform.edges.iter().filter_map(|edge| edge.tls.as_ref()) {
        check_tls("", tls, report);
    }
    for binding in resolved.hosts.declared() {
        if let Some(tls) = &binding.host.tls {
            check_tls(&binding.namespace.name, &tls.value, report);
        }
    }
}
fn check_tls(subject: &str, tls: &Tls, report: &mut Report) {
    let (setter, at) = match (&tls.source, tls.staging, &tls.dns01) {
        (TlsSource::LetsEncrypt(_), ..) => return,
        (_, Some(at), _) => (".staging()", at),
        (_, _, Some(dns01)) => (".dns01(..)", dns01.at),
        _ => return,
    };
    let message = format!("`{setter}` has no effect: the certificate is not from `Tls::lets_encrypt(..)`");
    report.push(report.finding(subject, message).at(at).help("remove the setter"));
}
