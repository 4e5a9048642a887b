//! The connections that two sets of manifests do not have in common.
use super::csv::field;
use super::question::{Format, Question};
use super::report::{Line, Report, Shown};
use crate::error::CliError;
use crate::out::json::document;
use crate::out::terminal::visible;
use coderev_reach::{Change, Connections, difference};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A connection that differs, with both ends as the output shows them.
struct Changed {
    from: String,
    to: String,
    old: Connections,
    new: Connections,
}
impl Changed {
    fn opened(&self) -> Connections {
        self.new.minus(&self.old)
    }
    fn closed(&self) -> Connections {
        self.old.minus(&self.new)
    }
}

/// `question` selects no workloads: a difference is shown completely.
pub(super) fn text(old: &Report, new: &Report, question: &Question) -> Result<String, CliError> {
    let shown = |Change { from, to, old, new, .. }| Changed {
        from: visible(&from.to_string()).into_owned(),
        to: visible(&to.to_string()).into_owned(),
        old,
        new,
    };
    let mut changes: Vec<_> = difference(&old.reach, &new.reach).into_iter().map(shown).collect();
    changes.extend(by_name(&old.lines(question)?, &new.lines(question)?));
    match question.format {
        Format::Text => Ok(plain(&changes)),
        Format::Csv => {
            let line = |it: &Changed| {
                let cells = [it.from.clone(), it.to.clone(), it.old.to_string(), it.new.to_string()];
                format!("{}\n", cells.map(|it| field(&it)).join(","))
            };
            Ok(format!("src,dst,old,new\n{}", changes.iter().map(line).collect::<String>()))
        }
        Format::Json => {
            let all = changes.iter().map(|it| {
                let ports = |it: &Connections| it.to_string();
                json!({ "src": it.from, "dst": it.to, "old": ports(&it.old), "new": ports(&it.new),
                    "opened": ports(&it.opened()), "closed": ports(&it.closed()) })
            });
            Ok(document(&[("changes", all.collect::<Vec<Value>>().into())]))
        }
        Format::Dot | Format::Svg => Err(CliError::usage("`--diff` has the formats `text`, `csv` and `json`")),
    }
}

/// Differences in egress to DNS names. NetworkPolicies do not contain it.
fn by_name(old: &[Line], new: &[Line]) -> Vec<Changed> {
    let mut all: BTreeMap<(&str, &str), [Connections; 2]> = BTreeMap::new();
    for (side, lines) in [old, new].into_iter().enumerate() {
        for Line { from, to, ports, .. } in lines.iter().filter(|it| matches!(it.ends[1], Shown::Name(_))) {
            all.entry((from, to)).or_default()[side] = ports.clone();
        }
    }
    let changed = all.into_iter().filter(|(_, [old, new])| old != new);
    changed.map(|((from, to), [old, new])| Changed { from: from.into(), to: to.into(), old, new }).collect()
}

fn plain(changes: &[Changed]) -> String {
    if changes.is_empty() {
        return "nothing opened, nothing closed\n".into();
    }
    let side = |name: &str, ports: fn(&Changed) -> Connections| {
        let lines = changes.iter().map(|it| (it, ports(it))).filter(|(_, ports)| !ports.is_empty());
        let lines: Vec<String> = lines.map(|(it, ports)| format!("  {} -> {}: {ports}\n", it.from, it.to)).collect();
        if lines.is_empty() { String::new() } else { format!("{name}\n{}", lines.concat()) }
    };
    format!("{}{}", side("opened", Changed::opened), side("closed", Changed::closed))
}
