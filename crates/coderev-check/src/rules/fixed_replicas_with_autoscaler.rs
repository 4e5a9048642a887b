//! `fixed-replicas-with-autoscaler`
use crate::object_rule::ObjectRule;
use crate::{Help, Phase, Report, Rule};
use coderev_objects::{Entry, Inventory, Object};
use k8s_openapi::api::apps::v1::{DeploymentSpec, ReplicaSetSpec, StatefulSetSpec};

/// The rule.
pub static FIXED_REPLICAS_WITH_AUTOSCALER: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("fixed-replicas-with-autoscaler", Phase::Objects)
    .summary("workloads with `replicas` and an autoscaler")
    .why("The controller of the autoscaler changes the field and owns it from then on. The next `kubectl apply --server-side` fails with a conflict, so no change to the workload is applied. With `--force-conflicts`, each apply resets the number.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
    .autoscale(Autoscale::new(3..=9))
    .patch(Patch::new(Object::DEPLOYMENT).set("/spec/replicas", 5))
//                                        ^^^ warning[fixed-replicas-with-autoscaler]: the manifest sets `replicas: 5`, and the HorizontalPodAutoscaler `web-hpa` also sets it: the next apply fails with a conflict"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
    .autoscale(Autoscale::new(5..=9))"#,
    )
    .yaml(
        r"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
# ^^^^^^^^ warning[fixed-replicas-with-autoscaler]: the manifest sets `replicas: 3`, and the HorizontalPodAutoscaler `web` also sets it: the next apply fails with a conflict
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: 'ghcr.io/acme/web:v1.4.0', resources: {requests: {cpu: 100m, memory: 128Mi}}}]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 3
  maxReplicas: 9
",
        r"apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: 'ghcr.io/acme/web:v1.4.0', resources: {requests: {cpu: 100m, memory: 128Mi}}}]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 3
  maxReplicas: 9
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    for workload in inventory.workloads() {
        let Some(autoscaler) = workload.autoscalers().next() else { continue };
        let Some(replicas) = replicas(workload.entry()) else { continue };
        let message = format!(
            "the manifest sets `replicas: {replicas}`, and the {} `{}` also sets it: the next apply fails with a conflict",
            autoscaler.kind(),
            autoscaler.name()
        );
        let help = Help::forms(
            "remove the patch of `/spec/replicas`, or replace the raw autoscaler by `.autoscale(..)`: then the workload has no `replicas`",
            "remove `replicas`: the autoscaler sets it; the finding `transition-replicas-dip` has the steps for a workload that runs",
        );
        let finding = report.finding(workload.subject(), message).at(workload.origin_of("/spec/replicas"));
        report.push(finding.help(help));
    }
}
/// The number of pods in the manifest. An autoscaler does not change a workload with zero pods.
/// <https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#implicit-maintenance-mode-deactivation>
fn replicas(workload: Entry<'_>) -> Option<i32> {
    let replicas = match workload.object() {
        Object::Deployment(it) => Option::<&DeploymentSpec>::from(&it.spec)?.replicas,
        Object::StatefulSet(it) => Option::<&StatefulSetSpec>::from(&it.spec)?.replicas,
        Object::ReplicaSet(it) => Option::<&ReplicaSetSpec>::from(&it.spec)?.replicas,
        _ => None,
    };
    replicas.filter(|replicas| *replicas > 0)
}
