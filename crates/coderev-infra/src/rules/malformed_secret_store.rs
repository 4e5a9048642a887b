//! `malformed-secret-store`
use super::rule::IntentRule;
use crate::model::{Backend, ExternalSecrets};
use crate::resolve::Resolved;
use coderev_check::{Phase, Report, Rule};

pub(super) static MALFORMED_SECRET_STORE: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("malformed-secret-store", Phase::Intent)
    .summary("secret stores whose URL does not begin with `https://`, or whose path, region, project or name is empty; refresh intervals of less than a second")
    .why("External Secrets Operator cannot read the secrets, and the pods that need them do not start.")
    .rust(
        r#"Platform::new(Cluster::generic())
    .secrets(ExternalSecrets::vault("https://vault.acme.dev:8200", ""))
  // ^^^^^^^ error[malformed-secret-store]: the Vault path is empty
    .namespace(Namespace::new("shop", Stable).service(web().env("TOKEN", Secret::new("tokens").key("key"))))"#,
        r#"Platform::new(Cluster::generic())
    .secrets(ExternalSecrets::vault("https://vault.acme.dev:8200", "kv/acme"))
    .namespace(Namespace::new("shop", Stable).service(web().env("TOKEN", Secret::new("tokens").key("key"))))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for source in &resolved.secret_sources {
        let namespace = source.home.map_or("", |home| &home.name);
        for (message, help) in faults(&source.declared.value) {
            report.push(report.finding(namespace, message).at(source.declared.at).help(help));
        }
    }
}

fn faults(source: &ExternalSecrets) -> Vec<(String, &'static str)> {
    let mut faults = Vec::new();
    let insecure = |store: &str, url: &str| {
        let message = format!("the {store} URL `{url}` does not begin with `https://`");
        (!url.starts_with("https://"))
            .then_some((message, "begin the URL with `https://`: secrets must be encrypted in transit"))
    };
    match &source.backend {
        Backend::Vault { server, mount } => {
            faults.extend(insecure("Vault", server));
            if mount.is_empty() {
                faults.push((
                    "the Vault path is empty".into(),
                    "set the path of the KV engine: `\"kv\"`, or `\"kv/acme\"`",
                ));
            }
        }
        Backend::Azure { vault_url } => faults.extend(insecure("Key Vault", vault_url)),
        Backend::Aws { region: name } | Backend::Google { project: name } | Backend::Existing { name }
            if name.is_empty() =>
        {
            faults
                .push(("the secret store has no name".into(), "set the region, the project or the name of the store"));
        }
        _ => {}
    }
    if source.refresh_interval.as_secs() == 0 {
        faults.push((
            "the refresh interval is less than a second".into(),
            "set an hour, for example: `.refresh_interval(hours(1))`",
        ));
    }
    faults
}
