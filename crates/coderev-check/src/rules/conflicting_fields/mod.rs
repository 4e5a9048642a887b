//! `conflicting-fields`
mod autoscalers;
mod conflicts;
mod duplicates;
mod jobs;
mod kinds;
mod mounts;
mod network;
mod objects;
mod pods;
mod quotas;
mod services;
mod spread;
mod system;
mod volume;
mod workloads;

use self::conflicts::Conflicts;
use crate::object_rule::ObjectRule;
use crate::{Phase, Report, Rule};
use coderev_objects::{Inventory, Object};
use serde_json::to_value;

/// The rule.
pub static CONFLICTING_FIELDS: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("conflicting-fields", Phase::Objects)
    .summary("fields whose values the API server rejects together, such as a rolling update that can neither add nor remove a pod, a liveness probe \
         that needs several successes, and a selector that does not match its pods; list items with the same key, such as two environment variables \
         with the same name")
    .why("The API server rejects the object, so only part of the manifests is applied.")
    .rust(
        r#"web().strategy(Strategy::rolling().max_surge(0).max_unavailable(0))
  //  ^^^^^^^^ error[conflicting-fields]: `maxSurge` and `maxUnavailable` are both zero: no pod can be replaced"#,
        r#"web().strategy(Strategy::rolling().max_surge(1).max_unavailable(0))"#,
    )
    .yaml(
        r"apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec:
  minAvailable: 1
  maxUnavailable: 1
# ^^^^^^^^^^^^^^ error[conflicting-fields]: the budget sets both `minAvailable` and `maxUnavailable`
  selector: {matchLabels: {app: web}}
",
        r"apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec:
  maxUnavailable: 1
  selector: {matchLabels: {app: web}}
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    for entry in inventory.entries() {
        let mut found = Conflicts { entry, report };
        match entry.object() {
            Object::NetworkPolicy(it) => network::policy(it, &mut found),
            Object::Service(it) => network::service(it, &mut found),
            Object::Ingress(it) => network::ingress(it, &mut found),
            Object::HTTPRoute(it) => network::route(it, &mut found),
            Object::Gateway(it) => network::gateway(it, &mut found),
            Object::BackendTrafficPolicy(_) | Object::SecurityPolicy(_) | Object::ClientTrafficPolicy(_) => {
                network::policy_of_envoy(entry.document().source(), &mut found);
            }
            Object::ServiceAccount(it) => duplicates::account(it, &mut found),
            Object::ConfigMap(it) => objects::config_map(it, &mut found),
            Object::LimitRange(it) => objects::limit_range(it, &mut found),
            Object::PodDisruptionBudget(it) => objects::budget(it, &mut found),
            Object::HorizontalPodAutoscaler(it) => autoscalers::autoscaler(it, &mut found),
            Object::PriorityClass(it) => objects::priority_class(it, &mut found),
            Object::Role(it) => objects::role_rules(it.rules.as_deref(), true, &mut found),
            Object::ClusterRole(it) => objects::role_rules(it.rules.as_deref(), false, &mut found),
            Object::RoleBinding(it) => objects::subjects(it.subjects.as_deref(), true, &mut found),
            Object::ClusterRoleBinding(it) => objects::subjects(it.subjects.as_deref(), false, &mut found),
            Object::PersistentVolumeClaim(it) => objects::claim(it, &mut found),
            Object::ResourceQuota(it) => quotas::quota(it, &mut found),
            Object::ValidatingAdmissionPolicy(it) => kinds::policy(&to_value(&it.spec).unwrap_or_default(), &mut found),
            Object::ValidatingAdmissionPolicyBinding(it) => {
                kinds::binding(&to_value(&it.spec).unwrap_or_default(), &mut found);
            }
            object @ Object::Raw(_) => kinds::object(object, &mut found),
            object => workloads::workload(object, &mut found),
        }
        duplicates::metadata(entry.object().metadata(), &mut found);
        if let Some(template) = entry.object().template() {
            pods::pod(template, &mut found);
        }
    }
}

#[cfg(test)]
mod tests;
