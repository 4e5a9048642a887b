//! Unknown connections in the text for a reviewer: one line for each workload and direction, and what decides them.
use crate::out::terminal::visible;
use coderev_reach::{Cause, Undecided, Way, Workload};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The lines of one workload.
pub(super) fn lines(own: &[Undecided]) -> String {
    let mut text = String::new();
    let is_host = |it: &&Undecided| matches!(it.causes[..], [Cause::HostNetwork(_)]);
    if own.iter().any(|it| is_host(&it)) {
        text.push_str("    unknown  all other connections: it is on the network of its node\n");
    }
    for it in own.iter().filter(|it| !is_host(it)) {
        let (way, side) = match it.way {
            Way::Ingress => ("in  ", "from"),
            Way::Egress => ("out ", "to"),
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
    text
}

/// The options that decide the unknown connections.
pub(super) fn notes(all: &BTreeMap<&Workload, Vec<Undecided>>) -> String {
    let causes = || all.values().flatten().flat_map(|it| &it.causes);
    let mut text = String::new();
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
