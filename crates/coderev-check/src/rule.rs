//! A rule as data: its name, severity, manual and examples.
use crate::Linter;
use std::fmt;

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A cluster refuses the objects, or they break a guarantee of their tier. No files are written.
    Error,
    /// The files are written.
    Warning,
}
impl Severity {
    /// `error` or `warning`.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// The subject of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Phase {
    /// The declarations of the Rust program, before objects are created.
    Intent,
    /// The objects, from any source.
    Objects,
    /// The difference between two versions of the objects. The YAML of an [`Example`] has both, separated by the line
    /// `--- # after`.
    Change,
}

/// The language of an [`Example`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Language {
    /// A part of a program: an expression that is a platform, a namespace or a workload.
    Rust,
    /// A manifest.
    Yaml,
}

/// A wrong and a right version of a text. The wrong version has a finding of the rule; the right version has no
/// findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Example {
    /// The language of both texts.
    pub language: Language,
    /// A text with a finding of the rule, and of no other rule.
    pub wrong: &'static str,
    /// A text without any finding.
    pub right: &'static str,
}

/// A rule as data: its name and its manual. A rule is a `static`, written with the constructors and setters below.
///
/// ```
/// use coderev_check::{Linter, Phase, Rule};
///
/// static NO_LATEST: Rule = Rule::error("no-latest", Phase::Objects)
///     .summary("containers whose image has the tag `latest`")
///     .why("The same manifest runs another image tomorrow.")
///     .covers(&[(Linter::KubeLinter, "latest-tag")]);
///
/// assert_eq!(NO_LATEST.name(), "no-latest");
/// ```
pub struct Rule {
    name: &'static str,
    severity: Severity,
    phase: Phase,
    or_warning: bool,
    summary: &'static str,
    why: &'static str,
    rust: Option<Example>,
    yaml: Option<Example>,
    covers: &'static [(Linter, &'static str)],
    supersedes: &'static [&'static Rule],
    aliases: &'static [&'static str],
}
impl Rule {
    /// A rule whose findings are errors. The name is in kebab case and reads well after "allow": `pdb-blocks-drain`.
    #[must_use]
    pub const fn error(name: &'static str, phase: Phase) -> Self {
        Self::new(name, phase, Severity::Error)
    }
    /// A rule whose findings are warnings.
    #[must_use]
    pub const fn warning(name: &'static str, phase: Phase) -> Self {
        Self::new(name, phase, Severity::Warning)
    }
    const fn new(name: &'static str, phase: Phase, severity: Severity) -> Self {
        Self {
            name,
            severity,
            phase,
            or_warning: false,
            summary: "",
            why: "",
            rust: None,
            yaml: None,
            covers: &[],
            supersedes: &[],
            aliases: &[],
        }
    }
    /// Some findings of this rule are warnings: see [`Finding::as_warning`](crate::Finding::as_warning).
    #[must_use]
    pub const fn or_warning(mut self) -> Self {
        self.or_warning = true;
        self
    }
    /// The faults that the rule finds, as a phrase that follows "Finds": `containers whose image has no tag`.
    #[must_use]
    pub const fn summary(mut self, text: &'static str) -> Self {
        self.summary = text;
        self
    }
    /// The effect of the fault in the cluster, in sentences.
    #[must_use]
    pub const fn why(mut self, text: &'static str) -> Self {
        self.why = text;
        self
    }
    /// A wrong and a right program. Each is an expression: a platform, a namespace or a workload.
    #[must_use]
    pub const fn rust(mut self, wrong: &'static str, right: &'static str) -> Self {
        self.rust = Some(Example { language: Language::Rust, wrong, right });
        self
    }
    /// A wrong and a right manifest.
    #[must_use]
    pub const fn yaml(mut self, wrong: &'static str, right: &'static str) -> Self {
        self.yaml = Some(Example { language: Language::Yaml, wrong, right });
        self
    }
    /// The checks of other linters that this rule makes unnecessary.
    #[must_use]
    pub const fn covers(mut self, checks: &'static [(Linter, &'static str)]) -> Self {
        self.covers = checks;
        self
    }
    /// The rules whose findings are dropped if this rule reports the same subject: see [`settle`](crate::settle).
    #[must_use]
    pub const fn supersedes(mut self, rules: &'static [&'static Self]) -> Self {
        self.supersedes = rules;
        self
    }
    /// Earlier names of this rule, which `allow` still accepts.
    #[must_use]
    pub const fn aliases(mut self, names: &'static [&'static str]) -> Self {
        self.aliases = names;
        self
    }

    /// The name: `pdb-blocks-drain`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }
    /// The severity of its findings, unless a finding is [a warning](Self::or_warning).
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.severity
    }
    /// All severities that its findings have: one or two.
    #[must_use]
    pub const fn severities(&self) -> &'static [Severity] {
        match (self.severity, self.or_warning) {
            (Severity::Error, true) => &[Severity::Error, Severity::Warning],
            (Severity::Error, false) => &[Severity::Error],
            (Severity::Warning, _) => &[Severity::Warning],
        }
    }
    /// The subject of the rule.
    #[must_use]
    pub const fn phase(&self) -> Phase {
        self.phase
    }
    /// The faults that the rule finds, as a phrase that follows "Finds".
    #[must_use]
    pub const fn finds(&self) -> &'static str {
        self.summary
    }
    /// The effect of the fault in the cluster.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        self.why
    }
    /// The examples: one for each language that can express the fault.
    pub fn examples(&self) -> impl Iterator<Item = Example> {
        [self.rust, self.yaml].into_iter().flatten()
    }
    /// The checks of other linters that this rule makes unnecessary.
    #[must_use]
    pub const fn covered_checks(&self) -> &'static [(Linter, &'static str)] {
        self.covers
    }
    /// The rules whose findings are dropped if this rule reports the same subject.
    #[must_use]
    pub const fn superseded_rules(&self) -> &'static [&'static Self] {
        self.supersedes
    }
    /// Earlier names of this rule.
    #[must_use]
    pub const fn earlier_names(&self) -> &'static [&'static str] {
        self.aliases
    }
    /// Whether `name` is the name or an earlier name of this rule.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.contains(&name)
    }
}
/// Rules are equal if they have the same name.
impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}
impl Eq for Rule {}
impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Rule").field(&self.name).finish()
    }
}
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
