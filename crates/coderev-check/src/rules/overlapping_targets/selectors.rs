//! Workloads whose selector selects the pods of another workload.
use super::{Pairs, is_owned, named, pair};
use crate::{Help, Report};
use coderev_objects::{Entry, Inventory, Object};
use k8s_openapi::api::apps::v1::{DaemonSetSpec, DeploymentSpec, ReplicaSetSpec, StatefulSetSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

/// Reports each pair of workloads once, and returns the pairs.
///
/// "You must specify an appropriate selector and Pod template labels. Do not overlap labels or selectors with other
/// controllers": <https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector>.
pub(super) fn check(inventory: &Inventory, report: &mut Report) -> Pairs {
    let mut pairs = Pairs::new();
    for workload in inventory.workloads() {
        let entry = workload.entry();
        let Some(selector) = selector(entry.object()) else { continue };
        for other in inventory.selected_by(selector, entry.namespace()).map(|it| it.entry()) {
            // Two objects with one name are `duplicate-object`.
            let is_same = other == entry || (other.kind(), other.name()) == (entry.kind(), entry.name());
            if is_same || is_owned(entry, other) || !has_selector(other) || !pairs.insert(pair(entry, other)) {
                continue;
            }
            let message = format!("the selector of the {} also selects the pods of the {}", named(entry), named(other));
            let help = Help::forms(
                format!(
                    "the other one is at {}; give each workload a selector of its own: `.selector(\"app\", \"{}\")`",
                    other.origin(),
                    entry.name()
                ),
                format!(
                    "the other one is at {}; give each workload a label of its own, and select that label",
                    other.origin()
                ),
            );
            report.push(report.finding(entry.subject(), message).at(entry.origin_of("/spec/selector")).help(help));
        }
    }
    pairs
}

/// A Pod or a Job with the labels of a Deployment has another controller, and no replicas that an autoscaler counts.
fn has_selector(entry: Entry<'_>) -> bool {
    selector(entry.object()).is_some()
}

fn selector(object: &Object) -> Option<&LabelSelector> {
    match object {
        Object::Deployment(it) => Some(&Option::<&DeploymentSpec>::from(&it.spec)?.selector),
        Object::StatefulSet(it) => Some(&Option::<&StatefulSetSpec>::from(&it.spec)?.selector),
        Object::DaemonSet(it) => Some(&Option::<&DaemonSetSpec>::from(&it.spec)?.selector),
        Object::ReplicaSet(it) => Some(&Option::<&ReplicaSetSpec>::from(&it.spec)?.selector),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::OVERLAPPING_TARGETS;
    use crate::testing::check;

    #[test]
    fn a_selector_of_two_workloads_is_one_finding() {
        let deployment = |name: &str, label: &str, note: &str| {
            format!(
                "---\n{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: {name}}}, spec: {{selector: {{matchLabels: {{{label}}}}},\n{note} \
                 template: {{metadata: {{labels: {{{label}}}}}, spec: {{containers: [{{name: main}}]}}}}}}}}\n"
            )
        };
        let budget = |name: &str| {
            format!(
                "---\n{{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {{name: {name}}}, spec: {{maxUnavailable: 1, selector: {{matchLabels: {{app: shop}}}}}}}}\n"
            )
        };
        let note = "  #                                                                   ^^^^^^^^ error[overlapping-targets]: the selector of the Deployment `api` also selects the pods of the Deployment `admin`\n";
        let text = deployment("api", "app: shop", note)
            + &deployment("admin", "app: shop", "")
            + &budget("api")
            + &budget("admin");
        check(&OVERLAPPING_TARGETS, &text);
        check(&OVERLAPPING_TARGETS, &(deployment("api", "app: api", "") + &deployment("admin", "app: admin", "")));
    }
}
