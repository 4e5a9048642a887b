//! `overlapping-targets`
mod autoscalers;
mod budgets;
mod policies;
mod selectors;
mod services;

use crate::object_rule::ObjectRule;
use crate::{Phase, Report, Rule};
use coderev_objects::{Entry, Inventory};

/// The rule.
pub static OVERLAPPING_TARGETS: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("overlapping-targets", Phase::Objects)
    .or_warning()
    .summary("two workloads, Services, PodDisruptionBudgets, autoscalers or policies that select the same pods or refer to the same object")
    .why("Each pod, workload or route can have only one object of these kinds. With two PodDisruptionBudgets, each eviction of the pod fails and no node drains. \
         Two autoscalers keep overwriting each other's number of replicas. A Service that selects the pods of another Service sends requests to the wrong application. \
         Of two policies on one route, the gateway applies the older one.")
    .rust(
        r#"let shop = |name: &str| Service::new(name, "ghcr.io/acme/shop:v1.4.0").selector("app", "shop");
  //                    ^^^^^^^^^^^^ error[overlapping-targets]: the selector of the Deployment `api` also selects the pods of the Deployment `web`
Namespace::new("shop", Stable).service(shop("web")).service(shop("api"))"#,
        r#"let shop = |name: &str| Service::new(name, "ghcr.io/acme/shop:v1.4.0").selector("app", name);
Namespace::new("shop", Stable).service(shop("web")).service(shop("api"))"#,
    )
    .yaml(
        r"apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web, namespace: shop}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web-again, namespace: shop}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
  #                       ^^^^^^^^ error[overlapping-targets]: the PodDisruptionBudgets `web` and `web-again` both select the pods of the Deployment `web`
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
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
",
        r"apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web, namespace: shop}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
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
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    // Workloads with overlapping selectors cause the other overlaps too, so these are not reported again.
    let overlapping = selectors::check(inventory, report);
    budgets::check(inventory, &overlapping, report);
    services::check(inventory, &overlapping, report);
    autoscalers::check(inventory, report);
    policies::check(inventory, report);
}

/// Pairs of objects, by their positions in the inventory.
type Pairs = std::collections::BTreeSet<(usize, usize)>;

fn pair(one: Entry<'_>, other: Entry<'_>) -> (usize, usize) {
    let (one, other) = (one.index(), other.index());
    (one.min(other), one.max(other))
}
/// Whether one of the objects controls the other: the Deployment of a ReplicaSet.
fn is_owned(one: Entry<'_>, other: Entry<'_>) -> bool {
    let owns = |owner: Entry<'_>, owned: Entry<'_>| owned.owners().any(|it| it == owner);
    owns(one, other) || owns(other, one)
}
/// `Deployment `web``.
fn named(entry: Entry<'_>) -> String {
    format!("{} `{}`", entry.kind(), entry.name())
}
