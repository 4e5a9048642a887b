//! The output of a rule.
use crate::{Finding, Rule};

/// The findings of one rule.
#[derive(Debug)]
pub struct Report {
    rule: &'static Rule,
    findings: Vec<Finding>,
}
impl Report {
    /// An empty report of `rule`.
    #[must_use]
    pub const fn new(rule: &'static Rule) -> Self {
        Self { rule, findings: Vec::new() }
    }
    /// A finding of this rule, for [`Self::push`]. See [`Finding::new`] for `subject` and `message`.
    #[must_use]
    pub fn finding(&self, subject: impl Into<String>, message: impl Into<String>) -> Finding {
        Finding::new(self.rule, subject, message)
    }
    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        debug_assert_eq!(finding.rule(), self.rule, "a rule reports its own findings");
        self.findings.push(finding);
    }
    /// The findings, in the order in which they were added.
    #[must_use]
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}
