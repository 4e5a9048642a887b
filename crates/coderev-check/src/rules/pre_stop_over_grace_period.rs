//! `pre-stop-over-grace-period`
use super::containers;
use crate::object_rule::ObjectRule;
use crate::{Help, Phase, Report, Rule};
use coderev_objects::Inventory;
use k8s_openapi::api::core::v1::Container;

/// The rule.
pub static PRE_STOP_OVER_GRACE_PERIOD: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("pre-stop-over-grace-period", Phase::Objects)
    .summary("containers whose `preStop` hook sleeps as long as the grace period of their pod, or longer")
    .why("The container is killed while the hook sleeps, and all its open requests fail. If the sleep is longer than the grace period, the API server \
         rejects the pod.")
    .rust(
        r#"Worker::new("sync", "ghcr.io/acme/sync:v1.4.0")
    .pre_stop_sleep(seconds(60))
  // ^^^^^^^^^^^^^^ error[pre-stop-over-grace-period]: the preStop hook of `sync` sleeps 60 s, but the pod is killed after 45 s
    .termination_grace_period(seconds(45))"#,
        r#"Worker::new("sync", "ghcr.io/acme/sync:v1.4.0")
    .pre_stop_sleep(seconds(60))
    .termination_grace_period(seconds(75))"#,
    )
    .yaml(
        r"apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  terminationGracePeriodSeconds: 45
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    resources: {requests: {cpu: 100m, memory: 128Mi}}
    lifecycle: {preStop: {sleep: {seconds: 60}}}
  #                               ^^^^^^^ error[pre-stop-over-grace-period]: the preStop hook of `web` sleeps 60 s, but the pod is killed after 45 s
",
        r"apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  terminationGracePeriodSeconds: 75
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    resources: {requests: {cpu: 100m, memory: 128Mi}}
    lifecycle: {preStop: {sleep: {seconds: 60}}}
",
    );
/// The default grace period of a pod.
const DEFAULT_GRACE_PERIOD: i64 = 30;

fn check(inventory: &Inventory, report: &mut Report) {
    for placed in containers::all(inventory) {
        let Some(sleep) = sleep(placed.container).filter(|sleep| *sleep > 0) else { continue };
        let grace = placed.workload.pod().termination_grace_period_seconds.unwrap_or(DEFAULT_GRACE_PERIOD);
        if sleep < grace {
            continue;
        }
        let message = format!(
            "the preStop hook of `{}` sleeps {sleep} s, but the pod is killed after {grace} s",
            placed.container.name
        );
        let help = Help::forms(
            "raise the grace period, `.termination_grace_period(..)`, or sleep less, `.pre_stop_sleep(..)`",
            "raise `terminationGracePeriodSeconds` of the pod, or sleep less",
        );
        // A sleep that the program does not set, such as that of its tier, has the position of the workload. The position of
        // the grace period is then closer to the fault.
        let sleeps_at = placed.origin("/lifecycle/preStop/sleep/seconds");
        let is_inherited = sleeps_at == placed.workload.entry().origin();
        let grace_period = format!("{}/terminationGracePeriodSeconds", placed.workload.pod_pointer());
        let origin = if is_inherited { placed.workload.origin_of(&grace_period) } else { sleeps_at };
        report.push(placed.finding(report, message).at(origin).help(help));
    }
}
fn sleep(container: &Container) -> Option<i64> {
    Some(container.lifecycle.as_ref()?.pre_stop.as_ref()?.sleep.as_ref()?.seconds)
}

#[cfg(test)]
mod tests {
    use super::PRE_STOP_OVER_GRACE_PERIOD;
    use crate::testing::messages;
    use serde_json::json;

    #[test]
    fn the_default_grace_period_is_half_a_minute() {
        let found = |seconds: i64| {
            let lifecycle = json!({"preStop": {"sleep": {"seconds": seconds}}});
            let pod = json!({"kind": "Pod", "metadata": {"name": "web", "namespace": "shop"},
                "spec": {"containers": [{"name": "web", "lifecycle": lifecycle}]}});
            messages(&PRE_STOP_OVER_GRACE_PERIOD, [pod]).len()
        };
        assert_eq!([29, 30, 31].map(found), [0, 1, 1]);
    }
}
