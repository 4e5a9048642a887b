//! For a reviewer: the ingress, the egress and the entry points of each workload.
use super::fold;
use super::report::{Line, Report, Shown};
use crate::out::terminal::visible;
use coderev_reach::{Connections, EntryPoint, Port, Workload};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// A namespace is shown as one peer if it has at least this many workloads.
const WHOLE: usize = 2;

/// The peers of one workload, by ports.
#[derive(Default)]
struct Own<'a> {
    into: BTreeMap<String, Vec<&'a Shown>>,
    out: BTreeMap<String, Vec<&'a Shown>>,
    within: Option<&'a Connections>,
}

pub(super) fn render(
    report: &Report,
    lines: &[Line],
    entry_points: &[&EntryPoint],
    within: &[(&Workload, Connections)],
) -> String {
    let mut spaces: BTreeMap<&str, BTreeMap<&Workload, Own<'_>>> = BTreeMap::new();
    for Line { ports, ends: [from, to], .. } in lines {
        if let Shown::Workload(it) = from {
            let own = spaces.entry(&it.namespace).or_default().entry(it).or_default();
            own.out.entry(ports.to_string()).or_default().push(to);
        }
        if let Shown::Workload(it) = to {
            let own = spaces.entry(&it.namespace).or_default().entry(it).or_default();
            own.into.entry(ports.to_string()).or_default().push(from);
        }
    }
    for (workload, ports) in within {
        spaces.entry(&workload.namespace).or_default().entry(workload).or_default().within = Some(ports);
    }
    let entry_points = by_workload(report, entry_points);
    let all: Vec<&Workload> = report.reach.workloads().collect();
    for workload in entry_points.keys() {
        spaces.entry(&workload.namespace).or_default().entry(workload).or_default();
    }
    let mut text = String::new();
    for (space, workloads) in &spaces {
        let _ = writeln!(text, "{}", visible(space));
        for (workload, own) in workloads {
            let _ = writeln!(text, "  {} [{}]", visible(&workload.name), visible(&workload.kind));
            for (entry, verdict) in entry_points.get(workload).into_iter().flatten() {
                let _ = writeln!(text, "    entry {}  {}", visible(entry), visible(verdict));
            }
            for (direction, by_ports) in [("in  ", &own.into), ("out ", &own.out)] {
                for (ports, peers) in by_ports {
                    let peers = names(peers, workload, &all);
                    let _ = writeln!(text, "    {direction}  {ports}  {}", visible(&peers));
                }
            }
            if let Some(ports) = own.within {
                let _ = writeln!(text, "    same  {ports}  pods of the same workload");
            }
        }
        text.push('\n');
    }
    let silent: Vec<String> = all
        .iter()
        .filter(|it| !spaces.get(&*it.namespace).is_some_and(|known| known.contains_key(*it)))
        .map(|it| format!("{}/{}", it.namespace, it.name))
        .collect();
    if lines.is_empty() && within.is_empty() {
        text.push_str("no connection is allowed\n");
    }
    if !silent.is_empty() {
        let _ = writeln!(text, "no connections: {}", visible(&silent.join(", ")));
    }
    text
}

/// The entry points of each workload, and whether its policies have a rule for the port.
fn by_workload<'a>(
    report: &'a Report,
    entry_points: &[&'a EntryPoint],
) -> BTreeMap<&'a Workload, BTreeSet<(String, String)>> {
    let mut all: BTreeMap<&Workload, Alike<'_>> = BTreeMap::new();
    for entry in entry_points {
        let verdict = match report.reach.admitting(entry.peer, entry.port) {
            None => "open: no policy selects the workload".to_owned(),
            Some(policies) if policies.is_empty() => "closed: no policy has a rule for the port".to_owned(),
            Some(policies) => format!("open to the peers that {} admits", policies.join(", ")),
        };
        let workload = &report.reach.peer(entry.peer).workload;
        let alike = (entry.port, entry.hosts.join(", "), &*entry.path, &*entry.kind, &*entry.route.0, verdict);
        all.entry(workload).or_default().entry(alike).or_default().insert(&*entry.route.1);
    }
    let shown = |by_name: Alike<'_>| {
        let folded = by_name.into_iter().flat_map(|((port, hosts, path, kind, space, verdict), names)| {
            let names = fold::names(&names.into_iter().collect::<Vec<_>>()).into_iter();
            names.map(move |name| (format!("{port}  {hosts}{path}  by {kind} {space}/{name}"), verdict.clone()))
        });
        folded.collect()
    };
    all.into_iter().map(|(workload, entries)| (workload, shown(entries))).collect()
}
/// The names of entry points that agree in port, hosts, path, kind, namespace, and verdict.
type Alike<'a> = BTreeMap<(Port, String, &'a str, &'a str, &'a str, String), BTreeSet<&'a str>>;

/// The peers in the shortest exact form: all workloads, namespaces, single workloads, addresses.
fn names(peers: &[&Shown], own: &Workload, all: &[&Workload]) -> String {
    let mut by_space: BTreeMap<&str, BTreeSet<&Workload>> = BTreeMap::new();
    let (mut ranges, mut shown, mut by_name, mut implied) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for peer in peers {
        match peer {
            Shown::Workload(it) => drop(by_space.entry(&it.namespace).or_default().insert(it)),
            Shown::Range(range) => ranges.push(range),
            Shown::Edge => shown.push("the edge".to_owned()),
            Shown::Implied(peer) => implied.push(peer.to_string()),
            Shown::Name(name) => by_name.push(format!("{name} (by DNS name)")),
        }
    }
    let others = |space: Option<&str>| {
        all.iter().filter(|it| **it != own && space.is_none_or(|space| it.namespace == space)).count()
    };
    let count: usize = by_space.values().map(BTreeSet::len).sum();
    if count > WHOLE && count == others(None) {
        shown.push("every workload".into());
    } else {
        for (space, workloads) in &by_space {
            if workloads.len() >= WHOLE && workloads.len() == others(Some(space)) {
                shown.push(format!("{space}/*"));
            } else {
                let is_own = *space == own.namespace;
                shown.extend(
                    workloads
                        .iter()
                        .map(|it| if is_own { it.name.clone() } else { format!("{}/{}", it.namespace, it.name) }),
                );
            }
        }
    }
    let is_whole = |v4: bool| {
        let mut family = ranges.iter().filter(|it| it.first.is_ipv4() == v4).peekable();
        let Some(first) = family.peek().map(|it| it.first) else { return false };
        let mut next = Some(first);
        let is_start = first.is_unspecified();
        for range in family {
            if next != Some(range.first) {
                return false;
            }
            next = range.after();
        }
        is_start && next.is_none()
    };
    if is_whole(true) && (is_whole(false) || ranges.iter().all(|it| it.first.is_ipv4())) {
        shown.push("every address outside the cluster".into());
    } else {
        shown.extend(ranges.iter().map(|range| fold::block(range)));
    }
    shown.extend(by_name);
    shown.extend(implied);
    shown.join(", ")
}

/// Ports in a form that is short enough for a picture.
pub(super) fn short(ports: &Connections) -> String {
    let text = ports.to_string();
    if ports.is_all() { "all ports".into() } else { text }
}
