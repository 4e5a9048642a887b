//! All connections of a question, in each format.
use super::question::{Format, Question};
use super::report::{Line, Report, Shown};
use super::{csv, dot, entries, input, svg, text};
use crate::error::CliError;
use crate::out::json;
use crate::out::terminal::{print, print_all};
use coderev_reach::{PolicyType, Reading, Selection, Undecided, Workload};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::process::ExitCode;

/// Lists are printed line by line, because a large cluster has more lines than fit into memory. `read` is what was read
/// of files. The platform of the program was not read from files.
pub(super) fn show(
    report: &Report,
    question: &Question,
    format: Format,
    read: Option<&Reading>,
) -> Result<ExitCode, CliError> {
    match format {
        Format::Text => print(&text::render(report, question)?),
        Format::Csv => print_all(csv::render(report.lines(question)?.chain(report.unknown_lines(question)?))),
        Format::Json => {
            let entries = report.entry_points(question)?;
            let entries: Vec<Value> = entries.into_iter().map(|it| entries::value(report, it)).collect();
            let mut fields = vec![
                ("entryPoints", entries.into()),
                ("implied", implied(report)),
                ("unknown", unknown(&report.undecided(question)?)),
                ("unprotected", unprotected(report, question)?),
                ("warnings", report.warnings.clone().into()),
            ];
            fields.extend(read.map(|it| ("input", input::json(it))));
            print_all(json::document_of("connections", report.lines(question)?.map(|it| connection(&it)), &fields))
        }
        Format::Dot => print_all(dot::render(report.lines(question)?.chain(report.unknown_lines(question)?))),
        Format::Markdown => Err(CliError::usage("`--format markdown` is for `--diff OLD NEW`")),
        Format::Svg => print(&svg::render(report, question)?),
    }
}

/// The pods that rules name by selectors, and that are not in the manifests.
fn implied(report: &Report) -> Value {
    let all = report.reach.implied_peers();
    all.map(|(_, it)| Value::from(Shown::Implied(it.clone()).to_string())).collect()
}

fn connection(line: &Line) -> Value {
    let [src, dst] = line.ends.each_ref().map(|it| &it.text);
    let mut value = json!({ "src": src, "dst": dst, "conn": line.ports.text });
    if line.ends.iter().any(|it| matches!(it.shown, Shown::Implied(_))) {
        // One end is a selector of a policy, not a workload of the manifests.
        value["implied"] = true.into();
    }
    value
}

/// The workloads that no policy selects, with the directions, and the directions for which that is unknown.
fn unprotected(report: &Report, question: &Question) -> Result<Value, CliError> {
    let asked = report.asked(question)?;
    let groups = report.reach.groups();
    let mut all = Vec::new();
    for (workload, group) in groups.workloads() {
        let (isolation, shown) = (groups.isolation(group), Shown::Workload(workload.clone()));
        let sides = [
            ("ingress", isolation.ingress, asked.is_destination(&shown)),
            ("egress", isolation.egress, asked.is_source(&shown)),
        ];
        let named = |wanted: Selection| -> Vec<&str> {
            let all = sides.iter().filter(|(_, it, is_asked)| *it == wanted && *is_asked);
            all.map(|(name, ..)| *name).collect()
        };
        let (open, unknown) = (named(Selection::Free), named(Selection::Unknown));
        if !open.is_empty() || !unknown.is_empty() {
            all.push(json!({ "workload": shown.to_string(), "directions": open, "unknown": unknown }));
        }
    }
    Ok(all.into())
}

/// The unknown connections of each workload.
pub(super) fn unknown(all: &BTreeMap<&Workload, Vec<Undecided>>) -> Value {
    let entry = |workload: &Workload, it: &Undecided| {
        let causes: Vec<String> = it.causes.iter().map(ToString::to_string).collect();
        let direction = match it.policy_type {
            PolicyType::Ingress => "ingress",
            PolicyType::Egress => "egress",
        };
        let (name, ports) = (workload.to_string(), it.ports.to_string());
        json!({ "workload": name, "direction": direction, "conn": ports, "causes": causes })
    };
    all.iter().flat_map(|(workload, own)| own.iter().map(|it| entry(workload, it))).collect()
}
