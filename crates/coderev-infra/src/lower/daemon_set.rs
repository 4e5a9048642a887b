use crate::lower::cx::WorkloadCx;
use crate::lower::fields::{int_or_string, int32, whole_seconds};
use crate::lower::meta;
use crate::lower::output::Output;
use crate::lower::pod;
use crate::model::{DaemonSetDecl, KindDecl};
use k8s_openapi::api::apps::v1::{DaemonSet, DaemonSetSpec, DaemonSetUpdateStrategy, RollingUpdateDaemonSet};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

pub(super) fn lower(cx: &WorkloadCx<'_>, out: &mut Output) {
    if let KindDecl::DaemonSet(declared) = &cx.workload.declared.kind {
        pod::put_workload(cx, out, daemon_set(cx, declared));
    }
}

fn daemon_set(cx: &WorkloadCx<'_>, declared: &DaemonSetDecl) -> DaemonSet {
    let workload = cx.workload;
    let spec = workload.spec();
    let share = declared.max_unavailable.map_or(IntOrString::Int(1), int_or_string);
    let rolling = RollingUpdateDaemonSet { max_unavailable: Some(share), max_surge: None };
    let set = DaemonSetSpec {
        revision_history_limit: spec.revision_history_limit.map(int32),
        min_ready_seconds: spec.min_ready.map(whole_seconds),
        update_strategy: Some(DaemonSetUpdateStrategy {
            type_: Some(if declared.on_delete { "OnDelete" } else { "RollingUpdate" }.into()),
            rolling_update: (!declared.on_delete).then_some(rolling),
        }),
        selector: meta::select(meta::selector(workload)),
        template: pod::template(cx),
    };
    DaemonSet { metadata: cx.versioned_meta(workload.name()), spec: set.into(), ..Default::default() }
}
