//! Secrets that External Secrets Operator creates.
mod store;

use crate::lower::cx::Cx;
use crate::lower::meta;
use crate::lower::output::Output;
use crate::model::ExternalSecrets;
use crate::resolve::secret_sources::{PASSWORD, property, remote_key};
use crate::secrets::SecretNeed;
use coderev_objects::crd::external_secrets::{
    DataFrom, Datum, ExternalSecret, ExternalSecretSpec, Extract, Remote, StoreRef, Target, Template,
};
use std::collections::BTreeMap;

/// The stores, and an ExternalSecret for each required Secret of a namespace with a store.
pub(super) fn lower(cx: &Cx<'_>, out: &mut Output) {
    for origin in &cx.secrets {
        let (need, Some((source, home))) = (&origin.need, origin.source) else { continue };
        let source = &cx.secret_sources[source];
        let metadata = meta::namespaced_meta(cx.platform, home, &need.name);
        let secret = ExternalSecret::new(metadata, spec(&source.declared.value, need, source.store.clone()));
        out.put(secret, source.declared.at, &format!("{}/{}", need.namespace, need.name));
    }
    for source in cx.secret_sources.iter().filter(|source| source.is_used) {
        let homes =
            cx.secrets.iter().filter_map(|it| it.source).filter(|(at, _)| cx.secret_sources[*at].store == source.store);
        let tiers = homes.map(|(_, home)| &*home.spec.name).collect();
        if let Some(store) = store::store(cx.platform, source, tiers) {
            out.put(store, source.declared.at, source.home.map_or("", |home| &home.name));
        }
    }
}

fn spec(source: &ExternalSecrets, need: &SecretNeed, store: String) -> ExternalSecretSpec {
    let key = remote_key(source, need);
    ExternalSecretSpec {
        refresh_interval: duration(source.refresh_interval.as_secs()),
        refresh_policy: "Periodic".into(),
        secret_store_ref: StoreRef { kind: "ClusterSecretStore".into(), name: store },
        target: target(need),
        data: data(need, &key),
        data_from: if need.keys.is_empty() { vec![DataFrom { extract: Extract { key } }] } else { Vec::new() },
    }
}
/// The duration in the largest unit that expresses it exactly.
fn duration(seconds: u64) -> String {
    match seconds {
        _ if seconds.is_multiple_of(3600) => format!("{}h", seconds / 3600),
        _ if seconds.is_multiple_of(60) => format!("{}m", seconds / 60),
        _ => format!("{seconds}s"),
    }
}
fn data(need: &SecretNeed, at: &str) -> Vec<Datum> {
    let each = need.keys.iter().map(|(key, hint)| {
        let property = if hint.contains(PASSWORD) { property(need, key) } else { key.clone() };
        Datum { secret_key: property.clone(), remote_ref: Remote { key: at.to_owned(), property } }
    });
    each.collect()
}
fn target(need: &SecretNeed) -> Target {
    let value = |key: &str| format!("{{{{ index . \"{key}\" }}}}");
    let quoted = |key: &str| format!("{{{{ index . \"{key}\" | urlquery }}}}");
    let template = need.keys.values().any(|hint| hint.contains(PASSWORD)).then(|| {
        let data = need.keys.iter().map(|(key, hint)| match hint.contains(PASSWORD) {
            true => (key.clone(), hint.replace(PASSWORD, &quoted(&property(need, key)))),
            false => (key.clone(), value(key)),
        });
        Template { engine_version: "v2".into(), secret_type: "Opaque".into(), data: data.collect::<BTreeMap<_, _>>() }
    });
    Target { name: need.name.clone(), creation_policy: "Owner".into(), deletion_policy: "Retain".into(), template }
}

#[cfg(test)]
mod tests {
    use crate::lower::testing::text as file;
    use crate::prelude::*;
    use crate::{Severity, synth};

    fn platform() -> Platform {
        let web = Service::new("web", "web:1")
            .cpu(millis(100)..=millis(200))
            .memory(mebi(128)..=mebi(256))
            .liveness(Probe::http("/live"))
            .readiness(Probe::http("/ready"))
            .uses(&POSTGRES)
            .env("TOKEN", Secret::new("tokens").key("signing-key"))
            .env_from(Secret::new("legacy"));
        Platform::new(Cluster::generic())
            .part_of("acme")
            .namespace(Namespace::new("shop", Stable).service(web))
            .add(infrastructure())
    }
    fn check(source: ExternalSecrets, lines: &[&str]) {
        let text = file(&platform().secrets(source), "external-secrets.yaml");
        for line in lines {
            assert!(text.contains(line), "{line} is in\n{text}");
        }
    }

