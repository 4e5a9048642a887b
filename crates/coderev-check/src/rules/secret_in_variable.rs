//! `secret-in-variable`
use super::containers;
use crate::object_rule::ObjectRule;
use crate::{Help, Linter, Phase, Report, Rule, secrets};
use coderev_objects::{Inventory, Origin, Workload};
use k8s_openapi::api::core::v1::EnvVar;

/// The rule.
pub static SECRET_IN_VARIABLE: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("secret-in-variable", Phase::Objects)
    .summary("environment variables whose value looks like a secret: API keys, private keys, URLs that contain a password, and values of variables \
         with a name such as `API_KEY`")
    .why("Every person with access to the manifests, the repository or the object can read the secret.")
    .covers(&[
        (Linter::KubeLinter, "env-var-secret"),
        (Linter::Polaris, "sensitiveContainerEnvVar"),
        (Linter::Kubescape, "C-0012"),
    ])
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").env("API_KEY", "sk-live-0123456789abcdef")
  //                                           ^^^ error[secret-in-variable]: the variable `API_KEY` of the container `web` contains an API key"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").env("API_KEY", Secret::new("payments").key("api-key"))"#,
    )
    .yaml(
        r"apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    env:
    - name: API_KEY
      value: sk-live-0123456789abcdef
  #   ^^^^^ error[secret-in-variable]: the variable `API_KEY` of the container `web` contains an API key
    resources: {requests: {cpu: 100m, memory: 128Mi}}
",
        r"apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    env:
    - name: API_KEY
      valueFrom: {secretKeyRef: {name: payments, key: api-key}}
    resources: {requests: {cpu: 100m, memory: 128Mi}}
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    for placed in containers::all(inventory) {
        let container = placed.container;
        of_container(report, placed.workload, (&container.name, container.env.as_deref()), |field| {
            placed.origin(field)
        });
    }
    for workload in inventory.workloads() {
        for (index, container) in workload.pod().ephemeral_containers.iter().flatten().enumerate() {
            let at = |field: &str| {
                workload.origin_of(&format!("{}/ephemeralContainers/{index}{field}", workload.pod_pointer()))
            };
            of_container(report, workload, (&container.name, container.env.as_deref()), at);
        }
    }
}
fn of_container(
    report: &mut Report,
    workload: Workload<'_>,
    (container, variables): (&str, Option<&[EnvVar]>),
    origin: impl Fn(&str) -> Origin,
) {
    for (index, variable) in variables.into_iter().flatten().enumerate() {
        let Some(text) = variable.value.as_deref() else { continue };
        let Some(what) = secrets::in_named(&variable.name, text) else { continue };
        // The message never contains the secret: messages are in the logs of CI.
        let message = format!("the variable `{}` of the container `{container}` contains {what}", variable.name);
        let help = Help::forms(
            "keep it in a Secret of the cluster: `Secret::new(\"payments\").key(\"api-key\")`; in a longer text, refer to that variable with \
         `$(NAME)`, which needs a workload without `.secret_files()`",
            "keep it in a Secret of the cluster: `valueFrom: {secretKeyRef: {name: payments, key: api-key}}`",
        );
        let at = origin(&format!("/env/{index}/value"));
        report.push(report.finding(workload.subject(), message).in_container(container).at(at).help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::SECRET_IN_VARIABLE;
    use crate::testing::{check, messages};
    use serde_json::json;

    #[test]
    fn a_secret_is_found_by_its_form_or_by_the_name_of_the_variable() {
        check(
            &SECRET_IN_VARIABLE,
            r#"
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    env:
    - {name: URL, value: "postgres://shop:hunter22@db/shop"}
  #               ^^^^^ error[secret-in-variable]: the variable `URL` of the container `web` contains a URL with a password
    - {name: SAFE_URL, value: "postgres://shop:$(PASSWORD)@db/shop"}
    - {name: DB_PASSWORD, value: hunter22}
  #                       ^^^^^ error[secret-in-variable]: the variable `DB_PASSWORD` of the container `web` contains a value that looks like a secret
    - {name: SIGNING_PRIVATE_KEY, value: /etc/keys/signing.pem}
    - {name: API_KEY, value: ""}
    - {name: TOKEN, valueFrom: {secretKeyRef: {name: web, key: token}}}
    - {name: MAX_TOKEN, value: "4096"}
    - {name: JWT_PUBLIC_KEY, value: "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----"}
    - {name: RESET_PASSWORD, value: "https://acme.dev/reset"}
    - {name: K8S_SECRET, value: db-credentials}
    - {name: MODEL, value: sk-learn-pipeline-server}
    - {name: SMTP_PWD, value: 7pQ2xv9KfB}
  #                    ^^^^^ error[secret-in-variable]: the variable `SMTP_PWD` of the container `web` contains a value that looks like a secret
  ephemeralContainers:
  - name: debug
    env: [{name: SECRET_KEY_BASE, value: 0a1b2c3d4e5f60718293a4b5c6d7e8f9}]
  #                               ^^^^^ error[secret-in-variable]: the variable `SECRET_KEY_BASE` of the container `debug` contains a value that looks like a secret
"#,
        );
    }
    #[test]
    fn the_secret_is_not_repeated() {
        let env = json!([{"name": "DB_PASSWORD", "value": "hunter22"}, {"name": "FLAGS", "value": "--broker amqps://user:hunter22@rabbit:5671/ --token glpat-0123456789abcdefghij"}]);
        let pod =
            json!({"kind": "Pod", "metadata": {"name": "web"}, "spec": {"containers": [{"name": "web", "env": env}]}});
        let found = messages(&SECRET_IN_VARIABLE, [pod]);
        assert_eq!(found.len(), 2, "each variable is reported once");
        assert!(!found.concat().contains("hunter22"), "{found:?}");
    }
}
