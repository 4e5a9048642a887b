//! For a reviewer: the ingress, the egress and the entry points of each workload.
use super::entries;
use super::peers::Names;
use super::question::Question;
use super::report::{Report, Shown, shown_ports};
use super::table::{Side, Table};
use super::unknown;
use crate::error::CliError;
use crate::out::terminal::visible;
use coderev_reach::{Connections, Isolation, Selection, Workload};
use std::collections::BTreeMap;
use std::fmt::Write;

pub(super) fn render(report: &Report, question: &Question) -> Result<String, CliError> {
    let asked = report.asked(question)?;
    let entry_points = report.entry_points(question)?;
    let within: BTreeMap<&Workload, Connections> = report.within(question)?.into_iter().collect();
    let undecided = report.undecided(question)?;
    let table = Table::new(report, &asked, question.port);
    let mut names = Names::new(&table, &asked);
    let entry_points = entries::by_workload(report, &entry_points, names.legend_mut());
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
        lines.push_str(&unknown::lines(undecided.get(workload).map_or(&[], Vec::as_slice)));
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
            let _ = writeln!(text, "    entry {}  {verdict}", visible(entry));
        }
        text.push_str(&lines);
    }
    if !space.is_empty() {
        text.push('\n');
    }
    text.push_str(&unknown::notes(&undecided));
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

/// A workload that no policy selects, or for which that is unknown, in a direction that the question is about.
fn unprotected(isolation: Isolation, asked: &[(Side, bool); 2]) -> String {
    let sides = [("ingress", isolation.ingress), ("egress", isolation.egress)];
    let named = |wanted: Selection| -> String {
        let all = sides.iter().zip(asked).filter(|((_, it), (_, is_asked))| *it == wanted && *is_asked);
        all.map(|((name, _), _)| *name).collect::<Vec<_>>().join(" or ")
    };
    let line = |text: &str, named: String| if named.is_empty() { named } else { format!("    {text} {named}\n") };
    let free = line("unprotected: no policy selects it for", named(Selection::Free));
    free + &line("unknown whether any policy limits", named(Selection::Unknown))
}
