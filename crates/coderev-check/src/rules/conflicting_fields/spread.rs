//! Spread constraints and affinity terms: `validateMinDomains` and `ValidateMatchLabelKeysAndMismatchLabelKeys` of
//! <https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go>.
use super::conflicts::{Conflicts, Pointer};
use k8s_openapi::api::core::v1::{PodAffinityTerm, PodSpec, WeightedPodAffinityTerm};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

pub(super) fn pod(pod: &PodSpec, root: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    for (index, it) in pod.topology_spread_constraints.iter().flatten().enumerate() {
        let at = format_args!("{root}/topologySpreadConstraints/{index}");
        if it.min_domains.is_some() && it.when_unsatisfiable == "ScheduleAnyway" {
            let message = "a spread constraint sets `minDomains`, which needs `whenUnsatisfiable: DoNotSchedule`";
            found.push(format_args!("{at}/minDomains"), message, "remove `minDomains`, or set `DoNotSchedule`");
        }
        keys(it.match_label_keys.as_deref(), None, it.label_selector.as_ref(), at, found);
    }
    let Some(affinity) = &pod.affinity else { return };
    let near = affinity.pod_affinity.as_ref();
    let apart = affinity.pod_anti_affinity.as_ref();
    let required = "requiredDuringSchedulingIgnoredDuringExecution";
    let preferred = "preferredDuringSchedulingIgnoredDuringExecution";
    for (field, hard, soft) in [
        (
            "podAffinity",
            near.and_then(|it| it.required_during_scheduling_ignored_during_execution.as_ref()),
            near.and_then(|it| it.preferred_during_scheduling_ignored_during_execution.as_ref()),
        ),
        (
            "podAntiAffinity",
            apart.and_then(|it| it.required_during_scheduling_ignored_during_execution.as_ref()),
            apart.and_then(|it| it.preferred_during_scheduling_ignored_during_execution.as_ref()),
        ),
    ] {
        for (index, it) in hard.into_iter().flatten().enumerate() {
            term(it, format_args!("{root}/affinity/{field}/{required}/{index}"), found);
        }
        for (index, WeightedPodAffinityTerm { pod_affinity_term: it, .. }) in soft.into_iter().flatten().enumerate() {
            term(it, format_args!("{root}/affinity/{field}/{preferred}/{index}/podAffinityTerm"), found);
        }
    }
}
fn term(term: &PodAffinityTerm, at: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    let (same, other) = (term.match_label_keys.as_deref(), term.mismatch_label_keys.as_deref());
    keys(same, other, term.label_selector.as_ref(), at, found);
}
fn keys(
    same: Option<&[String]>,
    other: Option<&[String]>,
    selector: Option<&LabelSelector>,
    at: Pointer<'_>,
    found: &mut Conflicts<'_, '_>,
) {
    for (field, list) in [("matchLabelKeys", same), ("mismatchLabelKeys", other)] {
        if list.is_some_and(|list| !list.is_empty()) && selector.is_none() {
            let message = format!("`{field}` is set without a label selector");
            found.push(format_args!("{at}/{field}"), message, format!("set `labelSelector`, or remove `{field}`"));
        }
    }
    for (index, key) in same.into_iter().flatten().enumerate() {
        let at = format_args!("{at}/matchLabelKeys/{index}");
        if other.is_some_and(|other| other.contains(key)) {
            let message = format!("the key `{key}` is in `matchLabelKeys` and in `mismatchLabelKeys`");
            found.push(at, message, "keep one of them");
        }
        let labels = selector.and_then(|it| it.match_labels.as_ref());
        let expressions = selector.and_then(|it| it.match_expressions.as_ref());
        let is_selected = labels.is_some_and(|labels| labels.contains_key(key))
            || expressions.into_iter().flatten().any(|it| it.key == *key);
        // The API server adds the keys to the selector of a pod, and then refuses the second requirement. It accepts the template of a workload.
        if is_selected {
            let message = format!(
                "the key `{key}` is in `matchLabelKeys` and in the label selector: the API server refuses the pods"
            );
            found.push(at, message, "keep one of them");
        }
    }
}
