//! The effects of another tier on the pods of workloads, each with the step before the change.
use crate::Change;
use coderev_objects::{Inventory, Object, Workload};
use k8s_openapi::api::core::v1::{NodeSelector, PodSpec, Toleration};
use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicySpec};
use k8s_openapi::api::scheduling::v1::PriorityClass;
use std::collections::{BTreeMap, BTreeSet};

/// The effects of a change of tier.
#[derive(Default)]
pub(super) struct Effects {
    titles: BTreeSet<&'static str>,
    /// The steps before the new files are applied.
    pub(super) steps: Vec<String>,
}
impl Effects {
    /// `nodes`, `priority`, `network isolation`.
    pub(super) fn titles(&self) -> Vec<&'static str> {
        self.titles.iter().copied().collect()
    }
    fn add(&mut self, title: &'static str, step: String) {
        self.titles.insert(title);
        if !self.steps.contains(&step) {
            self.steps.push(step);
        }
    }
}

/// The effects on workloads, each before and after the change.
pub(super) fn effects(change: &Change<'_>, workloads: &[(Workload<'_>, Workload<'_>)]) -> Effects {
    let mut effects = Effects::default();
    for (old, new) in workloads {
        nodes(change, *old, *new, &mut effects);
        priority(change, *old, *new, &mut effects);
        isolation(*old, *new, &mut effects);
    }
    effects
}

/// New pods stay pending if no node fits.
fn nodes(change: &Change<'_>, old: Workload<'_>, new: Workload<'_>, effects: &mut Effects) {
    let (was, is) = (places(old.pod()), places(new.pod()));
    if was == is {
        return;
    }
    let labels: Vec<String> =
        is.0.into_iter()
            .flatten()
            .filter(|(key, value)| !key.contains(' ') && !value.contains(' '))
            .map(pair)
            .collect();
    let nodes = if labels.is_empty() {
        change.target.kubectl("get nodes --show-labels")
    } else {
        change.target.kubectl(&format!("get nodes -l {}", labels.join(",")))
    };
    effects.add("nodes", format!("check that nodes with the new labels and taints have room for the pods: `{nodes}`"));
}
fn pair((key, value): (&String, &String)) -> String {
    format!("{key}={value}")
}
type Places<'a> = (Option<&'a BTreeMap<String, String>>, Option<&'a NodeSelector>, &'a [Toleration]);
fn places(pod: &PodSpec) -> Places<'_> {
    let affinity = pod.affinity.as_ref().and_then(|it| it.node_affinity.as_ref());
    let required = affinity.and_then(|it| it.required_during_scheduling_ignored_during_execution.as_ref());
    (pod.node_selector.as_ref(), required, pod.tolerations.as_deref().unwrap_or_default())
}

/// Pods of a higher priority preempt the others when the nodes are full.
/// <https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/>
fn priority(change: &Change<'_>, old: Workload<'_>, new: Workload<'_>, effects: &mut Effects) {
    let [was, is] = [old, new].map(|workload| workload.pod().priority_class_name.as_deref().unwrap_or_default());
    if was == is {
        return;
    }
    let [low, high] = [(change.before, was), (change.after, is)].map(|(inventory, class)| value(inventory, class));
    let step = match low.zip(high) {
        Some((was, is)) if was < is => format!(
            "check that the nodes have room: the priority rises from {was} to {is}, and the new pods preempt pods of a lower priority"
        ),
        Some((was, is)) if was > is => format!(
            "check that the nodes have room: the priority falls from {was} to {is}, and pods of a higher priority preempt the new pods"
        ),
        Some(_) => return,
        None => {
            let command = change.target.kubectl(&format!("get priorityclass {is}"));
            format!("check that the cluster has the priority class of the new pods: `{command}`")
        }
    };
    effects.add("priority", step);
}
/// The priority of a class. None if these objects do not have the class.
fn value(inventory: &Inventory, class: &str) -> Option<i32> {
    if class.is_empty() {
        return Some(0);
    }
    let class = inventory.all::<PriorityClass>().find(|(entry, _)| entry.name() == class);
    class.and_then(|(_, class)| class.value.into())
}

/// Connections to undeclared destinations end when the policy is applied, also connections of the old pods.
fn isolation(old: Workload<'_>, new: Workload<'_>, effects: &mut Effects) {
    if is_open(old) && !is_open(new) {
        effects.add(
            "network isolation",
            "declare each destination of the pods, because all other connections end when the new NetworkPolicy is applied; compare with \
`cargo xtask reach`"
                .to_owned(),
        );
    }
}
/// Whether the pods can connect to every destination: no policy selects them for egress, or one allows everything.
fn is_open(workload: Workload<'_>) -> bool {
    let policies = workload.policies().filter_map(|policy| match policy.object() {
        Object::NetworkPolicy(policy) => spec(policy),
        _ => None,
    });
    let is_egress = |spec: &&NetworkPolicySpec| {
        spec.egress.is_some() || spec.policy_types.iter().flatten().any(|it| it == "Egress")
    };
    let mut of_egress = policies.filter(is_egress).peekable();
    let everything = |spec: &NetworkPolicySpec| {
        let rules = spec.egress.iter().flatten();
        rules
            .into_iter()
            .any(|rule| rule.to.as_ref().is_none_or(Vec::is_empty) && rule.ports.as_ref().is_none_or(Vec::is_empty))
    };
    of_egress.peek().is_none() || of_egress.any(everything)
}
fn spec(policy: &NetworkPolicy) -> Option<&NetworkPolicySpec> {
    (&policy.spec).into()
}
