//! The connections that two sets of manifests do not have in common.
use super::change::{self, Changed, Kind};
use super::csv::field;
use super::entry_changes::{self, EntryChange};
use super::question::{Format, Question};
use super::report::{Report, Shown, shown_ports};
use super::unknown;
use super::{diff_text, input, markdown, svg};
use crate::error::CliError;
use crate::out::json;
use crate::out::terminal::{print, print_all, visible};
use coderev_reach::{Isolation, Reading, Selection, Workload};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

/// The change of all connections, and of the isolation of workloads.
pub(super) struct Difference {
    pub(super) changes: Vec<Changed>,
    /// Workloads with the directions in which no policy selects them any more, or selects them now.
    pub(super) isolation: Vec<(Workload, &'static str, Selection)>,
    /// Entry points that opened or closed to sources outside.
    pub(super) entries: Vec<EntryChange>,
    /// The connections of single workloads that are unknown in one of the two only: whether in the new one, and a
    /// sentence.
    pub(super) unknown: Vec<(bool, String)>,
    /// The number of connections that opened, that closed, and that are unknown, and of exposures.
    pub(super) count: [change::Count; 3],
}

impl Difference {
    fn new(old: &Report, new: &Report) -> Self {
        let changes = change::all(old, new);
        let count = Kind::ALL.map(|kind| change::count(&changes, kind));
        let [before, now] = [old, new].map(|it| unknown::sentences(&it.reach.undecided()));
        let only = |own: &BTreeSet<String>, other: &BTreeSet<String>, is_new: bool| -> Vec<(bool, String)> {
            own.difference(other).map(|it| (is_new, it.clone())).collect()
        };
        let unknown = [only(&now, &before, true), only(&before, &now, false)].concat();
        Self { isolation: isolation(old, new), entries: entry_changes::all(old, new), unknown, count, changes }
    }

    /// `opened 2, closed 1, exposure +1 -0`.
    pub(super) fn summary(&self) -> String {
        let [opened, closed, unknown] = &self.count;
        let unknown = match unknown.connections + unknown.exposures {
            0 => String::new(),
            count => format!(", unknown {count}"),
        };
        let entries = match self.entry_counts() {
            [0, 0, 0] => String::new(),
            [opened, closed, 0] => format!(", entry points +{opened} -{closed}"),
            [opened, closed, unknown] => format!(", entry points +{opened} -{closed}, {unknown} unknown"),
        };
        format!(
            "opened {}, closed {}, exposure +{} -{}{entries}{unknown}",
            opened.connections, closed.connections, opened.exposures, closed.exposures
        )
    }

