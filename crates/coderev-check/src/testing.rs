//! Objects for tests, and findings as annotations below the lines that they are about.
use crate::rules::ObjectRule;
use crate::{Finding, Report};
use coderev_objects::{Inventory, Origin};
use fixture::{Annotation, Fixture, Language};
use serde_json::Value;

/// Objects as Kubernetes writes them. The version of the common kinds may be left out.
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
fn read(text: &str) -> Inventory {
    let documents = coderev_yaml::read(text.as_bytes()).expect("valid YAML");
    let one = |coderev_yaml::Document { value, .. }| {
        let object = coderev_objects::decode(value).expect("an object");
        let subject = format!("{}/{}", object.namespace(), object.name());
        let origin = Origin::Yaml { file: "test.yaml".into(), line: 1, column: 1 };
        coderev_objects::Document { object, subject, origin, positions: Vec::new() }
    };
    Inventory(documents.into_iter().map(one).collect())
}

/// What one rule finds.
pub(crate) fn findings(rule: &ObjectRule, inventory: &Inventory) -> Vec<Finding> {
    let mut report = Report::new(rule.rule);
    (rule.check)(inventory, &mut report);
    report.into_findings()
}
/// The messages of one rule about these objects.
pub(crate) fn messages(rule: &ObjectRule, objects: impl IntoIterator<Item = Value>) -> Vec<String> {
    findings(rule, &inventory(objects)).iter().map(|finding| finding.message().to_owned()).collect()
}

/// Compares the findings of one rule with the annotations in `text`.
#[track_caller]
pub(crate) fn check(rule: &ObjectRule, text: &str) {
    let fixture = Fixture::read(Language::Yaml, text.trim_start_matches('\n'));
    let found = findings(rule, &read(&fixture.text));
    fixture.assert(found.iter().map(annotation).collect());
}
/// A finding as an annotation.
pub(crate) fn annotation(finding: &Finding) -> Annotation {
    let (line, column) = match finding.origin() {
        Some(Origin::Yaml { line, column, .. }) => (*line as usize, *column as usize),
        _ => (0, 0),
    };
    Annotation::new(line, column, finding.severity().label(), finding.rule().name(), finding.message())
}
