//! Findings that the author allows, and the rules about that.
use crate::subject::is_within;
use crate::{Finding, Origin, Phase, Rule};
use coderev_objects::nearest;

/// Suppresses the findings of a rule, within a scope and for a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    scope: String,
    rule: String,
    reason: String,
    origin: Option<Origin>,
}
impl Allow {
    /// Suppresses findings of `rule` about the subject `scope` and all subjects within it. The empty scope is the whole
    /// platform.
    #[must_use]
    pub fn new(scope: impl Into<String>, rule: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { scope: scope.into(), rule: rule.into(), reason: reason.into(), origin: None }
    }
    /// The line of the declaration.
    #[must_use]
    pub fn at(mut self, origin: impl Into<Origin>) -> Self {
        self.origin = Some(origin.into());
        self
    }
    /// The subject within which findings are suppressed: `shop/web`, `shop`, or empty.
    #[must_use]
    pub fn scope(&self) -> &str {
        &self.scope
    }
    /// The name or an earlier name of the rule, as the author wrote it.
    #[must_use]
    pub fn rule(&self) -> &str {
        &self.rule
    }
    /// The reason.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
    /// Whether it suppresses `finding`.
    #[must_use]
    pub fn covers(&self, finding: &Finding) -> bool {
        finding.rule().is_called(&self.rule) && is_within(&self.scope, finding.subject())
    }

    /// The finding about this allow, if it is unused or unknown; `findings` are all findings of `rules`.
    pub(crate) fn fault(&self, findings: &[Finding], rules: &[&'static Rule]) -> Option<Finding> {
        let mut named = rules.iter().filter(|rule| rule.is_called(&self.rule)).peekable();
        if named.peek().is_none() {
            Some(self.unknown(rules))
        } else if named.any(|rule| rule.phase() == Phase::Change) {
            None
        } else if !findings.iter().any(|finding| self.covers(finding)) {
            let message = format!("`allow({:?}, ..)` suppresses no finding", self.rule);
            Some(self.finding(&UNUSED_ALLOW, message).help("remove it: the rule finds nothing here"))
        } else {
            None
        }
    }
    fn unknown(&self, rules: &[&'static Rule]) -> Finding {
        let names = rules.iter().map(|rule| rule.name());
        let help = match nearest(&self.rule, names) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "each finding is printed with the name of its rule".to_owned(),
        };
        self.finding(&UNKNOWN_ALLOW, format!("there is no rule `{}`", self.rule)).help(help)
    }
    fn finding(&self, rule: &'static Rule, message: String) -> Finding {
        let finding = Finding::new(rule, &*self.scope, message);
        self.origin.iter().cloned().fold(finding, Finding::at)
    }
}

/// An allow that suppresses no finding.
pub static UNUSED_ALLOW: Rule = Rule::warning("unused-allow", Phase::Intent)
    .summary("an `allow` that suppresses no finding")
    .why("The finding that it suppressed no longer exists. If the rule later finds something else here, the `allow` would hide it without a review.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(3).allow("replicas-outside-tier", "two are enough")
  //                                                       ^^^^^ warning[unused-allow]: `allow("replicas-outside-tier", ..)` suppresses no finding"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(3)"#,
    );

/// An allow of a rule that does not exist.
pub static UNKNOWN_ALLOW: Rule = Rule::error("unknown-allow", Phase::Intent)
    .summary("an `allow` that names no rule")
    .why("It suppresses nothing, but a reader assumes that it suppresses a finding.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(3).allow("replica-outside-tier", "two are enough")
  //                                                       ^^^^^ error[unknown-allow]: there is no rule `replica-outside-tier`"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
    .replicas(2)
    .allow("replicas-outside-tier", "two are enough")"#,
    );
