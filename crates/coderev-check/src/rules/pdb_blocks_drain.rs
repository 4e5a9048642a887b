//! `pdb-blocks-drain`
use crate::object_rule::ObjectRule;
use crate::{Help, Linter, Phase, Report, Rule};
use coderev_objects::{Inventory, Object, Rounding, share_of};
use k8s_openapi::api::policy::v1::{PodDisruptionBudget, PodDisruptionBudgetSpec};

/// The rule.
pub static PDB_BLOCKS_DRAIN: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("pdb-blocks-drain", Phase::Objects)
    .summary("PodDisruptionBudgets that allow no eviction at the minimum number of replicas")
    .why("Node drains never finish, and neither do cluster upgrades.")
    .covers(&[
        (Linter::KubeLinter, "pdb-max-unavailable"),
        (Linter::KubeLinter, "pdb-min-available"),
        (Linter::Polaris, "pdbDisruptionsIsZero"),
    ])
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(3).disruption_budget(min_available(3))
  //                                                       ^^^^^^^^^^^^^^^^^ error[pdb-blocks-drain]: the PodDisruptionBudget `web` allows no eviction at the minimum of 3 pods"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(3).disruption_budget(max_unavailable(1))"#,
    )
    .yaml(
        r"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: ghcr.io/acme/web:v1.4.0
        resources: {requests: {cpu: 100m, memory: 128Mi}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web-pdb}
spec:
  minAvailable: 3
# ^^^^^^^^^^^^ error[pdb-blocks-drain]: the PodDisruptionBudget `web-pdb` allows no eviction at the minimum of 3 pods
  selector: {matchLabels: {app: web}}
",
        r"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: ghcr.io/acme/web:v1.4.0
        resources: {requests: {cpu: 100m, memory: 128Mi}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web-pdb}
spec:
  maxUnavailable: 1
  selector: {matchLabels: {app: web}}
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    for (entry, budget) in inventory.all::<PodDisruptionBudget>() {
        let Some(spec) = Option::<&PodDisruptionBudgetSpec>::from(&budget.spec) else { continue };
        let workloads = inventory.selected_by_budget(entry).filter(|workload| has_replicas(workload.object()));
        let scales = workloads.map(|it| it.scale()).filter(|scale| scale.max > 0);
        let Some(pods) = scales.map(|scale| scale.min).reduce(i32::saturating_add) else { continue };
        // Without a pod, nothing can be evicted.
        let pods = pods.max(1);
        if allowed(spec, pods) >= 1 {
            continue;
        }
        let unit = if pods == 1 { "pod" } else { "pods" };
        let message =
            format!("the PodDisruptionBudget `{}` allows no eviction at the minimum of {pods} {unit}", entry.name());
        let field = if spec.max_unavailable.is_some() { "/spec/maxUnavailable" } else { "/spec/minAvailable" };
        let help = Help::forms(
            "set `.disruption_budget(max_unavailable(1))`, or run one more pod",
            "set `maxUnavailable: 1` instead of `minAvailable`, or run one more pod",
        );
        report.push(report.finding(entry.subject(), message).at(entry.origin_of(field)).help(help));
    }
}

/// A drain does not evict the pods of a DaemonSet, and the pods of a Job end by themselves.
const fn has_replicas(object: &Object) -> bool {
    !matches!(object, Object::DaemonSet(_) | Object::Job(_) | Object::CronJob(_) | Object::Pod(_))
}
/// The number of pods that may be evicted at a time, of `pods` pods.
fn allowed(spec: &PodDisruptionBudgetSpec, pods: i32) -> i32 {
    match (&spec.max_unavailable, &spec.min_available) {
        (Some(share), _) => share_of(share, pods, Rounding::Up).unwrap_or(0),
        (None, Some(share)) => pods.saturating_sub(share_of(share, pods, Rounding::Up).unwrap_or(0)),
        (None, None) => pods,
    }
}

#[cfg(test)]
mod tests {
    use super::{PDB_BLOCKS_DRAIN, allowed};
    use crate::testing::check;
    use k8s_openapi::api::policy::v1::PodDisruptionBudgetSpec;
    use serde_json::{from_value, json};

