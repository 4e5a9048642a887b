//! `annotation-without-object`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use crate::resolve::workload::Workload;
use coderev_check::{Phase, Report, Rule};

pub(super) static ANNOTATION_WITHOUT_OBJECT: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("annotation-without-object", Phase::Intent)
    .aliases(&["word-without-effect"])
    .summary("annotations for an object that the workload does not have")
    .why("The annotation is not written to any object.")
    .rust(
        r#"Worker::new("sync", "ghcr.io/acme/sync:v1.4.0").annotation(Object::SERVICE, "acme.dev/owner", "shop")
//<^^^^^^^^^^^ warning[annotation-without-object]: the annotation `acme.dev/owner` has no effect: `sync` has no Service"#,
        r#"Worker::new("sync", "ghcr.io/acme/sync:v1.4.0").annotation(Object::DEPLOYMENT, "acme.dev/owner", "shop")"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        let own = workload.kind();
        for (object, key, _) in &workload.pod.annotations {
            if becomes(workload, own, object.kind) {
                continue;
            }
            let message = format!("the annotation `{key}` has no effect: `{}` has no {}", workload.name(), object.kind);
            let finding = report.finding(workload.subject(), message).at(workload.declared.origin);
            report.push(finding.help(format!("annotate an object that exists: the pods, `Object::POD`, or the {own}")));
        }
    }
}
/// Whether the workload has an object of `kind`.
fn becomes(workload: &Workload<'_>, own: &str, kind: &str) -> bool {
    match kind {
        "Pod" | "NetworkPolicy" => true,
        "ServiceAccount" => workload.pod.account.as_ref().is_none_or(|account| !account.existing),
        "Service" => workload.has_address(),
        "PodDisruptionBudget" => workload.budget().is_some(),
        "HorizontalPodAutoscaler" | "ScaledObject" => {
            let scaled = workload.declared.autoscale.as_ref().map(|scale| !scale.signals.is_empty());
            scaled == Some(kind == "ScaledObject")
        }
        "Role" | "RoleBinding" | "ClusterRole" | "ClusterRoleBinding" => workload.has_role(),
        kind => kind == own,
    }
}
