//! Configuration, limits, budgets, autoscalers, roles.
use super::super::schema::forms;
use super::conflicts::Conflicts;
use coderev_objects::quantity;
use k8s_openapi::api::core::v1::{
    ConfigMap, LimitRange, LimitRangeSpec, PersistentVolumeClaim, PersistentVolumeClaimSpec,
};
use k8s_openapi::api::policy::v1::{PodDisruptionBudget, PodDisruptionBudgetSpec};
use k8s_openapi::api::rbac::v1::{PolicyRule, Subject};
use k8s_openapi::api::scheduling::v1::PriorityClass;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use std::collections::BTreeMap;

pub(super) fn config_map(map: &ConfigMap, found: &mut Conflicts<'_, '_>) {
    for key in map.data.iter().flatten().map(|(key, _)| key) {
        if map.binary_data.as_ref().is_some_and(|binary| binary.contains_key(key)) {
            found.push("/binaryData", format!("the key `{key}` is in `data` and in `binaryData`"), "keep one of them");
        }
    }
}
pub(super) fn limit_range(range: &LimitRange, found: &mut Conflicts<'_, '_>) {
    let Some(spec) = Option::<&LimitRangeSpec>::from(&range.spec) else { return };
    for (at, item) in spec.limits.iter().enumerate() {
        let at = format!("/spec/limits/{at}");
        if item.type_ == "Pod" {
            for (field, is_set) in
                [("default", item.default.is_some()), ("defaultRequest", item.default_request.is_some())]
            {
                if is_set {
                    found.push(
                        &format!("{at}/{field}"),
                        format!("limits of the type `Pod` set `{field}`"),
                        "set it for the type `Container`",
                    );
                }
            }
        }
        // From the smallest to the largest. Without a default, the maximum is the default.
        let orders = [
            ("min", &item.min, "defaultRequest", &item.default_request),
            ("min", &item.min, "default", &item.default),
            ("min", &item.min, "max", &item.max),
            ("defaultRequest", &item.default_request, "default", &item.default),
            ("defaultRequest", &item.default_request, "max", &item.max),
            ("default", &item.default, "max", &item.max),
        ];
        for (lower, lows, upper, highs) in orders {
            for (name, low, high) in above(lows.as_ref(), highs.as_ref()) {
                let message = format!("`{lower}` of `{name}` is `{low}`, above `{upper}`, which is `{high}`");
                found.push(
                    &format!("{at}/{lower}"),
                    message,
                    "set the minimum, the default request, the default and the maximum in ascending order",
                );
            }
        }
    }
}
type Amounts = BTreeMap<String, Quantity>;
/// The resources of which `low` is above `high`.
fn above<'a>(low: Option<&'a Amounts>, high: Option<&'a Amounts>) -> impl Iterator<Item = (&'a str, &'a str, &'a str)> {
    low.into_iter().flatten().filter_map(move |(name, low)| {
        let high = high?.get(name)?;
        let is_above = quantity::parse(&low.0)? > quantity::parse(&high.0)?;
        is_above.then_some((&**name, &*low.0, &*high.0))
    })
}
pub(super) fn budget(budget: &PodDisruptionBudget, found: &mut Conflicts<'_, '_>) {
    let Some(spec) = Option::<&PodDisruptionBudgetSpec>::from(&budget.spec) else { return };
    if spec.min_available.is_some() && spec.max_unavailable.is_some() {
        found.push(
            "/spec/maxUnavailable",
            "the budget sets both `minAvailable` and `maxUnavailable`",
            "remove one of them",
        );
    }
    if let Some(selector) = &spec.selector {
        expressions(selector, "/spec/selector", found);
    }
}
/// `In` and `NotIn` need values; `Exists` and `DoesNotExist` do not allow values.
fn expressions(
    selector: &k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector,
    at: &str,
    found: &mut Conflicts<'_, '_>,
) {
    for (index, it) in selector.match_expressions.iter().flatten().enumerate() {
        let has_values = it.values.as_ref().is_some_and(|values| !values.is_empty());
        let needs_values = match &*it.operator {
            "In" | "NotIn" => true,
            "Exists" | "DoesNotExist" => false,
            _ => continue,
        };
        if has_values != needs_values {
            let message = format!(
                "the operator `{}` of the key `{}` {}",
                it.operator,
                it.key,
                if needs_values { "needs values" } else { "has values" }
            );
            found.push(
                &format!("{at}/matchExpressions/{index}"),
                message,
                "use `In` with values, or `Exists` without values",
            );
        }
    }
}
pub(super) fn priority_class(class: &PriorityClass, found: &mut Conflicts<'_, '_>) {
    let name = class.metadata.name.as_deref().unwrap_or_default();
    if name.starts_with("system-") && !matches!(name, "system-node-critical" | "system-cluster-critical") {
        let message = format!("the name `{name}` begins with `system-`, which Kubernetes reserves");
        found.push("/metadata/name", message, "use another name");
    }
}
pub(super) fn role_rules(rules: Option<&[PolicyRule]>, is_namespaced: bool, found: &mut Conflicts<'_, '_>) {
    for (at, rule) in rules.into_iter().flatten().enumerate() {
        let at = format!("/rules/{at}");
        let has = |list: &Option<Vec<String>>| list.as_ref().is_some_and(|list| !list.is_empty());
        if rule.verbs.is_empty() {
            found.push(
                &format!("{at}/verbs"),
                "a rule of the role has no verb",
                "name the verbs: `get`, `list`, `watch`",
            );
        }
        if has(&rule.non_resource_urls) {
            if is_namespaced {
                found.push(
                    &format!("{at}/nonResourceURLs"),
                    "a Role has URLs that are not resources",
                    "use a ClusterRole",
                );
            } else if has(&rule.resources) || has(&rule.api_groups) {
                found.push(
                    &format!("{at}/nonResourceURLs"),
                    "a rule has resources and URLs that are not resources",
                    "write two rules",
                );
            }
        } else if !has(&rule.resources) {
            found.push(
                &format!("{at}/resources"),
                "a rule of the role has no resource",
                "name the resources: `configmaps`",
            );
        } else if !has(&rule.api_groups) {
            found.push(
                &format!("{at}/apiGroups"),
                "a rule of the role has no API group",
                "name the group; `\"\"` is the core group",
            );
        }
    }
}
pub(super) fn claim(claim: &PersistentVolumeClaim, found: &mut Conflicts<'_, '_>) {
    let Some(spec) = Option::<&PersistentVolumeClaimSpec>::from(&claim.spec) else { return };
    let requests = spec.resources.as_ref().and_then(|it| it.requests.as_ref());
    if requests.is_none_or(|it| !it.contains_key("storage")) {
        found.push("/spec/resources", "the volume claim requests no storage", "set `resources.requests.storage`");
    }
    if spec.access_modes.as_ref().is_none_or(Vec::is_empty) {
        found.push("/spec/accessModes", "the volume claim has no access mode", "set an access mode: `ReadWriteOnce`");
    }
}
/// The name of a service account is the name of an object; the name of a user is any text.
pub(super) fn subjects(subjects: Option<&[Subject]>, found: &mut Conflicts<'_, '_>) {
    for (at, subject) in
        subjects.into_iter().flatten().enumerate().filter(|(_, subject)| subject.kind == "ServiceAccount")
    {
        if forms::name(&subject.name).is_some() {
            let message = format!("`{}` is not the name of a service account", subject.name);
            found.push(&format!("/subjects/{at}/name"), message, "use lowercase letters, digits, `-` and `.`");
        }
    }
}
