//! `host-path`
use super::{finding, other_level, own_rule, standards, violations};
use crate::object_rule::ObjectRule;
use crate::rules::pod_security::standard::Level;
use crate::{Linter, Phase, Report, Rule};
use coderev_objects::Inventory;

/// The rule.
pub static HOST_PATH: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("host-path", Phase::Objects)
    .summary("`hostPath` volumes in a namespace whose Pod Security level forbids them")
    .why("The API server rejects each pod. A process that can write to the node can escape from its container.")
    .covers(&[
        (Linter::KubeLinter, "sensitive-host-mounts"),
        (Linter::Polaris, "hostPathSet"),
        (Linter::Kubescape, "C-0048"),
    ])
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").mount("/logs", Volume::host_path("/var/log"))
  //                                           ^^^^^ error[host-path]: the volume `logs` has the type `hostPath`, but the Pod Security level `restricted` of the namespace `shop` does not allow it"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").mount("/logs", Volume::empty_dir(mebi(512)))"#,
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
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    resources: {requests: {cpu: 100m, memory: 128Mi}}
    volumeMounts: [{name: logs, mountPath: /logs}]
  volumes:
  - name: logs
    hostPath: {path: /var/log}
  # ^^^^^^^^ error[host-path]: the volume `logs` has the type `hostPath`, but the Pod Security level `baseline` of the namespace `shop` does not allow it
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
    volumeMounts: [{name: logs, mountPath: /logs}]
  volumes:
  - name: logs
    emptyDir: {sizeLimit: 512Mi}
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    let standards = standards(inventory);
    for workload in inventory.workloads() {
        let Some(standard) = standards.get(workload.namespace()).filter(|it| it.level > Level::Privileged) else {
            continue;
        };
        if !workload.pod().volumes.iter().flatten().any(|volume| volume.host_path.is_some()) {
            continue;
        }
        for violation in violations(standard, workload) {
            if own_rule(&violation).is_some_and(|rule| *rule.rule == RULE) {
                let help = other_level("mount an `emptyDir`", Level::Privileged);
                report.push(finding(report, workload, standard, &violation).help(help));
            }
        }
    }
}
