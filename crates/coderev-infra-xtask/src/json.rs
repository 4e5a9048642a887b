//! Findings and changes for programs: one document on stdout.
use crate::folder::{Change, Delta};
use coderev_infra::{Finding, Severity, Synthesis};
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
        "rule": finding.rule,
        "severity": match finding.severity { Severity::Error => "error", Severity::Warning => "warning" },
        "subject": finding.subject,
        "message": finding.message,
        "file": finding.place.map(std::panic::Location::file),
        "line": finding.place.map(std::panic::Location::line),
        "column": finding.place.map(std::panic::Location::column),
        "help": finding.help,
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
