//! What is wrong with the intent: what cannot be seen in the objects any more. By subject; the comment of each rule is its page in
//! the manual, `docs/rules.md`.
mod addresses;
mod calls;
mod edges;
mod effects;
mod forms;
mod hosts;
mod origins;
mod platform;
mod probes;
mod replicas;
mod scaling;
mod stores;
mod variables;

use crate::finding::Finding;
use crate::lower::{Workload, connections};
use crate::words::Platform;
pub(super) use hosts::TWO_ACME_ACCOUNTS;
use std::collections::BTreeMap;

/// The names of the rules that look at the intent, for `allow`.
pub(crate) fn rules() -> Vec<&'static str> {
    [
        addresses::RULES,
        calls::RULES,
        edges::RULES,
        effects::RULES,
        forms::RULES,
        hosts::RULES,
        origins::RULES,
        platform::RULES,
        probes::RULES,
        replicas::RULES,
        scaling::RULES,
        stores::RULES,
        variables::RULES,
    ]
    .concat()
}

pub(crate) fn of(platform: &Platform, workloads: &[Workload<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    platform::of(platform, &mut findings);
    addresses::of_platform(platform, &mut findings);
    hosts::twice_there(platform, &mut findings);
    for namespace in &platform.namespaces {
        hosts::hosts(namespace, &mut findings);
    }
    let pools = connections::Pools::of(workloads);
    for workload in workloads {
        replicas::replicas(workload, &mut findings);
        scaling::scaling(workload, &mut findings);
        hosts::routes(workload, &mut findings);
        origins::origins(workload, &mut findings);
        probes::probes(workload, &mut findings);
        replicas::grace(workload, &mut findings);
        variables::variables(workload, &pools, &mut findings);
        stores::used(workload, &pools, &mut findings);
        calls::called(workloads, workload, &mut findings);
        probes::paths(workload, &mut findings);
        effects::effects(workload, &mut findings);
        addresses::of_workload(workload, &mut findings);
    }
    findings.extend(forms::forms(workloads));
    findings.extend(edges::edges(platform, workloads));
    findings
}

/// Calls `tell` for each later item that has the name of an earlier one.
fn twice<T>(items: impl IntoIterator<Item = T>, name: impl Fn(&T) -> String, mut tell: impl FnMut(&T, &T)) {
    let mut seen = BTreeMap::<String, T>::new();
    for item in items {
        match seen.get(&name(&item)) {
            Some(first) => tell(&item, first),
            None => {
                seen.insert(name(&item), item);
            }
        }
    }
}
