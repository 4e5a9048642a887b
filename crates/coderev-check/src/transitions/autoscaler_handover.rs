//! `transition-autoscaler-handover`
use super::commands::{steps, title};
use super::diff::{Diff, TRANSFER, takes_over, value};
use super::order::apply_only;
use crate::change_rule::ChangeRule;
use crate::{Change, Help, Phase, Report, Rule};
use coderev_objects::{Entry, Object, Workload};

/// The rule.
pub static TRANSITION_AUTOSCALER_HANDOVER: ChangeRule = ChangeRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("transition-autoscaler-handover", Phase::Change)
    .summary("a workload whose autoscaler is replaced by an autoscaler of a different kind or name, or by a fixed number of pods")
    .why(
        "The old autoscaler stays in the cluster. KEDA refuses a ScaledObject for a workload that an HPA scales. If two HPAs have the same target, neither scales it. If `replicas` is set while an autoscaler runs, each overwrites the value of the other.",
    )
    .yaml(
        r"apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: 'ghcr.io/acme/web:v1.4.0'}]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web-hpa, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 3
  maxReplicas: 9
--- # after
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: 'ghcr.io/acme/web:v1.4.0'}]}
---
apiVersion: keda.sh/v1alpha1
#<^^^^^^^^^^ warning[transition-autoscaler-handover]: KEDA refuses the ScaledObject `web`, because the HorizontalPodAutoscaler `web-hpa` still scales `web`
kind: ScaledObject
metadata: {name: web, namespace: shop}
spec:
  scaleTargetRef: {name: web}
  minReplicaCount: 3
  maxReplicaCount: 9
  triggers: [{type: cron, metadata: {timezone: Etc/UTC}}]
",
        r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: 'ghcr.io/acme/web:v1.4.0'}]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web-hpa, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 3
  maxReplicas: 9
--- # after
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: 'ghcr.io/acme/web:v1.4.0'}]}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: web
  namespace: shop
  annotations: {scaledobject.keda.sh/transfer-hpa-ownership: "true"}
spec:
  scaleTargetRef: {name: web}
  minReplicaCount: 3
  maxReplicaCount: 9
  advanced: {horizontalPodAutoscalerConfig: {name: web-hpa}}
  triggers: [{type: cron, metadata: {timezone: Etc/UTC}}]
"#,
    );

fn check(change: &Change<'_>, report: &mut Report) {
    let diff = Diff::new(change.before, change.after);
    for (old, new) in &diff.kept {
        let (Some(was), Some(is)) = (old.as_workload(), new.as_workload()) else { continue };
        for gone in was.autoscalers().filter(|scaler| diff.removed.contains(scaler)) {
            replaced(change, gone, is, report);
        }
    }
}

/// The autoscaler `gone` of a workload stays in the cluster; `is` is the new version of the workload.
fn replaced(change: &Change<'_>, gone: Entry<'_>, is: Workload<'_>, report: &mut Report) {
    let target = change.target;
    let apply = format!("apply the new files: `{}`", target.apply_all());
    let stop = format!("`{}`: the number of pods stays as it is", target.delete(gone));
    let (message, at, help) = match is.autoscalers().next() {
        None => {
            let message = format!("the {} still scales `{}`, and undoes its number of pods", title(gone), is.name());
            (
                message,
                is.entry(),
                steps([Some(stop), forced(change, is.entry()), Some(apply)].into_iter().flatten()).into(),
            )
        }
        Some(new) if is_hpa(gone) && !is_hpa(new) => {
            let message =
                format!("KEDA refuses the {}, because the {} still scales `{}`", title(new), title(gone), is.name());
            let name = gone.name();
            let annotations = format!(
                "let KEDA take over the HPA: set the annotation `{TRANSFER}: \"true\"` and \
`advanced.horizontalPodAutoscalerConfig.name: {name}`"
            );
            debug_assert!(!takes_over(new, name), "an HPA that KEDA takes over is not removed");
            (message, new, Help::from(annotations))
        }
        Some(new) => {
            let message = format!("the {} still scales `{}`, next to the {}", title(gone), is.name(), title(new));
            (message, new, steps([stop, apply]).into())
        }
    };
    report.push(report.finding(is.subject(), message).at(at.origin()).before(gone.origin()).help(help));
}

/// The step that takes `replicas` from the controller, which is another field manager.
/// <https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts>
fn forced(change: &Change<'_>, workload: Entry<'_>) -> Option<String> {
    value(workload).pointer("/spec/replicas")?;
    let apply = apply_only(change, workload, "--force-conflicts");
    Some(format!("take the number of pods from the controller of the autoscaler: {apply}"))
}
fn is_hpa(entry: Entry<'_>) -> bool {
    matches!(entry.object(), Object::HorizontalPodAutoscaler(_))
}