    /// The number of entry points that opened, that closed, and that are unknown.
    fn entry_counts(&self) -> [usize; 3] {
        Kind::ALL.map(|kind| self.entries.iter().filter(|it| it.kind == kind).count())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.entries.is_empty() && self.isolation.is_empty() && self.unknown.is_empty()
    }
}

/// `question` selects no workloads: a difference is shown completely. `read` is what was read of files for both sides;
/// the platform of the program was not read from files.
pub(super) fn show(
    [old, new]: [&Report; 2],
    question: &Question,
    read: [Option<&Reading>; 2],
) -> Result<ExitCode, CliError> {
    let difference = Difference::new(old, new);
    match question.format {
        Format::Text => print(&diff_text::render(&difference, &change::fold(old, new, &difference.changes))),
        Format::Markdown => print(&markdown::render(&difference, &change::fold(old, new, &difference.changes))),
        Format::Svg => {
            let folded = change::fold(old, new, &difference.changes);
            print(&svg::difference(&difference, &folded))
        }
        Format::Csv => {
            let line = |[from, to]: [&Shown; 2], it: &Changed| {
                let [old, new] = sides(it);
                let cells = [from.to_string(), to.to_string(), old, new];
                format!("{}\n", cells.each_ref().map(|it| field(it)).join(","))
            };
            let lines = difference.changes.iter().flat_map(|it| it.pairs().map(move |ends| line(ends, it)));
            let unknown = difference.unknown.iter().map(|(is_new, text)| {
                let cells = if *is_new { ["", "", "", text] } else { ["", "", text, ""] };
                format!("{}\n", cells.map(|it| field(it)).join(","))
            });
            let entries = difference.entries.iter().map(|it| {
                let [old, new] = &it.sides;
                let source = format!("{{entry point: {}}}", visible(&it.key.object));
                let workload = visible(&it.key.workload.to_string()).into_owned();
                format!("{}\n", [&source, &workload, old, new].map(|it| field(it)).join(","))
            });
            print_all(std::iter::once("src,dst,old,new\n".to_owned()).chain(lines).chain(entries).chain(unknown))
        }
        Format::Json => {
            let all = difference.changes.iter().flat_map(|it| it.pairs().map(move |ends| value(ends, it)));
            let [opened, closed, changed] = &difference.count;
            let entry_points = difference.entry_counts();
            let unknown = difference
                .unknown
                .iter()
                .map(|(is_new, text)| json!({ "side": if *is_new { "new" } else { "old" }, "message": text }));
            let isolation = difference.isolation.iter().map(|(workload, direction, selection)| {
                // Null is unknown.
                let is_open = (*selection != Selection::Unknown).then_some(*selection == Selection::Free);
                json!({ "workload": visible(&workload.to_string()), "direction": direction, "unprotected": is_open })
            });
            let summary = json!({
                "opened": opened.connections, "closed": closed.connections,
                "exposureOpened": opened.exposures, "exposureClosed": closed.exposures,
                "unknown": changed.connections + changed.exposures,
                "entryPointsOpened": entry_points[0], "entryPointsClosed": entry_points[1],
                "entryPointsUnknown": entry_points[2],
            });
            let mut input = serde_json::Map::new();
            for (side, read) in ["old", "new"].into_iter().zip(read) {
                input.extend(read.map(|it| (side.to_owned(), input::json(it))));
            }
            let fields = [
                ("entryPoints", difference.entries.iter().map(EntryChange::value).collect::<Vec<Value>>().into()),
                ("input", input.into()),
                ("isolation", isolation.collect::<Vec<Value>>().into()),
                ("summary", summary),
                ("unknown", unknown.collect::<Vec<Value>>().into()),
                ("warnings", new.warnings.clone().into()),
            ];
            print_all(json::document_of("changes", all, &fields))
        }
        Format::Dot => Err(CliError::usage("`--diff` has the formats `text`, `markdown`, `csv`, `json` and `svg`")),
    }
}

/// The ports before and now, with the ports that may be allowed.
fn sides(it: &Changed) -> [String; 2] {
    [0, 1].map(|at| {
        let ((ports, names), unknown) = (&it.sides[at], &it.unknown[at]);
        match (unknown.is_empty(), ports.is_empty() && names.is_empty()) {
            (true, _) => shown_ports(ports, names),
            (false, true) => format!("unknown: {unknown}"),
            (false, false) => format!("{}; unknown: {unknown}", shown_ports(ports, names)),
        }
    })
}

fn value([from, to]: [&Shown; 2], it: &Changed) -> Value {
    let [old, new] = sides(it);
    let [opened, closed, unknown] =
        Kind::ALL.map(|kind| it.ports(kind)).map(|(ports, names)| shown_ports(&ports, &names));
    let mut value = json!({ "src": from.to_string(), "dst": to.to_string(), "old": old, "new": new,
        "opened": opened, "closed": closed, "unknown": unknown });
    if it.is_exposure() {
        value["implied"] = true.into();
    }
    value
}

/// The workloads that policies started or stopped selecting.
fn isolation(old: &Report, new: &Report) -> Vec<(Workload, &'static str, Selection)> {
    let of = |report: &Report| -> BTreeMap<Workload, Isolation> {
        let groups = report.reach.groups();
        groups.workloads().map(|(it, group)| (it.clone(), groups.isolation(group))).collect()
    };
    let (before, after) = (of(old), of(new));
    let mut all = Vec::new();
    for (workload, now) in after {
        let sides = |it: &Isolation| [("ingress", it.ingress), ("egress", it.egress)];
        let was = before.get(&workload).map(sides);
        for (at, (direction, selection)) in sides(&now).into_iter().enumerate() {
            let differs = match was {
                Some(was) => was[at].1 != selection,
                // A new workload is worth a line if nothing limits it.
                None => selection != Selection::Selected,
            };
            if differs {
                all.push((workload.clone(), direction, selection));
            }
        }
    }
    all
}
