//! The placement of pods: node selectors, affinity, tolerations and topology spread.
use crate::lower::fields::int32;
use crate::lower::meta;
use crate::model::{Cloud, KindDecl, Nodes, Spread};
use crate::resolve::workload::Workload;
use k8s_openapi::api::core::v1::{
    Affinity, NodeAffinity, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, PreferredSchedulingTerm,
    Toleration, TopologySpreadConstraint,
};
use std::collections::BTreeMap;

/// The labels of spot nodes of the provider. On a generic cluster, the labels of all providers: `NotIn` also matches a
/// node without the label.
fn spot_labels(provider: Cloud) -> &'static [(&'static str, &'static str)] {
    const ALL: [(&str, &str); 4] = [
        ("karpenter.sh/capacity-type", "spot"),
        ("cloud.google.com/gke-spot", "true"),
        ("eks.amazonaws.com/capacityType", "SPOT"),
        ("kubernetes.azure.com/scalesetpriority", "spot"),
    ];
    match provider {
        Cloud::Generic => &ALL,
        Cloud::Gke => const { &[ALL[1]] },
        Cloud::Eks => const { &[ALL[0], ALL[2]] },
        Cloud::Aks => const { &[ALL[3]] },
    }
}

/// The placement of the pods of a workload.
#[derive(Default)]
pub(super) struct Placement {
    pub(super) node_selector: Option<BTreeMap<String, String>>,
    pub(super) affinity: Option<Affinity>,
    pub(super) tolerations: Option<Vec<Toleration>>,
}

pub(super) fn placement(workload: &Workload<'_>) -> Placement {
    let provider = workload.platform.cluster.provider;
    let any = Nodes::any();
    let nodes = workload.pod.nodes.as_ref().map_or(&any, |declared| &declared.value);
    let labels: Vec<(&str, &str)> =
        nodes.pool.into_iter().chain(nodes.labels.iter().map(|(k, v)| (&**k, &**v))).collect();
    let spot = workload.pod.spot.is_some();

    let mut required = Vec::new();
    if workload.spec().never_spot || nodes.on_demand {
        required.extend(spot_labels(provider).iter().map(|(key, value)| requirement(key, "NotIn", &[value])));
    }
    let mut preferred = Vec::new();
    if nodes.preferred {
        preferred.extend(labels.iter().map(|(key, value)| prefer(50, requirement(key, "In", &[value]))));
    }
    if nodes.reserved && matches!(provider, Cloud::Generic | Cloud::Eks) {
        preferred.push(prefer(50, requirement("karpenter.sh/capacity-type", "In", &["reserved", "on-demand"])));
    }
    if spot {
        preferred
            .extend(spot_labels(provider).iter().map(|(key, value)| prefer(100, requirement(key, "In", &[value]))));
    }
    let tolerated = nodes.pool.into_iter().chain(nodes.tolerations.iter().map(|(k, v)| (&**k, &**v)));
    let taints = spot.then(|| spot_labels(provider)).into_iter().flatten().copied();
    let mut tolerations: Vec<_> = tolerated.chain(taints).map(|(key, value)| toleration(key, value)).collect();
    tolerations.extend(nodes.tolerated.iter().map(|key| exists(Some(key.clone()))));
    tolerations.extend(nodes.tolerates_all.then(|| exists(None)));
    Placement {
        node_selector: (!nodes.preferred && !labels.is_empty()).then(|| meta::pairs(labels)),
        affinity: affinity(required, preferred),
        tolerations: (!tolerations.is_empty()).then_some(tolerations),
    }
}

fn affinity(required: Vec<NodeSelectorRequirement>, preferred: Vec<PreferredSchedulingTerm>) -> Option<Affinity> {
    if required.is_empty() && preferred.is_empty() {
        return None;
    }
    let term = NodeSelectorTerm { match_expressions: Some(required), match_fields: None };
    let has_required = term.match_expressions.as_ref().is_some_and(|all| !all.is_empty());
    let node_affinity = NodeAffinity {
        required_during_scheduling_ignored_during_execution: has_required
            .then(|| NodeSelector { node_selector_terms: vec![term] }),
        preferred_during_scheduling_ignored_during_execution: (!preferred.is_empty()).then_some(preferred),
    };
    Some(Affinity { node_affinity: Some(node_affinity), ..Default::default() })
}
fn requirement(key: &str, operator: &str, values: &[&str]) -> NodeSelectorRequirement {
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    NodeSelectorRequirement { key: key.into(), operator: operator.into(), values: Some(values) }
}
fn prefer(weight: i32, requirement: NodeSelectorRequirement) -> PreferredSchedulingTerm {
    let preference = NodeSelectorTerm { match_expressions: Some(vec![requirement]), match_fields: None };
    PreferredSchedulingTerm { weight, preference }
}
fn toleration(key: &str, value: &str) -> Toleration {
    Toleration {
        key: Some(key.into()),
        operator: Some("Equal".into()),
        value: Some(value.into()),
        effect: Some("NoSchedule".into()),
        toleration_seconds: None,
    }
}

/// Tolerates any taint with `key`, or any taint at all.
fn exists(key: Option<String>) -> Toleration {
    Toleration { key, operator: Some("Exists".into()), ..Default::default() }
}

/// The topology spread of the workload, else of the tier. The spread of the tier does not apply to jobs and DaemonSets.
/// Nodes with a taint that the pod does not tolerate do not count.
pub(super) fn spread(workload: &Workload<'_>) -> Option<Vec<TopologySpreadConstraint>> {
    let own: Vec<Spread> = workload.pod.spread.iter().map(|it| it.value).collect();
    let is_spread = matches!(workload.declared.kind, KindDecl::Service | KindDecl::Worker | KindDecl::StatefulSet(_));
    let spread = if own.is_empty() && is_spread { &workload.spec().spread } else { &own };
    // Only the pods of a Deployment have a label with their revision.
    let versioned = matches!(workload.declared.kind, KindDecl::Service | KindDecl::Worker);
    let constraint = |spread: &Spread| TopologySpreadConstraint {
        max_skew: int32(spread.max_skew),
        topology_key: spread.topology.into(),
        when_unsatisfiable: if spread.hard { "DoNotSchedule" } else { "ScheduleAnyway" }.into(),
        node_taints_policy: Some("Honor".into()),
        label_selector: Some(meta::select(meta::selector(workload))),
        match_label_keys: versioned.then(|| vec!["pod-template-hash".into()]),
        ..Default::default()
    };
    let is_wanted = !spread.is_empty() && !spread.iter().any(|spread| spread.none);
    is_wanted.then(|| spread.iter().map(constraint).collect())
}
