//! `unresolved-variable`
mod probes;
mod scope;

use super::containers::{self, Placed};
use crate::object_rule::ObjectRule;
use crate::{Help, Phase, Report, Rule};
use coderev_objects::{Inventory, env_references as references};
use scope::Scope;
use std::collections::BTreeSet;

/// The rule.
pub static UNRESOLVED_VARIABLE: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("unresolved-variable", Phase::Objects)
    .summary("`$(NAME)` in environment variables, commands and arguments, if the container does not define `NAME` or defines it later; in \
         probes, if `NAME` has no literal value; and in hooks, where Kubernetes does not expand it")
    .why("Kubernetes leaves the reference as it is, so the program gets the text `$(NAME)`. A value in `env` can refer to variables \
         that are earlier in `env`, and to the variables of `envFrom`. The command of a probe can refer only to literal values of `env`: a variable from \
         a Secret is empty there. `$$(NAME)` is the text `$(NAME)`.")
    .rust(
        r#"worker("sync").env("URL", "http://$(SERVER):8080")
  //           ^^^ warning[unresolved-variable]: the variable `URL` of the container `sync` refers to `$(SERVER)`, which the container does not define"#,
        r#"worker("sync").env("URL", "http://$(SERVER):8080").env("SERVER", "rabbit")"#,
    )
    .yaml(
        r#"apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    env:
    - name: URL
      value: "http://$(SERVER):8080"
  #   ^^^^^ warning[unresolved-variable]: the variable `URL` of the container `web` refers to `$(SERVER)`, which is defined after it
    - name: SERVER
      value: rabbit
    resources: {requests: {cpu: 100m, memory: 128Mi}}
"#,
        r#"apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    env:
    - name: SERVER
      value: rabbit
    - name: URL
      value: "http://$(SERVER):8080"
    resources: {requests: {cpu: 100m, memory: 128Mi}}
"#,
    );

/// "References to non-existent variables will be changed to `$(VAR_NAME)`", and the order of `env`:
/// <https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/>.
fn check(inventory: &Inventory, report: &mut Report) {
    for placed in containers::all(inventory) {
        probes::check(&placed, report);
        if !has_references(&placed) {
            continue;
        }
        let scope = Scope::new(inventory, &placed);
        check_variables(&placed, &scope, report);
        check_lists(&placed, &scope, report);
    }
}

/// Most containers have no reference, and need no scope.
fn has_references(placed: &Placed<'_>) -> bool {
    let container = placed.container;
    let values = container.env.iter().flatten().filter_map(|it| it.value.as_ref());
    let lists = [&container.command, &container.args].into_iter().flatten().flatten();
    values.chain(lists).any(|text| text.contains("$("))
}

fn check_variables(placed: &Placed<'_>, scope: &Scope<'_>, report: &mut Report) {
    let env = placed.container.env.as_deref().unwrap_or_default();
    for (index, variable) in env.iter().enumerate() {
        for name in references(variable.value.as_deref().unwrap_or_default()) {
            let earlier = env[..index].iter().any(|it| it.name == name);
            if earlier || scope.may_be_inherited(name) {
                continue;
            }
            let cause = match scope.defines(name) {
                false => "which the container does not define",
                true if scope.is_cyclic(&variable.name, name) => "which refers to it in turn",
                true => "which is defined after it",
            };
            let message = format!(
                "the variable `{}` of the container `{}` refers to `$({name})`, {cause}",
                variable.name, placed.container.name
            );
            let origin = placed.origin(&format!("/env/{index}/value"));
            let finding = placed.finding(report, message).at(origin);
            report.push(finding.help(help(scope, name)));
        }
    }
}

fn check_lists(placed: &Placed<'_>, scope: &Scope<'_>, report: &mut Report) {
    let container = placed.container;
    let lists = [("command", &container.command), ("args", &container.args)];
    let mut reported = BTreeSet::new();
    for (field, texts) in lists {
        for (index, text) in texts.iter().flatten().enumerate() {
            for name in references(text) {
                let is_known = scope.defines(name) || scope.may_be_inherited(name) || scope.is_for_shell(name);
                if is_known || !reported.insert(name) {
                    continue;
                }
                let what = if field == "command" { "command" } else { "arguments" };
                let verb = if field == "command" { "refers" } else { "refer" };
                let message = format!(
                    "the {what} of the container `{}` {verb} to `$({name})`, which the container does not define",
                    container.name
                );
                let origin = placed.origin(&format!("/{field}/{index}"));
                let finding = placed.finding(report, message).at(origin);
                report.push(finding.help(help(scope, name)));
            }
        }
    }
}

