//! Configuration, limits, budgets, autoscalers, roles.
use super::super::schema::forms;
use super::conflicts::{Conflicts, Pointer};
use super::duplicates::unique;
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
    // `ValidateLimitRange` in `pkg/apis/core/validation/validation.go`.
    unique(spec.limits.iter().map(|item| &*item.type_), |at, kind| {
        let message = format!("two items of the LimitRange have the type `{kind}`");
        found.push(format_args!("/spec/limits/{at}/type"), message, "write one item for each type");
    });
    for (at, item) in spec.limits.iter().enumerate() {
        let at = format_args!("/spec/limits/{at}");
        let has_storage = [&item.min, &item.max].into_iter().flatten().any(|it| it.contains_key("storage"));
        if item.type_ == "PersistentVolumeClaim" && !has_storage {
            let message =
                "limits of the type `PersistentVolumeClaim` have neither a minimum nor a maximum of `storage`";
            found.push(at, message, "set `min.storage` or `max.storage`");
        }
        for (name, ratio) in item.max_limit_request_ratio.iter().flatten() {
            let is_below = quantity::parse(&ratio.0).zip(quantity::parse("1")).is_some_and(|(ratio, one)| ratio < one);
            if is_below {
                let message = format!("`maxLimitRequestRatio` of `{name}` is `{}`, below 1", ratio.0);
                found.push(format_args!("{at}/maxLimitRequestRatio/{name}"), message, "write a ratio of 1 or more");
            }
        }
        if item.type_ == "Pod" {
            for (field, is_set) in
                [("default", item.default.is_some()), ("defaultRequest", item.default_request.is_some())]
            {
                if is_set {
                    found.push(
                        format_args!("{at}/{field}"),
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
                    format_args!("{at}/{lower}"),
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
        expressions(selector, format_args!("/spec/selector"), found);
    }
}
/// `In` and `NotIn` need values; `Exists` and `DoesNotExist` do not allow values.
fn expressions(
    selector: &k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector,
    at: Pointer<'_>,
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
                format_args!("{at}/matchExpressions/{index}"),
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
        let at = format_args!("/rules/{at}");
        let has = |list: &Option<Vec<String>>| list.as_ref().is_some_and(|list| !list.is_empty());
        if rule.verbs.is_empty() {
            found.push(
                format_args!("{at}/verbs"),
                "a rule of the role has no verb",
                "name the verbs: `get`, `list`, `watch`",
            );
        }
        if has(&rule.non_resource_urls) {
            if is_namespaced {
                found.push(
                    format_args!("{at}/nonResourceURLs"),
                    "a Role has URLs that are not resources",
                    "use a ClusterRole",
                );
            } else if has(&rule.resources) || has(&rule.api_groups) {
                found.push(
                    format_args!("{at}/nonResourceURLs"),
                    "a rule has resources and URLs that are not resources",
                    "write two rules",
                );
            }
        } else if !has(&rule.resources) {
            found.push(
                format_args!("{at}/resources"),
                "a rule of the role has no resource",
                "name the resources: `configmaps`",
            );
        } else if !has(&rule.api_groups) {
            found.push(
                format_args!("{at}/apiGroups"),
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
    // `ValidatePersistentVolumeClaimSpec` in `pkg/apis/core/validation/validation.go`.
    let modes = spec.access_modes.as_deref().unwrap_or_default();
    if modes.iter().any(|mode| mode == "ReadWriteOncePod") && modes.iter().any(|mode| mode != "ReadWriteOncePod") {
        let message = "the volume claim has `ReadWriteOncePod` and other access modes";
        found.push("/spec/accessModes", message, "keep one of them");
    }
    if let (Some(one), Some(other)) = (&spec.data_source, &spec.data_source_ref) {
        let group = |group: &Option<String>| group.clone().unwrap_or_default();
        let is_same =
            one.kind == other.kind && one.name == other.name && group(&one.api_group) == group(&other.api_group);
        if !is_same {
            let message = "`dataSource` and `dataSourceRef` of the volume claim are different";
            found.push("/spec/dataSource", message, "remove `dataSource`");
        }
    }
    // `validateDataSource` in `pkg/apis/core/validation/validation.go`.
    let source = spec.data_source.as_ref().filter(|it| it.api_group.as_ref().is_none_or(String::is_empty));
    if let Some(source) = source.filter(|it| it.kind != "PersistentVolumeClaim" && !it.kind.is_empty()) {
        let message = format!("the data source of the kind `{}` has no API group", source.kind);
        found.push("/spec/dataSource", message, "set `apiGroup`, such as `snapshot.storage.k8s.io`");
    }
}
/// The name of a service account is the name of an object; the name of a user is any text. `ValidateRoleBindingSubject` in
/// `pkg/apis/rbac/validation/validation.go`.
pub(super) fn subjects(subjects: Option<&[Subject]>, is_namespaced: bool, found: &mut Conflicts<'_, '_>) {
    for (at, subject) in subjects.into_iter().flatten().enumerate() {
        let is_account = subject.kind == "ServiceAccount";
        let right = if is_account { "" } else { "rbac.authorization.k8s.io" };
        let group = subject.api_group.as_deref().unwrap_or_default();
        if !group.is_empty() && group != right && matches!(&*subject.kind, "ServiceAccount" | "User" | "Group") {
            let message = format!("the {} `{}` has the API group `{group}`", subject.kind, subject.name);
            found.push(
                format_args!("/subjects/{at}/apiGroup"),
                message,
                "remove it: the API server sets the right group",
            );
        }
        if !is_account {
            continue;
        }
        if !is_namespaced && subject.namespace.as_ref().is_none_or(String::is_empty) {
            let message = format!("the ServiceAccount `{}` in a ClusterRoleBinding has no namespace", subject.name);
            found.push(format_args!("/subjects/{at}"), message, "set its namespace");
        }
        if forms::name(&subject.name).is_some() {
            let message = format!("`{}` is not the name of a service account", subject.name);
            found.push(format_args!("/subjects/{at}/name"), message, "use lowercase letters, digits, `-` and `.`");
        }
    }
}
