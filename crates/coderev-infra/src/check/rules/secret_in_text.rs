//! What it does: finds secrets in what is written as text: addresses with a password, private keys and tokens of known makers, in commands,
//! arguments, variables, config maps, annotations and the metadata of triggers.
//!
//! Why it is bad: it would stand in the manifests, in git, and in front of everybody who may read the object.
//!
//! Instead of `.args(["--broker=amqps://shop:hunter22@rabbit:5671"])` say
//! `.env("BROKER_PASSWORD", Secret::new("rabbit").key("password")).args(["--broker=amqps://shop:$(BROKER_PASSWORD)@rabbit:5671"])`.
mod known;
mod texts;

use crate::finding::Finding;
use crate::manifest::Manifests;
use std::collections::BTreeSet;
use texts::Place;

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let mut findings = Vec::new();
    for manifest in manifests.iter() {
        // An argument and its neighbour may hold the same: one place is told once of each sort.
        let mut told = BTreeSet::new();
        for (place, text) in texts::texts(&manifest.object) {
            let Some(what) = known::secret(text) else { continue };
            if !told.insert((place, what)) {
                continue;
            }
            // The secret itself is never repeated: messages stand in the logs of CI.
            let found = Finding::error("secret-in-text", &manifest.subject, Some(manifest.at))
                .message(format!("{place} holds {what}, and it would stand in the manifests"))
                .help(help(place));
            // What the words say of variables is told of the line that says it.
            let is_variable = matches!(place, Place::Variable(..));
            findings.push(if is_variable { found.unless("secret-in-variable") } else { found });
        }
    }
    findings
}

fn help(place: Place<'_>) -> &'static str {
    match place {
        Place::Command(_) => {
            "let the cluster keep it, and name it where it stands: `.env(\"PASSWORD\", Secret::new(\"rabbit\").key(\"password\"))` and `$(PASSWORD)`"
        }
        Place::Variable(..) => "name where the cluster keeps it: `Secret::new(\"payments\").key(\"api-key\")`",
        Place::ConfigMap(..) => {
            "let the cluster keep the file, and mount it: `.mount(\"/etc/shop\", Secret::new(\"shop\"))`; or leave the secret out of it, and bring it as a variable"
        }
        Place::Trigger(..) => {
            "let the cluster keep it: `.secret(\"host\", Secret::new(\"rabbit\").key(\"uri\"))` of the `Trigger`"
        }
        Place::Annotation(_) | Place::Field(_) => "let the cluster keep it in a Secret, and name that",
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::check::rules::tests::{names, objects, platform, service};
    use crate::prelude::*;
    use crate::{Raw, Trigger};
    use serde_json::{Value, json};

    const RULE: &str = "secret-in-text";
    const URL: &str = "amqps://user:hunter22@rabbit:5671/";

    /// The messages about `platform`, which are of this rule, and never hold what they are about.
    fn messages(platform: &Platform) -> Vec<String> {
        let found = crate::synth(platform).findings;
        assert!(found.iter().all(|it| it.rule == RULE), "{found:#?}");
        assert!(found.iter().all(|it| !format!("{} {}", it.message, it.help).contains("hunter22")), "{found:#?}");
        found.into_iter().map(|it| it.message).collect()
    }

    #[test]
    fn trips() {
        let argument =
            "the command of the container `web` holds an address with a password, and it would stand in the manifests";
        assert_eq!(messages(&platform(service().args(["--broker", URL]))), [argument]);
        assert_eq!(
            messages(&platform(service().command(["sh", "-c", &format!("exec web --broker {URL}")]))),
            [argument]
        );
        let file = ConfigMap::new("conf").data("app.toml", format!("[queue]\nurl = \"{URL}\"\n"));
        assert_eq!(
            messages(&platform(service().mount("/etc/web", &file))),
            [
                "the key `app.toml` of the config map `conf` holds an address with a password, and it would stand in the manifests"
            ]
        );
        let noted = service().annotation(
            crate::Object::DEPLOYMENT,
            "acme.dev/token",
            "ghp_0123456789abcdefghijABCDEFGHIJ012345",
        );
        assert_eq!(
            messages(&platform(noted)),
            ["the annotation `acme.dev/token` holds a token of GitHub, and it would stand in the manifests"]
        );
        let trigger = Trigger::new("rabbitmq").metadata("host", URL).metadata("queueName", "jobs");
        assert_eq!(
            messages(&platform(service().autoscale(Autoscale::new(3..=9).trigger(trigger)))),
            [
                "the metadata `host` of the trigger `rabbitmq` holds an address with a password, and it would stand in the manifests"
            ]
        );
    }
    #[test]
    fn passes() {
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
    fn a_variable_is_told_of_its_word_and_the_rest_here() {
        assert_eq!(names(&platform(service().env("BROKER", URL))), ["secret-in-variable"]);
        let both = service().env("BROKER", URL).args([URL]);
        assert_eq!(names(&platform(both)), [RULE, "secret-in-variable"]);
        assert_eq!(
            names(&platform(service().env("FLAGS", format!("--broker {URL} --token glpat-0123456789abcdefghij"))))
                .len(),
            1
        );
    }
    #[test]
    fn what_a_patch_or_a_raw_object_says_is_looked_at() {
        let found =
            |object: Value| -> Vec<String> { check(&objects([object])).into_iter().map(|it| it.message).collect() };
        let container = json!({"name": "web", "env": [{"name": "URL", "value": URL}],
            "livenessProbe": {"exec": {"command": ["ping", URL]}}});
        let pod = json!({"kind": "Pod", "metadata": {"name": "web", "namespace": "shop"},
            "spec": {"containers": [{"name": "web"}], "initContainers": [container]}});
        assert_eq!(found(pod).len(), 2);
        let raw = Raw::object(&json!({
            "apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "metadata": {"name": "jobs", "namespace": "shop"},
            "spec": {"triggers": [{"type": "rabbitmq", "metadata": {"host": URL}}]},
        }));
        assert_eq!(
            messages(&platform(service()).raw(raw)),
            ["the field `host` holds an address with a password, and it would stand in the manifests"]
        );
    }
}
