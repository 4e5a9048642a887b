//! A graph for Graphviz: namespaces as boxes.
use super::report::{Line, Shown};
use crate::out::terminal::visible;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

pub(super) fn render(lines: &[Line]) -> String {
    let (mut boxes, mut outside) = (BTreeMap::<&str, BTreeSet<(String, String)>>::new(), BTreeSet::new());
    for end in lines.iter().flat_map(|it| &it.ends) {
        match end {
            Shown::Workload(it) => {
                let label = format!("{}[{}]", it.name, it.kind);
                boxes.entry(&it.namespace).or_default().insert((it.to_string(), label));
            }
            other => drop(outside.insert(other.to_string())),
        }
    }
    let mut text = String::from("digraph {\n\trankdir=LR\n\tnode [shape=box]\n");
    for (number, (namespace, nodes)) in boxes.iter().enumerate() {
        let _ = writeln!(text, "\tsubgraph cluster_{number} {{\n\t\tlabel={}", quoted(namespace));
        for (node, label) in nodes {
            let _ = writeln!(text, "\t\t{} [label={}]", quoted(node), quoted(label));
        }
        text.push_str("\t}\n");
    }
    for node in outside {
        let _ = writeln!(text, "\t{} [shape=ellipse]", quoted(&node));
    }
    for line in lines {
        let _ = writeln!(
            text,
            "\t{} -> {} [label={}]",
            quoted(&line.from),
            quoted(&line.to),
            quoted(&line.ports.to_string())
        );
    }
    text.push_str("}\n");
    text
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", visible(text).replace('\\', "\\\\").replace('"', "\\\""))
}
