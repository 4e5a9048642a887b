//! The list for people: a block for each namespace, columns within it.
use crate::out::terminal::visible;
use crate::tasks::list::model::Workload;
use std::fmt::Write;

const HEADS: [&str; 5] = ["WORKLOAD", "KIND", "REPLICAS", "CPU", "MEMORY"];
/// The width of a line, unless a single item is longer.
const WIDTH: usize = 100;

/// All workloads. The platform's name comes first if there are several platforms.
pub(crate) fn text(platform: Option<&str>, workloads: &[Workload]) -> String {
    let mut text = String::new();
    if let Some(name) = platform {
        writeln!(text, "# {}\n", visible(name)).expect("a String takes all");
    }
    if workloads.is_empty() {
        text.push_str("no workloads\n");
    }
    let widths = widths(workloads);
    for (at, workload) in workloads.iter().enumerate() {
        let first = at == 0 || workloads[at - 1].namespace != workload.namespace;
        if first {
            let line = if at == 0 { "" } else { "\n" };
            writeln!(text, "{line}{}", visible(&workload.namespace)).expect("a String takes all");
            row(&mut text, &widths, HEADS);
        }
        row(&mut text, &widths, cells(workload));
        items(&mut text, "with", &workload.devices);
        let from: Vec<_> = workload.routes.iter().chain(&workload.balancers).cloned().collect();
        items(&mut text, "from", &from);
        items(&mut text, "to", &workload.to);
    }
    text
}

fn cells(workload: &Workload) -> [&str; 5] {
    [&workload.name, &workload.kind, &workload.replicas, &workload.cpu, &workload.memory]
}
fn widths(workloads: &[Workload]) -> [usize; 5] {
    let mut widths = HEADS.map(str::len);
    for workload in workloads {
        for (width, cell) in widths.iter_mut().zip(cells(workload)) {
            *width = (*width).max(cell.chars().count());
        }
    }
    widths
}
fn row(text: &mut String, widths: &[usize; 5], cells: [&str; 5]) {
    let padded = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
    let line = padded.collect::<Vec<_>>().join("  ");
    writeln!(text, "  {}", visible(line.trim_end())).expect("a String takes all");
}
/// `    to    a, b, c`, broken between items.
fn items(text: &mut String, name: &str, items: &[String]) {
    let mut line = format!("    {name:<5}");
    let indent = line.len();
    for (at, item) in items.iter().enumerate() {
        let item = visible(item);
        let item = if at + 1 < items.len() { format!(" {item},") } else { format!(" {item}") };
        if line.len() + item.len() > WIDTH && line.len() > indent {
            writeln!(text, "{line}").expect("a String takes all");
            line = " ".repeat(indent);
        }
        line.push_str(&item);
    }
    if !items.is_empty() {
        writeln!(text, "{line}").expect("a String takes all");
    }
}

#[cfg(test)]
mod tests {
    use super::{WIDTH, items};

    #[test]
    fn long_lines_are_broken_between_items() {
        let peers: Vec<_> = (0..12).map(|n| format!("platform-infrastructure/store-{n}")).collect();
        let mut text = String::new();
        items(&mut text, "to", &peers);
        let lines: Vec<_> = text.lines().collect();
        assert!(lines.len() > 1 && lines.iter().all(|line| line.len() <= WIDTH), "{text}");
        assert!(lines[1].starts_with("          platform-"), "{text}");
        let shown: Vec<_> = text.split_whitespace().skip(1).map(|word| word.trim_end_matches(',')).collect();
        assert_eq!(shown, peers);
    }
    #[test]
    fn an_item_that_is_longer_than_a_line_has_its_own() {
        let mut text = String::new();
        items(&mut text, "from", &["x".repeat(200), "y".into()]);
        assert_eq!(text.lines().count(), 2);
    }
}
