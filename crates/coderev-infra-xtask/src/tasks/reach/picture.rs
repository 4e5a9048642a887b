//! Draws arrows between rows as SVG: sources on the left, destinations on the right.
//!
//! A destination has a line for each set of ports, and an arrow ends at the line with its ports. A row that is a source
//! and a destination is on both sides, so that every arrow points from left to right.
use crate::out::terminal::visible;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const WHOLE: usize = 1100;
const BOX: usize = 350;
/// The number of characters that fit into a row.
pub(super) const WIDTH: usize = 44;
/// The height of the name of a row, and of a line with ports.
const ROW: usize = 24;
const SLOT: usize = 15;
const GAP: usize = 18;
const SIDES: [usize; 2] = [20, WHOLE - BOX - 20];

/// Colours that can be distinguished in print, one for each source.
const INKS: [&str; 8] = ["#1b6ca8", "#b3541e", "#3f7d20", "#7b3fa0", "#a8324a", "#0f7c7c", "#7a6a00", "#555555"];
/// Green for opened, red for closed.
const CHANGED: [&str; 2] = ["#1d7a34", "#b3261e"];

/// A row of a box.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Node {
    pub(super) group: Group,
    /// What identifies the row.
    pub(super) name: String,
    /// The text of the row.
    pub(super) label: String,
}

impl Node {
    /// The whole text, for a row that is cut.
    fn whole(&self) -> &str {
        if matches!(self.group, Group::Implied | Group::Unknown) { &self.name } else { &self.label }
    }

    /// The text in the title of an arrow.
    fn title(&self) -> &str {
        if self.group == Group::Unknown { &self.name } else { &self.label }
    }
}

/// The box of a row. Boxes are drawn in this order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    Entry,
    Outside,
    Implied,
    /// Ends of unknown connections: the causes.
    Unknown,
    Cluster,
    Namespace(String),
}

impl Group {
    fn title(&self) -> &str {
        match self {
            Self::Entry => "entry points",
            Self::Outside => "outside the cluster",
            Self::Implied => "pods that are not in these manifests",
            Self::Unknown => "unknown, because",
            Self::Cluster => "the cluster",
            Self::Namespace(name) => name,
        }
    }

    fn fill(&self) -> &'static str {
        match self {
            Self::Entry | Self::Outside => "#fff7e6",
            Self::Implied => "#fdeeee",
            Self::Unknown => "#f2f2f2",
            Self::Cluster | Self::Namespace(_) => "#f3f6fa",
        }
    }
}

/// How an arrow is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Style {
    Allowed,
    /// An entry point that policies close.
    Closed,
    /// A connection that the manifests do not decide.
    Unknown,
    /// A difference.
    Opened,
    Removed,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Arrow {
    pub(super) from: Node,
    pub(super) to: Node,
    pub(super) ports: String,
    pub(super) style: Style,
}

/// A line with ports below the name of a destination.
type Slot<'a> = (&'a str, Style);

/// One side of the picture.
struct Column<'a> {
    left: usize,
    boxes: BTreeMap<&'a Group, Vec<(&'a Node, Vec<Slot<'a>>)>>,
    /// The middle of each row, and of each of its lines with ports.
    at: BTreeMap<(&'a Node, Option<Slot<'a>>), usize>,
    height: usize,
}

