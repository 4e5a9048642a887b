//! `transition-replicas-dip`
use super::commands::{reference, steps};
use super::diff::{Diff, value};
use crate::change_rule::ChangeRule;
use crate::object_id::quoted;
use crate::{Change, Phase, Report, Rule, Target};
use coderev_objects::{Entry, Object};
use serde_json::json;

/// The rule.
pub static TRANSITION_REPLICAS_DIP: ChangeRule = ChangeRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("transition-replicas-dip", Phase::Change)
    .summary("workloads whose new version has no `replicas` any more, because an autoscaler sets them")
    .why("When the field is removed, the API server sets it to 1. All pods except one stop at once, and the autoscaler starts new ones only after they are gone.")
    .yaml(
        r"apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 6
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: 'ghcr.io/acme/web:v1.4.0'}]}
--- # after
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
#<^^^^ warning[transition-replicas-dip]: `web` falls from 6 pods to 1 when the new files are applied, until `web-hpa` acts
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
  minReplicas: 6
  maxReplicas: 20
",
        r"apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 6
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: 'ghcr.io/acme/web:v1.4.0'}]}
--- # after
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 8
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: 'ghcr.io/acme/web:v1.4.0'}]}
",
    );

fn check(change: &Change<'_>, report: &mut Report) {
    let target = change.target;
    for (old, new) in Diff::new(change.before, change.after).kept {
        if !matches!(new.object(), Object::Deployment(_) | Object::StatefulSet(_) | Object::ReplicaSet(_)) {
            continue;
        }
        let (Some(pods), None) = (replicas(old), replicas(new)) else { continue };
        if pods <= 1 {
            continue;
        }
        let autoscaler = new.as_workload().and_then(|workload| workload.autoscalers().next());
        let until = autoscaler.map(|it| format!(", until `{}` acts", it.name())).unwrap_or_default();
        let message = format!("`{}` falls from {pods} pods to 1 when the new files are applied{until}", new.name());
        let field = "/spec/replicas";
        let finding = report.finding(new.subject(), message).at(new.origin_of(field)).before(old.origin_of(field));
        if autoscaler.is_none() {
            report.push(finding.help("set the number of pods, `replicas`, or add an autoscaler"));
            continue;
        }
        report.push(finding.help(steps([
            format!("let another field manager keep the number of pods: `{}`", handover(target, old, pods)),
            format!("apply the new files: `{}`", target.apply_all()),
            format!("check it: `{}`", target.kubectl(&format!("get {}", reference(new)))),
        ])));
    }
}

fn replicas(entry: Entry<'_>) -> Option<i64> {
    value(entry).pointer("/spec/replicas")?.as_i64()
}

/// The steps of Kubernetes for a field that a controller takes over: an object with only this field, applied by
/// another field manager, which loses the field when the autoscaler first changes it.
/// <https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership>
fn handover(target: &Target, old: Entry<'_>, pods: i64) -> String {
    let object = json!({
        "apiVersion": old.api_version(),
        "kind": old.kind(),
        "metadata": {"name": old.name(), "namespace": old.namespace()},
        "spec": {"replicas": pods},
    });
    format!(
        "echo {} | {}",
        quoted(&object.to_string()),
        target.kubectl("apply --server-side --field-manager=replicas-handover --validate=false -f -")
    )
}
