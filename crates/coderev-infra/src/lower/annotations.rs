//! `annotation(..)` of a workload, on its objects of the named kind.
use crate::lower::cx::WorkloadCx;
use crate::lower::output::Output;

pub(super) fn lower(cx: &WorkloadCx<'_>, out: &mut Output) {
    let declared = &cx.workload.pod.annotations;
    let contributed = &cx.resolved.contributions.for_workload(cx.workload.id).annotations;
    if declared.is_empty() && contributed.is_empty() {
        return;
    }
    for draft in &mut out.drafts_mut()[cx.first..] {
        let kind = draft.object.kind();
        let own: Vec<_> = contributed.iter().chain(declared).filter(|(object, ..)| object.kind == kind).collect();
        if !own.is_empty() {
            let annotations = draft.object.metadata_mut().annotations.get_or_insert_default();
            annotations.extend(own.into_iter().map(|(_, key, value)| (key.clone(), value.clone())));
        }
    }
}
