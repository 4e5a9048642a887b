//! References in the commands of probes and hooks, and in `subPathExpr`.
use super::super::containers::Placed;
use crate::{Help, Report};
use coderev_objects::env_references as references;
use k8s_openapi::api::core::v1::{Container, EnvVar, ExecAction};

/// Probes: `ExpandContainerCommandOnlyStatic` in `pkg/kubelet/container/helpers.go` has the values of `env` as they are
/// written, without `valueFrom` and `envFrom`: `v1EnvVarsToMap` does not expand the references in these values. Hooks: `HandlerRunner.Run` in `pkg/kubelet/lifecycle/handlers.go` passes the
/// command as it is. Mounts: `ExpandContainerVolumeMounts` fails on a variable without a value.
pub(super) fn check(placed: &Placed<'_>, report: &mut Report) {
    let container = placed.container;
    for (field, what, action) in commands(container) {
        let is_probe = !field.starts_with("/lifecycle");
        for (index, text) in action.command.iter().flatten().enumerate() {
            let pointer = format!("{field}/exec/command/{index}");
            for name in references(text) {
                let cause = if is_probe { cause(container, name) } else { Some(Cause::NotExpanded) };
                // A shell reads `$(hostname)` as a command.
                let is_for_shell = name.contains(|c: char| c.is_ascii_lowercase());
                if let Some(cause) = cause.filter(|_| !is_for_shell) {
                    report_at(placed, report, &pointer, (what, name, cause));
                }
            }
        }
    }
    for (index, mount) in container.volume_mounts.iter().flatten().enumerate() {
        let pointer = format!("/volumeMounts/{index}/subPathExpr");
        let is_inherited = container.env_from.as_ref().is_some_and(|sources| !sources.is_empty());
        for name in references(mount.sub_path_expr.as_deref().unwrap_or_default()) {
            if !is_inherited && variable(container, name).is_none() {
                report_at(placed, report, &pointer, ("`subPathExpr` of a mount", name, Cause::NotStarted));
            }
        }
    }
}

/// Why a reference is not the value of a variable.
#[derive(Clone, Copy)]
enum Cause<'a> {
    Undefined,
    /// The variable has a `valueFrom`.
    Empty,
    /// The value of the variable has this reference.
    Nested(&'a str),
    NotExpanded,
    NotStarted,
}
fn cause<'a>(container: &'a Container, name: &str) -> Option<Cause<'a>> {
    match variable(container, name) {
        None => Some(Cause::Undefined),
        Some(variable) if variable.value_from.is_some() => Some(Cause::Empty),
        Some(variable) => references(variable.value.as_deref().unwrap_or_default()).next().map(Cause::Nested),
    }
}
fn variable<'a>(container: &'a Container, name: &str) -> Option<&'a EnvVar> {
    container.env.iter().flatten().find(|it| it.name == name)
}
fn report_at(placed: &Placed<'_>, report: &mut Report, pointer: &str, (what, name, cause): (&str, &str, Cause<'_>)) {
    let effect = match cause {
        Cause::Undefined => "which the container does not define in `env`",
        Cause::Empty => "which is empty there: a probe has only the fixed values of `env`",
        Cause::Nested(inner) => &format!("whose value has the reference `$({inner})`: a probe gets that text"),
        Cause::NotExpanded => "which nothing expands there",
        Cause::NotStarted => "which the container does not define, so it does not start",
    };
    let message = format!("the {what} of the container `{}` refers to `$({name})`, {effect}", placed.container.name);
    let help: Help = match cause {
        Cause::NotStarted | Cause::Undefined => format!("define `{name}` in `env` with a fixed value").into(),
        Cause::Empty | Cause::Nested(_) | Cause::NotExpanded => {
            format!("use a shell, which reads the variable: `[\"sh\", \"-c\", \"check \\\"${name}\\\"\"]`").into()
        }
    };
    report.push(placed.finding(report, message).at(placed.origin(pointer)).help(help));
}
/// The commands of probes and hooks, with their pointer.
fn commands(container: &Container) -> impl Iterator<Item = (&'static str, &'static str, &ExecAction)> {
    let probes = [
        ("/livenessProbe", "command of the liveness probe", &container.liveness_probe),
        ("/readinessProbe", "command of the readiness probe", &container.readiness_probe),
        ("/startupProbe", "command of the startup probe", &container.startup_probe),
    ];
    let of_probes = probes.into_iter().filter_map(|(at, what, probe)| Some((at, what, probe.as_ref()?.exec.as_ref()?)));
    let hooks = container.lifecycle.as_ref().map(|hooks| {
        [
            ("/lifecycle/postStart", "command of the hook `postStart`", &hooks.post_start),
            ("/lifecycle/preStop", "command of the hook `preStop`", &hooks.pre_stop),
        ]
    });
    let of_hooks =
        hooks.into_iter().flatten().filter_map(|(at, what, hook)| Some((at, what, hook.as_ref()?.exec.as_ref()?)));
    of_probes.chain(of_hooks)
}

#[cfg(test)]
mod tests {
    use super::super::UNRESOLVED_VARIABLE;
    use crate::testing::check;

    #[test]
    fn probes_have_only_fixed_values_and_hooks_have_none() {
        check(
            &UNRESOLVED_VARIABLE,
            r#"
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  volumes: [{name: data}]
  containers:
  - name: web
    env:
    - {name: PORT, value: "6379"}
    - {name: PW, valueFrom: {secretKeyRef: {name: db, key: pw}}}
    - {name: URL, value: "redis://:$(PW)@localhost:$(PORT)"}
    - {name: PRICE, value: "1 $$(USD)"}
    volumeMounts:
    - {name: data, mountPath: /a, subPathExpr: $(PW)/$(PORT)}
    - {name: data, mountPath: /b, subPathExpr: $(NOPE)/x}
  #                               ^^^^^^^^^^^ warning[unresolved-variable]: the `subPathExpr` of a mount of the container `web` refers to `$(NOPE)`, which the container does not define, so it does not start
    livenessProbe: {exec: {command: [redis-cli, "$(PORT)", "$(PW)"]}}
  #                                                        ^^^^^^^ warning[unresolved-variable]: the command of the liveness probe of the container `web` refers to `$(PW)`, which is empty there: a probe has only the fixed values of `env`
    startupProbe: {exec: {command: [redis-cli, -u, "$(URL)", "$(PRICE)"]}}
  #                                                ^^^^^^^^ warning[unresolved-variable]: the command of the startup probe of the container `web` refers to `$(URL)`, whose value has the reference `$(PW)`: a probe gets that text
    readinessProbe: {exec: {command: [x, "$(NOPE)", "$$(NOPE)"]}}
  #                                      ^^^^^^^^^ warning[unresolved-variable]: the command of the readiness probe of the container `web` refers to `$(NOPE)`, which the container does not define in `env`
    lifecycle: {preStop: {exec: {command: [sh, -c, "stop $(hostname) $(PORT)"]}}}
  #                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[unresolved-variable]: the command of the hook `preStop` of the container `web` refers to `$(PORT)`, which nothing expands there
"#,
        );
    }
}
