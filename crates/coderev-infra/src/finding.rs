//! What is wrong with a platform, and what to do about it.
use crate::words::Place;
use std::panic::Location;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A cluster would refuse it, or it breaks a promise of a tier: nothing is written.
    Error,
    /// It is written all the same.
    Warning,
}

/// One thing that is wrong with a platform: what, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule's name, which reads well after "allow": `pdb-blocks-drain`.
    pub rule: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// What it is about: `platform-v2-stable/auth-service`; empty when it is about the whole platform.
    pub subject: String,
    /// What is wrong: lowercase, backticks around the user's words, no final period.
    pub message: String,
    /// The line on which the user said it.
    pub place: Option<&'static Location<'static>>,
    /// The way out.
    pub help: String,
    /// The rule that tells the same of the words: where it has found something about this subject, this is not told again.
    pub(crate) unless: Option<&'static str>,
}
impl Finding {
    fn new(severity: Severity, rule: &'static str, subject: &str, place: Option<Place>) -> Self {
        // A word that was given away as a function, `.fold(ns, Namespace::raw)`, is said in the standard library.
        let place = place.filter(|at| !at.file().starts_with("/rustc/"));
        Self {
            rule,
            severity,
            subject: subject.into(),
            message: String::new(),
            place,
            help: String::new(),
            unless: None,
        }
    }
    pub(crate) fn error(rule: &'static str, subject: &str, place: Option<Place>) -> Self {
        Self::new(Severity::Error, rule, subject, place)
    }
    pub(crate) fn warning(rule: &'static str, subject: &str, place: Option<Place>) -> Self {
        Self::new(Severity::Warning, rule, subject, place)
    }
    pub(crate) fn message(mut self, text: impl Into<String>) -> Self {
        self.message = text.into();
        self
    }
    pub(crate) fn help(mut self, text: impl Into<String>) -> Self {
        self.help = text.into();
        self
    }
    pub(crate) fn unless(mut self, rule: &'static str) -> Self {
        self.unless = Some(rule);
        self
    }
    /// Errors first, then by place: the same order whatever order rules run in.
    pub(crate) fn sort(findings: &mut Vec<Self>) {
        findings.sort_by_cached_key(|it| {
            let place = it.place.map(|at| (at.file(), at.line(), at.column()));
            (it.severity, place, it.rule, it.subject.clone(), it.message.clone())
        });
        findings.dedup();
    }
}
