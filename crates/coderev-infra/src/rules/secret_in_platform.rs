//! `secret-in-platform`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use coderev_check::{Origin, Phase, Report, Rule, find_secret};

pub(super) static SECRET_IN_PLATFORM: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("secret-in-platform", Phase::Intent)
    .summary("secrets in strings that are not part of an object, but are written to other files: the name of a platform, the kubectl context, hints for the keys of Secrets, and reasons of `allow`")
    .why("`README.md` and `secrets.commands.txt` contain these strings, and every person with access to the files or to the program can read the secret.")
    .rust(
        r#"Platform::new(Cluster::generic().context("https://admin:hunter22@10.0.0.1:6443"))
//<^^^^^^^^^^^^^ error[secret-in-platform]: the kubectl context contains a URL with a password
    .namespace(Namespace::new("shop", Stable).service(web()))"#,
        r#"Platform::new(Cluster::generic().context("admin@production"))
    .namespace(Namespace::new("shop", Stable).service(web()))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    let platform = resolved.platform;
    // The message never contains the secret: messages are in the logs of CI.
    let mut search = |subject: &str, at: Origin, place: &str, (name, text): (&str, &str), help: &'static str| {
        if let Some(what) = find_secret(name, text) {
            report.push(report.finding(subject, format!("{place} contains {what}")).at(at).help(help));
        }
    };
    let rename = "rename it, and replace the secret: it is no longer secret";
    for name in platform.name.iter() {
        search("", platform.at.into(), "the name of the platform", ("name", name), rename);
    }
    for context in platform.cluster.context.iter() {
        search("", platform.at.into(), "the kubectl context", ("context", context), rename);
    }
    let placeholder = "write a placeholder in the hint of the store protocol: `<password>`";
    let secrets = resolved.secrets_by_source();
    for need in &secrets.by_hand {
        let at = resolved.namespaces.iter().find(|it| it.declared.name == need.namespace).map(|it| it.declared.at);
        for (key, hint) in &need.keys {
            let place = format!("the hint for the key `{key}` of the Secret `{}`", need.name);
            search(&need.namespace, at.unwrap_or(platform.at).into(), &place, (key, hint), placeholder);
        }
    }
    for entry in &secrets.kept {
        for (property, hint) in &entry.properties {
            let place = format!("the hint for the property `{property}` of the secret `{}`", entry.at);
            search("", platform.at.into(), &place, (property, hint), placeholder);
        }
    }
    for allow in super::allows(platform) {
        let place = format!("the reason for which `{}` is allowed", allow.rule());
        let remove = "remove the secret from the text, and replace it: it is no longer secret";
        let at = allow.origin().cloned().unwrap_or_else(|| platform.at.into());
        search(allow.scope(), at, &place, ("reason", allow.reason()), remove);
    }
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;
    use crate::{ExternalSecrets, Protocol, StoreProtocol, StoreVariable, synth};

    const TOKEN: &str = "ghp_9s8dK3jfLq0ZxVb7Nm2RtYw5PcHg1A4eUoIi";

    fn check(platform: &Platform) -> Vec<String> {
        let all = synth(platform);
        let found = all.findings().iter().filter(|it| it.rule().name() == "secret-in-platform");
        found.map(|it| it.message().to_owned()).collect()
    }
    fn shop() -> Namespace<Stable> {
        Namespace::new("shop", Stable).service(Service::new("web", "ghcr.io/acme/web:v1.4.0"))
    }
    #[test]
    fn a_secret_in_a_context_is_reported() {
        let of = |context: &str| check(&Platform::new(Cluster::generic().context(context)).namespace(shop()));
        assert_eq!(of(TOKEN), ["the kubectl context contains a GitHub token"]);
        let eks = "arn:aws:eks:eu-west-1:123456789012:cluster/acme production";
        for harmless in
            [eks, "gke_acme-prod_europe-west1_shop", "kubernetes-admin@kubernetes", "default/api-acme:6443/admin"]
        {
            assert_eq!(of(harmless), [""; 0], "{harmless}");
        }
    }
    #[test]
    fn a_secret_in_a_hint_is_reported() {
        enum Clickhouse {}
        impl Protocol for Clickhouse {
            type Kind = Database;
            const PROTOCOL: &'static StoreProtocol = &StoreProtocol::new().variables(&[
                StoreVariable::secret("EVENTS_USER", "user").hint(|_, role| role.name().to_owned()),
                StoreVariable::secret("EVENTS_PASSWORD", "password").hint(|_, _| "kR7#vq2!Lm9x".to_owned()),
                StoreVariable::secret("EVENTS_URL", "url").hint(|_, _| "https://app:<password>@events:9000".to_owned()),
            ]);
        }
        const EVENTS: Store<Clickhouse> = Store::new("events", Port::tcp(9000));
        let web = Service::new("web", "ghcr.io/acme/web:v1.4.0").uses(&EVENTS);
        let shop = Namespace::new("shop", Stable).provides(&EVENTS).service(web);
        let platform = Platform::new(Cluster::generic()).namespace(shop);
        let found = check(&platform);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("the hint for the key `password` of the Secret `"), "{found:?}");
        let kept = check(&platform.secrets(ExternalSecrets::existing("vault")));
        assert_eq!(kept.len(), 1, "{kept:?}");
        assert!(kept[0].starts_with("the hint for the property `password`"), "{kept:?}");
    }
    #[test]
    fn a_secret_in_a_reason_or_a_name_is_reported() {
        let platform = Platform::new(Cluster::generic());
        let reason = "the ticket: ghp_9s8dK3jfLq0ZxVb7Nm2RtYw5PcHg1A4eUoIi";
        let allowed = shop().allow("missing-probe", reason);
        let found = check(&platform.clone().namespace(allowed));
        assert_eq!(found, ["the reason for which `missing-probe` is allowed contains a GitHub token"]);
        assert_eq!(check(&platform.clone().name("production").namespace(shop())), [""; 0]);
        let name = "xoxb-123456789012-1234567890123-abcdefghijklmnopqrstuvwx";
        assert_eq!(check(&platform.name(name).namespace(shop())), ["the name of the platform contains a Slack token"]);
    }
}
