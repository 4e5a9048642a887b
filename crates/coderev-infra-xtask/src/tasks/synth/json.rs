//! `synth --format json`: findings and changes for programs.
use super::outputs::Output;
use crate::out::json;
use crate::out::output_dir::{Change, Delta};
use coderev_infra::{Finding, Origin};
use serde_json::{Value, json};
use std::path::Path;

/// Whether the run wrote files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Files {
    Written,
    Untouched,
}

/// Only the findings, for a run that does not read the output folder.
pub(super) fn findings(outputs: &[Output<'_>]) -> String {
    document(outputs.iter().map(|it| platform(it, &[], &[])).collect(), Vec::new(), Files::Untouched)
}

/// The whole output.
pub(super) fn document(platforms: Vec<Value>, stale: Vec<Value>, files: Files) -> String {
    let written = (files == Files::Written).into();
    json::document(&[("platforms", platforms.into()), ("stale", stale.into()), ("written", written)])
}

/// One platform: its findings, and the change to each of its files.
pub(super) fn platform(output: &Output<'_>, transitions: &[Finding], deltas: &[Delta]) -> Value {
    json!({
        "name": output.synthesis.name(),
        "findings": output.findings().chain(transitions).map(finding).collect::<Vec<_>>(),
        "files": deltas.iter().map(file).collect::<Vec<_>>(),
    })
}
/// The output of a platform that the program no longer has.
pub(super) fn stale_folder(root: &Path, deltas: &[Delta]) -> Value {
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
        "before": finding.origin_before().map(|it| json!({"file": it.file(), "line": it.line(), "column": it.column()})),
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
