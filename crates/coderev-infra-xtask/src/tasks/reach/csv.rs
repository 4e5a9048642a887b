//! `src,dst,conn`, a line for each allowed connection.
use super::report::Line;

pub(super) fn render(lines: &[Line]) -> String {
    let mut text = String::from("src,dst,conn\n");
    for Line { from, to, ports, .. } in lines {
        text.push_str(&format!("{},{},{}\n", field(from), field(to), field(&ports.to_string())));
    }
    text
}

/// In quotes if it holds a comma, a quote or the end of a line.
pub(super) fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}
