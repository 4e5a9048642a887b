//! What it does: finds Jobs whose `podFailurePolicy` Kubernetes refuses: one that fails on the exit code 0, names a container which the pods do
//! not have, or stands beside a restart of containers in place.
//!
//! Why it is bad: the API server refuses the Job.
//!
//! Instead of `Job::new("sweep", ..).fail_on_exit_code(0)` say `.fail_on_exit_code(64)`: 0 is success.
use crate::finding::Finding;
use crate::manifest::{Manifest, Manifests, Object};
use k8s_openapi::api::batch::v1::{CronJobSpec, JobSpec, PodFailurePolicyOnExitCodesRequirement};

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let mut findings = Vec::new();
    for manifest in manifests.iter() {
        let Some(job) = job(&manifest.object) else { continue };
        let Some(policy) = &job.pod_failure_policy else { continue };
        let restart = job.template.spec.as_ref().and_then(|pod| pod.restart_policy.as_deref());
        if restart != Some("Never") {
            let message =
                format!("a `podFailurePolicy` stands beside the restart policy `{}`", restart.unwrap_or("Always"));
            findings.push(error(
                manifest,
                message,
                "pods that are judged by how they end are not restarted: say `Never`",
            ));
        }
        for codes in policy.rules.iter().filter_map(|rule| rule.on_exit_codes.as_ref()) {
            of_codes(manifest, codes, &mut findings);
        }
    }
    findings
}
fn of_codes(manifest: &Manifest, codes: &PodFailurePolicyOnExitCodesRequirement, findings: &mut Vec<Finding>) {
    if codes.operator == "In" && codes.values.contains(&0) {
        let message = "a `podFailurePolicy` looks for the exit code 0, which is success";
        findings.push(error(
            manifest,
            message,
            "say those that mean that no second try helps: `.fail_on_exit_code(64)`",
        ));
    }
    let mut containers = manifest.object.template().into_iter().flat_map(|template| template.containers());
    if let Some(name) = codes.container_name.as_deref().filter(|name| !containers.any(|it| it.name == **name)) {
        let message = format!("a `podFailurePolicy` looks at the container `{name}`, which the pods do not have");
        findings.push(error(manifest, message, "name one of theirs, or none: then it looks at all"));
    }
}
fn error(manifest: &Manifest, message: impl Into<String>, help: &str) -> Finding {
    Finding::error("malformed-failure-policy", &manifest.subject, Some(manifest.at)).message(message).help(help)
}
fn job(object: &Object) -> Option<&JobSpec> {
    match object {
        Object::Job(job) => (&job.spec).into(),
        Object::CronJob(cron_job) => Option::<&CronJobSpec>::from(&cron_job.spec)?.job_template.spec.as_ref(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::check::rules::tests::{names, objects, platform, service};
    use crate::prelude::*;
    use serde_json::{Value, json};

    fn failing(code: i32) -> Vec<&'static str> {
        let job =
            Job::new("sweep", "sweep:1").cpu(millis(1)..=millis(2)).memory(mebi(1)..=mebi(2)).fail_on_exit_code(code);
        names(&platform(service()).namespace(Namespace::new("batch", Stable).job(job)))
    }
    #[test]
    fn trips() {
        assert_eq!(failing(0), ["malformed-failure-policy"]);
    }
    #[test]
    fn passes() {
        assert_eq!(failing(64), [""; 0]);
    }

    fn found(restart: &str, codes: &Value) -> usize {
        let pod =
            json!({"restartPolicy": restart, "containers": [{"name": "web"}], "initContainers": [{"name": "setup"}]});
        let rule = json!({"action": "FailJob", "onExitCodes": codes});
        let job = json!({"podFailurePolicy": {"rules": [rule]}, "template": {"spec": pod}});
        let metadata = json!({"name": "sweep", "namespace": "shop"});
        let cron_job = json!({"schedule": "@daily", "jobTemplate": {"spec": job}});
        let each = [("Job", job), ("CronJob", cron_job)]
            .map(|(kind, spec)| check(&objects([json!({"kind": kind, "metadata": metadata, "spec": spec})])).len());
        assert_eq!(each[0], each[1], "a CronJob is looked at like a Job");
        each[0]
    }
    #[test]
    fn what_the_api_server_refuses_is_refused() {
        let codes = |name: &str, operator: &str, value: i32| json!({"containerName": name, "operator": operator, "values": [value]});
        for (restart, codes, count) in [
            ("Never", codes("web", "In", 1), 0),
            ("Never", codes("setup", "In", 1), 0),
            ("Never", json!({"operator": "In", "values": [1]}), 0),
            ("Never", codes("web", "NotIn", 0), 0),
            ("Never", codes("web", "In", 0), 1),
            ("Never", codes("wbe", "In", 1), 1),
            ("OnFailure", codes("web", "In", 1), 1),
        ] {
            assert_eq!(found(restart, &codes), count, "{restart} {codes}");
        }
    }
}
