//! `secret-in-text`
mod place;
mod texts;

use crate::object_rule::ObjectRule;
use crate::{Help, Linter, Phase, Report, Rule, secrets};
use coderev_objects::Inventory;
use place::Place;
use std::collections::BTreeSet;

/// The rule.
pub static SECRET_IN_TEXT: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("secret-in-text", Phase::Objects)
    .summary("secrets in text: URLs that contain a password, private keys and API tokens in commands, arguments, ConfigMaps, annotations and the \
         metadata of triggers")
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
        texts::visit(entry.object(), &mut |text| {
            let Some(what) = secrets::in_text(text.value) else { return };
            if !reported.insert((text.place, what)) {
                return;
            }
            // The message never contains the secret: messages are in the logs of CI.
            let message = format!("{} contains {what}", text.place);
            let finding = report.finding(entry.subject(), message).at(entry.origin_of(&text.pointer()));
            report.push(finding.help(help(text.place)));
        });
    }
}

fn help(place: Place<'_>) -> Help {
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
        Place::Annotation(_) | Place::Field(_) => "keep it in a Secret of the cluster, and refer to the Secret".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::SECRET_IN_TEXT;
    use crate::testing::check;

    #[test]
    fn all_texts_except_variables_are_searched() {
        check(
            &SECRET_IN_TEXT,
            r#"
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  initContainers:
  - name: setup
    command: [sh, -c, "exec web --broker amqps://user:hunter22@rabbit:5671/"]
  #                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[secret-in-text]: the command of the container `setup` contains a URL with a password
    args: ["--broker", "amqps://user:hunter22@rabbit:5671/"]
  containers:
  - name: web
    env: [{name: URL, value: "amqps://user:hunter22@rabbit:5671/"}]
    livenessProbe: {exec: {command: [ping, "amqps://user:hunter22@rabbit:5671/"]}}
  #                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[secret-in-text]: the command of the container `web` contains a URL with a password
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations: {acme.dev/token: ghp_0123456789abcdefghijABCDEFGHIJ012345}
  #             ^^^^^^^^^^^^^^ error[secret-in-text]: the annotation `acme.dev/token` contains a GitHub token
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata:
      labels: {app: web}
      annotations: {acme.dev/token: xoxb-012345678901-abcdef}
  #                 ^^^^^^^^^^^^^^ error[secret-in-text]: the annotation `acme.dev/token` contains a Slack token
    spec: {containers: [{name: web}]}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: jobs}
spec:
  scaleTargetRef: {name: jobs}
  minReplicaCount: 1
  maxReplicaCount: 3
  triggers:
  - type: rabbitmq
    metadata: {host: "amqps://user:hunter22@rabbit:5671/", queueName: jobs}
  #            ^^^^ error[secret-in-text]: the metadata `host` of the trigger `rabbitmq` contains a URL with a password
---
apiVersion: acme.dev/v1
kind: Queue
metadata: {name: jobs}
spec:
  hosts: ["amqps://user:hunter22@rabbit:5671/"]
  #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[secret-in-text]: the field `hosts` contains a URL with a password
"#,
        );
    }
}
