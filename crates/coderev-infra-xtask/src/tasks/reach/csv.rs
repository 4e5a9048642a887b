//! `src,dst,conn`, a line for each pair that may talk.
use super::report::Line;

pub(super) fn of(lines: &[Line]) -> String {
    let mut text = String::from("src,dst,conn\n");
    for Line { from, to, ports, .. } in lines {
        text.push_str(&format!("{},{},{}\n", field(from), field(to), field(&ports.to_string())));
    }
    text
}

/// In quotes where a comma, a quote or a line's end would say something else.
pub(super) fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}
