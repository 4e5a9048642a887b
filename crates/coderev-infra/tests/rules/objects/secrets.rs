use super::{names, platform, service};
use coderev_infra::prelude::*;
use coderev_infra::{ExternalSecrets, Object, Patch, Raw, Trigger};
use serde_json::json;

const RULE: &str = "secret-in-text";
const URL: &str = "amqps://user:hunter22@rabbit:5671/";

/// The messages about `platform`. All belong to this rule, and none contains the secret.
fn messages(platform: &Platform) -> Vec<String> {
    let found = coderev_infra::synth(platform).findings().to_vec();
    assert!(found.iter().all(|it| it.rule().name() == RULE), "{found:#?}");
    assert!(found.iter().all(|it| !format!("{} {}", it.message(), it.help_text()).contains("hunter22")), "{found:#?}");
    found.iter().map(|it| it.message().to_owned()).collect()
}

#[test]
fn secrets_in_texts() {
    let argument = "the command of the container `web` contains a URL with a password";
    assert_eq!(messages(&platform(service().args(["--broker", URL]))), [argument]);
    assert_eq!(messages(&platform(service().command(["sh", "-c", &format!("exec web --broker {URL}")]))), [argument]);
    let file = ConfigMap::new("conf").data("app.toml", format!("[queue]\nurl = \"{URL}\"\n"));
    let message = "the key `app.toml` of the ConfigMap `conf` contains a URL with a password";
    assert_eq!(messages(&platform(service().mount("/etc/web", &file))), [message]);
    let token = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
    let noted = service().annotation(Object::DEPLOYMENT, "acme.dev/token", token);
    assert_eq!(messages(&platform(noted)), ["the annotation `acme.dev/token` contains a GitHub token"]);
    let trigger = Trigger::new("rabbitmq").metadata("host", URL).metadata("queueName", "jobs");
    let message = "the metadata `host` of the trigger `rabbitmq` contains a URL with a password";
    assert_eq!(messages(&platform(service().autoscale(Autoscale::new(3..=9).trigger(trigger)))), [message]);
}
#[test]
fn references_to_secrets() {
    let secret = Secret::new("rabbit");
    let file = ConfigMap::new("conf").data("app.toml", "url = \"amqps://user:{{ .Password }}@rabbit\"\n");
    let trigger = Trigger::new("rabbitmq").metadata("queueName", "jobs").secret("host", secret.clone().key("uri"));
    let fine = service()
        .env("PASSWORD", secret.key("password"))
        .args(["--broker=amqps://user:$(PASSWORD)@rabbit:5671/", "https://user@acme.dev", "http://web:8000/a@b"])
        .mount("/etc/web", &file)
        .autoscale(Autoscale::new(3..=9).trigger(trigger));
    assert_eq!(names(&platform(fine)), [""; 0]);
}
#[test]
fn a_variable_has_a_separate_rule() {
    assert_eq!(names(&platform(service().env("BROKER", URL))), ["secret-in-variable"]);
    let both = service().env("BROKER", URL).args([URL]);
    assert_eq!(names(&platform(both)), [RULE, "secret-in-variable"]);
    let two = format!("--broker {URL} --token glpat-0123456789abcdefghij");
    assert_eq!(names(&platform(service().env("FLAGS", two))).len(), 1);
}
#[test]
fn raw_objects_are_searched() {
    let raw = Raw::object(&json!({
        "apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "metadata": {"name": "jobs", "namespace": "shop"},
        "spec": {"scaleTargetRef": {"name": "jobs"}, "minReplicaCount": 1, "maxReplicaCount": 3,
            "triggers": [{"type": "rabbitmq", "metadata": {"host": URL}}]},
    }));
    let found = messages(&platform(service()).raw(raw));
    assert_eq!(found, ["the metadata `host` of the trigger `rabbitmq` contains a URL with a password"]);
}
#[test]
fn a_patch_of_a_secret_is_searched() {
    let secret =
        json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "x", "namespace": "shop"}, "type": "Opaque"});
    let patch = Patch::new(Object::new("v1", "Secret")).set("/stringData", json!({"a": "hunter22secret"}));
    let platform = platform(service()).raw(Raw::object(&secret)).patch("shop", "x", patch);
    let found = coderev_infra::synth(&platform).findings().to_vec();
    assert_eq!(found.iter().map(|it| it.rule().name()).collect::<Vec<_>>(), ["secret-with-data"]);
    assert!(!found[0].to_string().contains("hunter22"), "{found:#?}");
}
#[test]
fn the_earlier_name_of_a_rule_is_allowed() {
    let secret = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "x", "namespace": "shop"}, "stringData": {"a": "b"}});
    let allowed = platform(service()).raw(Raw::object(&secret)).allow("secret-in-raw", "a fixture of a test");
    assert_eq!(names(&allowed), [""; 0]);
}
#[test]
fn patches_and_probes_are_searched() {
    let patch = Patch::new(Object::POD)
        .set("/spec/containers/[name=web]/env", json!([{"name": "DB_PASSWORD", "value": "hunter22"}]));
    assert_eq!(names(&platform(service().patch(patch))), ["secret-in-variable"]);
    let label = service().label("team", ["gh", "p_", "0123456789abcdefghijABCDEFGHIJ012345"].concat());
    assert!(messages(&platform(label)).contains(&"the label `team` contains a GitHub token".to_owned()));
}
/// The texts of claims, templates, routes and mirrors.
#[test]
fn claims_job_templates_routes_and_mirrors_are_searched() {
    let token = ["gh", "p_", "0123456789abcdefghijABCDEFGHIJ012345"].concat();
    let complete =
        || Pod::new().cpu(millis(10)..=millis(20)).memory(mebi(16)..=mebi(32)).liveness(Probe::exec(["true"]));
    let shop = |namespace: Namespace<Stable>| Platform::new(Cluster::generic()).part_of("acme").namespace(namespace);
    let annotation = "the annotation `acme.dev/token` contains a GitHub token";
    let found = |platform: Platform| -> Vec<(String, String)> {
        let found = coderev_infra::synth(&platform).findings().to_vec();
        assert!(found.iter().all(|it| !it.to_string().contains(&token)), "{found:#?}");
        found.iter().map(|it| (it.rule().name().to_owned(), it.message().to_owned())).collect()
    };
    let has = |platform: Platform, message: &str| {
        let found = found(platform);
        assert!(found.contains(&(RULE.to_owned(), message.to_owned())), "{message}: {found:#?}");
    };

    let claim = json!([{"metadata": {"name": "data", "annotations": {"acme.dev/token": token}},
        "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}]);
    let set = StatefulSet::new("db", "ghcr.io/acme/db:v1.4.0")
        .pod(complete())
        .port(Port::tcp(5432))
        .patch(Patch::new(Object::STATEFUL_SET).set("/spec/volumeClaimTemplates", claim));
    has(shop(Namespace::new("shop", Stable).stateful_set(set)), annotation);
    let job =
        Patch::new(Object::CRON_JOB).set("/spec/jobTemplate/metadata/annotations", json!({"acme.dev/token": token}));
    let cron = CronJob::new("sweep", "ghcr.io/acme/sweep:v1.4.0", Schedule::daily(4, 30)).pod(complete()).patch(job);
    has(shop(Namespace::new("shop", Stable).cron_job(cron)), annotation);

    let routed = |route: Route| {
        let web = service().route(route);
        let namespace = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web);
        Platform::new(Cluster::generic())
            .part_of("acme")
            .name("prod")
            .edge(Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev")))
            .namespace(namespace)
    };
    has(routed(prefix("/").header("x-api-key", token.as_str())), "the header `x-api-key` contains a GitHub token");
    has(routed(prefix(format!("/{token}"))), "the field `value` contains a GitHub token");
    has(
        routed(prefix("/").replace_prefix(format!("/{token}"))),
        "the field `replacePrefixMatch` contains a GitHub token",
    );
    let mirrored = Platform::new(Cluster::generic().mirror("docker.io", "shop:hunter22@mirror.acme.dev/docker"))
        .part_of("acme")
        .namespace(Namespace::new("shop", Stable).service(service()));
    has(mirrored, "the image of the container `web` contains a login with a password");
}
#[test]
fn no_finding_repeats_a_secret() {
    let token = ["gh", "p_", "0123456789abcdefghijABCDEFGHIJ012345"].concat();
    let url = "http://root:hunter22xyz@vault:8200";
    let pod = || Patch::new(Object::POD);
    let faults = [
        platform(service().patch(pod().set("/spec/containers/[name=web]/env", "DB_PASSWORD=hunter22xyz"))),
        platform(service().patch(pod().set("/spec/containers/[name=web]/ports", &*token))),
        platform(service().patch(pod().set(&format!("/spec/{token}"), "a"))),
        platform(service().args([format!("$({token})")])),
        platform(service().label("a", url)),
        platform(service().env(url, "a")),
        platform(service()).patch("shop", &token, Patch::new(Object::SERVICE).remove("/spec/ports")),
        platform(service().env("PASSWORD", Secret::new("db").key("password")))
            .secrets(ExternalSecrets::vault(url, "kv/shop")),
    ];
    for platform in faults {
        let found = coderev_infra::synth(&platform).findings().to_vec();
        let texts: String = found.iter().map(|it| format!("{it:?}\n{it}\n")).collect();
        assert!(!found.is_empty() && !texts.contains("hunter22xyz") && !texts.contains(&token), "{texts}");
    }
}
