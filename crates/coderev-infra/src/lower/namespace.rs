use crate::lower::cx::NamespaceCx;
use crate::lower::meta::{self, pairs};
use crate::lower::output::Output;
use crate::model::{NamespaceDecl, Platform};
use coderev_objects::labels;
use k8s_openapi::api::core::v1::Namespace;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use std::collections::BTreeMap;
use std::time::Duration;

pub(super) fn lower(cx: &NamespaceCx<'_>, out: &mut Output) {
    out.put(namespace(cx.platform, cx.declared), cx.declared.at, &cx.declared.name);
}

fn namespace(platform: &Platform, declared: &NamespaceDecl) -> Namespace {
    let level = declared.spec.pod_security.label();
    let mut labels = meta::namespace_labels(platform, declared);
    // The labels of the library come last: `setting-without-effect` reports a declared label with such a key.
    let own = declared.own_labels.iter().map(|(key, label)| (key.clone(), label.value.clone()));
    let kept = labels.clone();
    labels.extend(own);
    labels.extend(kept.into_iter().filter(|(key, _)| meta::is_of_library(key)));
    labels.extend(declared.spec.environment.iter().map(|name| ("environment".into(), name.clone())));
    // `enforce` uses the declared version of the cluster, so that an upgrade does not reject running pods. Audits and
    // warnings use the latest version.
    let pinned = platform.cluster.version.label();
    for (mode, version) in [("enforce", pinned), ("audit", "latest"), ("warn", "latest")] {
        labels.insert(format!("pod-security.kubernetes.io/{mode}"), level.into());
        labels.insert(format!("pod-security.kubernetes.io/{mode}-version"), version.into());
    }
    let annotations = annotations(declared);
    Namespace {
        metadata: ObjectMeta {
            name: Some(declared.name.clone()),
            labels: Some(labels),
            annotations: (!annotations.is_empty()).then_some(annotations),
            ..Default::default()
        },
        ..Default::default()
    }
}

fn annotations(declared: &NamespaceDecl) -> BTreeMap<String, String> {
    let slo = declared.slo.clone().unwrap_or_default();
    let ours = [
        (labels::PURPOSE, declared.spec.own_purpose().map(str::to_owned)),
        (labels::SLO_LATENCY_P95, slo.p95.map(duration)),
        (labels::SLO_LATENCY_P99, slo.p99.map(duration)),
        (labels::SLO_ERROR_RATE, slo.error_rate.map(|share| share.to_string())),
    ];
    let mut annotations = pairs(ours.into_iter().filter_map(|(key, value)| Some((key, value?))));
    annotations.extend(declared.annotations.iter().cloned());
    annotations
}
/// `3s`, `800ms`.
fn duration(time: Duration) -> String {
    if time.subsec_millis() == 0 { format!("{}s", time.as_secs()) } else { format!("{}ms", time.as_millis()) }
}
