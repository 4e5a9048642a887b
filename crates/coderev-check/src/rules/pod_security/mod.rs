//! `pod-security`
mod host_path;
mod root_user;
mod standard;
mod sysctls;

use crate::object_rule::ObjectRule;
use crate::{Finding, Help, Linter, Phase, Report, Rule};
use coderev_objects::{Inventory, Workload, labels};
pub use host_path::HOST_PATH;
use k8s_openapi::api::core::v1::Namespace;
pub use root_user::ROOT_USER;
use standard::{Level, Owner, Standard, State, Violation};
use std::collections::BTreeMap;

/// The rule.
pub static POD_SECURITY: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("pod-security", Phase::Objects)
    .or_warning()
    .summary("pods that the Pod Security level of their namespace does not allow, and pods with node-level or unsafe sysctls")
    .why("The API server or the kubelet rejects each pod, and the Deployment waits without an error. At every level, the rule also finds node-level \
         sysctls, and unsafe sysctls, which the kubelet must allow explicitly.")
    .covers(&[
        (Linter::KubeLinter, "host-ipc"),
        (Linter::KubeLinter, "host-network"),
        (Linter::KubeLinter, "host-pid"),
        (Linter::KubeLinter, "privilege-escalation-container"),
        (Linter::KubeLinter, "privileged-container"),
        (Linter::KubeLinter, "unsafe-proc-mount"),
        (Linter::KubeLinter, "unsafe-sysctls"),
        (Linter::Polaris, "hostIPCSet"),
        (Linter::Polaris, "hostNetworkSet"),
        (Linter::Polaris, "hostPIDSet"),
        (Linter::Polaris, "hostPortSet"),
        (Linter::Polaris, "privilegeEscalationAllowed"),
        (Linter::Polaris, "procMount"),
        (Linter::Polaris, "runAsPrivileged"),
        (Linter::Checkov, "CKV_K8S_16"),
        (Linter::Checkov, "CKV_K8S_17"),
        (Linter::Checkov, "CKV_K8S_18"),
        (Linter::Checkov, "CKV_K8S_19"),
        (Linter::Checkov, "CKV_K8S_20"),
    ])
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").patch(Patch::new(Object::POD).set("/spec/hostPID", true))
//                                                                           ^^^ error[pod-security]: the pod sets `hostPID` to `true`, but the Pod Security level `restricted` of the namespace `shop` does not allow it"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")"#,
    )
    .yaml(
        r"apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: {pod-security.kubernetes.io/enforce: baseline}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  hostPID: true
# ^^^^^^^ error[pod-security]: the pod sets `hostPID` to `true`, but the Pod Security level `baseline` of the namespace `shop` does not allow it
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    resources: {requests: {cpu: 100m, memory: 128Mi}}
",
        r"apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: {pod-security.kubernetes.io/enforce: baseline}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    resources: {requests: {cpu: 100m, memory: 128Mi}}
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    let standards = standards(inventory);
    // If no level is enforced, the kubelet still has its own limits.
    let privileged = Standard::new(Level::Privileged, None);
    for workload in inventory.workloads() {
        let standard = standards.get(workload.namespace()).unwrap_or(&privileged);
        sysctls::check(workload, standard, report);
        for violation in violations(standard, workload) {
            let sysctl = violation.sysctl();
            if sysctl.is_some_and(|name| !sysctls::belongs_to_pod(name)) || own_rule(&violation).is_some() {
                continue;
            }
            let help = match sysctl {
                Some(name) => sysctls::help(name, standard),
                None => help(&violation),
            };
            report.push(finding(report, workload, standard, &violation).help(help));
        }
    }
}

/// Violations with a special fix have a separate rule.
fn own_rule(violation: &Violation) -> Option<&'static ObjectRule> {
    match (&violation.state, violation.field) {
        (State::Type("hostPath"), _) => Some(&HOST_PATH),
        (State::Set(_), "securityContext.runAsUser" | "securityContext.runAsNonRoot") => Some(&ROOT_USER),
        _ => None,
    }
}

/// The levels that namespaces enforce, by namespace. The level of a namespace that is not in the inventory is unknown.
fn standards(inventory: &Inventory) -> BTreeMap<&str, Standard> {
    let enforced = inventory.all::<Namespace>().filter_map(|(entry, namespace)| {
        let label = |key: &str| namespace.metadata.labels.as_ref()?.get(key);
        let level = Level::from_label(label(labels::POD_SECURITY_ENFORCE)?)?;
        let version = label(labels::POD_SECURITY_ENFORCE_VERSION);
        Some((entry.name(), Standard::new(level, version.map(String::as_str))))
    });
    enforced.collect()
}
fn violations(standard: &Standard, workload: Workload<'_>) -> Vec<Violation> {
    let template = workload.template();
    standard.violations(template.spec(), template.metadata().and_then(|metadata| metadata.annotations.as_ref()))
}

