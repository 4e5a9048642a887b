//! `src,dst,conn`, one line for each allowed connection.
use super::report::Line;

pub(super) fn render(lines: impl Iterator<Item = Line>) -> impl Iterator<Item = String> {
    let line = |it: Line| {
        let cells = [it.ends[0].to_string(), it.ends[1].to_string(), it.shown_ports()];
        format!("{}\n", cells.map(|it| field(&it)).join(","))
    };
    std::iter::once("src,dst,conn\n".to_owned()).chain(lines.map(line))
}

/// Quoted if the text contains a comma, a quote or a line break.
pub(super) fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}
