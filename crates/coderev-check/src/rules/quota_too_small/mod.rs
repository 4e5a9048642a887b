//! `quota-too-small`
mod amounts;
pub(super) mod needs;

use crate::object_rule::ObjectRule;
use crate::{Help, Phase, Report, Rule};
use coderev_objects::quantity::{self, Amount};
use coderev_objects::{Entry, Inventory, Workload};
use k8s_openapi::api::core::v1::{ResourceQuota, ResourceQuotaSpec};
use needs::Needs;

/// The rule.
pub static QUOTA_TOO_SMALL: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("quota-too-small", Phase::Objects)
    .summary("quotas that are too small for the Services, the volume claims or the pods of their namespace. Pods are counted at maximum replicas during a rollout, including terminating pods")
    .why("New pods are rejected under load, or in the middle of a rollout: a pod counts until it is terminated. A Service or a volume claim is rejected when it is applied.")
    .rust(
        r#"Namespace::new("shop", Stable)
//<^^^^^^^^^^^^^^ error[quota-too-small]: the namespace needs up to 5 pods (`web`: 5), but the quota allows 3
    .spec(Stable.spec().quota(Quota::new().pods(3)))
    .service(Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(3))"#,
        r#"Namespace::new("shop", Stable)
    .spec(Stable.spec().quota(Quota::new().pods(5)))
    .service(Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(3))"#,
    )
    .yaml(
        r#"apiVersion: v1
kind: ResourceQuota
metadata: {name: quota}
spec:
  hard: {pods: "3"}
  #      ^^^^ error[quota-too-small]: the namespace needs up to 5 pods (`web`: 5), but the quota allows 3
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
  hard: {pods: "5"}
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
    let mut quotas = inventory.all::<ResourceQuota>().peekable();
    if quotas.peek().is_none() {
        return;
    }
    let needs = Needs::of_all(inventory, |scale| scale.at_rollout);
    for (entry, quota) in quotas {
        let Some(spec) = Option::<&ResourceQuotaSpec>::from(&quota.spec) else { continue };
        if has_scope(spec) {
            continue;
        }
        for (name, hard) in spec.hard.iter().flatten() {
            let needs = needs.in_namespace(entry.namespace(), counted_as(name));
            let total = needs::total(needs);
            if quantity::parse(&hard.0).is_none_or(|hard| total <= hard) {
                continue;
            }
            let message = format!(
                "the namespace needs up to {} ({}), but the quota allows {}",
                needed(name, total),
                needs::largest(name, needs),
                hard.0
            );
            let field = format!("/spec/hard/{}", coderev_objects::pointer_part(name));
            let help = Help::forms(
                "raise the quota of the tier, `.spec(..quota(..))`, because a computed quota has no room for raw objects and patches; or lower the maximum number of \
                 replicas, or run fewer workloads",
                "raise the quota, lower the maximum number of replicas, or run fewer workloads",
            );
            report.push(report.finding(entry.subject(), message).at(entry.origin_of(&field)).help(help));
        }
    }
}
/// The quotas that have no room for new objects next to all objects of `before`: for the pods of the workload `new`, and for the
/// Services and volume claims among `added`. A quota of both versions has its new amounts.
pub(crate) fn too_small_for_both<'a>(
    before: &'a Inventory,
    after: &'a Inventory,
    new: Workload<'a>,
    added: &[Entry<'a>],
) -> Vec<Entry<'a>> {
    let is_in = |inventory: &Inventory, entry: Entry<'_>| {
        inventory.find(entry.api_version(), entry.kind(), entry.namespace(), entry.name()).is_some()
    };
    let gone = before.all::<ResourceQuota>().filter(|(entry, _)| !is_in(after, *entry));
    let quotas = after.all::<ResourceQuota>().chain(gone);
    let mut quotas = quotas.filter(|(entry, _)| entry.namespace() == new.namespace()).peekable();
    if quotas.peek().is_none() {
        return Vec::new();
    }
    let mut needs = Needs::of_all(before, |scale| scale.max);
    needs.add_pods(after, new, new.scale().max);
    added.iter().for_each(|entry| needs.add_object(*entry));
    let is_too_small = |spec: &ResourceQuotaSpec| {
        !has_scope(spec)
            && spec.hard.iter().flatten().any(|(name, hard)| {
                let total = needs::total(needs.in_namespace(new.namespace(), counted_as(name)));
                quantity::parse(&hard.0).is_some_and(|hard| total > hard)
            })
    };
    let spec = |quota: &'a ResourceQuota| Option::<&ResourceQuotaSpec>::from(&quota.spec);
    quotas.filter(|(_, quota)| spec(quota).is_some_and(is_too_small)).map(|(entry, _)| entry).collect()
}

/// A scope selects some of the pods. These functions do not evaluate scopes.
fn has_scope(spec: &ResourceQuotaSpec) -> bool {
    spec.scopes.is_some() || spec.scope_selector.is_some()
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
/// The amount with its name: `4 pods`, `2 services`, ``1.5Gi of `requests.memory` ``.
fn needed(name: &str, total: Amount) -> String {
    let (amount, is_one) = (shown(name, total), total == Amount::from(1));
    match counted_as(name) {
        "pods" => format!("{amount} {}", if is_one { "pod" } else { "pods" }),
        "services" => format!("{amount} {}", if is_one { "Service" } else { "Services" }),
        "persistentvolumeclaims" => format!("{amount} volume {}", if is_one { "claim" } else { "claims" }),
        _ => format!("{amount} of `{name}`"),
    }
}
/// In cores, or in gibibytes.
fn shown(name: &str, amount: Amount) -> String {
    if name.ends_with("memory") || name.ends_with("storage") {
        format!("{:.1}Gi", amount.as_f64() / f64::from(1 << 30))
    } else {
        amount.to_string()
    }
}

#[cfg(test)]
mod tests;
