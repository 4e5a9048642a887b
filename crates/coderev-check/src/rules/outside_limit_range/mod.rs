//! `outside-limit-range`
mod claim;
mod pod;

use super::containers::{self, Placed, displayed};
use super::defaulted::{Amount, Defaulted, defaulted};
use crate::object_rule::ObjectRule;
use crate::{Help, Phase, Report, Rule};
use coderev_objects::Inventory;
use k8s_openapi::api::core::v1::LimitRangeItem;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use std::collections::BTreeMap;

/// The rule.
pub static OUTSIDE_LIMIT_RANGE: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("outside-limit-range", Phase::Objects)
    .summary("containers, init containers, pods and volume claims that violate the LimitRange of their namespace, after its defaults are applied")
    .why("The API server rejects the pod or the claim. `kubectl apply` reports no error, but the Deployment never becomes ready.")
    .yaml(
        r#"apiVersion: v1
kind: LimitRange
metadata: {name: limits}
spec:
  limits:
  - type: Container
    default: {ephemeral-storage: 512Mi}
    max: {cpu: "2"}
---
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    resources:
      requests: {cpu: 100m, memory: 128Mi, ephemeral-storage: 2Gi}
  #                                        ^^^^^^^^^^^^^^^^^ error[outside-limit-range]: the container `web` requests 2Gi of ephemeral-storage and sets no limit, but the LimitRange `limits` sets a limit of 512Mi
      limits: {cpu: "4"}
  #            ^^^ error[outside-limit-range]: the container `web` has a CPU limit of 4, but the LimitRange `limits` allows 2 at most
"#,
        r#"apiVersion: v1
kind: LimitRange
metadata: {name: limits}
spec:
  limits:
  - type: Container
    default: {ephemeral-storage: 512Mi}
    max: {cpu: "2"}
---
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    resources:
      requests: {cpu: 100m, memory: 128Mi, ephemeral-storage: 2Gi}
      limits: {cpu: "2", ephemeral-storage: 4Gi}
"#,
    );

fn check(inventory: &Inventory, report: &mut Report) {
    for workload in inventory.workloads() {
        let namespace = inventory.namespace(workload.namespace());
        let ranges = namespace.limit_ranges();
        if ranges.iter().next().is_none() {
            continue;
        }
        for placed in containers::of_workload(workload) {
            for amounts in defaulted(placed.container, ranges) {
                let faults: Vec<Fault> = ranges
                    .iter()
                    .flat_map(|(range, spec)| spec.limits.iter().map(move |item| (range, item)))
                    .filter(|(_, item)| item.type_ == "Container")
                    .filter_map(|(range, item)| Fault::find(range.name(), item, &amounts))
                    .collect();
                // Several LimitRanges report the same default.
                if let Some(fault) = faults.into_iter().next() {
                    fault.report(placed, amounts.resource, report);
                }
            }
        }
        pod::check(workload, ranges, report);
    }
    claim::check(inventory, report);
}

