//! `autoscaler-bounds`
use crate::object_rule::ObjectRule;
use crate::{Help, Phase, Report, Rule};
use coderev_objects::crd::keda::ScaledObject;
use coderev_objects::{Entry, Inventory};
use k8s_openapi::api::autoscaling::v2::{HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec};

/// The rule.
pub static AUTOSCALER_BOUNDS: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("autoscaler-bounds", Phase::Objects)
    .or_warning()
    .summary("autoscalers whose minimum is above or equal to the maximum, or is zero without KEDA (an HPA cannot scale from zero)")
    .why("The API server or KEDA rejects a minimum above the maximum. With equal bounds, the number of pods never changes, although the \
         workload appears to scale.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(Autoscale::new(9..=5))
  //                                                     ^^^^^^^^^^^^^^ error[autoscaler-bounds]: the autoscaler scales from 9 to 5 pods"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").autoscale(Autoscale::new(5..=9))"#,
    )
    .yaml(
        r"apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 9
  maxReplicas: 5
# ^^^^^^^^^^^ error[autoscaler-bounds]: the autoscaler scales from 9 to 5 pods
",
        r"apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 5
  maxReplicas: 9
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    for (entry, scaler) in inventory.all::<HorizontalPodAutoscaler>() {
        let Some(spec) = Option::<&HorizontalPodAutoscalerSpec>::from(&scaler.spec) else { continue };
        let bounds = Bounds {
            lowest: 1,
            min: spec.min_replicas.unwrap_or(1),
            max: spec.max_replicas,
            fields: ["/spec/minReplicas", "/spec/maxReplicas"],
        };
        bounds.check(entry, report);
    }
    for (entry, scaled) in inventory.all::<ScaledObject>() {
        let bounds = Bounds {
            lowest: 0,
            min: scaled.spec.min_replica_count,
            max: scaled.spec.max_replica_count,
            fields: ["/spec/minReplicaCount", "/spec/maxReplicaCount"],
        };
        bounds.check(entry, report);
    }
}

/// The bounds of an autoscaler.
struct Bounds {
    /// The lowest valid minimum: KEDA can start the first pod itself.
    lowest: i32,
    min: i32,
    max: i32,
    /// The fields of both bounds.
    fields: [&'static str; 2],
}
impl Bounds {
    fn check(&self, entry: Entry<'_>, report: &mut Report) {
        let Self { lowest, min, max, fields } = *self;
        let scales = format!("the autoscaler scales from {min} to {max} pods");
        if min > max || max < 1 {
            let help = Help::forms(
                "write the minimum first and the maximum last: `Autoscale::new(3..=9)`",
                "set a maximum above the minimum, of 1 or more",
            );
            report.push(report.finding(entry.subject(), scales).at(entry.origin_of(fields[1])).help(help));
        } else if min < lowest {
            let help = Help::forms(
                "only KEDA can start the first pod: add a trigger, `.kafka_lag(..)`, `.prometheus(..)` or `.trigger(..)`, or keep one pod",
                "only KEDA can start the first pod: use a ScaledObject with a trigger, or keep one pod",
            );
            report.push(report.finding(entry.subject(), scales).at(entry.origin_of(fields[0])).help(help));
        } else if min == max {
            let help = Help::forms(
                format!("raise the maximum, or set the number without an autoscaler: `.replicas({max})`"),
                "raise the maximum, or remove the autoscaler and set `replicas`",
            );
            let message = format!("{scales}, so their number never changes");
            let finding = report.finding(entry.subject(), message).at(entry.origin_of(fields[1]));
            report.push(finding.help(help).as_warning());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::AUTOSCALER_BOUNDS;
    use crate::testing::check;

    #[test]
    fn bounds_of_an_autoscaler_of_kubernetes() {
        check(
            &AUTOSCALER_BOUNDS,
            r"
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: reversed}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 9
  maxReplicas: 3
# ^^^^^^^^^^^ error[autoscaler-bounds]: the autoscaler scales from 9 to 3 pods
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: from-zero}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 0
# ^^^^^^^^^^^ error[autoscaler-bounds]: the autoscaler scales from 0 to 3 pods
  maxReplicas: 3
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: equal}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 3
  maxReplicas: 3
# ^^^^^^^^^^^ warning[autoscaler-bounds]: the autoscaler scales from 3 to 3 pods, so their number never changes
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: default}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  maxReplicas: 3
",
        );
    }
    #[test]
    fn bounds_of_an_autoscaler_of_keda() {
        check(
            &AUTOSCALER_BOUNDS,
            r"
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: reversed}
spec:
  scaleTargetRef: {name: web}
  minReplicaCount: 9
  maxReplicaCount: 3
# ^^^^^^^^^^^^^^^ error[autoscaler-bounds]: the autoscaler scales from 9 to 3 pods
  triggers: [{type: cron, metadata: {timezone: Etc/UTC}}]
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: from-zero}
spec:
  scaleTargetRef: {name: web}
  minReplicaCount: 0
  maxReplicaCount: 3
  triggers: [{type: cron, metadata: {timezone: Etc/UTC}}]
",
        );
    }
}
