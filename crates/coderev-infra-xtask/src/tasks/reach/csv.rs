//! `src,dst,conn`, one line for each allowed connection.
use super::report::Line;
use std::borrow::Cow;

/// The size of the parts of the text: a part for each line is a call of the system for each line.
const PART: usize = 1 << 16;

pub(super) fn render(lines: impl Iterator<Item = Line>) -> impl Iterator<Item = String> {
    let mut lines = lines.fuse();
    let mut part = String::from("src,dst,conn\n");
    std::iter::from_fn(move || {
        for line in lines.by_ref() {
            let [from, to] = &line.ends;
            for (text, end) in [(&from.text, ','), (&to.text, ','), (&line.ports.text, '\n')] {
                part.push_str(&field(text));
                part.push(end);
            }
            if part.len() >= PART {
                break;
            }
        }
        Some(std::mem::take(&mut part)).filter(|it| !it.is_empty())
    })
}

/// Quoted if the text contains a comma, a quote or a line break.
pub(super) fn field(text: &str) -> Cow<'_, str> {
    if text.contains([',', '"', '\n', '\r']) {
        Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(text)
    }
}
