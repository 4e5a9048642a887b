//! All connections of a question, in each format.
use super::question::{Format, Question};
use super::report::Report;
use super::{csv, dot, input, svg, text};
use crate::error::CliError;
use crate::out::json::document;
use coderev_reach::Reading;
use serde_json::{Value, json};

/// `read` is what was read of files. The platform of the program was not read from files.
pub(super) fn text(
    report: &Report,
    question: &Question,
    format: Format,
    read: Option<&Reading>,
) -> Result<String, CliError> {
    let (lines, entry_points) = (report.lines(question)?, report.entry_points(question)?);
    Ok(match format {
        Format::Text => text::render(report, &lines, &entry_points, &report.within(question)?),
        Format::Csv => csv::render(&lines),
        Format::Json => {
            let all = lines.iter().map(|it| json!({ "src": it.from, "dst": it.to, "conn": it.ports.to_string() }));
            let connections = ("connections", all.collect::<Vec<Value>>().into());
            let input = read.map(|it| ("input", input::json(it)));
            document(&std::iter::once(connections).chain(input).collect::<Vec<_>>())
        }
        Format::Dot => dot::render(&lines),
        Format::Svg => svg::render(report, &lines, &entry_points),
    })
}
