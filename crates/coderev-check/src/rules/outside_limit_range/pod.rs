//! The bounds of a LimitRange for a whole pod.
use crate::Report;
use crate::rules::amounts::of_containers;
use crate::rules::containers::displayed;
use crate::rules::quota_too_small::needs::amount as shown;
use coderev_objects::quantity::{self, Amount};
use coderev_objects::{Limits, Workload};
use k8s_openapi::api::core::v1::LimitRangeItem;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use std::collections::{BTreeMap, BTreeSet};

/// Reports the first refusal of each resource. `PodValidateLimitFunc` in plugin/pkg/admission/limitranger/admission.go of
/// Kubernetes adds the amounts of the containers as a quota does, without the overhead of the RuntimeClass.
pub(super) fn check(workload: Workload<'_>, ranges: &Limits<'_>, report: &mut Report) {
    let items = || {
        let all = ranges.iter().flat_map(|(range, spec)| spec.limits.iter().map(move |item| (range.name(), item)));
        all.filter(|(_, item)| item.type_ == "Pod")
    };
    if items().next().is_none() {
        return;
    }
    let sums = of_containers(workload.pod(), ranges);
    let mut reported = BTreeSet::new();
    for (range, item) in items() {
        let bounds = [&item.min, &item.max, &item.max_limit_request_ratio];
        let resources: BTreeSet<&String> = bounds.into_iter().flatten().flat_map(|it| it.keys()).collect();
        for resource in resources {
            let request = sums.find(&format!("requests.{resource}"));
            let limit = sums.find(&format!("limits.{resource}"));
            let fault = fault(range, item, resource, request, limit).filter(|_| reported.insert(resource));
            let Some(fault) = fault else { continue };
            let message = format!("the pod of `{}` {fault} for a pod", workload.name());
            let help = "the LimitRange compares the sum of all containers: change the requests and limits of the containers, or the LimitRange";
            let at = workload.origin_of(&workload.pod_pointer());
            report.push(report.finding(workload.subject(), message).at(at).help(help));
        }
    }
}

/// The first refusal, in the order of the API server.
fn fault(
    range: &str,
    item: &LimitRangeItem,
    resource: &str,
    request: Option<Amount>,
    limit: Option<Amount>,
) -> Option<String> {
    let bound = |bounds: &Option<BTreeMap<String, Quantity>>| {
        let quantity = bounds.as_ref()?.get(resource)?;
        Some((quantity::parse(&quantity.0)?, quantity.0.clone()))
    };
    let name = displayed(resource);
    let requests = |it: Amount| format!("requests {} of {name}", shown(resource, it));
    let limited = |it: Amount| format!("has a {name} limit of {}", shown(resource, it));
    let none = |what: &str| format!("has no {name} {what}");
    if let Some((min, text)) = bound(&item.min) {
        let is_below = |it: &Amount| *it < min;
        let observed = match (request, limit) {
            (None, _) => Some(none("request")),
            (Some(it), _) if is_below(&it) => Some(requests(it)),
            (_, it) => it.filter(is_below).map(limited),
        };
        if let Some(observed) = observed {
            return Some(format!("{observed}, but the LimitRange `{range}` allows {text} at least"));
        }
    }
    if let Some((max, text)) = bound(&item.max) {
        let is_above = |it: &Amount| *it > max;
        let observed = match (limit, request) {
            (None, _) => Some(none("limit")),
            (Some(it), _) if is_above(&it) => Some(limited(it)),
            (_, it) => it.filter(is_above).map(requests),
        };
        if let Some(observed) = observed {
            return Some(format!("{observed}, but the LimitRange `{range}` allows {text} at most"));
        }
    }
    let (ratio, text) = bound(&item.max_limit_request_ratio)?;
    let is_set = |it: &Amount| *it > Amount::ZERO;
    let observed = match (request.filter(is_set), limit.filter(is_set)) {
        (None, _) => none("request"),
        (_, None) => none("limit"),
        (Some(request), Some(limit)) if limit.ratio_to(request) <= ratio.as_f64() => return None,
        (Some(request), Some(limit)) => format!("{} and {}", requests(request), limited(limit)),
    };
    Some(format!("{observed}, but the LimitRange `{range}` allows a limit of {text} times the request at most"))
}

#[cfg(test)]
mod tests {
    use super::super::OUTSIDE_LIMIT_RANGE;
    use crate::testing::messages;
    use serde_json::{Value, json};

    /// The findings about a pod with an init container of 1500m, a sidecar of 200m, and two containers of 600m.
    fn found(item: Value) -> Vec<String> {
        let mut item = item;
        item["type"] = "Pod".into();
        let range = json!({"kind": "LimitRange", "metadata": {"name": "limits", "namespace": "shop"}, "spec": {"limits": [item]}});
        let container = |name: &str, cpu: &str| json!({"name": name, "resources": {"requests": {"cpu": cpu, "memory": "128Mi"}, "limits": {"memory": "256Mi"}}});
        let mut sidecar = container("proxy", "200m");
        sidecar["restartPolicy"] = "Always".into();
        let spec = json!({
            "containers": [container("web", "600m"), container("log", "600m")],
            "initContainers": [sidecar, container("migrate", "1500m")],
        });
        let pod = json!({"kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": spec});
        let found = messages(&OUTSIDE_LIMIT_RANGE, [range, pod]);
        found.iter().map(|it| it.strip_prefix("the pod of `web` ").expect("the pod").to_owned()).collect()
    }

    #[test]
    fn the_containers_of_a_pod_are_added() {
        // The init container runs next to the sidecar: 1700m.
        let at_most = |bound: &str| {
            format!("requests 1700m of CPU, but the LimitRange `limits` allows {bound} at most for a pod")
        };
        assert_eq!(
            found(json!({"max": {"cpu": "4"}})),
            ["has no CPU limit, but the LimitRange `limits` allows 4 at most for a pod"]
        );
        assert_eq!(found(json!({"max": {"memory": "768Mi"}})), [""; 0]);
        assert_eq!(
            found(json!({"max": {"memory": "700Mi"}})),
            ["has a memory limit of 768Mi, but the LimitRange `limits` allows 700Mi at most for a pod"]
        );
        assert_eq!(found(json!({"min": {"cpu": "1700m"}})), [""; 0]);
        let at_least = at_most("2").replace("most", "least");
        assert_eq!(found(json!({"min": {"cpu": "2"}})), [at_least]);
        assert_eq!(
            found(json!({"min": {"ephemeral-storage": "1Gi"}})),
            ["has no ephemeral-storage request, but the LimitRange `limits` allows 1Gi at least for a pod"]
        );
        assert_eq!(found(json!({"maxLimitRequestRatio": {"memory": "2"}})), [""; 0]);
        assert_eq!(
            found(json!({"maxLimitRequestRatio": {"memory": "1.5"}})),
            [
                "requests 384Mi of memory and has a memory limit of 768Mi, but the LimitRange `limits` allows a limit of 1.5 times the request at most for a pod"
            ]
        );
    }
}