    #[test]
    fn the_budget_and_its_pods_are_joined_by_the_selector() {
        check(
            &PDB_BLOCKS_DRAIN,
            r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web}]}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web-pdb, namespace: shop}
spec:
  minAvailable: 3
# ^^^^^^^^^^^^ error[pdb-blocks-drain]: the PodDisruptionBudget `web-pdb` allows no eviction at the minimum of 3 pods
  selector: {matchLabels: {app: web}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web, namespace: shop}
spec:
  minAvailable: 3
  selector: {matchLabels: {app: other}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web-pdb, namespace: bank}
spec:
  minAvailable: 3
  selector: {matchLabels: {app: web}}
",
        );
    }
    #[test]
    fn no_pod_needs_no_eviction() {
        let platform = |replicas: i32, triggers: &str, budget: &str| {
            format!(
                r"
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web}}
spec:
  replicas: {replicas}
  selector: {{matchLabels: {{app: web}}}}
  template:
    metadata: {{labels: {{app: web}}}}
    spec: {{containers: [{{name: web}}]}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {{name: web}}
spec:
{budget}
  selector: {{matchLabels: {{app: web}}}}
{triggers}"
            )
        };
        let from_zero = "---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: web}
spec:
  scaleTargetRef: {name: web}
  minReplicaCount: 0
  maxReplicaCount: 5
  triggers: [{type: cron, metadata: {timezone: Etc/UTC}}]
";
        check(&PDB_BLOCKS_DRAIN, &platform(0, "", "  minAvailable: 1"));
        check(&PDB_BLOCKS_DRAIN, &platform(1, from_zero, "  maxUnavailable: 25%"));
        let blocked = "  minAvailable: 1
# ^^^^^^^^^^^^ error[pdb-blocks-drain]: the PodDisruptionBudget `web` allows no eviction at the minimum of 1 pod";
        check(&PDB_BLOCKS_DRAIN, &platform(1, from_zero, blocked));
    }
    #[test]
    fn an_autoscaler_of_another_name_sets_the_minimum() {
        check(
            &PDB_BLOCKS_DRAIN,
            r"
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  replicas: 5
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db}]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: load}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: db}
  minReplicas: 2
  maxReplicas: 9
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: keep-two}
spec:
  minAvailable: 2
# ^^^^^^^^^^^^ error[pdb-blocks-drain]: the PodDisruptionBudget `keep-two` allows no eviction at the minimum of 2 pods
  selector: {matchLabels: {app: db}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: keep-one}
spec:
  minAvailable: 1
  selector: {matchLabels: {app: db}}
",
        );
    }
    #[test]
    fn a_scaled_object_of_keda_sets_the_minimum() {
        check(
            &PDB_BLOCKS_DRAIN,
            r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: jobs}
spec:
  replicas: 5
  selector: {matchLabels: {app: jobs}}
  template:
    metadata: {labels: {app: jobs}}
    spec: {containers: [{name: jobs}]}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: by-queue}
spec:
  scaleTargetRef: {name: jobs}
  minReplicaCount: 1
  maxReplicaCount: 9
  triggers: [{type: cron, metadata: {timezone: Etc/UTC}}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: jobs}
spec:
  minAvailable: 1
# ^^^^^^^^^^^^ error[pdb-blocks-drain]: the PodDisruptionBudget `jobs` allows no eviction at the minimum of 1 pod
  selector: {matchLabels: {app: jobs}}
",
        );
    }
    #[test]
    fn shares_are_rounded_up() {
        for (spec, expected) in [
            (json!({"minAvailable": "100%"}), 0),
            (json!({"minAvailable": "50%"}), 1),
            (json!({"maxUnavailable": 0}), 0),
            (json!({"maxUnavailable": "1%"}), 1),
            (json!({"minAvailable": i32::MAX}), 3 - i32::MAX),
            (json!({}), 3),
        ] {
            let budget: PodDisruptionBudgetSpec = from_value(spec.clone()).expect("a budget");
            assert_eq!(allowed(&budget, 3), expected, "{spec}");
        }
    }
}
