//! All connections of a question, in each format.
use super::question::{Format, Question};
use super::report::Report;
use super::{csv, dot, input, svg, text};
use crate::error::CliError;
use crate::out::json::document;
use coderev_reach::{PolicyType, Reading, Undecided, Workload};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// `read` is what was read of files. The platform of the program was not read from files.
pub(super) fn text(
    report: &Report,
    question: &Question,
    format: Format,
    read: Option<&Reading>,
) -> Result<String, CliError> {
    let (lines, entry_points) = (report.lines(question)?, report.entry_points(question)?);
    Ok(match format {
        Format::Text => {
            text::render(report, &lines, &entry_points, &report.within(question)?, &report.undecided(question)?)
        }
        Format::Csv => csv::render(&lines),
        Format::Json => {
            let all = lines.iter().map(|it| json!({ "src": it.from, "dst": it.to, "conn": it.ports.to_string() }));
            let connections = ("connections", all.collect::<Vec<Value>>().into());
            let unknown = ("unknown", unknown(&report.undecided(question)?));
            let warnings = ("warnings", report.warnings.clone().into());
            let input = read.map(|it| ("input", input::json(it)));
            document(&[connections, unknown, warnings].into_iter().chain(input).collect::<Vec<_>>())
        }
        Format::Dot => dot::render(&lines),
        Format::Svg => svg::render(report, &lines, &entry_points),
    })
}

/// The unknown connections of each workload.
fn unknown(all: &BTreeMap<&Workload, Vec<Undecided>>) -> Value {
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
