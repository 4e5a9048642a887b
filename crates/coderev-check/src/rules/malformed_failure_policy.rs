//! `malformed-failure-policy`
use super::containers;
use crate::object_rule::ObjectRule;
use crate::{Help, Phase, Report, Rule};
use coderev_objects::{Inventory, Object, Workload};
use k8s_openapi::api::batch::v1::{CronJobSpec, JobSpec, PodFailurePolicyOnExitCodesRequirement};

/// The rule.
pub static MALFORMED_FAILURE_POLICY: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("malformed-failure-policy", Phase::Objects)
    .summary("Jobs with a `podFailurePolicy` that Kubernetes rejects: it matches exit code 0, it names a container that the pods do not have, or the \
         restart policy of the pods is not `Never`")
    .why("The API server rejects the Job.")
    .rust(
        r#"Job::new("sweep", "ghcr.io/acme/sweep:v1.4.0").fail_on_exit_code(0)
//<^^^^^^^^ error[malformed-failure-policy]: a `podFailurePolicy` matches exit code 0, which means success"#,
        r#"Job::new("sweep", "ghcr.io/acme/sweep:v1.4.0").fail_on_exit_code(64)"#,
    )
    .yaml(
        r"apiVersion: batch/v1
kind: Job
metadata: {name: sweep}
spec:
  podFailurePolicy:
    rules:
    - action: FailJob
      onExitCodes: {operator: In, values: [0]}
  #                                        ^ error[malformed-failure-policy]: a `podFailurePolicy` matches exit code 0, which means success
  template:
    spec:
      restartPolicy: Never
      containers:
      - name: sweep
        image: ghcr.io/acme/sweep:v1.4.0
        resources: {requests: {cpu: 100m, memory: 128Mi}}
",
        r"apiVersion: batch/v1
kind: Job
metadata: {name: sweep}
spec:
  podFailurePolicy:
    rules:
    - action: FailJob
      onExitCodes: {operator: In, values: [64]}
  template:
    spec:
      restartPolicy: Never
      containers:
      - name: sweep
        image: ghcr.io/acme/sweep:v1.4.0
        resources: {requests: {cpu: 100m, memory: 128Mi}}
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    for workload in inventory.workloads() {
        let Some((job, at)) = job(workload.object()) else { continue };
        let Some(policy) = &job.pod_failure_policy else { continue };
        let restart = job.template.spec.as_ref().and_then(|pod| pod.restart_policy.as_deref());
        if restart != Some("Never") {
            let restart = restart.filter(|it| !it.is_empty()).unwrap_or("Always");
            let message = format!("the Job has a `podFailurePolicy`, but its pods have the restart policy `{restart}`");
            let field = format!("{at}/template/spec/restartPolicy");
            let finding = report.finding(workload.subject(), message).at(workload.origin_of(&field));
            report.push(
                finding.help("a failure policy needs pods that are not restarted: set the restart policy `Never`"),
            );
        }
        for (index, rule) in policy.rules.iter().enumerate() {
            let Some(codes) = &rule.on_exit_codes else { continue };
            let field = format!("{at}/podFailurePolicy/rules/{index}/onExitCodes");
            check_codes(workload, codes, &field, report);
        }
    }
}

fn check_codes(workload: Workload<'_>, codes: &PodFailurePolicyOnExitCodesRequirement, at: &str, report: &mut Report) {
    if codes.operator == "In"
        && let Some(index) = codes.values.iter().position(|code| *code == 0)
    {
        let message = "a `podFailurePolicy` matches exit code 0, which means success";
        let field = format!("{at}/values/{index}");
        let help = Help::forms(
            "list the exit codes that a retry cannot fix: `.fail_on_exit_code(64)`",
            "list the exit codes that a retry cannot fix: `values: [64]`",
        );
        report.push(report.finding(workload.subject(), message).at(workload.origin_of(&field)).help(help));
    }
    let Some(name) = codes.container_name.as_deref() else { return };
    if containers::of_workload(workload).all(|placed| placed.container.name != name) {
        let message = format!("a `podFailurePolicy` names the container `{name}`, which the pods do not have");
        let finding = report.finding(workload.subject(), message);
        let finding = finding.at(workload.origin_of(&format!("{at}/containerName")));
        report.push(
            finding.help("name one of the containers of the pods, or no container, to check the exit codes of all"),
        );
    }
}

/// The Job, or the template of a CronJob, with its JSON pointer.
fn job(object: &Object) -> Option<(&JobSpec, &'static str)> {
    match object {
        Object::Job(job) => Some((Option::from(&job.spec)?, "/spec")),
        Object::CronJob(cron_job) => {
            let template = &Option::<&CronJobSpec>::from(&cron_job.spec)?.job_template;
            Some((template.spec.as_ref()?, "/spec/jobTemplate/spec"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::MALFORMED_FAILURE_POLICY;
    use crate::testing::messages;
    use serde_json::{Value, json};

    fn found(restart: &str, codes: &Value) -> usize {
        let pod =
            json!({"restartPolicy": restart, "containers": [{"name": "web"}], "initContainers": [{"name": "setup"}]});
        let rule = json!({"action": "FailJob", "onExitCodes": codes});
        let job = json!({"podFailurePolicy": {"rules": [rule]}, "template": {"spec": pod}});
        let metadata = json!({"name": "sweep", "namespace": "shop"});
        let cron_job = json!({"schedule": "@daily", "jobTemplate": {"spec": job}});
        let each = [("Job", job), ("CronJob", cron_job)].map(|(kind, spec)| {
            let object = json!({"kind": kind, "metadata": metadata, "spec": spec});
            messages(&MALFORMED_FAILURE_POLICY, [object]).len()
        });
        assert_eq!(each[0], each[1], "a CronJob is checked like a Job");
        each[0]
    }
    #[test]
    fn the_conditions_of_the_api_server_are_checked() {
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