/// A refusal of the API server.
struct Fault {
    field: &'static str,
    is_own: bool,
    text: String,
}
impl Fault {
    /// The first refusal of one resource, in the order of `PodValidateLimitFunc` in
    /// plugin/pkg/admission/limitranger/admission.go of Kubernetes. A limit below the request is refused later, by the
    /// validation of the pod.
    fn find(range: &str, item: &LimitRangeItem, amounts: &Defaulted<'_>) -> Option<Self> {
        let resource = amounts.resource;
        let bound = |bounds: &'static str| {
            let all: Option<&BTreeMap<String, Quantity>> = match bounds {
                "min" => item.min.as_ref(),
                "max" => item.max.as_ref(),
                _ => item.max_limit_request_ratio.as_ref(),
            };
            Amount::read(all?.get(resource)?)
        };
        let requests = |it: Amount<'_>| format!("requests {} of {}", it.text, displayed(resource));
        let limited = |it: Amount<'_>| format!("has a {} limit of {}", displayed(resource), it.text);
        let fault = |field, it: Amount<'_>, text: String, rule: String| {
            Some(Self { field, is_own: it.is_own, text: format!("{text}, but the LimitRange `{range}` {rule}") })
        };
        if let (Some(request), Some(limit)) = (amounts.request, amounts.limit)
            && request.is_own
            && limit.number < request.number
        {
            // Both are of the container: `limit-below-request`.
            if limit.is_own {
                return None;
            }
            let text = format!("{} and sets no limit", requests(request));
            return fault("requests", request, text, format!("sets a limit of {}", limit.text));
        }
        if let Some(min) = bound("min") {
            let allows = || format!("allows {} at least", min.text);
            match (amounts.request, amounts.limit) {
                (Some(request), _) if request.number < min.number => {
                    return fault("requests", request, requests(request), allows());
                }
                (_, Some(limit)) if limit.number < min.number => {
                    return fault("limits", limit, limited(limit), allows());
                }
                _ => {}
            }
        }
        if let Some(max) = bound("max") {
            let allows = || format!("allows {} at most", max.text);
            match (amounts.limit, amounts.request) {
                (Some(limit), _) if limit.number > max.number => {
                    return fault("limits", limit, limited(limit), allows());
                }
                (_, Some(request)) if request.number > max.number => {
                    return fault("requests", request, requests(request), allows());
                }
                _ => {}
            }
        }
        let ratio = bound("maxLimitRequestRatio")?;
        match (amounts.request, amounts.limit) {
            (Some(request), Some(limit)) if is_within(limit, request, ratio) => None,
            (Some(request), Some(limit)) => {
                let text = format!("{} and {}", requests(request), limited(limit));
                fault("limits", limit, text, format!("allows a limit of {} times the request at most", ratio.text))
            }
            (request, limit) => {
                let is_own = request.or(limit).is_some_and(|it| it.is_own);
                let missing = if request.is_none() { "request" } else { "limit" };
                let text = format!("has no {} {missing}", displayed(resource));
                let rule = format!("allows a limit of {} times the request at most", ratio.text);
                let field = if limit.is_none() { "requests" } else { "limits" };
                Some(Self { field, is_own, text: format!("{text}, but the LimitRange `{range}` {rule}") })
            }
        }
    }
    fn report(self, placed: Placed<'_>, resource: &str, report: &mut Report) {
        let message = format!("the container `{}` {}", placed.container.name, self.text);
        // An amount that the LimitRange sets has no position in the container.
        let field = match self.is_own {
            true => format!("/resources/{}/{}", self.field, coderev_objects::pointer_part(resource)),
            false => "/name".to_owned(),
        };
        let help = Help::forms(
            "set the request and the limit of the container within the bounds of the LimitRange, or change `.limits(..)` of the tier",
            "set the request and the limit of the container within the bounds of the LimitRange, or change the LimitRange",
        );
        report.push(report.finding(placed.workload.subject(), message).at(placed.origin(&field)).help(help));
    }
}

/// Whether the limit is at most `ratio` times the request. The API server divides binary numbers too
/// (`limitRequestRatioConstraint` in plugin/pkg/admission/limitranger/admission.go).
fn is_within(limit: Amount<'_>, request: Amount<'_>, ratio: Amount<'_>) -> bool {
    request.number.as_f64() > 0.0 && limit.number.ratio_to(request.number) <= ratio.number.as_f64()
}

#[cfg(test)]
mod tests {
    use super::OUTSIDE_LIMIT_RANGE;
    use crate::testing::messages;
    use serde_json::{Value, json};

