//! `quota-without-limits`
use super::containers;
use crate::object_rule::ObjectRule;
use crate::{Help, Phase, Report, Rule};
use coderev_objects::Inventory;

/// The rule.
pub static QUOTA_WITHOUT_LIMITS: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("quota-without-limits", Phase::Objects)
    .summary("containers without a limit that the quota of their namespace requires (`limits.*`) and that no LimitRange sets")
    .why("The API server rejects the pod (`must specify limits.cpu`). `kubectl apply` reports no error, but the Deployment never becomes ready.")
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
  #                        ^^^ error[quota-without-limits]: the container `web` has no CPU limit, but the quota of its namespace requires one
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
            // A maximum is also the default limit.
            if namespace.limit_ranges().default_limit(resource).is_some() {
                continue;
            }
            for placed in containers::of_workload(workload) {
                let limits = placed.container.resources.as_ref().and_then(|resources| resources.limits.as_ref());
                if limits.is_some_and(|limits| limits.contains_key(resource)) {
                    continue;
                }
                let message = format!(
                    "the container `{}` has no {} limit, but the quota of its namespace requires one",
                    placed.container.name,
                    containers::displayed(resource)
                );
                let help = Help::forms(
                    "set the limit, or let the quota limit only requests: `Quota::new().cpu(cores(8)..)`",
                    format!("set the limit, or let the quota limit only `requests.{resource}`"),
                );
                let request = placed.container.resources.as_ref().and_then(|it| it.requests.as_ref()?.get(resource));
                let field = match request {
                    Some(_) => format!("/resources/requests/{}", coderev_objects::pointer_part(resource)),
                    None => "/name".to_owned(),
                };
                report.push(report.finding(workload.subject(), message).at(placed.origin(&field)).help(help));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::QUOTA_WITHOUT_LIMITS;
    use crate::testing::{check, messages};
    use serde_json::{Value, json};

    fn found(hard: &str, range: Value) -> usize {
        let container = json!({"name": "web", "resources": {"requests": {"cpu": "1"}}});
        let deployment = json!({"kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"},
            "spec": {"selector": {}, "template": {"spec": {"containers": [container]}}}});
        let quota = json!({"kind": "ResourceQuota", "metadata": {"name": "quota", "namespace": "shop"},
            "spec": {"hard": {hard: "2"}}});
        let range = json!({"kind": "LimitRange", "metadata": {"name": "limits", "namespace": "shop"}, "spec": {"limits": [range]}});
        messages(&QUOTA_WITHOUT_LIMITS, [deployment, quota, range]).len()
    }
    #[test]
    fn a_quota_of_limits_requires_limits() {
        let none = || json!({"type": "Pod"});
        assert_eq!(found("limits.cpu", none()), 1);
        assert_eq!(found("requests.cpu", none()), 0);
        assert_eq!(found("limits.cpu", json!({"type": "Container", "default": {"cpu": "1"}})), 0);
        assert_eq!(found("limits.cpu", json!({"type": "Container", "max": {"cpu": "1"}})), 0);
        assert_eq!(found("limits.cpu", json!({"type": "Container", "default": {"memory": "1Gi"}})), 1);
    }
    #[test]
    fn an_existing_request_is_shown() {
        check(
            &QUOTA_WITHOUT_LIMITS,
            r#"
apiVersion: v1
kind: ResourceQuota
metadata: {name: quota}
spec:
  hard: {limits.cpu: "8", limits.memory: 16Gi}
---
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
  # ^^^^ error[quota-without-limits]: the container `web` has no memory limit, but the quota of its namespace requires one
    resources: {requests: {cpu: 100m}}
  #                        ^^^ error[quota-without-limits]: the container `web` has no CPU limit, but the quota of its namespace requires one
"#,
        );
    }
}
