//! `duplicate-object`
use crate::object_rule::ObjectRule;
use crate::{Phase, Report, Rule};
use coderev_objects::{Entry, Inventory};
use std::collections::BTreeSet;

/// The rule.
pub static DUPLICATE_OBJECT: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("duplicate-object", Phase::Objects)
    .summary("two objects with the same kind, namespace and name")
    .aliases(&["conflicting-volume-claim"])
    .why("The object that is applied last silently replaces the other. A ConfigMap, a ServiceAccount or a volume claim that several \
         workloads declare is one object, if the declarations are equal.")
    .rust(
        r#"let config = |level: &str| ConfigMap::new("app").data("level", level);
  //                       ^^^^^^^^^^^^^^ error[duplicate-object]: the ConfigMap `app` is declared more than once
let [web, api] = ["web", "api"].map(service);
Namespace::new("shop", Stable)
    .service(web.mount("/etc/app", &config("info")))
    .service(api.mount("/etc/app", &config("debug")))"#,
        r#"let config = |name: &str, level: &str| ConfigMap::new(name).data("level", level);
let [web, api] = ["web", "api"].map(service);
Namespace::new("shop", Stable)
    .service(web.mount("/etc/app", &config("web", "info")))
    .service(api.mount("/etc/app", &config("api", "debug")))"#,
    )
    .yaml(
        r"apiVersion: v1
kind: ServiceAccount
metadata: {name: web, namespace: shop}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: web, namespace: shop}
  #        ^^^^ error[duplicate-object]: the ServiceAccount `web` is declared more than once
automountServiceAccountToken: false
",
        r"apiVersion: v1
kind: ServiceAccount
metadata: {name: web, namespace: shop}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: web-readonly, namespace: shop}
automountServiceAccountToken: false
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    // Almost always no object repeats, and a set shows that faster than a sort.
    let mut seen = BTreeSet::new();
    if inventory.entries().all(|entry| seen.insert(key(entry))) {
        return;
    }
    let mut sorted: Vec<_> = inventory.entries().map(|entry| (key(entry), entry)).collect();
    // The sort is stable: equal objects keep their order.
    sorted.sort_by_key(|(key, _)| *key);
    for pair in sorted.windows(2) {
        let [(first_key, first), (key, entry)] = *pair else { unreachable!("a window of two has two") };
        if first_key != key {
            continue;
        }
        let message = format!("the {} `{}` is declared more than once", entry.kind(), entry.name());
        let help =
            format!("the other one is at {}; declare one object for both, or rename one of them", first.origin());
        report.push(report.finding(entry.subject(), message).at(entry.origin_of("/metadata/name")).help(help));
    }
}
/// Two operators can have a kind of the same name, and a kind can have several versions.
fn key(entry: Entry<'_>) -> (&str, &str, &str, &str) {
    (entry.kind(), entry.namespace(), entry.name(), group(entry))
}
fn group(entry: Entry<'_>) -> &str {
    entry.api_version().split_once('/').map_or("", |(group, _)| group)
}

#[cfg(test)]
mod tests {
    use super::DUPLICATE_OBJECT;
    use crate::testing::check;

    #[test]
    fn kinds_of_two_groups_are_two_objects() {
        check(
            &DUPLICATE_OBJECT,
            r"
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec: {podSelector: {}}
---
apiVersion: crd.projectcalico.org/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec: {selector: all()}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: bank}
spec: {podSelector: {}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: bank}
  #        ^^^^ error[duplicate-object]: the NetworkPolicy `web` is declared more than once
spec: {podSelector: {}}
",
        );
    }
}
