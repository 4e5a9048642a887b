//! For a reviewer: by namespace and workload, who comes in, who is gone out to, and which doors lead there.
use super::fold;
use super::report::{Line, Report, Shown};
use coderev_reach::{Connections, Door, Port, Workload};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Whole namespaces are said as such from this many workloads on.
const WHOLE: usize = 2;

/// Who talks with one workload, by ports.
#[derive(Default)]
struct Own<'a> {
    into: BTreeMap<String, Vec<&'a Shown>>,
    out: BTreeMap<String, Vec<&'a Shown>>,
    among: Option<&'a Connections>,
}

pub(super) fn of(report: &Report, lines: &[Line], doors: &[&Door], among: &[(&Workload, Connections)]) -> String {
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
    for (workload, ports) in among {
        spaces.entry(&workload.namespace).or_default().entry(workload).or_default().among = Some(ports);
    }
    let doors = by_workload(report, doors);
    let all: Vec<&Workload> = report.reach.workloads().collect();
    for workload in doors.keys() {
        spaces.entry(&workload.namespace).or_default().entry(workload).or_default();
    }
    let mut text = String::new();
    for (space, workloads) in &spaces {
        let _ = writeln!(text, "{space}");
        for (workload, own) in workloads {
            let _ = writeln!(text, "  {} [{}]", workload.name, workload.kind);
            for (door, verdict) in doors.get(workload).into_iter().flatten() {
                let _ = writeln!(text, "    door  {door}  {verdict}");
            }
            for (word, by_ports) in [("in  ", &own.into), ("out ", &own.out)] {
                for (ports, peers) in by_ports {
                    let _ = writeln!(text, "    {word}  {ports}  {}", names(peers, workload, &all));
                }
            }
            if let Some(ports) = own.among {
                let _ = writeln!(text, "    own   {ports}  its pods reach one another");
            }
        }
        text.push('\n');
    }
    let silent: Vec<String> = all
        .iter()
        .filter(|it| {
            it.kind != super::strangers::KIND
                && !spaces.get(&*it.namespace).is_some_and(|known| known.contains_key(*it))
        })
        .map(|it| format!("{}/{}", it.namespace, it.name))
        .collect();
    if lines.is_empty() && among.is_empty() {
        text.push_str("nobody talks to anybody\n");
    }
    if !silent.is_empty() {
        let _ = writeln!(text, "in no line above: {}", silent.join(", "));
    }
    text
}

/// What leads to each workload, and whether its own policies have a rule for that port.
fn by_workload<'a>(report: &'a Report, doors: &[&'a Door]) -> BTreeMap<&'a Workload, BTreeSet<(String, String)>> {
    let mut all: BTreeMap<&Workload, Alike<'_>> = BTreeMap::new();
    for door in doors {
        let verdict = match report.reach.admitting(door.peer, door.port) {
            None => "open: no policy is about the workload".to_owned(),
            Some(policies) if policies.is_empty() => "closed: no policy has a rule for the port".to_owned(),
            Some(policies) => format!("open to whom {} says", policies.join(", ")),
        };
        let workload = &report.reach.peer(door.peer).workload;
        let alike = (door.port, door.hosts.join(", "), &*door.path, &*door.kind, &*door.route.0, verdict);
        all.entry(workload).or_default().entry(alike).or_default().insert(&*door.route.1);
    }
    let shown = |by_name: Alike<'_>| {
        let folded = by_name.into_iter().flat_map(|((port, hosts, path, kind, space, verdict), names)| {
            let names = fold::names(&names.into_iter().collect::<Vec<_>>()).into_iter();
            names.map(move |name| (format!("{port}  {hosts}{path}  by {kind} {space}/{name}"), verdict.clone()))
        });
        folded.collect()
    };
    all.into_iter().map(|(workload, doors)| (workload, shown(doors))).collect()
}
/// The names of doors that are alike in all else: their port, hosts, path, kind, namespace, and whether they are open.
type Alike<'a> = BTreeMap<(Port, String, &'a str, &'a str, &'a str, String), BTreeSet<&'a str>>;

/// The others, as few words as are exact: everybody, whole namespaces, single workloads, addresses.
fn names(peers: &[&Shown], own: &Workload, all: &[&Workload]) -> String {
    let mut by_space: BTreeMap<&str, BTreeSet<&Workload>> = BTreeMap::new();
    let (mut ranges, mut words, mut by_name) = (Vec::new(), Vec::new(), Vec::new());
    for peer in peers {
        match peer {
            Shown::Workload(it) => drop(by_space.entry(&it.namespace).or_default().insert(it)),
            Shown::Range(range) => ranges.push(range),
            Shown::Edge => words.push("the edge".to_owned()),
            Shown::Name(name) => by_name.push(format!("{name} (by name)")),
        }
    }
    let others = |space: Option<&str>| {
        all.iter().filter(|it| **it != own && space.is_none_or(|space| it.namespace == space)).count()
    };
    let count: usize = by_space.values().map(BTreeSet::len).sum();
    if count > WHOLE && count == others(None) {
        words.push("every workload".into());
    } else {
        for (space, workloads) in &by_space {
            if workloads.len() >= WHOLE && workloads.len() == others(Some(space)) {
                words.push(format!("{space}/*"));
            } else {
                let is_own = *space == own.namespace;
                words.extend(
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
        words.push("every address outside".into());
    } else {
        words.extend(ranges.iter().map(|range| fold::block(range)));
    }
    words.extend(by_name);
    words.join(", ")
}

/// Ports as short as a picture has room for.
pub(super) fn short(ports: &Connections) -> String {
    let text = ports.to_string();
    if ports.is_all() { "all ports".into() } else { text }
}
