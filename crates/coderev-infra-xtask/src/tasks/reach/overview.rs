//! All connections of a question, in each format.
use super::question::{Format, Question};
use super::report::Report;
use super::{csv, dot, svg, text};
use crate::error::CliError;
use crate::out::json::document;
use serde_json::{Value, json};

pub(super) fn text(report: &Report, question: &Question, format: Format) -> Result<String, CliError> {
    let (lines, entry_points) = (report.lines(question)?, report.entry_points(question)?);
    Ok(match format {
        Format::Text => text::render(report, &lines, &entry_points, &report.within(question)?),
        Format::Csv => csv::render(&lines),
        Format::Json => {
            let all = lines.iter().map(|it| json!({ "src": it.from, "dst": it.to, "conn": it.ports.to_string() }));
            document(&[("connections", all.collect::<Vec<Value>>().into())])
        }
        Format::Dot => dot::render(&lines),
        Format::Svg => svg::render(report, &lines, &entry_points),
    })
}
