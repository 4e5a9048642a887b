//! What is wrong with the stores that texts of Secrets come from.
use super::effects::WORD_WITHOUT_EFFECT;
use crate::finding::Finding;
use crate::resolve::Resolved;
use crate::words::{Backend, ExternalSecrets};

/// The rules here.
pub(super) const RULES: &[&str] = &[MALFORMED_SECRET_STORE];

/// What it does: finds stores of secrets without an address, a region or a path, and intervals under a second.
///
/// Why it is bad: the operator could not read them, and the pods that wait for their Secrets would not start.
///
/// Instead of `ExternalSecrets::vault("vault", "")` say `ExternalSecrets::vault("https://vault.acme.dev:8200", "kv/acme")`.
const MALFORMED_SECRET_STORE: &str = "malformed-secret-store";

pub(super) fn sources(resolved: &Resolved<'_>, findings: &mut Vec<Finding>) {
    for source in &resolved.secret_sources {
        let subject = source.home.map_or("", |home| &home.name);
        let (value, at) = (&source.said.value, source.said.at);
        let error = |(message, help): (String, String)| {
            Finding::error(MALFORMED_SECRET_STORE, subject, Some(at)).message(message).help(help)
        };
        findings.extend(faults(value).into_iter().map(error));
        let without_effect = |message: &str, help: &str| {
            Finding::warning(WORD_WITHOUT_EFFECT, subject, Some(at)).message(message).help(help)
        };
        if value.role.is_some() && !matches!(value.backend, Backend::Vault { .. }) {
            let help = "elsewhere rights belong to the account: `.service_account(name)`";
            findings.push(without_effect("`.role(..)`: only Vault has roles of its own", help));
        }
        if !source.is_used {
            let message = "no workload here needs a Secret, so none comes from elsewhere";
            findings.push(without_effect(message, "drop `.secrets(..)` until one does"));
        }
    }
}

fn faults(source: &ExternalSecrets) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    let address = |what: &str, address: &str| {
        (!address.starts_with("https://")).then(|| {
            (
                format!("the {what} is at `{address}`, which is no address with `https://`"),
                "secrets travel encrypted: say the whole address".to_owned(),
            )
        })
    };
    match &source.backend {
        Backend::Vault { server, mount } => {
            faults.extend(address("vault", server));
            if mount.is_empty() {
                faults.push((
                    "the path in the vault is empty".into(),
                    "name the KV store: `\"kv\"`, or `\"kv/acme\"`".into(),
                ));
            }
        }
        Backend::Azure { vault_url } => faults.extend(address("vault", vault_url)),
        Backend::Aws { region: name } | Backend::Google { project: name } | Backend::Existing { name }
            if name.is_empty() =>
        {
            faults.push(("where the secrets are is empty".into(), "name the region, the project or the store".into()));
        }
        _ => {}
    }
    if source.refresh_interval.as_secs() == 0 {
        faults.push((
            "secrets are read again after less than a second".into(),
            "an hour is usual: `.refresh_interval(hours(1))`".into(),
        ));
    }
    faults
}
