//! `role-without-vault`
use super::rule::IntentRule;
use crate::model::Backend;
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static ROLE_WITHOUT_VAULT: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("role-without-vault", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("`.role(..)` on a secret store other than Vault")
    .why("Other stores take their permissions from the service account, so the role is ignored.")
    .rust(
        r#"Platform::new(Cluster::generic())
    .secrets(ExternalSecrets::aws("eu-west-1").role("shop"))
  // ^^^^^^^ warning[role-without-vault]: `.role(..)` has no effect: only Vault has roles
    .namespace(Namespace::new("shop", Stable).service(web().env("TOKEN", Secret::new("tokens").key("key"))))"#,
        r#"Platform::new(Cluster::generic())
    .secrets(ExternalSecrets::aws("eu-west-1").service_account("shop"))
    .namespace(Namespace::new("shop", Stable).service(web().env("TOKEN", Secret::new("tokens").key("key"))))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for source in &resolved.secret_sources {
        let store = &source.declared.value;
        if store.role.is_some() && !matches!(store.backend, Backend::Vault { .. }) {
            let namespace = source.home.map_or("", |home| &home.name);
            let message = "`.role(..)` has no effect: only Vault has roles";
            let finding = report.finding(namespace, message).at(source.declared.at);
            report.push(finding.help("set the service account that has the permissions: `.service_account(name)`"));
        }
    }
}