    /// The findings about a container with these resources, without their common beginning.
    fn found(item: Value, resources: Value) -> Vec<String> {
        let mut item = item;
        item["type"] = "Container".into();
        let range = json!({"kind": "LimitRange", "metadata": {"name": "limits", "namespace": "shop"}, "spec": {"limits": [item]}});
        let pod = |list: &str| {
            let containers = json!([{"name": "web", "resources": resources}]);
            let mut spec = json!({"containers": [{"name": "main", "resources": {
                "requests": {"cpu": "800m", "memory": "800m", "ephemeral-storage": "800m"},
                "limits": {"cpu": "800m", "memory": "800m", "ephemeral-storage": "800m"}}}]});
            spec[list] = containers;
            json!({"kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": spec})
        };
        let main = messages(&OUTSIDE_LIMIT_RANGE, [range.clone(), pod("containers")]);
        assert_eq!(messages(&OUTSIDE_LIMIT_RANGE, [range.clone(), pod("initContainers")]), main, "an init container");
        let elsewhere = pod("containers");
        let mut other = range;
        other["metadata"]["namespace"] = "bank".into();
        assert_eq!(messages(&OUTSIDE_LIMIT_RANGE, [other, elsewhere]), [""; 0], "another namespace");
        main.iter().map(|it| it.strip_prefix("the container `web` ").expect("the container").to_owned()).collect()
    }

    #[test]
    fn a_default_limit_below_a_request_is_refused() {
        for resource in ["cpu", "memory", "ephemeral-storage"] {
            let shown = if resource == "cpu" { "CPU" } else { resource };
            let refused = [format!(
                "requests 900m of {shown} and sets no limit, but the LimitRange `limits` sets a limit of 800m"
            )];
            let request = json!({"requests": {resource: "900m"}});
            assert_eq!(found(json!({"default": {resource: "800m"}}), request.clone()), refused);
            assert_eq!(
                found(json!({"max": {resource: "800m"}}), request.clone()),
                refused,
                "a maximum is a default limit"
            );
            assert_eq!(found(json!({"default": {resource: "900m"}}), request), [""; 0]);
            let limited = json!({"requests": {resource: "900m"}, "limits": {resource: "900m"}});
            assert_eq!(found(json!({"default": {resource: "800m"}}), limited), [""; 0]);
        }
    }
    #[test]
    fn amounts_are_held_against_the_minimum_and_the_maximum() {
        let min = json!({"min": {"cpu": "10m"}});
        let max = json!({"max": {"memory": "1Gi"}});
        assert_eq!(
            found(min.clone(), json!({"requests": {"cpu": "5m"}})),
            ["requests 5m of CPU, but the LimitRange `limits` allows 10m at least"]
        );
        assert_eq!(
            found(min.clone(), json!({"limits": {"cpu": "5m"}})),
            ["requests 5m of CPU, but the LimitRange `limits` allows 10m at least"],
            "a limit is also the request"
        );
        assert_eq!(found(min, json!({})), [""; 0], "the minimum is the default request");
        assert_eq!(
            found(max.clone(), json!({"limits": {"memory": "2Gi"}})),
            ["has a memory limit of 2Gi, but the LimitRange `limits` allows 1Gi at most"]
        );
        assert_eq!(found(max, json!({})), [""; 0], "the maximum is the default limit");
    }
    #[test]
    fn the_ratio_of_a_limit_and_its_request_is_bounded() {
        let ratio = || json!({"maxLimitRequestRatio": {"cpu": "4"}});
        let bound = "but the LimitRange `limits` allows a limit of 4 times the request at most";
        let both = |limit: &str| json!({"requests": {"cpu": "100m"}, "limits": {"cpu": limit}});
        assert_eq!(found(ratio(), both("400m")), [""; 0]);
        assert_eq!(
            found(ratio(), both("500m")),
            [format!("requests 100m of CPU and has a CPU limit of 500m, {bound}")]
        );
        for (request, limit) in [("11m", "33m"), ("23m", "69m"), ("90m", "270m"), ("0.3", "900m")] {
            let three = json!({"maxLimitRequestRatio": {"cpu": 3}});
            assert_eq!(
                found(three, json!({"requests": {"cpu": request}, "limits": {"cpu": limit}})),
                [""; 0],
                "{request}"
            );
        }
        assert_eq!(found(json!({"max": {"cpu": "0.8"}}), json!({"limits": {"cpu": "800m"}})), [""; 0], "equal amounts");
        assert_eq!(found(ratio(), json!({"requests": {"cpu": "1"}})), [format!("has no CPU limit, {bound}")]);
    }
}
