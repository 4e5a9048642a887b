//! A picture for a document: namespaces as boxes in two columns, workloads in them, and connections as arrows.
//!
//! Sources are on the left, destinations on the right. A workload that is a source and a destination is on both
//! sides, so that every arrow points from left to right.
use super::question::Question;
use super::report::{Line, Report, Shown};
use super::text::short;
use crate::error::CliError;
use crate::out::terminal::visible;
use coderev_reach::EntryPoint;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const WIDTH: usize = 1100;
const BOX: usize = 340;
const ROW: usize = 26;
const GAP: usize = 18;
const TOP: usize = 70;
const SIDES: [usize; 2] = [20, WIDTH - BOX - 20];

/// Colours that can be distinguished in print, one for each source.
const INKS: [&str; 8] = ["#1b6ca8", "#b3541e", "#3f7d20", "#7b3fa0", "#a8324a", "#0f7c7c", "#7a6a00", "#555555"];

/// One side of the picture: boxes with their rows, from top to bottom.
struct Column {
    boxes: Vec<(String, Vec<String>, usize)>,
    /// The middle of each row, by its name in the lines.
    at: BTreeMap<String, usize>,
    height: usize,
}

impl Column {
    fn new(ends: BTreeSet<(String, String, String)>) -> Self {
        let mut by_box: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for (space, label, name) in ends {
            by_box.entry(space).or_default().push((label, name));
        }
        let mut column = Self { boxes: Vec::new(), at: BTreeMap::new(), height: TOP };
        // Addresses outside the cluster come first, in the direction of traffic.
        let mut order: Vec<_> = by_box.into_iter().collect();
        order.sort_by_key(|(space, _)| space != OUTSIDE);
        for (space, rows) in order {
            let top = column.height;
            for (number, (_, name)) in rows.iter().enumerate() {
                column.at.insert(name.clone(), top + 30 + number * ROW + ROW / 2);
            }
            column.height += 30 + rows.len() * ROW + 8 + GAP;
            column.boxes.push((space, rows.into_iter().map(|(label, _)| label).collect(), top));
        }
        column
    }

    fn draw(&self, left: usize, svg: &mut String) {
        for (space, rows, top) in &self.boxes {
            let height = 30 + rows.len() * ROW + 8;
            let fill = if space == OUTSIDE { "#fff7e6" } else { "#f3f6fa" };
            let _ = writeln!(
                svg,
                "<rect x=\"{left}\" y=\"{top}\" width=\"{BOX}\" height=\"{height}\" rx=\"8\" fill=\"{fill}\" stroke=\"#9aa5b1\"/>\n<text x=\"{}\" y=\"{}\" font-weight=\"bold\">{}</text>",
                left + 12,
                top + 20,
                escaped(space)
            );
            for (number, label) in rows.iter().enumerate() {
                let y = top + 30 + number * ROW;
                let _ = writeln!(
                    svg,
                    "<rect x=\"{}\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"4\" fill=\"#ffffff\" stroke=\"#c5ccd3\"/>\n<text x=\"{}\" y=\"{}\">{}</text>",
                    left + 8,
                    BOX - 16,
                    ROW - 4,
                    left + 16,
                    y + 16,
                    escaped(&cut(label, 46))
                );
            }
        }
    }
}

const OUTSIDE: &str = "outside the cluster";

pub(super) fn render(report: &Report, question: &Question) -> Result<String, CliError> {
    let lines: Vec<Line> = report.lines(question)?.collect();
    let arrows = arrows(report, &lines, &report.entry_points(question)?);
    let side = |at: usize| Column::new(arrows.iter().map(|it| it.0[at].clone()).collect());
    let (left, right) = (side(0), side(1));
    let height = left.height.max(right.height) + 10;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\">\n<title>Allowed connections</title>\n<rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#ffffff\"/>\n<defs>\n"
    );
    for (number, ink) in INKS.iter().enumerate() {
        let _ = writeln!(
            svg,
            "<marker id=\"tip{number}\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"{ink}\"/></marker>"
        );
    }
    let _ = writeln!(
        svg,
        "</defs>\n<text x=\"{}\" y=\"40\" font-size=\"17\" font-weight=\"bold\">source</text>\n<text x=\"{}\" y=\"40\" font-size=\"17\" font-weight=\"bold\">destination</text>",
        SIDES[0], SIDES[1]
    );
    left.draw(SIDES[0], &mut svg);
    right.draw(SIDES[1], &mut svg);
    draw_arrows(&arrows, [&left, &right], &mut svg);
    svg.push_str("</svg>\n");
    Ok(svg)
}

/// The picture of a difference.
pub(super) fn difference(_: &[super::change::Changed]) -> String {
    String::new()
}

/// Box, label and name of an end.
type Node = (String, String, String);

