use crate::lower::cx::WorkloadCx;
use crate::lower::fields::int_or_string;
use crate::lower::meta;
use crate::lower::output::Output;
use crate::lower::pod::sources::tier;
use crate::lower::record::Source;
use crate::model::{BudgetField, DisruptionBudget};
use k8s_openapi::api::policy::v1::{PodDisruptionBudget, PodDisruptionBudgetSpec};

pub(super) fn lower(cx: &WorkloadCx<'_>, out: &mut Output) {
    if let Some(share) = cx.workload.budget() {
        let set = cx.workload.declared.disruption_budget;
        out.put(budget(cx, share), set.map_or(cx.at(), |it| it.at), &cx.subject);
        let field = match share.field {
            BudgetField::MaxUnavailable => "/spec/maxUnavailable",
            BudgetField::MinAvailable => "/spec/minAvailable",
        };
        out.record(|_| vec![(field.to_owned(), set.map_or_else(|| tier(cx), |declared| Source::Setter(declared.at)))]);
    }
}

/// The budget of the workload, else the budget of the tier for two replicas or more: a budget for one pod blocks every
/// drain.
fn budget(cx: &WorkloadCx<'_>, budget: DisruptionBudget) -> PodDisruptionBudget {
    let workload = cx.workload;
    let share = |field| (budget.field == field).then(|| int_or_string(budget.share));
    let spec = PodDisruptionBudgetSpec {
        max_unavailable: share(BudgetField::MaxUnavailable),
        min_available: share(BudgetField::MinAvailable),
        // Pods that are not ready do not block a drain.
        unhealthy_pod_eviction_policy: Some("AlwaysAllow".into()),
        selector: Some(meta::select(meta::selector(workload))),
    };
    PodDisruptionBudget { metadata: cx.meta(workload.name()), spec: spec.into(), ..Default::default() }
}
