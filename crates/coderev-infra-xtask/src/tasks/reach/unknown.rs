//! Unknown connections in the text for a reviewer: one line for each workload and direction, and what decides them.
use crate::out::terminal::{lines as lines_of, visible};
use coderev_reach::{Cause, PolicyType, Undecided, Workload};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The lines of one workload.
pub(super) fn lines(own: &[Undecided]) -> String {
    let mut text = String::new();
    let is_host = |it: &&Undecided| matches!(it.causes[..], [Cause::HostNetwork(_)]);
    if own.iter().any(|it| is_host(&it)) {
        text.push_str("    unknown  all other connections: it is on the network of its node\n");
    }
    let is_block = |it: &&Undecided| it.causes.iter().all(|it| matches!(it, Cause::IpBlock { .. }));
    for it in own.iter().filter(is_block) {
        let (way, side) = match it.policy_type {
            PolicyType::Ingress => ("in  ", "from"),
            PolicyType::Egress => ("out ", "to"),
        };
        let mut rules: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for cause in &it.causes {
            if let Cause::IpBlock { policy, rule, .. } = cause {
                rules.entry(policy).or_default().push(rule.to_string());
            }
        }
        let rules: Vec<String> =
            rules.iter().map(|(policy, rules)| format!("rule {} of {policy}", rules.join(", "))).collect();
        let _ = writeln!(
            text,
            "    {way}  {}  unknown whether also {side} pods: ipBlock in {}",
            it.ports,
            visible(&rules.join("; "))
        );
    }
    for it in own.iter().filter(|it| !is_host(it) && !is_block(it)) {
        let way = if it.policy_type == PolicyType::Egress { "out " } else { "in  " };
        let causes: Vec<String> = it.causes.iter().map(ToString::to_string).collect();
        let _ = writeln!(text, "    {way}  {}  unknown: {}", it.ports, visible(&causes.join("; ")));
    }
    text
}

/// A sentence for each workload, direction and cause.
pub(super) fn sentences(all: &BTreeMap<&Workload, Vec<Undecided>>) -> BTreeSet<String> {
    let sentence = |workload: &Workload, it: &Undecided| {
        let way = if it.policy_type == PolicyType::Egress { "egress" } else { "ingress" };
        let causes: Vec<String> = it.causes.iter().map(ToString::to_string).collect();
        format!("{workload}, {way} on {}: {}", it.ports, causes.join("; "))
    };
    all.iter().flat_map(|(workload, own)| own.iter().map(|it| sentence(workload, it))).collect()
}

/// The sort of a cause, and the object that it is about.
pub(super) fn sort(cause: &Cause) -> (&'static str, String) {
    match cause {
        Cause::HostNetwork(it) => ("network of a node", format!("{}/{}", it.namespace, it.name)),
        Cause::IpBlock { policy, is_undecided: true, .. } => ("an ipBlock may match pods", policy.clone()),
        Cause::IpBlock { policy, .. } => ("address of a pod", policy.clone()),
        Cause::Peer { policy, field, .. } => (field, policy.clone()),
        Cause::Unevaluated { kind, name, .. } => ("not evaluated", format!("{kind} {name}")),
        Cause::Labels { policy, .. } | Cause::Subject { policy } => ("labels of pods", policy.clone()),
        Cause::NamedPort { policy, .. } => ("port by name", policy.clone()),
        Cause::OwnPolicies { policy, .. } => ("policies of pods", policy.clone()),
        Cause::ChosenLabel { policy } => ("label of a controller", policy.clone()),
        Cause::Refused { policy } => ("refused policy", policy.clone()),
        Cause::Priority { policies, .. } => ("equal priority", policies.join(", ")),
        other => ("other", other.to_string()),
    }
}

/// The maximum number of workloads that a note names.
const NAMED: usize = 8;

/// The workloads of each object that is not evaluated.
fn unevaluated<'a>(
    all: &BTreeMap<&'a Workload, Vec<Undecided>>,
) -> BTreeMap<(String, String, bool), BTreeSet<&'a Workload>> {
    let mut found: BTreeMap<(String, String, bool), BTreeSet<&Workload>> = BTreeMap::new();
    for (workload, cause) in
        all.iter().flat_map(|(workload, own)| own.iter().flat_map(|it| &it.causes).map(|it| (*workload, it)))
    {
        if let Cause::Unevaluated { kind, name, may_allow } = cause {
            found.entry((kind.clone(), name.clone(), *may_allow)).or_default().insert(workload);
        }
    }
    found
}

/// The options that decide the unknown connections.
pub(super) fn notes(all: &BTreeMap<&Workload, Vec<Undecided>>) -> String {
    let mut text = String::new();
    for ((kind, name, may_allow), workloads) in unevaluated(all) {
        let count = workloads.len();
        let mut named: Vec<String> =
            workloads.into_iter().take(NAMED).map(|it| format!("{}/{}", it.namespace, it.name)).collect();
        if count > NAMED {
            named.push(format!("{} more", count - NAMED));
        }
        let more = if may_allow { "allow or deny more" } else { "deny more" };
        let _ = writeln!(
            text,
            "unknown whether {kind} {name} may {more}: it is not evaluated. It selects {}",
            named.join(", ")
        );
    }
    let mut text = lines_of(&text).into_owned();
    let causes = || all.values().flatten().flat_map(|it| &it.causes);
    if causes().any(|it| matches!(it, Cause::IpBlock { is_undecided: true, .. })) {
        text.push_str(
            "unknown whether an ipBlock matches pods: network plugins differ. `--ip-blocks pods` or `--ip-blocks outside` \
             decides it\n",
        );
    }
    if causes().any(|it| matches!(it, Cause::IpBlock { is_undecided: false, .. })) {
        text.push_str("unknown whether an ipBlock holds a pod: its address is not in the manifests\n");
    }
    if causes().any(|it| matches!(it, Cause::HostNetwork(_))) {
        text.push_str(
            "unknown whether policies apply to pods on the network of their node: network plugins differ. \
             `--host-network node` or `--host-network pod` decides it\n",
        );
    }
    text
}
