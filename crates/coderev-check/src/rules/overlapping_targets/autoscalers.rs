//! Workloads with two autoscalers.
use super::named;
use crate::{Help, Report};
use coderev_objects::Inventory;

/// "pods by selector are controlled by multiple HPAs", `AmbiguousSelector`: `pkg/controller/podautoscaler/horizontal.go`
/// of Kubernetes. A ScaledObject has a HorizontalPodAutoscaler of its own.
pub(super) fn check(inventory: &Inventory, report: &mut Report) {
    for workload in inventory.workloads() {
        let mut autoscalers = workload.autoscalers();
        let Some(first) = autoscalers.next() else { continue };
        for entry in autoscalers.filter(|it| (it.kind(), it.name()) != (first.kind(), first.name())) {
            let message =
                format!("the {} and the {} both scale the {}", named(first), named(entry), named(workload.entry()));
            let help = Help::forms(
                "keep one of them: `.autoscale(..)` sets all metrics of the workload",
                "keep one of them, with the metrics of both",
            );
            report
                .push(report.finding(entry.subject(), message).at(entry.origin_of("/spec/scaleTargetRef")).help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::OVERLAPPING_TARGETS;
    use crate::testing::check;

    #[test]
    fn a_workload_has_one_autoscaler() {
        check(
            &OVERLAPPING_TARGETS,
            r"
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web}]}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web-hpa}
spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: web}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
# ^^^^^^^^^^^^^^ error[overlapping-targets]: the HorizontalPodAutoscaler `web-hpa` and the ScaledObject `web` both scale the Deployment `web`
  triggers: []
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: other}
spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: other}}
",
        );
    }
}
