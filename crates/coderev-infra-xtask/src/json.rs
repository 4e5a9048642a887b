//! Findings and changes for programs: one document on stdout.
use crate::folder::{Change, Delta};
use coderev_infra::{Finding, Origin, Synthesis};
use serde_json::{Value, json};
use std::path::Path;

/// One platform.
pub(crate) fn platform(synthesis: &Synthesis, deltas: &[Delta]) -> Value {
    json!({
        "name": synthesis.name,
        "findings": synthesis.findings.iter().map(finding).collect::<Vec<_>>(),
        "files": deltas.iter().map(file).collect::<Vec<_>>(),
    })
}
/// What is left over of a platform that is not there any more.
pub(crate) fn leftover(root: &Path, deltas: &[Delta]) -> Value {
    json!({ "folder": root.display().to_string(), "files": deltas.iter().map(file).collect::<Vec<_>>() })
}
fn finding(finding: &Finding) -> Value {
    json!({
        "rule": finding.rule().name(),
        "severity": finding.severity().label(),
        "subject": finding.subject(),
        "message": finding.message(),
        "file": finding.origin().map(Origin::file),
        "line": finding.origin().map(Origin::line),
        "column": finding.origin().map(Origin::column),
        "help": finding.help_text(),
    })
}
fn file(delta: &Delta) -> Value {
    let change = match delta.change {
        Change::Written => "written",
        Change::Changed => "changed",
        Change::Unchanged => "unchanged",
        Change::Removed => "removed",
    };
    json!({ "path": delta.path, "change": change })
}
