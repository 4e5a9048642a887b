//! `src,dst,conn`, one line for each allowed connection.
use super::report::Line;

pub(super) fn render(lines: &[Line]) -> String {
    let mut text = String::from("src,dst,conn\n");
    for Line { from, to, ports, .. } in lines {
        text.push_str(&format!("{},{},{}\n", field(from), field(to), field(&ports.to_string())));
    }
    text
}

/// Quoted if the text contains a comma, a quote or a line break.
pub(super) fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}
