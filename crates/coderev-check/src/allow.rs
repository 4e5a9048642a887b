//! Findings that the author allows, and the rules about that.
use crate::subject::is_within;
use crate::{Finding, Origin, Phase, Rule};
use coderev_objects::nearest;

/// Suppresses the findings of a rule, within a scope and for a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    scope: String,
    container: Option<String>,
    declared_at: Option<Origin>,
    rule: String,
    reason: String,
    origin: Option<Origin>,
}
impl Allow {
    /// Suppresses findings of `rule` about the subject `scope` and all subjects within it. The empty scope is the whole
    /// platform.
    #[must_use]
    pub fn new(scope: impl Into<String>, rule: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            scope: scope.into(),
            container: None,
            declared_at: None,
            rule: rule.into(),
            reason: reason.into(),
            origin: None,
        }
    }
    /// Suppresses only findings about the container with this name.
    #[must_use]
    pub fn in_container(mut self, name: impl Into<String>) -> Self {
        self.container = Some(name.into());
        self
    }
    /// Suppresses only findings about objects that are declared at `origin`.
    #[must_use]
    pub fn declared_at(mut self, origin: impl Into<Origin>) -> Self {
        self.declared_at = Some(origin.into());
        self
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
        finding.can_be_allowed()
            && finding.rule().is_called(&self.rule)
            && is_within(&self.scope, finding.subject())
            && self.container.as_deref().is_none_or(|name| finding.container() == Some(name))
            && self.declared_at.as_ref().is_none_or(|origin| finding.origin() == Some(origin))
    }
    /// The position of the declaration.
    #[must_use]
    pub const fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    /// Whether its rule is about a change. A change happens once, and the allow stays until the next edit.
    pub(crate) fn is_about_changes(&self, rules: &[&'static Rule]) -> bool {
        rules.iter().any(|rule| rule.is_called(&self.rule) && rule.phase() == Phase::Change)
    }
    /// Whether it suppresses findings of `unused-allow`.
    pub(crate) fn is_about_allows(&self) -> bool {
        UNUSED_ALLOW.is_called(&self.rule)
    }
    /// Whether its rule is one of `rules`.
    pub(crate) fn is_known(&self, rules: &[&'static Rule]) -> bool {
        rules.iter().any(|rule| rule.is_called(&self.rule))
    }
    /// The finding about an allow that suppresses no finding.
    pub(crate) fn unused(&self) -> Finding {
        let message = format!("`allow({:?}, ..)` suppresses no finding", self.rule);
        self.finding(&UNUSED_ALLOW, message).help("remove it: the rule finds nothing here")
    }
    /// The finding about an allow of an unknown rule.
    pub(crate) fn unknown(&self, rules: &[&'static Rule]) -> Finding {
        let names = rules.iter().map(|rule| rule.name());
        let help = match nearest(&self.rule, names) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "each finding is printed with the name of its rule".to_owned(),
        };
        self.finding(&UNKNOWN_ALLOW, format!("there is no rule `{}`", self.rule)).help(help)
    }
    fn finding(&self, rule: &'static Rule, message: String) -> Finding {
        let finding = Finding::new(rule, &*self.scope, message);
        let finding = self.container.iter().fold(finding, |finding, name| finding.in_container(name));
        self.origin.iter().cloned().fold(finding, Finding::at)
    }
}

/// An allow that suppresses no finding.
pub static UNUSED_ALLOW: Rule = Rule::warning("unused-allow", Phase::Intent)
    .summary("an `allow` that suppresses no finding in any platform of the program")
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
