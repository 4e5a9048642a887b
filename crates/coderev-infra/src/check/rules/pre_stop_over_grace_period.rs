//! What it does: finds containers that sleep before they stop for as long as their pod is given to end, or longer.
//!
//! Why it is bad: the container is killed in its sleep, with every request that it holds; a longer sleep the API server refuses.
//!
//! Instead of `.pre_stop_sleep(seconds(60))` beside `.termination_grace_period(seconds(45))` say `.termination_grace_period(seconds(75))`.
use crate::finding::Finding;
use crate::manifest::Manifests;
use k8s_openapi::api::core::v1::Container;

/// What Kubernetes gives a pod that says nothing.
const GRACE: i64 = 30;

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (manifest, pod) in manifests.pods() {
        let grace = pod.termination_grace_period_seconds.unwrap_or(GRACE);
        for container in pod.init_containers.iter().flatten().chain(&pod.containers) {
            let Some(sleep) = sleep(container).filter(|sleep| *sleep > 0 && *sleep >= grace) else { continue };
            findings.push(
                Finding::error("pre-stop-over-grace-period", &manifest.subject, Some(manifest.at))
                    .message(format!(
                        "the container `{}` sleeps {sleep} s before it stops, and is killed after {grace} s",
                        container.name
                    ))
                    .help("give it longer to end, `.termination_grace_period(..)`, or let it sleep less, `.pre_stop_sleep(..)`")
                    .unless("grace-period-too-short"),
            );
        }
    }
    findings
}
fn sleep(container: &Container) -> Option<i64> {
    Some(container.lifecycle.as_ref()?.pre_stop.as_ref()?.sleep.as_ref()?.seconds)
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::check::rules::tests::{names, objects, platform, service};
    use crate::prelude::*;
    use serde_json::json;

    const RULE: &str = "pre-stop-over-grace-period";

    #[test]
    fn trips() {
        let sleepy = || service().pre_stop_sleep(seconds(60));
        assert_eq!(names(&platform(sleepy())), [RULE], "the tier gives 45 s");
        assert_eq!(names(&platform(sleepy().termination_grace_period(seconds(60)))), [RULE]);
        let proxy = Container::new("proxy", "proxy:1").cpu(millis(10)..=millis(20)).memory(mebi(16)..=mebi(32));
        assert_eq!(names(&platform(service().sidecar(proxy.pre_stop_sleep(seconds(50))))), [RULE]);
    }
    #[test]
    fn passes() {
        assert_eq!(names(&platform(service().pre_stop_sleep(seconds(44)))), [""; 0]);
        assert_eq!(
            names(&platform(service().pre_stop_sleep(seconds(0)).termination_grace_period(seconds(0)))),
            [""; 0]
        );
    }
    #[test]
    fn a_pod_that_says_nothing_is_given_half_a_minute() {
        let found = |seconds: i64| {
            let lifecycle = json!({"preStop": {"sleep": {"seconds": seconds}}});
            let spec = json!({"containers": [{"name": "web", "lifecycle": lifecycle}]});
            let pod = json!({"kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": spec});
            check(&objects([pod])).len()
        };
        assert_eq!([found(29), found(30)], [0, 1]);
    }
}
