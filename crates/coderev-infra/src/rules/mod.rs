//! Rules about intent, by subject: they find what cannot be seen in the objects any more. The comment of each rule is its page in the manual,
//! `docs/rules.md`.
mod addresses;
mod calls;
mod duplicates;
mod edges;
mod effects;
mod forms;
mod hosts;
mod origins;
mod platform;
mod probes;
mod replicas;
mod scaling;
mod secret_stores;
mod stores;
mod variables;

use crate::finding::Finding;
use crate::resolve::Resolved;

/// The names of the rules, for `allow`.
pub(crate) fn names() -> Vec<&'static str> {
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
        secret_stores::RULES,
        stores::RULES,
        variables::RULES,
    ]
    .concat()
}

/// Runs every rule about intent.
pub(crate) fn check(resolved: &Resolved<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    platform::of(resolved.platform, &mut findings);
    addresses::of_platform(resolved.platform, &mut findings);
    hosts::twice_there(resolved.platform, &mut findings);
    hosts::hosts(resolved, &mut findings);
    hosts::same_paths(resolved, &mut findings);
    hosts::accounts(resolved, &mut findings);
    for workload in &resolved.workloads {
        replicas::replicas(workload, &mut findings);
        scaling::scaling(workload, &mut findings);
        hosts::routes(workload, &mut findings);
        origins::origins(workload, &mut findings);
        probes::probes(workload, &mut findings);
        replicas::grace(workload, &mut findings);
        variables::variables(workload, &mut findings);
        stores::used(resolved, workload, &mut findings);
        calls::called(resolved, workload, &mut findings);
        probes::paths(workload, &mut findings);
        effects::effects(workload, &mut findings);
        addresses::of_workload(workload, &mut findings);
    }
    findings.extend(forms::forms(resolved));
    findings.extend(edges::edges(resolved));
    secret_stores::sources(resolved, &mut findings);
    findings
}