/// The ends of each arrow, its label, and whether it is an entry point that policies close.
fn arrows(report: &Report, lines: &[Line], entry_points: &[&EntryPoint]) -> Vec<([Node; 2], String, bool)> {
    // All ranges of addresses with the same ports are one row, because a picture cannot show each range.
    let mut joined: BTreeMap<([Node; 2], String), ()> = BTreeMap::new();
    for line in lines {
        joined.insert(([node(&line.ends[0]), node(&line.ends[1])], short(&line.ports)), ());
    }
    let mut arrows: Vec<_> = joined.into_keys().map(|(ends, ports)| (ends, ports, false)).collect();
    let shown: BTreeSet<String> = lines.iter().flat_map(|it| it.ends.each_ref().map(ToString::to_string)).collect();
    let mut entries = BTreeSet::new();
    for entry in entry_points {
        let workload = &report.reach.peer(entry.peer).workload;
        if lines.is_empty() || !shown.contains(&workload.to_string()) {
            continue;
        }
        let label =
            if entry.hosts.is_empty() { format!("{} {}", entry.kind, entry.route.1) } else { entry.hosts.join(", ") };
        let from = (OUTSIDE.to_owned(), label.clone(), format!("entry {label}"));
        let is_closed = report.reach.admission(entry) == coderev_reach::Admission::Closed;
        entries.insert(([from, node(&Shown::Workload(workload.clone()))], short(&entry.port.into()), is_closed));
    }
    arrows.extend(entries);
    arrows
}

fn node(end: &Shown) -> Node {
    match end {
        Shown::Workload(it) => (it.namespace.clone(), format!("{} [{}]", it.name, it.kind), it.to_string()),
        Shown::Range(_) => (OUTSIDE.to_owned(), "addresses outside".to_owned(), "addresses".to_owned()),
        Shown::Name(name) => (OUTSIDE.to_owned(), name.clone(), format!("name {name}")),
        Shown::Implied(peer) => ("not in these manifests".to_owned(), peer.to_string(), peer.to_string()),
        Shown::Edge => (OUTSIDE.to_owned(), "the edge".to_owned(), end.to_string()),
    }
}

fn draw_arrows(arrows: &[([Node; 2], String, bool)], columns: [&Column; 2], svg: &mut String) {
    let sources: BTreeSet<&str> = arrows.iter().map(|it| &*it.0[0].2).collect();
    let inks: BTreeMap<&str, usize> = sources.into_iter().zip((0..INKS.len()).cycle()).collect();
    // The ports of all arrows that end in one row are written before the row, without duplicates.
    let mut labels: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for ([from, to], ports, is_closed) in arrows {
        let (x1, x2) = (SIDES[0] + BOX - 8, SIDES[1] + 6);
        let (y1, y2) = (columns[0].at[&from.2], columns[1].at[&to.2]);
        let ink = inks[&*from.2];
        let dashes = if *is_closed { " stroke-dasharray=\"5 4\"" } else { "" };
        let closed = if *is_closed { ", closed by policy" } else { "" };
        let middle = (x1 + x2) / 2;
        let _ = writeln!(
            svg,
            "<path d=\"M{x1} {y1}C{middle} {y1} {middle} {y2} {} {y2}H{x2}\" fill=\"none\" stroke=\"{}\" stroke-opacity=\"0.75\" stroke-width=\"1.4\" marker-end=\"url(#tip{ink})\"{dashes}><title>{} to {}: {}{closed}</title></path>",
            x2 - 70,
            INKS[ink],
            escaped(&from.1),
            escaped(&to.1),
            escaped(ports)
        );
        labels.entry(&to.2).or_default().insert(ports);
    }
    for (to, ports) in labels {
        let all = cut(&ports.into_iter().collect::<Vec<_>>().join("; "), 24);
        let (x, y) = (SIDES[1] - 8, columns[1].at[to] - 4);
        let _ = writeln!(
            svg,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"11\" text-anchor=\"end\" stroke=\"#ffffff\" stroke-width=\"3\" paint-order=\"stroke\">{}</text>",
            escaped(&all)
        );
    }
}

fn cut(text: &str, length: usize) -> String {
    if text.chars().count() <= length {
        text.to_owned()
    } else {
        format!("{}…", text.chars().take(length - 1).collect::<String>())
    }
}

/// The text in XML, which has no form for control characters and for U+FFFE and U+FFFF.
fn escaped(text: &str) -> String {
    let text = visible(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}");
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_text_is_well_formed_in_xml() {
        let shown = escaped("</text><script>&\"\u{1b}[2J\u{0}\u{ffff}");
        assert_eq!(shown, "&lt;/text&gt;&lt;script&gt;&amp;&quot;\\u{1b}[2J\\u{0}\u{fffd}");
    }
}
