//! `malformed-volume`
use super::rule::IntentRule;
use crate::model::Source;
use crate::resolve::Resolved;
use crate::resolve::volumes as mounts;
use coderev_check::{Phase, Report, Rule};

pub(super) static MALFORMED_VOLUME: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("malformed-volume", Phase::Intent)
    .summary("raw JSON volumes whose type or fields Kubernetes does not support")
    .why("The API server drops an unknown field, or rejects the pod.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
    .mount("/exports", Volume::raw(json!({"nsf": {"server": "10.0.0.5", "path": "/exports"}})))
  // ^^^^^ error[malformed-volume]: `{"nsf":{"path":"/exports","server":"10.0.0.5"}}` is not a volume source: a volume has no field `nsf`"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
    .mount("/exports", Volume::raw(json!({"csi": {"driver": "secrets-store.csi.k8s.io", "readOnly": true}})))"#,
    );

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for workload in &resolved.workloads {
        for (volume, at) in mounts::mounted(workload) {
            let Source::Raw(source) = &volume.source else { continue };
            let Err(fault) = mounts::read(source, "volume") else { continue };
            let message = format!("`{source}` is not a volume source: {fault}");
            let finding = report.finding(workload.subject(), message).at(at);
            report.push(
                finding.help(
                    "write it as in a pod: `json!({\"nfs\": {\"server\": \"10.0.0.5\", \"path\": \"/exports\"}})`",
                ),
            );
        }
    }
}
