//! What opened and what closed.
use super::args::Format;
use super::csv::field;
use crate::trouble::Trouble;
use coderev_reach::{Change, Connections, Reach, difference};
use serde_json::json;

pub(super) fn text(old: &Reach, new: &Reach, format: Format) -> Result<String, Trouble> {
    let changes = difference(old, new);
    match format {
        Format::Text => Ok(plain(&changes)),
        Format::Csv => {
            let line = |it: &Change| {
                let cells = [it.from.to_string(), it.to.to_string(), it.old.to_string(), it.new.to_string()];
                format!("{}\n", cells.map(|it| field(&it)).join(","))
            };
            Ok(format!("src,dst,old,new\n{}", changes.iter().map(line).collect::<String>()))
        }
        Format::Json => {
            let all = changes.iter().map(|it| {
                let ports = |it: &Connections| it.to_string();
                json!({ "src": it.from.to_string(), "dst": it.to.to_string(), "old": ports(&it.old), "new": ports(&it.new),
                    "opened": ports(&it.opened()), "closed": ports(&it.closed()) })
            });
            Ok(format!("{:#}\n", serde_json::Value::Array(all.collect())))
        }
        Format::Dot | Format::Svg => Err(Trouble::usage("`--diff` is shown as `text`, `csv` or `json`")),
    }
}

fn plain(changes: &[Change]) -> String {
    if changes.is_empty() {
        return "nothing opened, nothing closed\n".into();
    }
    let side = |name: &str, ports: fn(&Change) -> Connections| {
        let lines = changes.iter().map(|it| (it, ports(it))).filter(|(_, ports)| !ports.is_empty());
        let lines: Vec<String> = lines.map(|(it, ports)| format!("  {} -> {}: {ports}\n", it.from, it.to)).collect();
        if lines.is_empty() { String::new() } else { format!("{name}\n{}", lines.concat()) }
    };
    format!("{}{}", side("opened", Change::opened), side("closed", Change::closed))
}
