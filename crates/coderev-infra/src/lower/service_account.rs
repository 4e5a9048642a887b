use crate::lower::cx::WorkloadCx;
use crate::lower::meta;
use crate::lower::output::Output;
use crate::resolve::workload::Workload;
use k8s_openapi::api::core::v1::ServiceAccount;
use std::collections::BTreeMap;

/// An account without a token. None if the workload names an existing account, or if another workload renders an equal
/// shared account.
pub(super) fn lower(cx: &WorkloadCx<'_>, out: &mut Output) {
    let workload = cx.workload;
    let declared = workload.pod.account.as_ref();
    let shared = declared.is_some_and(|account| account.name.is_some());
    if declared.is_some_and(|account| account.existing) || shared && is_rendered(cx) {
        return;
    }
    let annotations = declared.map(|account| meta::pairs(account.annotations.iter().cloned()));
    let mut metadata = match shared {
        true => meta::namespaced_meta(workload.platform, workload.namespace, workload.account()),
        false => cx.meta(workload.name()),
    };
    metadata.annotations = annotations.filter(|annotations| !annotations.is_empty());
    let account = ServiceAccount { metadata, automount_service_account_token: Some(false), ..Default::default() };
    out.put(account, cx.at(), &cx.subject);
}

/// Whether another workload renders the shared account of this workload, with the same annotations. Accounts that differ
/// are all rendered, so that `duplicate-object` reports them.
fn is_rendered(cx: &WorkloadCx<'_>) -> bool {
    let Some(writer) = cx.namespace.account_writer(cx.workload).filter(|writer| *writer != cx.workload.name()) else {
        return false;
    };
    let annotations = |workload: &Workload<'_>| {
        let declared = workload.pod.account.iter().flat_map(|account| account.annotations.iter().cloned());
        declared.collect::<BTreeMap<_, _>>()
    };
    let writer = cx.resolved.workload(&cx.workload.namespace.name, writer);
    writer.is_some_and(|writer| annotations(writer) == annotations(cx.workload))
}
