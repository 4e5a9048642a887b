//! For a reviewer: the ingress, the egress and the entry points of each workload.
use super::fold;
use super::peers::Names;
use super::question::Question;
use super::report::{Report, Shown, shown_ports};
use super::table::{Side, Table};
use crate::error::CliError;
use crate::out::terminal::visible;
use coderev_reach::{Connections, EntryPoint, Isolation, Port, Workload};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

pub(super) fn render(report: &Report, question: &Question) -> Result<String, CliError> {
    let asked = report.asked(question)?;
    let entry_points = report.entry_points(question)?;
    let within: BTreeMap<&Workload, Connections> = report.within(question)?.into_iter().collect();
    let table = Table::new(report, &asked, question.port);
    let mut names = Names::new(&table, &asked);
    let entry_points = by_workload(report, &entry_points);
    let (mut text, mut silent) = (String::new(), Vec::new());
    let (mut space, mut has_lines) = ("", false);
    for &(workload, group) in &table.workloads {
        let shown = Shown::Workload(workload.clone());
        let mut lines = String::new();
        let is_asked = [(Side::In, asked.is_destination(&shown)), (Side::Out, asked.is_source(&shown))];
        for (side, _) in is_asked.into_iter().filter(|(_, is_asked)| *is_asked) {
            let direction = if side == Side::In { "in  " } else { "out " };
            let mut by_ports = Vec::new();
            for ((ports, port_names), peers) in table.peers(workload, group, side) {
                let peers = names.shown(&peers, workload, side);
                if !peers.is_empty() {
                    by_ports.push((shown_ports(&ports, &port_names), peers.join(", ")));
                }
            }
            by_ports.sort();
            has_lines |= !by_ports.is_empty();
            for (ports, peers) in by_ports {
                let _ = writeln!(lines, "    {direction}  {ports}  {peers}");
            }
        }
        if let Some(ports) = within.get(workload) {
            has_lines = true;
            let _ = writeln!(lines, "    same  {ports}  pods of the same workload");
        }
        let entries = entry_points.get(workload);
        if lines.is_empty() && entries.is_none() {
            let is_named = (asked.from.is_some() && asked.is_source(&shown))
                || (asked.to.is_some() && asked.is_destination(&shown));
            if asked.is_all() || is_named {
                silent.push(workload);
            }
            continue;
        }
        if space != workload.namespace {
            let blank = if space.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{blank}{}", visible(&workload.namespace));
            space = &workload.namespace;
        }
        let _ = writeln!(text, "  {} [{}]", visible(&workload.name), visible(&workload.kind));
        text.push_str(&unprotected(table.groups.isolation(group), &is_asked));
        for (entry, verdict) in entries.into_iter().flatten() {
            let _ = writeln!(text, "    entry {}  {}", visible(entry), visible(verdict));
        }
        text.push_str(&lines);
    }
    if !space.is_empty() {
        text.push('\n');
    }
    if !has_lines {
        text.push_str("no connection is allowed\n");
    }
    if !silent.is_empty() {
        let silent: Vec<String> =
            silent.iter().map(|it| visible(&format!("{}/{}", it.namespace, it.name)).into_owned()).collect();
        let _ = writeln!(text, "no connections: {}", silent.join(", "));
    }
    text.push_str(&names.legend().text());
    Ok(text)
}

/// A workload that no policy selects, in a direction that the question is about.
fn unprotected(isolation: Isolation, asked: &[(Side, bool); 2]) -> String {
    let open = [("ingress", isolation.ingress), ("egress", isolation.egress)];
    let open = open.iter().zip(asked).filter(|((_, is_limited), (_, is_asked))| !is_limited && *is_asked);
    let open: Vec<&str> = open.map(|((name, _), _)| *name).collect();
    if open.is_empty() {
        return String::new();
    }
    format!("    unprotected: no policy selects it for {}\n", open.join(" or "))
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

/// Ports in a form that is short enough for a picture.
pub(super) fn short(ports: &Connections) -> String {
    let text = ports.to_string();
    if ports.is_all() { "all ports".into() } else { text }
}
