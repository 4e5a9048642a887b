//! Services that select the pods of the same two workloads.
use super::{Pairs, is_owned, named, pair};
use crate::Report;
use coderev_objects::{Entry, Inventory};
use k8s_openapi::api::core::v1::{Service, ServiceSpec};
use std::collections::BTreeMap;

/// One Service for two workloads is a release in two parts. With a second Service, one of the workloads probably has
/// requests of the other. A headless Service and another Service can select the same pods, so headless Services are
/// not compared.
pub(super) fn check(inventory: &Inventory, overlapping: &Pairs, report: &mut Report) {
    let mut firsts: BTreeMap<(usize, usize), Entry<'_>> = BTreeMap::new();
    for (entry, service) in inventory.all::<Service>() {
        let Some(spec) = Option::<&ServiceSpec>::from(&service.spec) else { continue };
        if spec.cluster_ip.as_deref() == Some("None") {
            continue;
        }
        let selected: Vec<_> = inventory.workloads_of(entry).map(|it| it.entry()).collect();
        let pairs =
            selected.iter().enumerate().flat_map(|(at, one)| selected[at + 1..].iter().map(move |it| (*one, *it)));
        for (one, other) in pairs.filter(|(one, other)| !is_owned(*one, *other)) {
            let key = pair(one, other);
            match firsts.get(&key).copied() {
                None => drop(firsts.insert(key, entry)),
                Some(first) if overlapping.contains(&key) || first.name() == entry.name() => {}
                Some(first) => {
                    let message = format!(
                        "the Services `{}` and `{}` both select the pods of the {} and of the {}",
                        first.name(),
                        entry.name(),
                        named(one),
                        named(other)
                    );
                    let finding = report.finding(entry.subject(), message).at(entry.origin_of("/spec/selector"));
                    let help = "select a label that only the pods of one workload have, or keep one Service";
                    report.push(finding.as_warning().help(help));
                    break;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::OVERLAPPING_TARGETS;
    use crate::testing::messages;
    use serde_json::{Value, json};

    fn objects(second: Value) -> Vec<Value> {
        let deployment = |track: &str| {
            let labels = json!({"app": "shop", "track": track});
            json!({"kind": "Deployment", "metadata": {"name": track}, "spec": {"selector": {"matchLabels": labels},
                "template": {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "main"}]}}}})
        };
        let service = |name: &str, spec: Value| json!({"kind": "Service", "metadata": {"name": name}, "spec": spec});
        let first = service("one", json!({"selector": {"app": "shop"}}));
        vec![deployment("stable"), deployment("canary"), first, service("two", second)]
    }

    #[test]
    fn two_services_over_two_workloads_are_a_warning() {
        let both = "the Services `one` and `two` both select the pods of the Deployment `stable` and of the Deployment `canary`";
        let found = messages(&OVERLAPPING_TARGETS, objects(json!({"selector": {"app": "shop"}})));
        assert_eq!(found, [both]);
        for other in [
            json!({"selector": {"app": "shop"}, "clusterIP": "None"}),
            json!({"selector": {"app": "shop", "track": "canary"}}),
            json!({"selector": {}}),
        ] {
            assert_eq!(messages(&OVERLAPPING_TARGETS, objects(other)), [""; 0]);
        }
    }
}