    #[test]
    fn each_source_has_its_store() {
        let vault =
            ["    vault:\n", "      path: kv\n", "      key: acme/shop/tokens\n", "      property: signing-key\n"];
        check(ExternalSecrets::vault("https://vault.example.com:8200", "kv/acme"), &vault);
        check(ExternalSecrets::aws("eu-central-1"), &["      service: SecretsManager\n", "      key: shop/tokens\n"]);
        check(ExternalSecrets::google("acme"), &["      projectID: acme\n", "      key: shop-tokens\n"]);
        let azure = ExternalSecrets::azure("https://acme.vault.azure.net").prefix("prod");
        check(azure, &["      authType: WorkloadIdentity\n", "      key: prod-shop-tokens\n"]);
        let existing = ExternalSecrets::existing("ours").prefix("team/").refresh_interval(minutes(5));
        check(existing.clone(), &["    name: ours\n", "      key: team/shop/tokens\n", "  refreshInterval: 5m\n"]);
        assert!(
            !file(&platform().secrets(existing), "external-secrets.yaml")
                .contains("kind: ClusterSecretStore\nmetadata")
        );
    }
    #[test]
    fn a_url_is_built_from_its_password_and_a_complete_secret_is_extracted() {
        let url =
            r#"url: postgresql://app_stable:{{ index . "password" | urlquery }}@postgres.platform-infrastructure.svc"#;
        check(ExternalSecrets::aws("eu-central-1"), &[url, "  dataFrom:\n  - extract:\n      key: shop/legacy\n"]);
    }
    #[test]
    fn the_commands_list_the_values_of_the_store() {
        let text = file(&platform().secrets(ExternalSecrets::aws("eu-central-1")), "secrets.commands.txt");
        assert!(!text.contains("kubectl create"), "{text}");
        assert!(text.contains("shop/tokens\n#   signing-key: the value from its issuer, or random"), "{text}");
        assert!(text.contains("shop/database-credentials\n#   password: only the password of postgresql://"), "{text}");
    }
    #[test]
    fn a_malformed_source_is_refused() {
        for source in [
            ExternalSecrets::vault("http://vault.example.com", "kv"),
            ExternalSecrets::vault("https://vault.example.com", ""),
            ExternalSecrets::azure("acme"),
            ExternalSecrets::aws(""),
            ExternalSecrets::existing("ours").refresh_interval(milliseconds(5)),
        ] {
            let findings = synth(&platform().secrets(source)).findings().to_vec();
            assert_eq!(findings.len(), 1, "{findings:?}");
            assert_eq!(
                (findings[0].rule().name(), findings[0].severity()),
                ("malformed-secret-store", Severity::Error)
            );
        }
    }
    #[test]
    fn no_other_namespace_reads_the_source_of_a_namespace() {
        let tenant = || {
            let web = Worker::new("web", "web:1").cpu(millis(100)..).memory(mebi(128)..);
            let own = ExternalSecrets::vault("https://vault.example.com:8200", "kv/tenants");
            Namespace::new("acme", Stable)
                .worker(web.env("TOKEN", Secret::new("tokens").key("key")).liveness(Probe::exec(["true"])))
                .secrets(own.role("tenant-acme").service_account("acme-reader"))
        };
        let program = platform().namespace(tenant()).secrets(ExternalSecrets::aws("eu-central-1"));
        let text = file(&program, "external-secrets.yaml");
        for line in [
            "  name: acme-vault-acme\n",
            "        kubernetes.io/metadata.name: acme\n",
            "          role: tenant-acme\n",
            "            name: acme-reader\n",
            "      key: tenants/acme/tokens\n",
            "        operator: NotIn\n        values:\n        - acme\n",
        ] {
            assert!(text.contains(line), "{line} is in\n{text}");
        }
        let kept = file(&program, "secrets.commands.txt");
        assert!(kept.contains("the store `acme-aws`") && kept.contains("the store `acme-vault-acme`"), "{kept}");
        let by_hand = file(&platform().namespace(tenant()), "secrets.commands.txt");
        assert!(by_hand.contains("kubectl create secret generic tokens") && by_hand.contains("acme-vault-acme"));
        let unsaid = tenant().secrets(ExternalSecrets::vault("https://vault.example.com:8200", "kv"));
        let text = file(&platform().namespace(unsaid), "external-secrets.yaml");
        assert!(text.contains("          role: acme-acme\n"), "{text}");
        let aws = ExternalSecrets::aws("eu-central-1").role("reader");
        assert_eq!(synth(&platform().secrets(aws)).findings()[0].rule().name(), "role-without-vault");
    }
    #[test]
    fn an_unused_source_is_reported() {
        let findings =
            synth(&Platform::new(Cluster::generic()).part_of("acme").secrets(ExternalSecrets::aws("eu-central-1")))
                .findings()
                .to_vec();
        assert_eq!(findings.iter().map(|finding| finding.rule().name()).collect::<Vec<_>>(), ["unused-secret-store"]);
    }
}