impl<'a> Column<'a> {
    fn new(left: usize, top: usize, rows: BTreeMap<&'a Node, BTreeSet<Slot<'a>>>) -> Self {
        let mut boxes: BTreeMap<&Group, Vec<(&Node, Vec<Slot<'_>>)>> = BTreeMap::new();
        for (node, slots) in rows {
            boxes.entry(&node.group).or_default().push((node, slots.into_iter().collect()));
        }
        let (mut at, mut y) = (BTreeMap::new(), top);
        for rows in boxes.values() {
            y += 30;
            for (node, slots) in rows {
                at.insert((*node, None), y + ROW / 2 - 1);
                for (number, slot) in slots.iter().enumerate() {
                    at.insert((*node, Some(*slot)), y + ROW + number * SLOT + 4);
                }
                y += height(slots);
            }
            y += 8 + GAP;
        }
        Self { left, boxes, at, height: y }
    }

    fn draw(&self, top: usize, svg: &mut String) {
        let (left, mut y) = (self.left, top);
        for (group, rows) in &self.boxes {
            let whole = 30 + rows.iter().map(|(_, slots)| height(slots)).sum::<usize>() + 8;
            let dashes = if **group == Group::Implied { " stroke-dasharray=\"4 3\"" } else { "" };
            let _ = writeln!(
                svg,
                "<rect x=\"{left}\" y=\"{y}\" width=\"{BOX}\" height=\"{whole}\" rx=\"8\" fill=\"{}\" stroke=\"#9aa5b1\"{dashes}/>\n<text x=\"{}\" y=\"{}\" font-weight=\"bold\">{}</text>",
                group.fill(),
                left + 12,
                y + 20,
                escaped(&cut(group.title(), WIDTH - 4))
            );
            y += 30;
            for (node, slots) in rows {
                let _ = writeln!(
                    svg,
                    "<rect x=\"{}\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"4\" fill=\"#ffffff\" stroke=\"#c5ccd3\"/>\n<text x=\"{}\" y=\"{}\">{}<title>{}</title></text>",
                    left + 8,
                    BOX - 16,
                    height(slots) - 4,
                    left + 16,
                    y + 15,
                    escaped(&cut(&node.label, WIDTH)),
                    escaped(node.whole())
                );
                for (number, (ports, style)) in slots.iter().enumerate() {
                    let (sign, ink) = match style {
                        Style::Allowed => ("", "#333333"),
                        Style::Closed => ("closed: ", "#777777"),
                        Style::Unknown => ("unknown: ", "#777777"),
                        Style::Opened => ("+ ", CHANGED[0]),
                        Style::Removed => ("\u{2212} ", CHANGED[1]),
                    };
                    let _ = writeln!(
                        svg,
                        "<text x=\"{}\" y=\"{}\" font-size=\"11\" fill=\"{ink}\">{}<title>{}</title></text>",
                        left + 22,
                        y + ROW + number * SLOT + 8,
                        escaped(&cut(&format!("{sign}{ports}"), 56)),
                        escaped(ports)
                    );
                }
                y += height(slots);
            }
            y += 8 + GAP;
        }
    }
}

fn height(slots: &[Slot<'_>]) -> usize {
    ROW + if slots.is_empty() { 2 } else { slots.len() * SLOT + 4 }
}

/// The picture. `notes` are lines below the title.
pub(super) fn draw(title: &str, notes: &[String], arrows: &BTreeSet<Arrow>) -> String {
    let top = 80 + notes.len() * 17;
    let (mut sources, mut destinations) = (BTreeMap::new(), BTreeMap::new());
    for arrow in arrows {
        sources.entry(&arrow.from).or_insert_with(BTreeSet::new);
        destinations.entry(&arrow.to).or_insert_with(BTreeSet::new).insert((&*arrow.ports, arrow.style));
    }
    let inks: BTreeMap<&Node, usize> = sources.keys().copied().zip((0..INKS.len()).cycle()).collect();
    let left = Column::new(SIDES[0], top, sources);
    let right = Column::new(SIDES[1], top, destinations);
    let height = left.height.max(right.height) + 10;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WHOLE} {height}\" width=\"{WHOLE}\" height=\"{height}\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\">\n<title>{title}</title>\n<rect width=\"{WHOLE}\" height=\"{height}\" fill=\"#ffffff\"/>\n<defs>\n"
    );
    for (number, ink) in INKS.iter().chain(&CHANGED).enumerate() {
        let _ = writeln!(
            svg,
            "<marker id=\"tip{number}\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"{ink}\"/></marker>"
        );
    }
    let _ = writeln!(
        svg,
        "</defs>\n<text x=\"{}\" y=\"30\" font-size=\"17\" font-weight=\"bold\">{title}</text>",
        SIDES[0]
    );
    for (number, note) in notes.iter().enumerate() {
        let y = 50 + number * 17;
        let _ = writeln!(svg, "<text x=\"{}\" y=\"{y}\" fill=\"#555555\">{}</text>", SIDES[0], escaped(note));
    }
    for (side, name) in SIDES.into_iter().zip(["source", "destination and ports"]) {
        let _ = writeln!(svg, "<text x=\"{side}\" y=\"{}\" font-weight=\"bold\">{name}</text>", top - 10);
    }
    left.draw(top, &mut svg);
    right.draw(top, &mut svg);
    for arrow in arrows {
        draw_arrow(arrow, [&left, &right], inks[&arrow.from], &mut svg);
    }
    svg.push_str("</svg>\n");
    svg
}

fn draw_arrow(arrow: &Arrow, [left, right]: [&Column<'_>; 2], own: usize, svg: &mut String) {
    let (x1, x2) = (SIDES[0] + BOX - 8, SIDES[1] + 18);
    let y1 = left.at[&(&arrow.from, None)];
    let y2 = right.at[&(&arrow.to, Some((&*arrow.ports, arrow.style)))];
    let (tip, ink, dashes) = match arrow.style {
        Style::Allowed => (own, INKS[own], ""),
        Style::Closed => (own, INKS[own], " stroke-dasharray=\"5 4\""),
        Style::Unknown => (own, INKS[own], " stroke-dasharray=\"2 4\""),
        Style::Opened => (INKS.len(), CHANGED[0], ""),
        Style::Removed => (INKS.len() + 1, CHANGED[1], " stroke-dasharray=\"5 4\""),
    };
    let verdict = match arrow.style {
        Style::Allowed => "",
        Style::Closed => ", closed by policies",
        Style::Unknown => ", unknown",
        Style::Opened => ", opened",
        Style::Removed => ", closed",
    };
    let middle = (x1 + x2) / 2;
    let _ = writeln!(
        svg,
        "<path d=\"M{x1} {y1}C{middle} {y1} {middle} {y2} {} {y2}H{x2}\" fill=\"none\" stroke=\"{ink}\" stroke-opacity=\"0.75\" stroke-width=\"1.3\" marker-end=\"url(#tip{tip})\"{dashes}><title>{} to {}: {}{verdict}</title></path>",
        x2 - 60,
        escaped(arrow.from.title()),
        escaped(arrow.to.title()),
        escaped(&arrow.ports)
    );
}

pub(super) fn cut(text: &str, length: usize) -> String {
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
