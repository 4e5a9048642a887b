//! A difference as text.
use super::change::{Folded, Kind};
use super::diff::Difference;
use crate::out::terminal::visible;
use coderev_reach::Selection;

pub(super) fn render(difference: &Difference, [opened, closed, changed]: &[Vec<Folded>; 3]) -> String {
    if difference.is_empty() {
        return "nothing opened, nothing closed\n".into();
    }
    let section = |name: &str, lines: Vec<String>| {
        if lines.is_empty() { String::new() } else { format!("{name}\n{}", lines.concat()) }
    };
    let lines = |all: &[Folded]| -> Vec<String> { all.iter().map(|it| format!("  {it}\n")).collect() };
    let isolation = |wanted: Selection| -> Vec<String> {
        let all = difference.isolation.iter().filter(|(.., it)| *it == wanted);
        all.map(|(workload, direction, _)| format!("  {}: {direction}\n", visible(&workload.to_string()))).collect()
    };
    let entries = |wanted: Kind| -> Vec<String> {
        let all = difference.entries.iter().filter(|it| it.kind == wanted);
        all.map(|it| format!("  {}: {}\n", it.key, it.verdicts())).collect()
    };
    let unknown = |wanted: bool| -> Vec<String> {
        let all = difference.unknown.iter().filter(|(is_new, _)| *is_new == wanted);
        all.map(|(_, text)| format!("  {}\n", visible(text))).collect()
    };
    format!(
        "{}{}{}{}{}{}{}{}{}{}{}{}\n",
        section("opened", lines(opened)),
        section("closed", lines(closed)),
        section("unknown whether it opened or closed", lines(changed)),
        section("entry points that opened", entries(Kind::Opened)),
        section("entry points that closed", entries(Kind::Closed)),
        section("entry points that are or were unknown", entries(Kind::Unknown)),
        section("unknown now", unknown(true)),
        section("unknown before, and not now", unknown(false)),
        section("no policy selects them any more", isolation(Selection::Free)),
        section("unknown whether any policy limits them", isolation(Selection::Unknown)),
        section("policies select them now", isolation(Selection::Selected)),
        difference.summary()
    )
}
