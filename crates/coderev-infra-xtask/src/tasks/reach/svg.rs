//! A picture for a document. A large cluster is folded: workloads that policies treat alike are one row, or else each
//! namespace.
use super::change::{Folded, Kind};
use super::diff::Difference;
use super::picture::{Arrow, Group, Node, Style, cut, draw};
use super::question::Question;
use super::report::Report;
use super::table::Table;
use super::units::{Level, Units};
use super::unknown;
use crate::error::CliError;
use coderev_reach::{Admission, Cause, EntryKind, PolicyType};
use std::collections::BTreeSet;

/// The maximum number of rows of causes that name their policies.
const CAUSES: usize = 8;
/// The maximum number of unknown connections that the notes of a difference have.
const NOTES: usize = 8;

pub(super) fn render(report: &Report, question: &Question) -> Result<String, CliError> {
    let asked = report.asked(question)?;
    let table = Table::new(report, &asked, question.port);
    let units = Units::new(&table, &asked);
    let mut arrows = BTreeSet::new();
    units.arrows(&table, &asked, &mut arrows);
    for entry in report.entry_points(question)? {
        let workload = &report.reach.peer(entry.peer).workload;
        let through = if entry.through == EntryKind::Route { String::new() } else { format!(" ({})", entry.through) };
        let label = match entry.hosts.is_empty() {
            // A large cluster has too many Services for a row each.
            _ if units.level == Level::Namespace => format!("{} objects{through}", entry.kind),
            true => format!("{} {}{through}", entry.kind, entry.route.1),
            false if entry.hosts.iter().all(|it| it == "*") => format!("any host, by {} {}", entry.kind, entry.route.1),
            false => entry.hosts.join(", "),
        };
        let (style, limit) = match report.reach.admission(entry) {
            Admission::Closed => (Style::Closed, ""),
            Admission::Open => (Style::Allowed, ""),
            Admission::Only { .. } => (Style::Allowed, ", from some sources only"),
            _ => (Style::Unknown, ""),
        };
        let from = Node { group: Group::Entry, name: label.clone(), label };
        let ports = format!("{}{limit}", entry.port);
        arrows.insert(Arrow { from, to: units.node(workload), ports, style });
    }
    let undecided = report.undecided(question)?;
    let distinct: BTreeSet<&[Cause]> = undecided.values().flatten().map(|it| &it.causes[..]).collect();
    let is_each = units.level == Level::Workload && distinct.len() <= CAUSES;
    for (workload, own) in undecided {
        for it in own {
            let unknown = cause(&it.causes, is_each);
            let (from, to) = match it.policy_type {
                PolicyType::Ingress => (unknown, units.node(workload)),
                PolicyType::Egress => (units.node(workload), unknown),
            };
            let ports = if it.ports.is_all() { "all ports".to_owned() } else { it.ports.to_string() };
            arrows.insert(Arrow { from, to, ports, style: Style::Unknown });
        }
    }
    let note = match units.level {
        Level::Workload => {
            "An arrow is an allowed connection on the ports where it ends; a dashed arrow is closed by policies."
        }
        Level::Alike => {
            "Workloads of one namespace that policies treat alike are one row; a dashed arrow is closed by policies."
        }
        Level::Namespace => {
            "Folded by namespace: an arrow is a connection of at least one pair of workloads; a dashed arrow is closed."
        }
    };
    let mut notes = vec![note.to_owned()];
    if arrows.iter().any(|it| it.style == Style::Unknown) {
        notes.push("A dotted arrow is unknown: the manifests do not decide it.".to_owned());
    }
    Ok(draw("Allowed connections", &notes, &arrows))
}

/// The row of some causes: their sorts, and the policies if there are few rows.
fn cause(causes: &[Cause], has_policies: bool) -> Node {
    let sorts: BTreeSet<&str> = causes.iter().map(|it| unknown::sort(it).0).collect();
    let sorts = sorts.into_iter().collect::<Vec<_>>().join("; ");
    if !has_policies {
        return Node { group: Group::Unknown, name: sorts.clone(), label: sorts };
    }
    let names: BTreeSet<String> = causes.iter().map(|it| unknown::sort(it).1).collect();
    let names = names.into_iter().collect::<Vec<_>>().join(", ");
    let whole: Vec<String> = causes.iter().map(ToString::to_string).collect();
    Node { group: Group::Unknown, name: whole.join("; "), label: format!("{sorts}: {names}") }
}

/// The picture of a difference, from its short form.
pub(super) fn difference(difference: &Difference, [opened, closed, changed]: &[Vec<Folded>; 3]) -> String {
    let mut arrows = BTreeSet::new();
    for (all, style) in [(opened, Style::Opened), (closed, Style::Removed), (changed, Style::Unknown)] {
        for it in all {
            let node = |label: &str, group: Group| Node { group, name: label.to_owned(), label: label.to_owned() };
            let from = node(&it.from, it.groups[0].clone());
            let to = match &it.to {
                Some(to) => node(to, it.groups[1].clone()),
                None => from.clone(),
            };
            arrows.insert(Arrow { from, to, ports: it.ports.clone(), style });
        }
    }
    for it in &difference.entries {
        let style = match it.kind {
            Kind::Opened => Style::Opened,
            Kind::Closed => Style::Removed,
            Kind::Unknown => Style::Unknown,
        };
        let (label, workload) = (&it.key.object, &it.key.workload);
        let from = Node { group: Group::Entry, name: label.clone(), label: label.clone() };
        let group = Group::Namespace(workload.namespace.clone());
        let to = Node { group, name: workload.to_string(), label: workload.to_string() };
        arrows.insert(Arrow { from, to, ports: it.key.port.clone(), style });
    }
    let mut notes = vec![match difference.is_empty() {
        true => "nothing opened, nothing closed".to_owned(),
        false => difference.summary(),
    }];
    for (is_new, sentence) in difference.unknown.iter().take(NOTES) {
        notes.push(format!("unknown {}: {}", if *is_new { "now" } else { "before, and not now" }, cut(sentence, 150)));
    }
    if difference.unknown.len() > NOTES {
        notes.push(format!("and {} more that are unknown", difference.unknown.len() - NOTES));
    }
    draw("Difference of the allowed connections", &notes, &arrows)
}
