//! Jobs: `validateJobSpec` of <https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/batch/validation/validation.go>.
use super::conflicts::{Conflicts, Pointer};
use k8s_openapi::api::batch::v1::JobSpec;

pub(super) fn job(spec: &JobSpec, at: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    let policy = spec
        .template
        .spec
        .as_ref()
        .and_then(|pod| pod.restart_policy.as_deref())
        .filter(|it| !it.is_empty())
        .unwrap_or("Always");
    if policy == "Always" {
        let message = "the pods of a Job have the restart policy `Always`";
        found.push(
            format_args!("{at}/template/spec/restartPolicy"),
            message,
            "set the restart policy `Never` or `OnFailure`",
        );
    }
    let is_indexed = spec.completion_mode.as_deref() == Some("Indexed");
    if is_indexed && spec.parallelism.is_some_and(|n| n > 100_000) {
        found.push(
            format_args!("{at}/parallelism"),
            "an indexed Job runs more than 100000 pods at a time",
            "lower the parallelism",
        );
    }
    let many = spec.completions.is_some_and(|n| n > 100_000);
    if is_indexed && many && spec.backoff_limit_per_index.is_some() && spec.parallelism.is_some_and(|n| n > 10_000) {
        let message = "a Job with a backoff limit for each index and more than 100000 completions runs more than 10000 pods at a time";
        found.push(format_args!("{at}/parallelism"), message, "lower the parallelism or the completions");
    }
    if is_indexed && many && spec.backoff_limit_per_index.is_some() && spec.max_failed_indexes.is_none() {
        let message = "a Job with a backoff limit for each index has more than 100000 completions";
        found.push(
            format_args!("{at}/backoffLimitPerIndex"),
            message,
            "lower the completions, or set `maxFailedIndexes`",
        );
    }
    if spec.backoff_limit_per_index.is_some() && !is_indexed {
        let message = "a Job without indices has a backoff limit for each index";
        found.push(
            format_args!("{at}/backoffLimitPerIndex"),
            message,
            "set `completionMode: Indexed` and `completions`, the number of indices",
        );
    }
    indices(spec, is_indexed, at, found);
    failure_policy(spec, at, found);
}

fn indices(spec: &JobSpec, is_indexed: bool, at: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    // Without completions and parallelism, the API server sets both to 1.
    if is_indexed && spec.completions.is_none() && spec.parallelism.is_some() {
        let message = "an indexed Job has no number of completions";
        found.push(format_args!("{at}/completionMode"), message, "set `completions`: the number of indices");
    }
    for (field, is_set) in
        [("successPolicy", spec.success_policy.is_some()), ("maxFailedIndexes", spec.max_failed_indexes.is_some())]
    {
        if is_set && !is_indexed {
            let message = format!("a Job without indices has `{field}`");
            found.push(format_args!("{at}/{field}"), message, "set `completionMode: Indexed`, or remove the field");
        }
    }
    let Some(failed) = spec.max_failed_indexes.filter(|_| is_indexed) else { return };
    if spec.backoff_limit_per_index.is_none() {
        let message = "`maxFailedIndexes` has no effect without a backoff limit for each index";
        found.push(format_args!("{at}/maxFailedIndexes"), message, "set `backoffLimitPerIndex`");
    }
    if let Some(completions) = spec.completions.filter(|completions| failed > *completions) {
        let message = format!("`maxFailedIndexes` is {failed}, above the {completions} completions");
        found.push(format_args!("{at}/maxFailedIndexes"), message, "lower it to the number of completions");
    }
}

/// `validatePodFailurePolicyRule`, `validatePodFailurePolicyRuleOnExitCodes` and `validatePodReplacementPolicy`.
fn failure_policy(spec: &JobSpec, at: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    let Some(policy) = &spec.pod_failure_policy else { return };
    if spec.pod_replacement_policy.as_deref().is_some_and(|it| it == "TerminatingOrFailed") {
        let message = "a Job with a `podFailurePolicy` replaces pods that are not yet failed";
        found.push(
            format_args!("{at}/podReplacementPolicy"),
            message,
            "set `podReplacementPolicy: Failed`, or remove it",
        );
    }
    for (index, rule) in policy.rules.iter().enumerate() {
        let at = format_args!("{at}/podFailurePolicy/rules/{index}");
        if rule.action == "FailIndex" && spec.backoff_limit_per_index.is_none() {
            let message = "a rule fails an index, and the Job has no backoff limit for each index";
            found.push(format_args!("{at}/action"), message, "set `backoffLimitPerIndex`, or use `FailJob`");
        }
        let on_conditions = rule.on_pod_conditions.as_ref().is_some_and(|it| !it.is_empty());
        if rule.on_exit_codes.is_some() == on_conditions {
            let message = "a rule needs either `onExitCodes` or `onPodConditions`";
            found.push(at, message, "write one of the two, and two rules for both");
        }
        let codes = rule.on_exit_codes.as_ref().map(|it| &*it.values).unwrap_or_default();
        if !codes.is_sorted_by(|a, b| a < b) {
            let message = "the exit codes of a rule are not in order, or one is a duplicate";
            found.push(format_args!("{at}/onExitCodes/values"), message, "sort them, and write each once");
        }
    }
}
