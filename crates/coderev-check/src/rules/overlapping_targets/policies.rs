//! Policies of one kind on one target.
use super::named;
use crate::Report;
use coderev_objects::{Entry, Inventory};
use serde_json::Value;
use std::collections::BTreeMap;

/// The policies of Envoy Gateway, of which the oldest on a target applies and each other has the condition `Conflicted`:
/// <https://gateway-api.sigs.k8s.io/geps/gep-713/#conflict-resolution>, and "another SecurityPolicy has already attached
/// to it" in `internal/gatewayapi/securitypolicy.go` of Envoy Gateway.
const KINDS: [&str; 4] = ["BackendTrafficPolicy", "ClientTrafficPolicy", "EnvoyExtensionPolicy", "SecurityPolicy"];

/// Namespace, kind of the policy, and group, kind, name and section of its target.
type Key = [String; 6];

pub(super) fn check(inventory: &Inventory, report: &mut Report) {
    let mut firsts: BTreeMap<Key, Entry<'_>> = BTreeMap::new();
    for entry in inventory.entries().filter(|it| is_policy(*it)) {
        for (pointer, key) in targets(entry) {
            let Some(first) = firsts.get(&key).copied() else {
                firsts.insert(key, entry);
                continue;
            };
            if first.name() == entry.name() {
                continue;
            }
            let [_, _, _, kind, name, section] = &key;
            let section = if section.is_empty() { String::new() } else { format!(", section `{section}`") };
            let message =
                format!("the {} and the {} both apply to the {kind} `{name}`{section}", named(first), named(entry));
            let finding = report.finding(entry.subject(), message).at(entry.origin_of(&pointer));
            report.push(finding.help("write the settings of both into one policy"));
        }
    }
}

fn is_policy(entry: Entry<'_>) -> bool {
    KINDS.contains(&entry.kind()) && entry.api_version().starts_with("gateway.envoyproxy.io/")
}

/// The targets of a policy, each with its JSON pointer. A policy can also name one target in `targetRef`.
fn targets(policy: Entry<'_>) -> Vec<(String, Key)> {
    let object = serde_json::to_value(policy.document()).expect("an object is JSON");
    let spec = &object["spec"];
    let one = spec.get("targetRef").map(|target| ("/spec/targetRef".to_owned(), target));
    let list = spec["targetRefs"].as_array().into_iter().flatten().enumerate();
    let list = list.map(|(at, target)| (format!("/spec/targetRefs/{at}"), target));
    let key = |target: &Value| {
        let field = |name: &str| target[name].as_str().unwrap_or_default().to_owned();
        let policy = [policy.namespace(), policy.kind()].map(str::to_owned);
        let [namespace, kind] = policy;
        [namespace, kind, field("group"), field("kind"), field("name"), field("sectionName")]
    };
    one.into_iter().chain(list).map(|(pointer, target)| (pointer, key(target))).collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::OVERLAPPING_TARGETS;
    use crate::testing::check;

    #[test]
    fn a_route_has_one_policy_of_a_kind() {
        check(
            &OVERLAPPING_TARGETS,
            r"
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: SecurityPolicy
metadata: {name: addresses, namespace: shop}
spec:
  targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: shop}]
---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: SecurityPolicy
metadata: {name: login, namespace: shop}
spec:
  targetRef: {group: gateway.networking.k8s.io, kind: HTTPRoute, name: shop}
# ^^^^^^^^^ error[overlapping-targets]: the SecurityPolicy `addresses` and the SecurityPolicy `login` both apply to the HTTPRoute `shop`
---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: SecurityPolicy
metadata: {name: section, namespace: shop}
spec:
  targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: shop, sectionName: admin}]
---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: BackendTrafficPolicy
metadata: {name: rate, namespace: shop}
spec:
  targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: shop}]
",
        );
    }
}
