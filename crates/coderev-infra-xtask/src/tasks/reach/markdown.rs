//! A difference as Markdown, for the description of a pull request or a comment on it.
use super::change::{Folded, Kind};
use super::diff::Difference;
use crate::out::terminal::visible;
use coderev_reach::Selection;
use std::fmt::Write;

pub(super) fn render(difference: &Difference, [opened, closed, changed]: &[Vec<Folded>; 3]) -> String {
    let mut text = String::from("### Allowed connections\n\n");
    if difference.is_empty() {
        text.push_str("Nothing opened, nothing closed.\n");
        return text;
    }
    let summary = difference.summary();
    let _ = writeln!(text, "**{}{}**", summary[..1].to_uppercase(), &summary[1..]);
    if !(opened.is_empty() && closed.is_empty() && changed.is_empty()) {
        text.push_str("\n| | from | to | ports |\n|---|---|---|---|\n");
    }
    for (name, lines) in [("opened", opened), ("closed", closed), ("unknown", changed)] {
        for it in lines {
            let to = it.to.as_deref().unwrap_or("pods of the same workload");
            let _ = writeln!(text, "| {name} | {} | {} | {} |", escaped(&it.from), escaped(to), escaped(&it.ports));
        }
    }
    if !difference.entries.is_empty() {
        text.push('\n');
    }
    for it in &difference.entries {
        let change = match it.kind {
            Kind::Opened => "opened",
            Kind::Closed => "closed",
            Kind::Unknown => "unknown",
        };
        let _ = writeln!(text, "* entry point {change}: {}: {}", escaped(&it.key.to_string()), escaped(&it.verdicts()));
    }
    if !difference.isolation.is_empty() {
        text.push('\n');
    }
    for (workload, direction, selection) in &difference.isolation {
        let change = match selection {
            Selection::Free => "no policy selects it any more",
            Selection::Selected => "policies select it now",
            Selection::Unknown => "unknown whether any policy limits it",
        };
        let _ = writeln!(text, "* {}: {change} for {direction}", escaped(&visible(&workload.to_string())));
    }
    if !difference.unknown.is_empty() {
        text.push('\n');
    }
    for (is_new, sentence) in &difference.unknown {
        let when = if *is_new { "unknown now" } else { "unknown before, and not now" };
        let _ = writeln!(text, "* {when}: {}", escaped(&visible(sentence)));
    }
    text
}

/// The text without a meaning in Markdown or HTML.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => shown.push_str("&lt;"),
            '&' => shown.push_str("&amp;"),
            '@' => shown.push_str("&#64;"),
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '#' | '~' => {
                shown.push('\\');
                shown.push(c);
            }
            _ => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_name_is_only_text() {
        assert_eq!(escaped("a|b_<i>@c`"), "a\\|b\\_&lt;i>&#64;c\\`");
    }
}
