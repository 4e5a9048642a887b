//! A graph for Graphviz: arrows, then namespaces as boxes around their workloads.
use super::report::{Line, Shown};
use crate::out::terminal::visible;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The text, arrow by arrow: only the nodes are in memory.
pub(super) fn render(lines: impl Iterator<Item = Line>) -> impl Iterator<Item = String> {
    let mut lines = lines;
    let mut nodes = Some(BTreeSet::new());
    let rest = std::iter::from_fn(move || match (lines.next(), &mut nodes) {
        (Some(line), Some(known)) => {
            for end in &line.ends {
                if !known.contains(&end.shown) {
                    known.insert(end.shown.clone());
                }
            }
            let [from, to] = line.ends.each_ref().map(|it| quoted(&it.text));
            let is_unknown = line.ends.iter().any(|it| matches!(it.shown, Shown::Unknown(_)));
            let style = if is_unknown { ", style=dashed" } else { "" };
            Some(format!("\t{from} -> {to} [label={}{style}]\n", quoted(&line.ports.text)))
        }
        _ => nodes.take().map(|it| declared(&it)),
    });
    std::iter::once("digraph {\n\trankdir=LR\n\tnode [shape=box]\n".to_owned()).chain(rest)
}

fn declared(nodes: &BTreeSet<Shown>) -> String {
    let mut boxes = BTreeMap::<&str, Vec<(String, String)>>::new();
    let mut text = String::new();
    for node in nodes {
        match node {
            Shown::Workload(it) => {
                let label = format!("{}[{}]", it.name, it.kind);
                boxes.entry(&it.namespace).or_default().push((it.to_string(), label));
            }
            Shown::Implied(_) | Shown::Unknown(_) => {
                let _ = writeln!(text, "\t{} [style=dashed]", quoted(&node.to_string()));
            }
            Shown::Range(_) | Shown::Name(_) | Shown::Edge => {
                let _ = writeln!(text, "\t{} [shape=ellipse]", quoted(&node.to_string()));
            }
        }
    }
    for (number, (namespace, nodes)) in boxes.iter().enumerate() {
        let _ = writeln!(text, "\tsubgraph cluster_{number} {{\n\t\tlabel={}", quoted(namespace));
        for (node, label) in nodes {
            let _ = writeln!(text, "\t\t{} [label={}]", quoted(node), quoted(label));
        }
        text.push_str("\t}\n");
    }
    text.push_str("}\n");
    text
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", visible(text).replace('\\', "\\\\").replace('"', "\\\""))
}
