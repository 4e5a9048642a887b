//! `pdb-blocks-drain`
use super::ObjectRule;
use crate::{Help, Linter, Phase, Report, Rule};
use coderev_objects::Inventory;
use k8s_openapi::api::policy::v1::{PodDisruptionBudget, PodDisruptionBudgetSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// The rule.
pub static PDB_BLOCKS_DRAIN: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("pdb-blocks-drain", Phase::Objects)
    .summary("PodDisruptionBudgets that allow no eviction at the minimum number of replicas")
    .why("The drain of a node waits without end, and the upgrade of the cluster with it.")
    .covers(&[
        (Linter::KubeLinter, "pdb-max-unavailable"),
        (Linter::KubeLinter, "pdb-min-available"),
        (Linter::Polaris, "pdbDisruptionsIsZero"),
    ])
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(3).disruption_budget(min_available(3))"#,
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
    for (entry, budget) in inventory.of::<PodDisruptionBudget>() {
        let Some(spec) = Option::<&PodDisruptionBudgetSpec>::from(&budget.spec) else { continue };
        let scaled = inventory.selected_by_budget(entry).filter_map(|workload| workload.scale());
        let Some(pods) = scaled.map(|scale| scale.min).reduce(i32::saturating_add) else { continue };
        if allowed(spec, pods) >= 1 {
            continue;
        }
        let message = format!("`{}` allows no eviction while {pods} pods run, which is the minimum", entry.name());
        let field = if spec.max_unavailable.is_some() { "/spec/maxUnavailable" } else { "/spec/minAvailable" };
        let help = Help::forms(
            "set `.disruption_budget(max_unavailable(1))`, or run one pod more",
            "set `maxUnavailable: 1` instead of `minAvailable`, or run one pod more",
        );
        report.push(report.finding(entry.subject(), message).at(entry.origin_of(field)).help(help));
    }
}

/// How many of `pods` may be evicted at a time.
fn allowed(spec: &PodDisruptionBudgetSpec, pods: i32) -> i32 {
    match (&spec.max_unavailable, &spec.min_available) {
        (Some(share), _) => share_of(share, pods),
        (None, Some(share)) => pods.saturating_sub(share_of(share, pods)),
        (None, None) => pods,
    }
}
/// A number, or a percentage of `pods`, rounded up as Kubernetes does.
fn share_of(share: &IntOrString, pods: i32) -> i32 {
    match share {
        IntOrString::Int(number) => *number,
        IntOrString::String(text) => {
            let percent: i64 = text.trim_end_matches('%').parse().unwrap_or(0);
            let share = percent.saturating_mul(i64::from(pods)).saturating_add(99) / 100;
            i32::try_from(share).unwrap_or(i32::MAX)
        }
    }
}
