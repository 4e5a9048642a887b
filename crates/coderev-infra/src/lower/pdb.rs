use crate::lower::cx::WorkloadCx;
use crate::lower::fields::int_or_string;
use crate::lower::meta::{self, workload_meta};
use crate::lower::output::Output;
use crate::model::BudgetField;
use crate::resolve::workload::Workload;
use k8s_openapi::api::policy::v1::{PodDisruptionBudget, PodDisruptionBudgetSpec};

pub(super) fn lower(cx: &WorkloadCx<'_>, out: &mut Output) {
    if let Some(budget) = budget(cx.workload) {
        let at = cx.workload.declared.disruption_budget.map_or(cx.at(), |declared| declared.at);
        out.put(budget, at, &cx.subject);
    }
}

/// The budget of the workload, else the budget of the tier for two replicas or more: a budget for one pod blocks every
/// drain.
fn budget(workload: &Workload<'_>) -> Option<PodDisruptionBudget> {
    let budget = workload.budget()?;
    let share = |field| (budget.field == field).then(|| int_or_string(budget.share));
    let spec = PodDisruptionBudgetSpec {
        max_unavailable: share(BudgetField::MaxUnavailable),
        min_available: share(BudgetField::MinAvailable),
        // Pods that are not ready do not block a drain.
        unhealthy_pod_eviction_policy: Some("AlwaysAllow".into()),
        selector: Some(meta::select(meta::selector(workload))),
    };
    Some(PodDisruptionBudget {
        metadata: workload_meta(workload, workload.name()),
        spec: spec.into(),
        ..Default::default()
    })
}
