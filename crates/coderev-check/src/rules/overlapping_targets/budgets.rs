//! Pods that two PodDisruptionBudgets select.
use super::{Pairs, named, pair};
use crate::{Help, Report};
use coderev_objects::{Entry, Inventory, Workload};
use k8s_openapi::api::policy::v1::PodDisruptionBudget;
use std::collections::{BTreeMap, BTreeSet};

/// The eviction API answers 500, "This pod has more than one PodDisruptionBudget, which the eviction subresource does not
/// support": `pkg/registry/core/pod/storage/eviction.go` of Kubernetes, and
/// <https://github.com/kubernetes/kubernetes/issues/75957>.
pub(super) fn check(inventory: &Inventory, overlapping: &Pairs, report: &mut Report) {
    let mut firsts: BTreeMap<usize, Entry<'_>> = BTreeMap::new();
    let mut reported = BTreeSet::new();
    for (entry, _) in inventory.all::<PodDisruptionBudget>() {
        let selected: Vec<Workload<'_>> = inventory.selected_by_budget(entry).collect();
        for workload in &selected {
            let Some(first) = firsts.get(&workload.entry().index()).copied() else {
                firsts.insert(workload.entry().index(), entry);
                continue;
            };
            let causes = |it: &Workload<'_>| overlapping.contains(&pair(it.entry(), workload.entry()));
            let is_duplicate = first.name() == entry.name();
            if is_duplicate || selected.iter().any(causes) || !reported.insert((first.index(), entry.index())) {
                continue;
            }
            let message = format!(
                "the PodDisruptionBudgets `{}` and `{}` both select the pods of the {}",
                first.name(),
                entry.name(),
                named(workload.entry())
            );
            let help = Help::forms(
                "keep one of them: `.disruption_budget(max_unavailable(1))` sets the budget of the workload",
                "keep one of them",
            );
            report.push(report.finding(entry.subject(), message).at(entry.origin_of("/spec/selector")).help(help));
        }
    }
}
