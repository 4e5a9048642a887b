//! Quotas: `validateResourceQuotaScopes`, `validateScopedResourceSelectorRequirement` and `ValidateResourceQuantityValue` of
//! <https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go>, and
//! `IsResourceQuotaScopeValidForResource` of
//! <https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/helper/helpers.go>.
use super::conflicts::Conflicts;
use coderev_objects::quantity;
use k8s_openapi::api::core::v1::{ResourceQuota, ResourceQuotaSpec};

const PODS: &[&str] = &["pods"];
const COMPUTE: &[&str] = &["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];
const CLAIMS: &[&str] = &["persistentvolumeclaims", "requests.storage"];
/// Other numbers of objects.
const OBJECTS: &[&str] = &[
    "services",
    "services.nodeports",
    "services.loadbalancers",
    "replicationcontrollers",
    "resourcequotas",
    "secrets",
    "configmaps",
];

pub(super) fn quota(quota: &ResourceQuota, found: &mut Conflicts<'_, '_>) {
    let Some(spec) = Option::<&ResourceQuotaSpec>::from(&quota.spec) else { return };
    for (name, amount) in spec.hard.iter().flatten() {
        let is_count = name == "persistentvolumeclaims" || PODS.contains(&&**name) || OBJECTS.contains(&&**name);
        let one = quantity::parse("1");
        let is_whole = quantity::parse(&amount.0).zip(one).is_none_or(|(amount, one)| amount.is_multiple_of(one));
        if is_count && !is_whole {
            let message = format!("`{}` of `{name}` is not a whole number", amount.0);
            found.push(format_args!("/spec/hard/{name}"), message, "write a number of objects: `10`");
        }
    }
    let selected = spec.scope_selector.as_ref().and_then(|it| it.match_expressions.as_ref());
    let selected: Vec<&str> = selected.into_iter().flatten().map(|it| &*it.scope_name).collect();
    let listed: Vec<&str> = spec.scopes.iter().flatten().map(|it| &**it).collect();
    for (at, scopes) in [("/spec/scopes", listed), ("/spec/scopeSelector", selected)] {
        for (one, other) in [("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating")] {
            if scopes.contains(&one) && scopes.contains(&other) {
                let message = format!("a quota has the scopes `{one}` and `{other}`, which have no pod in common");
                found.push(at, message, "write two quotas");
            }
        }
        for scope in scopes {
            for name in spec.hard.iter().flatten().map(|(name, _)| name) {
                if !is_counted(scope, name) {
                    let message =
                        format!("a quota with the scope `{scope}` limits `{name}`, which the scope does not have");
                    found.push(format_args!("/spec/hard/{name}"), message, "write two quotas");
                }
            }
        }
    }
}
/// Whether a quota with this scope can limit the resource. A resource with a domain is never refused.
fn is_counted(scope: &str, resource: &str) -> bool {
    let is_in = |lists: &[&[&str]]| lists.iter().any(|list| list.contains(&resource));
    if !is_in(&[PODS, COMPUTE, CLAIMS, OBJECTS]) {
        return true;
    }
    match scope {
        "BestEffort" => is_in(&[PODS]),
        "Terminating" | "NotTerminating" | "NotBestEffort" | "PriorityClass" | "CrossNamespacePodAffinity" => {
            is_in(&[PODS, COMPUTE])
        }
        "VolumeAttributesClass" => is_in(&[CLAIMS]),
        _ => true,
    }
}
