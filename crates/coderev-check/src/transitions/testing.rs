//! Two versions of manifests in one text, and findings as annotations.
use crate::testing::annotation;
use crate::{Change, ChangeRule, Finding, Report, Target};
use coderev_objects::Inventory;
use fixture::{Fixture, Language};

/// The line between both versions.
const AFTER: &str = "--- # after\n";

/// Both versions of a text. The lines of the second version keep their numbers.
pub(super) fn versions(text: &str) -> (Inventory, Inventory) {
    let (before, after) = text.split_once(AFTER).expect("a text has two versions, separated by `--- # after`");
    let blank = "\n".repeat(before.lines().count() + 1);
    (crate::testing::read(before), crate::testing::read(&format!("{blank}{after}")))
}
/// Compares the findings of one rule with the annotations in `text`.
#[track_caller]
pub(super) fn check(rule: &ChangeRule, text: &str) {
    let fixture = Fixture::read(Language::Yaml, text.trim_start_matches('\n'));
    fixture.assert(findings(rule, &fixture.text).iter().map(annotation).collect());
}
/// The findings of one rule.
pub(super) fn findings(rule: &ChangeRule, text: &str) -> Vec<Finding> {
    findings_for(rule, text, &Target::default())
}
/// The findings of one rule, with commands for this target.
pub(super) fn findings_for(rule: &ChangeRule, text: &str, target: &Target) -> Vec<Finding> {
    let (before, after) = versions(text);
    let mut report = Report::new(rule.rule);
    (rule.check)(&Change::new(&before, &after, target), &mut report);
    report.into_findings()
}
