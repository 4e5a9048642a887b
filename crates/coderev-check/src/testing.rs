//! Objects for tests, and findings as annotations below the lines that they are about.
use crate::object_rule::ObjectRule;
use crate::{Finding, Report};
use coderev_objects::{Inventory, Origin};
use fixture::{Annotation, Fixture, Language};
use serde_json::Value;

/// Objects in their Kubernetes form. The `apiVersion` of common kinds may be omitted.
pub(crate) fn inventory(objects: impl IntoIterator<Item = Value>) -> Inventory {
    let whole = |mut object: Value| {
        let version = match object["kind"].as_str() {
            Some("Deployment" | "StatefulSet" | "DaemonSet") => "apps/v1",
            Some("Job" | "CronJob") => "batch/v1",
            _ => "v1",
        };
        if object.get("apiVersion").is_none() {
            object["apiVersion"] = version.into();
        }
        object.to_string()
    };
    let texts: Vec<String> = objects.into_iter().map(whole).collect();
    read(&texts.join("\n---\n"))
}
/// The objects of a manifest.
pub(crate) fn read(text: &str) -> Inventory {
    Inventory::new(coderev_objects::read("test.yaml", text.as_bytes()).expect("valid YAML"))
}

/// The findings of one rule. The help of a finding in a manifest names fields, not setters.
pub(crate) fn findings(rule: &ObjectRule, inventory: &Inventory) -> Vec<Finding> {
    let mut report = Report::new(rule.rule);
    (rule.check)(inventory, &mut report);
    let findings = report.into_findings();
    for finding in &findings {
        assert!(!has_setter(finding.help_text()), "a manifest has no setters: {finding}");
    }
    findings
}
/// Whether a text names a function of a program: `.memory(..)` or `Volume::ephemeral(..)`.
pub(crate) fn has_setter(text: &str) -> bool {
    let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
    let is_call = |name: &str| name.starts_with(is_name) && name.trim_start_matches(is_name).starts_with('(');
    text.split('.').skip(1).any(is_call) || text.split("::").skip(1).any(is_call)
}
/// The messages of one rule about these objects.
pub(crate) fn messages(rule: &ObjectRule, objects: impl IntoIterator<Item = Value>) -> Vec<String> {
    findings(rule, &inventory(objects)).iter().map(|finding| finding.message().to_owned()).collect()
}

/// Compares the findings of one rule with the annotations in `text`.
#[track_caller]
pub(crate) fn check(rule: &ObjectRule, text: &str) {
    check_all(&[rule], text);
}
/// Compares the findings of several rules with the annotations in `text`.
#[track_caller]
pub(crate) fn check_all(rules: &[&ObjectRule], text: &str) {
    let fixture = Fixture::read(Language::Yaml, text.trim_start_matches('\n'));
    let inventory = read(&fixture.text);
    let found = rules.iter().flat_map(|rule| findings(rule, &inventory));
    fixture.assert(found.map(|finding| annotation(&finding)).collect());
}
/// A finding as an annotation.
pub(crate) fn annotation(finding: &Finding) -> Annotation {
    let (line, column) = match finding.origin() {
        Some(Origin::Yaml { line, column, .. }) => (*line as usize, *column as usize),
        _ => (0, 0),
    };
    Annotation::new(line, column, finding.severity().label(), finding.rule().name(), finding.message())
}

#[test]
fn a_setter_is_found_in_a_text() {
    assert!(has_setter("raise the limit: `.memory(gibi(1)..=gibi(2))`") && has_setter("use `Volume::ephemeral(..)`"));
    assert!(!has_setter("see a.b (c), `resources.limits.memory` `1..2` and `::/0`"));
}
