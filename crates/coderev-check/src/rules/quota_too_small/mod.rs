//! `quota-too-small`
mod amounts;
mod needs;

use super::{ObjectRule, pointer};
use crate::{Help, Phase, Report, Rule};
use coderev_objects::{Inventory, quantity};
use k8s_openapi::api::core::v1::{ResourceQuota, ResourceQuotaSpec};
use needs::{Need, Needs};

/// The rule.
pub static QUOTA_TOO_SMALL: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("quota-too-small", Phase::Objects)
    .summary(
        "quotas that are smaller than the needs of their namespace: all pods at the maximum number of replicas and in a rollout, all Services \
         and all volume claims",
    )
    .why("New pods are refused under load, or in the middle of a rollout. A Service or a volume claim is refused when it is applied.")
    .rust(
        r#"Namespace::new("shop", Stable)
    .spec(Stable.spec().quota(Quota::new().pods(3)))
    .service(Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(3))"#,
        r#"Namespace::new("shop", Stable)
    .spec(Stable.spec().quota(Quota::new().pods(4)))
    .service(Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(3))"#,
    )
    .yaml(
        r#"apiVersion: v1
kind: ResourceQuota
metadata: {name: quota}
spec:
  hard: {pods: "3"}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  strategy: {rollingUpdate: {maxSurge: 1}}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
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
  hard: {pods: "4"}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  strategy: {rollingUpdate: {maxSurge: 1}}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: ghcr.io/acme/web:v1.4.0
        resources: {requests: {cpu: 100m, memory: 128Mi}}
"#,
    );

fn check(inventory: &Inventory, report: &mut Report) {
    let mut quotas = inventory.of::<ResourceQuota>().peekable();
    if quotas.peek().is_none() {
        return;
    }
    let needs = Needs::of_all(inventory);
    for (entry, quota) in quotas {
        let Some(spec) = Option::<&ResourceQuotaSpec>::from(&quota.spec) else { continue };
        // A scope selects some of the pods. This rule does not look which.
        if spec.scopes.is_some() || spec.scope_selector.is_some() {
            continue;
        }
        for (name, hard) in spec.hard.iter().flatten() {
            let needs = needs.in_namespace(entry.namespace(), counted_as(name));
            let total: f64 = needs.iter().map(Need::total).sum();
            if quantity::parse(&hard.0).is_none_or(|hard| total <= hard) {
                continue;
            }
            let message = format!(
                "`{}` needs up to {} of {name}: {}; the quota allows {}",
                entry.namespace(),
                shown(name, total),
                needs::largest(name, needs),
                hard.0
            );
            let field = format!("/spec/hard/{}", pointer::escaped(name));
            let help = Help::forms(
                "raise the quota of the tier, `.spec(..quota(..))`, lower the maximum number of replicas, or run less",
                "raise the quota, lower the maximum number of replicas, or run less",
            );
            report.push(report.finding(entry.subject(), message).at(entry.origin_of(&field)).help(help));
        }
    }
}
/// `cpu` is another name for `requests.cpu`, and `count/services` for `services`.
fn counted_as(name: &str) -> &str {
    match name {
        "cpu" => "requests.cpu",
        "memory" => "requests.memory",
        "ephemeral-storage" => "requests.ephemeral-storage",
        "count/services" => "services",
        "count/pods" => "pods",
        "count/persistentvolumeclaims" => "persistentvolumeclaims",
        _ => name,
    }
}
/// In cores, or in gibibytes.
fn shown(name: &str, amount: f64) -> String {
    if name.ends_with("memory") || name.ends_with("storage") {
        format!("{:.1}Gi", amount / f64::from(1 << 30))
    } else {
        // A sum of millicores is not exact in binary.
        format!("{}", (amount * 1000.0).round() / 1000.0)
    }
}
