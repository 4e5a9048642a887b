//! The connections that two sets of manifests do not have in common.
use super::change::{self, Changed, Folded};
use super::csv::field;
use super::question::{Format, Question};
use super::report::{Report, Shown, shown_ports};
use super::{markdown, svg};
use crate::error::CliError;
use crate::out::json;
use crate::out::terminal::{print, print_all, visible};
use coderev_reach::{Isolation, Workload};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::process::ExitCode;

/// The change of all connections, and of the isolation of workloads.
pub(super) struct Difference {
    pub(super) changes: Vec<Changed>,
    /// Workloads with the directions in which no policy selects them any more, or selects them now.
    pub(super) isolation: Vec<(Workload, &'static str, bool)>,
    /// The number of connections that opened and closed, and of exposures.
    pub(super) count: [change::Count; 2],
}

impl Difference {
    fn new(old: &Report, new: &Report) -> Self {
        let changes = change::all(old, new);
        let count = [true, false].map(|is_opened| change::count(&changes, is_opened));
        Self { isolation: isolation(old, new), count, changes }
    }

    /// `opened 2, closed 1, exposure +1 -0`.
    pub(super) fn summary(&self) -> String {
        let [opened, closed] = &self.count;
        format!(
            "opened {}, closed {}, exposure +{} -{}",
            opened.connections, closed.connections, opened.exposures, closed.exposures
        )
    }
}

/// `question` selects no workloads: a difference is shown completely.
pub(super) fn show(old: &Report, new: &Report, question: &Question) -> Result<ExitCode, CliError> {
    let difference = Difference::new(old, new);
    match question.format {
        Format::Text => print(&plain(&difference, &change::fold(old, new, &difference.changes))),
        Format::Markdown => print(&markdown::render(&difference, &change::fold(old, new, &difference.changes))),
        Format::Svg => {
            let folded = change::fold(old, new, &difference.changes);
            print(&svg::difference(&difference.summary(), &difference.changes, &folded))
        }
        Format::Csv => {
            let line = |[from, to]: [&Shown; 2], it: &Changed| {
                let [old, new] = it.sides.each_ref().map(|(ports, names)| shown_ports(ports, names));
                let cells = [from.to_string(), to.to_string(), old, new];
                format!("{}\n", cells.each_ref().map(|it| field(it)).join(","))
            };
            let lines = difference.changes.iter().flat_map(|it| it.pairs().map(move |ends| line(ends, it)));
            print_all(std::iter::once("src,dst,old,new\n".to_owned()).chain(lines))
        }
        Format::Json => {
            let all = difference.changes.iter().flat_map(|it| it.pairs().map(move |ends| value(ends, it)));
            let [opened, closed] = &difference.count;
            let isolation = difference.isolation.iter().map(|(workload, direction, is_open)| {
                json!({ "workload": visible(&workload.to_string()), "direction": direction, "unprotected": is_open })
            });
            let summary = json!({
                "opened": opened.connections, "closed": closed.connections,
                "exposureOpened": opened.exposures, "exposureClosed": closed.exposures,
            });
            let fields = [("isolation", isolation.collect::<Vec<Value>>().into()), ("summary", summary)];
            print_all(json::document_of("changes", all, &fields))
        }
        Format::Dot => Err(CliError::usage("`--diff` has the formats `text`, `markdown`, `csv`, `json` and `svg`")),
    }
}

fn value([from, to]: [&Shown; 2], it: &Changed) -> Value {
    let [old, new] = it.sides.each_ref().map(|(ports, names)| shown_ports(ports, names));
    let [opened, closed] = [it.opened(), it.closed()].map(|(ports, names)| shown_ports(&ports, &names));
    let mut value = json!({ "src": from.to_string(), "dst": to.to_string(), "old": old, "new": new,
        "opened": opened, "closed": closed });
    if it.is_exposure() {
        value["implied"] = true.into();
    }
    value
}

/// The workloads that policies stopped or started to select.
fn isolation(old: &Report, new: &Report) -> Vec<(Workload, &'static str, bool)> {
    let of = |report: &Report| -> BTreeMap<Workload, Isolation> {
        let groups = report.reach.groups();
        groups.workloads().map(|(it, group)| (it.clone(), groups.isolation(group))).collect()
    };
    let (before, after) = (of(old), of(new));
    let mut all = Vec::new();
    for (workload, now) in after {
        let sides = |it: &Isolation| [("ingress", it.ingress), ("egress", it.egress)];
        let was = before.get(&workload).map(sides);
        for (at, (direction, is_limited)) in sides(&now).into_iter().enumerate() {
            let differs = match was {
                Some(was) => was[at].1 != is_limited,
                // A new workload is worth a line if nothing limits it.
                None => !is_limited,
            };
            if differs {
                all.push((workload.clone(), direction, !is_limited));
            }
        }
    }
    all
}

fn plain(difference: &Difference, [opened, closed]: &[Vec<Folded>; 2]) -> String {
    if difference.changes.is_empty() && difference.isolation.is_empty() {
        return "nothing opened, nothing closed\n".into();
    }
    let section = |name: &str, lines: Vec<String>| {
        if lines.is_empty() { String::new() } else { format!("{name}\n{}", lines.concat()) }
    };
    let lines = |all: &[Folded]| -> Vec<String> { all.iter().map(|it| format!("  {it}\n")).collect() };
    let isolation = |wanted: bool| -> Vec<String> {
        let all = difference.isolation.iter().filter(|(.., is_open)| *is_open == wanted);
        all.map(|(workload, direction, _)| format!("  {}: {direction}\n", visible(&workload.to_string()))).collect()
    };
    format!(
        "{}{}{}{}{}\n",
        section("opened", lines(opened)),
        section("closed", lines(closed)),
        section("no policy selects them any more", isolation(true)),
        section("policies select them now", isolation(false)),
        difference.summary()
    )
}
