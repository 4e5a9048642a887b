//! `root-user`
use super::standard::Level;
use super::{finding, other_level, own_rule, standards, violations};
use crate::object_rule::ObjectRule;
use crate::{Linter, Phase, Report, Rule};
use coderev_objects::Inventory;
use k8s_openapi::api::core::v1::PodSpec;
use std::collections::BTreeSet;

/// The rule.
pub static ROOT_USER: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("root-user", Phase::Objects)
    .summary("pods and containers that run as root in a namespace with the Pod Security level `restricted`")
    .why("The API server rejects each pod. `kubectl apply` reports no error, but the Deployment never becomes ready.")
    .covers(&[
        (Linter::KubeLinter, "run-as-non-root"),
        (Linter::Polaris, "runAsRootAllowed"),
        (Linter::Checkov, "CKV_K8S_23"),
        (Linter::Kubescape, "C-0013"),
    ])
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").run_as_user(0)
  //                                           ^^^^^^^^^^^ error[root-user]: the pod sets `securityContext.runAsUser` to `0`, but the Pod Security level `restricted` of the namespace `shop` does not allow root (user 0)"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").run_as_user(10001)"#,
    )
    .yaml(
        r"apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: {pod-security.kubernetes.io/enforce: restricted}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 0, seccompProfile: {type: RuntimeDefault}}
  #                                     ^^^^^^^^^ error[root-user]: the pod sets `securityContext.runAsUser` to `0`, but the Pod Security level `restricted` of the namespace `shop` does not allow root (user 0)
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
    resources: {requests: {cpu: 100m, memory: 128Mi}}
",
        r"apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: {pod-security.kubernetes.io/enforce: restricted}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 10001, seccompProfile: {type: RuntimeDefault}}
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
    resources: {requests: {cpu: 100m, memory: 128Mi}}
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    let standards = standards(inventory);
    for workload in inventory.workloads() {
        let Some(standard) = standards.get(workload.namespace()).filter(|it| it.level == Level::Restricted) else {
            continue;
        };
        if !asks_for_root(workload.pod()) {
            continue;
        }
        // User 0 and `runAsNonRoot: false` of one container are one finding, and so is a user that a program sets once.
        let (mut owners, mut origins) = (BTreeSet::new(), BTreeSet::new());
        let all = violations(standard, workload).into_iter();
        for violation in all.filter(|it| own_rule(it).is_some_and(|rule| *rule.rule == RULE)) {
            let help = other_level("run it as a different user, such as 10001", Level::Baseline);
            let finding = finding(report, workload, standard, &violation).help(help);
            if owners.insert(violation.owner) && origins.insert(finding.origin().cloned()) {
                report.push(finding);
            }
        }
    }
}
/// Most pods do not, and need no further checks.
fn asks_for_root(pod: &PodSpec) -> bool {
    let is_root = |user: Option<i64>, non_root: Option<bool>| user == Some(0) || non_root == Some(false);
    let containers = pod.init_containers.iter().flatten().chain(&pod.containers);
    let ephemeral = pod.ephemeral_containers.iter().flatten().filter_map(|it| it.security_context.as_ref());
    pod.security_context.as_ref().is_some_and(|it| is_root(it.run_as_user, it.run_as_non_root))
        || containers
            .filter_map(|it| it.security_context.as_ref())
            .chain(ephemeral)
            .any(|it| is_root(it.run_as_user, it.run_as_non_root))
}
