use crate::lower::cx::WorkloadCx;
use crate::lower::meta;
use crate::lower::output::Output;
use k8s_openapi::api::core::v1::ServiceAccount;

/// An account without a token. `None` if the workload names an existing account, or if another workload renders the
/// shared account.
pub(super) fn lower(cx: &WorkloadCx<'_>, out: &mut Output) {
    let workload = cx.workload;
    let declared = workload.pod.account.as_ref();
    let shared = declared.is_some_and(|account| account.name.is_some());
    if declared.is_some_and(|account| account.existing) || shared && !cx.namespace.writes_account(workload) {
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
