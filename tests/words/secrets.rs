use crate::{object, objects, platform, small};
use coderev_infra::ExternalSecrets;
use coderev_infra::prelude::*;
use serde_json::json;

fn with(source: ExternalSecrets) -> Platform {
    let api = Service::<Stable>::new("api", "api:1")
        .pod(small())
        .readiness(Probe::http("/ready"))
        .uses(&POSTGRES)
        .env("KEY", Secret::new("jwt.keys").key("secret"))
        .mount("/etc/hook", Secret::new("hook"));
    platform(Namespace::new("shop", Stable).service(api)).secrets(source)
}

#[test]
fn vault_keeps_them() {
    let platform = with(ExternalSecrets::vault("https://vault.example.com:8200", "kv/coderev"));
    let store = object(&platform, "ClusterSecretStore", "coderev-vault");
    let vault = &store["spec"]["provider"]["vault"];
    assert_eq!((&vault["server"], &vault["path"]), (&json!("https://vault.example.com:8200"), &json!("kv")));
    let ours = &store["spec"]["conditions"][0]["namespaceSelector"]["matchLabels"];
    assert_eq!(*ours, json!({"app.kubernetes.io/part-of": "coderev-platform"}));
    let secret = object(&platform, "ExternalSecret", "jwt.keys");
    let spec = &secret["spec"];
    assert_eq!((&spec["refreshInterval"], &spec["target"]["name"]), (&json!("3600s"), &json!("jwt.keys")));
    let data = json!([{"secretKey": "secret", "remoteRef": {"key": "coderev/shop/jwt.keys", "property": "secret"}}]);
    assert_eq!(spec["data"], data);
    let whole = object(&platform, "ExternalSecret", "hook");
    assert_eq!(whole["spec"]["dataFrom"], json!([{"extract": {"key": "coderev/shop/hook"}}]));
}

#[test]
fn an_address_is_made_of_its_password() {
    let secret = object(&with(ExternalSecrets::aws("eu-central-1")), "ExternalSecret", "database-credentials");
    let spec = &secret["spec"];
    assert_eq!(spec["data"][0]["remoteRef"]["property"], "password");
    let url = spec["target"]["template"]["data"]["url"].as_str().expect("a template");
    assert!(
        url.starts_with("postgresql://app_stable:{{ .password | urlquery }}@postgres.platform-infrastructure.svc"),
        "{url}"
    );
}

#[test]
fn names_without_slashes_where_they_may_hold_none() {
    for source in [ExternalSecrets::google("acme"), ExternalSecrets::azure("https://acme.vault.azure.net")] {
        let secret = object(&with(source), "ExternalSecret", "jwt.keys");
        assert_eq!(secret["spec"]["data"][0]["remoteRef"]["key"], "coderev-shop-jwt-keys");
    }
}

#[test]
fn a_store_that_is_there_already_is_only_named() {
    let source = ExternalSecrets::existing("acme").prefix("teams/review").refresh_interval(minutes(5));
    let platform = with(source);
    assert!(!objects(&platform).iter().any(|it| it["kind"] == "ClusterSecretStore"));
    let secret = object(&platform, "ExternalSecret", "jwt.keys");
    assert_eq!(secret["spec"]["secretStoreRef"], json!({"kind": "ClusterSecretStore", "name": "acme"}));
    assert_eq!(secret["spec"]["refreshInterval"], "300s");
    assert_eq!(secret["spec"]["data"][0]["remoteRef"]["key"], "teams/review/shop/jwt.keys");
}

#[test]
fn the_commands_become_a_list_of_what_must_be_there() {
    let synthesis = coderev_infra::synth(&with(ExternalSecrets::aws("eu-central-1")));
    let commands = synthesis.files.iter().find(|file| file.path == "secrets.commands.txt").expect("it is written");
    assert!(commands.text.contains("\ncoderev/shop/database-credentials\n"), "{}", commands.text);
    assert!(!commands.text.contains("kubectl"));
}
