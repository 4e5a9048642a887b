//! `quota-without-limits`
use super::{ObjectRule, containers, pointer};
use crate::{Help, Phase, Report, Rule};
use coderev_objects::{Inventory};

/// The rule.
pub static QUOTA_WITHOUT_LIMITS: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("quota-without-limits", Phase::Objects)
    .summary("containers without a limit that the quota of their namespace demands (`limits.*`), and that no LimitRange gives them")
    .why("The API server refuses the pod (`must specify limits.cpu`), and the Deployment waits without a message.")
    .yaml(
        r#"apiVersion: v1
kind: ResourceQuota
metadata: {name: quota}
spec:
  hard: {limits.cpu: "8"}
---
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    resources: {requests: {cpu: 100m, memory: 128Mi}}
"#,
        r#"apiVersion: v1
kind: ResourceQuota
metadata: {name: quota}
spec:
  hard: {limits.cpu: "8"}
---
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {cpu: 500m}}
"#,
    );

fn check(inventory: &Inventory, report: &mut Report) {
    for workload in inventory.workloads() {
        let namespace = inventory.namespace(workload.namespace());
        let quotas = namespace.quotas();
        for resource in quotas.limited_resources() {
            // A maximum is the default limit too.
            if namespace.limit_ranges().default_limit(resource).is_some() {
                continue;
            }
            for placed in containers::of_workload(workload) {
                let limits = placed.container.resources.as_ref().and_then(|resources| resources.limits.as_ref());
                if limits.is_some_and(|limits| limits.contains_key(resource)) {
                    continue;
                }
                let message = format!(
                    "the container `{}` has no limit of {resource}, and the quota of `{}` demands one",
                    placed.container.name,
                    workload.namespace()
                );
                let help = Help::forms(
                    "set the limit, or let the quota bound requests alone: `Quota::new().cpu(cores(8)..)`",
                    format!("set the limit, or let the quota bound `requests.{resource}` alone"),
                );
                let request = placed.container.resources.as_ref().and_then(|it| it.requests.as_ref()?.get(resource));
                let field = match request {
                    Some(_) => format!("/resources/requests/{}", pointer::escaped(resource)),
                    None => "/name".to_owned(),
                };
                report.push(report.finding(workload.subject(), message).at(placed.origin(&field)).help(help));
            }
        }
    }
}