/// The violation as a finding at its field.
fn finding(report: &Report, workload: Workload<'_>, standard: &Standard, violation: &Violation) -> Finding {
    let message = format!(
        "{}, but the Pod Security level `{}` of the namespace `{}` {}",
        described(violation),
        standard.level.label(),
        workload.namespace(),
        violation.demands
    );
    let field = format!("{}{}", workload.template().pointer(), violation.pointer);
    report.finding(workload.subject(), message).at(workload.origin_of(&field))
}
fn described(violation: &Violation) -> String {
    let owner = match &violation.owner {
        Owner::Pod => "the pod".to_owned(),
        Owner::Volume(name) => format!("the volume `{name}`"),
        Owner::Containers(names) => {
            let all = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            format!("the container{} {all}", if names.len() == 1 { "" } else { "s" })
        }
    };
    let is_one = !matches!(&violation.owner, Owner::Containers(names) if names.len() > 1);
    let verb = |one: &'static str, many: &'static str| if is_one { one } else { many };
    let field = violation.field;
    match &violation.state {
        State::Unset => format!("{owner} {} `{field}` unset", verb("leaves", "leave")),
        State::Set(value) => format!("{owner} {} `{field}` to `{value}`", verb("sets", "set")),
        State::Lists(value) => format!("{owner} {} `{value}` in `{field}`", verb("lists", "list")),
        State::Lacks(value) => format!("{owner} {} not list `{value}` in `{field}`", verb("does", "do")),
        State::Type(name) => format!("{owner} has the type `{name}`"),
    }
}
fn help(violation: &Violation) -> Help {
    let way = match violation.state {
        State::Unset => "set it",
        State::Lacks(_) => "add it",
        State::Type(_) => "mount a different type of volume, such as `emptyDir` or `persistentVolumeClaim`",
        State::Set(_) | State::Lists(_) => "remove it",
    };
    other_level(way, violation.allowed_by)
}
/// The fix `way`, or a namespace with another level.
fn other_level(way: &str, level: Level) -> Help {
    let (tier, label) = match level {
        Level::Baseline => ("Baseline", "baseline"),
        Level::Privileged | Level::Restricted => ("Privileged", "privileged"),
    };
    Help::forms(
        format!("{way}, or use a tier with the level `.pod_security(PodSecurity::{tier})`"),
        format!("{way}, or move the pod to a namespace with the label `pod-security.kubernetes.io/enforce: {label}`"),
    )
}

#[cfg(test)]
mod tests {
    use super::{HOST_PATH, POD_SECURITY, ROOT_USER};
    use crate::testing::{check_all, findings, inventory};
    use crate::{Finding, Severity};
    use serde_json::{Value, json};

