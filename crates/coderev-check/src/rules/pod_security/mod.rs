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
    .why("The API server or the kubelet rejects each pod. `kubectl apply` reports no error, but the Deployment never becomes ready. At every level, the rule also finds node-level \
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
mod tests;