fn help(scope: &Scope<'_>, name: &str) -> Help {
    if scope.defines(name) {
        return Help::forms(
            "remove the cycle: a variable can refer only to variables before it",
            format!("move `{name}` before it in `env`"),
        );
    }
    if scope.defines(&format!("{name}_FILE")) {
        let read = format!(
            "the container has only `{name}_FILE`, the path of a file with the secret: read that file in the program"
        );
        let program = format!("{read}, or remove `.secret_files()` if the secret has to be in a text");
        return Help::forms(program, format!("{read}, or define `{name}` with `secretKeyRef`"));
    }
    Help::forms(
        format!("define it: `.env({name:?}, ..)`; write `$$({name})` for this text"),
        format!("define it before its use in `env`; write `$$({name})` for this text"),
    )
}

#[cfg(test)]
mod tests {
    use super::UNRESOLVED_VARIABLE;
    use crate::testing::{check, messages};
    use serde_json::{Value, json};

    fn found(container: &Value) -> Vec<String> {
        let map = json!({"kind": "ConfigMap", "metadata": {"name": "app"}, "data": {"LEVEL": "info"}});
        let pod = json!({"kind": "Pod", "metadata": {"name": "web"},
            "spec": {"enableServiceLinks": false, "containers": [container]}});
        messages(&UNRESOLVED_VARIABLE, [map, pod])
    }

    #[test]
    fn an_order_and_a_cycle_are_reported_at_the_variable() {
        check(
            &UNRESOLVED_VARIABLE,
            r#"
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    env:
    - {name: ONE, value: "$(TWO)"}
  #               ^^^^^ warning[unresolved-variable]: the variable `ONE` of the container `web` refers to `$(TWO)`, which refers to it in turn
    - {name: TWO, value: "$(ONE)"}
    - {name: SELF, value: "$(SELF)"}
  #                ^^^^^ warning[unresolved-variable]: the variable `SELF` of the container `web` refers to `$(SELF)`, which refers to it in turn
    - {name: ESCAPED, value: "$$(NONE) $(not a name) $("}
    - {name: HOME, value: "$(BASE)/home"}
  #                ^^^^^ warning[unresolved-variable]: the variable `HOME` of the container `web` refers to `$(BASE)`, which is defined after it
    - {name: BASE, value: /data}
    command: ["server", "--home=$(HOME)", "--token=$(TOKEN)"]
  #                                       ^^^^^^^^^^^^^^^^^^ warning[unresolved-variable]: the command of the container `web` refers to `$(TOKEN)`, which the container does not define
"#,
        );
    }
    #[test]
    fn variables_of_env_from_may_be_defined() {
        let args = |sources: Value, name: &str| {
            found(&json!({"name": "web", "envFrom": sources, "args": [format!("--x=$({name})")]})).len()
        };
        assert_eq!(args(json!([{"configMapRef": {"name": "app"}}]), "LEVEL"), 0);
        assert_eq!(args(json!([{"configMapRef": {"name": "app"}}]), "OTHER"), 1, "all keys are known");
        assert_eq!(args(json!([{"prefix": "APP_", "configMapRef": {"name": "app"}}]), "APP_LEVEL"), 0);
        assert_eq!(args(json!([{"prefix": "APP_", "configMapRef": {"name": "app"}}]), "LEVEL"), 1);
        assert_eq!(args(json!([{"configMapRef": {"name": "other"}}]), "OTHER"), 0, "the keys are unknown");
        assert_eq!(args(json!([{"secretRef": {"name": "app"}}]), "TOKEN"), 0, "the keys are unknown");
        assert_eq!(args(json!([{"prefix": "APP_", "secretRef": {"name": "app"}}]), "TOKEN"), 1);
        assert_eq!(args(json!([]), "KUBERNETES_SERVICE_HOST"), 0, "each container has it");
        assert_eq!(args(json!([]), "WEB_SERVICE_HOST"), 1, "the pod has no service links");
    }
    #[test]
    fn a_shell_expands_its_own_commands() {
        let script = |text: &str| found(&json!({"name": "web", "command": ["sh", "-ec"], "args": [text]})).len();
        assert_eq!(script("echo $(hostname) $(nproc)"), 0);
        assert_eq!(script("echo $(TOKEN)"), 1, "a command has no such name");
        assert_eq!(found(&json!({"name": "web", "args": ["$(hostname)"]})).len(), 1, "without a shell");
    }
    #[test]
    fn a_secret_that_is_a_file_is_explained() {
        let container = json!({"name": "web", "args": ["$(TOKEN)"], "env": [{"name": "TOKEN_FILE", "value": "/etc/secrets/token"}]});
        let pod = json!({"kind": "Pod", "metadata": {"name": "web"}, "spec": {"containers": [container]}});
        let inventory = crate::testing::inventory([pod]);
        let findings = crate::testing::findings(&UNRESOLVED_VARIABLE, &inventory);
        assert!(findings[0].help_text().contains("`TOKEN_FILE`, the path of a file"), "{findings:?}");
    }
}
