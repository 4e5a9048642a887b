//! `secret-in-text`
mod place;
mod search;
#[cfg(test)]
mod tests;

use crate::object_rule::ObjectRule;
use crate::{Help, Linter, Phase, Report, Rule};
use coderev_objects::{Inventory, visit_texts};
use place::Place;
use search::Search;
use std::collections::BTreeSet;

/// The rule.
pub static SECRET_IN_TEXT: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("secret-in-text", Phase::Objects)
    .summary("secrets in any text of an object, except variables: tokens, private keys, URLs and headers with credentials, and values with \
         names such as `password`")
    .why("Every person with access to the manifests, the repository or the object can read the secret.")
    .covers(&[(Linter::Polaris, "sensitiveConfigmapContent")])
    .rust(
        r#"Worker::new("sync", "ghcr.io/acme/sync:v1.4.0").args(["--broker=amqps://shop:hunter22@rabbit:5671"])
//<^^^^^^^^^^^ error[secret-in-text]: the command of the container `sync` contains a URL with a password"#,
        r#"Worker::new("sync", "ghcr.io/acme/sync:v1.4.0")
    .env("BROKER_PASSWORD", Secret::new("rabbit").key("password"))
    .args(["--broker=amqps://shop:$(BROKER_PASSWORD)@rabbit:5671"])"#,
    )
    .yaml(
        r"apiVersion: v1
kind: ConfigMap
metadata: {name: shop}
data:
  app.toml: |
# ^^^^^^^^ error[secret-in-text]: the key `app.toml` of the ConfigMap `shop` contains a URL with a password
    [queue]
    url = 'amqps://shop:hunter22@rabbit:5671'
",
        r"apiVersion: v1
kind: ConfigMap
metadata: {name: shop}
data:
  app.toml: |
    [queue]
    url = 'amqps://shop:${BROKER_PASSWORD}@rabbit:5671'
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    for entry in inventory.entries() {
        // Two arguments can contain the same secret: each place is reported once for each kind of secret.
        let mut reported = BTreeSet::new();
        let mut search = Search::new(entry);
        visit_texts(entry.document(), &mut |text| {
            let Some(found) = search.find(text) else { return };
            let place = if found.is_key {
                Place::of_key(&found.pointer)
            } else {
                Place::find(search.entry(), &found.pointer, &found.name)
            };
            if !reported.insert((place.clone(), found.what)) {
                return;
            }
            // The message never contains the secret: messages are in the logs of CI.
            let message = format!("{place} contains {}", found.what);
            let finding = report.finding(entry.subject(), message).at(entry.origin_of(&found.pointer));
            report.push(finding.help(help(&place)));
        });
    }
}

fn help(place: &Place) -> Help {
    match place {
        Place::Command(_) => Help::forms(
            "keep it in a Secret of the cluster, and use it as a variable: `.env(\"PASSWORD\", Secret::new(\"rabbit\").key(\"password\"))` and `$(PASSWORD)`; \
             with `.secret_files()`, the program reads the file of `PASSWORD_FILE` instead",
            "keep it in a Secret of the cluster, and use it as a variable: `env` with a `secretKeyRef`, and `$(PASSWORD)`",
        ),
        Place::ConfigMap(..) => Help::forms(
            "keep the file in a Secret of the cluster, and mount it: `.mount(\"/etc/shop\", Secret::new(\"shop\"))`; or pass the secret as a variable",
            "keep the file in a Secret of the cluster, and mount it; or pass the secret as a variable",
        ),
        Place::Trigger(..) => Help::forms(
            "keep it in a Secret of the cluster: `.secret(\"host\", Secret::new(\"rabbit\").key(\"uri\"))` of the `Trigger`",
            "keep it in a Secret of the cluster, and refer to it in a TriggerAuthentication",
        ),
        Place::Image(_) => "keep the login in a pull secret: `imagePullSecrets`".into(),
        Place::Header(_) => "remove it: use a path of the probe that needs no login".into(),
        Place::Annotation(_) | Place::Label(_) | Place::Field(_) | Place::Key(_) => {
            "keep it in a Secret of the cluster, and refer to the Secret".into()
        }
    }
}
