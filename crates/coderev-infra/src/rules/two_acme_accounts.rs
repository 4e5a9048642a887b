//! `two-acme-accounts`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static TWO_ACME_ACCOUNTS: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("two-acme-accounts", Phase::Intent)
    .summary("one ACME issuer with two accounts (email addresses)")
    .why("A ClusterIssuer has one account: the second one replaces the first.")
    .rust(
        r#"let host = Host::new("shop.acme.dev").tls(Tls::lets_encrypt("shop@acme.dev"));
let web = web().route(prefix("/").on(&host)).route(prefix("/").on(&Host::new("www.acme.dev")));
let shop = Namespace::new("shop", Stable).host(host).host(Host::new("www.acme.dev")).service(web);
Platform::new(Cluster::generic()).edge(Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev"))).namespace(shop)
  //                                                       ^^^^^^^^^^^^^^^^^ error[two-acme-accounts]: one ACME issuer would have two accounts, `sre@acme.dev` and `shop@acme.dev`"#,
        r#"let web = web().route(prefix("/"));
let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web);
Platform::new(Cluster::generic()).edge(Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev"))).namespace(shop)"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    let accounts = &resolved.acme_accounts;
    let Some(first) = accounts.keys().next() else { return };
    for (email, at) in accounts.iter().skip(1) {
        let message = format!("one ACME issuer would have two accounts, `{email}` and `{first}`");
        let finding = report.finding("", message).at(*at);
        report.push(finding.help("use one email address for all hosts, or `Tls::issuer(..)` for your own issuer"));
    }
}