    /// The messages about `pod` in a namespace with `labels`.
    fn found(labels: Value, pod: Value) -> Vec<String> {
        findings_of(labels, pod).iter().map(|it| it.message().to_owned()).collect()
    }
    fn findings_of(labels: Value, pod: Value) -> Vec<Finding> {
        let namespace =
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "labels": labels}});
        let pod =
            json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": pod});
        findings(&POD_SECURITY, &inventory([namespace, pod]))
    }
    fn enforced(level: &str) -> Value {
        json!({"pod-security.kubernetes.io/enforce": level})
    }

    #[test]
    fn a_level_refuses_settings() {
        let pod = json!({"hostPID": true, "containers": [{"name": "web", "securityContext": {"privileged": true}}]});
        assert_eq!(
            found(enforced("baseline"), pod),
            [
                "the pod sets `hostPID` to `true`, but the Pod Security level `baseline` of the namespace `shop` does not allow it",
                "the container `web` sets `securityContext.privileged` to `true`, but the Pod Security level `baseline` of the namespace `shop` does not allow it",
            ]
        );
    }
    #[test]
    fn the_same_violation_of_several_containers_is_one_finding() {
        let pod = json!({"containers": [{"name": "web"}, {"name": "proxy"}]});
        let found = found(enforced("restricted"), pod);
        assert_eq!(found.len(), 4, "{found:#?}");
        assert!(found.iter().all(|it| it.starts_with("the containers `web`, `proxy` ")), "{found:#?}");
    }
    #[test]
    fn other_labels_do_not_enforce_a_level() {
        let pod = json!({"hostPID": true, "containers": [{"name": "web"}]});
        for labels in [
            enforced("privileged"),
            enforced("none"),
            json!({}),
            json!({"pod-security.kubernetes.io/warn": "baseline"}),
        ] {
            assert!(found(labels.clone(), pod.clone()).is_empty(), "{labels}");
        }
        let alone =
            json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "other"}, "spec": pod});
        assert!(findings(&POD_SECURITY, &inventory([alone])).is_empty(), "the level of its namespace is unknown");
    }
    fn of_sysctl(labels: Value, name: &str) -> Vec<(Severity, String, String)> {
        let sysctls = json!([{"name": name, "value": "1"}]);
        let pod = json!({"securityContext": {"sysctls": sysctls}, "containers": [{"name": "web"}]});
        let found = findings_of(labels, pod).into_iter().filter(|it| it.message().contains("sysctls"));
        found.map(|it| (it.severity(), it.message().to_owned(), it.help_text().to_owned())).collect()
    }
    #[test]
    fn a_sysctl_of_the_node_is_refused_at_each_level() {
        for labels in [enforced("restricted"), enforced("baseline"), enforced("privileged"), json!({})] {
            for name in ["vm.max_map_count", "kernel.pid_max", "fs.file-max", "vm/max_map_count", "kernel.semaphore"] {
                let found = of_sysctl(labels.clone(), name);
                assert!(
                    matches!(&found[..], [(Severity::Error, message, help)]
                    if message.contains(&format!("`{name}`")) && help.contains("DaemonSet")),
                    "{labels} {found:?}"
                );
            }
        }
    }
    #[test]
    fn an_unsafe_sysctl_needs_a_kubelet_that_accepts_it() {
        for name in ["net.core.somaxconn", "kernel.sem", "kernel.msgmax", "fs.mqueue.msg_max", "net/core/somaxconn"] {
            let found = of_sysctl(enforced("baseline"), name);
            assert!(
                matches!(&found[..], [(Severity::Error, _, help)]
                if help.contains(&format!("--allowed-unsafe-sysctls={name}")) && help.contains("`net.ipv4.tcp_wmem`")),
                "{found:?}"
            );
            for labels in [enforced("privileged"), json!({})] {
                let found = of_sysctl(labels, name);
                assert!(
                    matches!(&found[..], [(Severity::Warning, _, help)]
                    if help.contains(&format!("--allowed-unsafe-sysctls={name}"))),
                    "{found:?}"
                );
            }
        }
        for labels in [enforced("restricted"), enforced("privileged")] {
            assert_eq!(of_sysctl(labels, "net.ipv4.tcp_keepalive_time"), []);
        }
        assert_eq!(of_sysctl(enforced("privileged"), "net/ipv4/tcp_keepalive_time"), []);
    }
    #[test]
    fn a_typing_mistake_has_the_right_name_in_its_help() {
        for name in [
            "net.ipv4.tcp_keepalive_tim",
            "net.ipv4.tcp_keepalive_times",
            "et.ipv4.tcp_keepalive_time",
            "net.ipv4.tcp_kepalive_time",
        ] {
            for level in ["restricted", "baseline", "privileged"] {
                let found = of_sysctl(enforced(level), name);
                assert!(
                    matches!(&found[..], [(_, _, help)] if help.starts_with("did you mean `net.ipv4.tcp_keepalive_time`?")),
                    "{found:?}"
                );
            }
        }
    }

    #[test]
    fn each_violation_has_one_rule() {
        check_all(
            &[&POD_SECURITY, &ROOT_USER, &HOST_PATH],
            r"
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: {pod-security.kubernetes.io/enforce: restricted}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  hostIPC: true
# ^^^^^^^ error[pod-security]: the pod sets `hostIPC` to `true`, but the Pod Security level `restricted` of the namespace `shop` does not allow it
  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
  containers:
  - name: web
    securityContext:
      allowPrivilegeEscalation: false
      capabilities: {drop: [ALL], add: [CHOWN]}
  #                                     ^^^^^ error[pod-security]: the container `web` lists `CHOWN` in `securityContext.capabilities.add`, but ..
      runAsUser: 0
  #   ^^^^^^^^^ error[root-user]: the container `web` sets `securityContext.runAsUser` to `0`, but ..
      runAsNonRoot: false
  volumes:
  - name: logs
    hostPath: {path: /var/log}
  # ^^^^^^^^ error[host-path]: the volume `logs` has the type `hostPath`, but the Pod Security level ..
",
        );
    }
}
