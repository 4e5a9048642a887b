//! `unused-secret-store`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static UNUSED_SECRET_STORE: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("unused-secret-store", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("secret stores that no workload takes a Secret from")
    .why("No SecretStore object is generated.")
    .rust(
        r#"Platform::new(Cluster::generic())
    .secrets(ExternalSecrets::vault("https://vault.acme.dev:8200", "kv/acme"))
  // ^^^^^^^ warning[unused-secret-store]: no workload needs a Secret from this secret store
    .namespace(Namespace::new("shop", Stable).service(web()))"#,
        r#"Platform::new(Cluster::generic())
    .secrets(ExternalSecrets::vault("https://vault.acme.dev:8200", "kv/acme"))
    .namespace(Namespace::new("shop", Stable).service(web().env("TOKEN", Secret::new("tokens").key("key"))))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for source in resolved.secret_sources.iter().filter(|source| !source.is_used) {
        let namespace = source.home.map_or("", |home| &home.name);
        let message = "no workload needs a Secret from this secret store";
        report.push(report.finding(namespace, message).at(source.declared.at).help("remove `.secrets(..)`"));
    }
}
