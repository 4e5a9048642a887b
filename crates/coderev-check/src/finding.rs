//! One fault of a platform or a manifest.
use crate::{Help, Origin, Rule, Severity, secrets};
use std::cmp::Ordering;
use std::fmt;

/// A fault: the rule, the object, the message, the position and the fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    rule: &'static Rule,
    severity: Severity,
    subject: Box<str>,
    container: Option<Box<str>>,
    message: Box<str>,
    origin: Option<Origin>,
    before: Option<Box<Origin>>,
    help: Option<Box<Help>>,
    can_be_allowed: bool,
}
impl Finding {
    /// A finding about `subject`, with the severity of its rule.
    ///
    /// The subject is `namespace/name`, a namespace, or empty for the whole platform. The message is lowercase, has
    /// backticks around the user's text, and no final period. A finding repeats no secret of the user's text: `..` is in
    /// its place.
    #[must_use]
    pub fn new(rule: &'static Rule, subject: impl Into<String>, message: impl Into<String>) -> Self {
        let (subject, message) = (subject.into(), message.into());
        let names = subject.split('/').map(secrets::masked);
        Self {
            rule,
            severity: rule.severity(),
            subject: names.collect::<Vec<_>>().join("/").into_boxed_str(),
            container: None,
            message: secrets::masked(&message).into(),
            origin: None,
            before: None,
            help: None,
            can_be_allowed: true,
        }
    }
    /// The position of the setter or the field that is wrong.
    #[must_use]
    pub fn at(mut self, origin: impl Into<Origin>) -> Self {
        self.origin = Some(origin.into()).filter(is_of_the_user);
        self
    }
    /// The container of the subject that it is about.
    #[must_use]
    pub fn in_container(mut self, name: &str) -> Self {
        self.container = Some(secrets::masked(name).into());
        self
    }
    /// For a rule about a change: the position of the field or the object in the previous version.
    #[must_use]
    pub fn before(mut self, origin: impl Into<Origin>) -> Self {
        self.before = Some(Box::new(origin.into()));
        self
    }
    /// The fix.
    #[must_use]
    pub fn help(mut self, help: impl Into<Help>) -> Self {
        self.help = Some(Box::new(help.into().masked()));
        self
    }
    /// The same finding as a warning. Its rule declares [`Rule::or_warning`].
    #[must_use]
    pub fn as_warning(mut self) -> Self {
        debug_assert!(self.rule.severities().contains(&Severity::Warning), "`{}` declares no warning", self.rule);
        self.severity = Severity::Warning;
        self
    }
    /// The same finding, which no [`Allow`](crate::Allow) suppresses: the files must never be written, because the text would
    /// be a path outside the output folder, or a part of a command.
    #[must_use]
    pub const fn never_allowed(mut self) -> Self {
        self.can_be_allowed = false;
        self
    }

    /// The rule that reported it.
    #[must_use]
    pub const fn rule(&self) -> &'static Rule {
        self.rule
    }
    /// Error or warning.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.severity
    }
    /// The subject: `platform-v2-stable/auth-service`, or empty for the whole platform.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }
    /// The name of the container that it is about, if it is about one container.
    #[must_use]
    pub fn container(&self) -> Option<&str> {
        self.container.as_deref()
    }
    /// The fault: lowercase, with backticks around the user's text, without a final period.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
    /// The position of the setter or the field that is wrong.
    #[must_use]
    pub const fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }
    /// For a rule about a change: the position in the previous version, if it is not the position of the finding.
    #[must_use]
    pub fn origin_before(&self) -> Option<&Origin> {
        self.before.as_deref().filter(|before| Some(*before) != self.origin.as_ref())
    }
    /// The fix, in the form for a program or for a manifest, by the origin of the finding.
    #[must_use]
    pub fn help_text(&self) -> &str {
        self.help.as_ref().map_or("", |help| help.for_origin(self.origin.as_ref()))
    }

    /// Whether an [`Allow`](crate::Allow) can suppress it.
    #[must_use]
    pub const fn can_be_allowed(&self) -> bool {
        self.can_be_allowed
    }

    /// Sorts errors first, then by position, and drops duplicates. The result does not depend on the order of the
    /// rules.
    pub fn sort(findings: &mut Vec<Self>) {
        fn order(a: &Finding, b: &Finding) -> Ordering {
            let by_text = || (a.rule.name(), &a.subject, &a.message).cmp(&(b.rule.name(), &b.subject, &b.message));
            let by_container = || a.container.cmp(&b.container);
            a.severity.cmp(&b.severity).then_with(|| a.origin.cmp(&b.origin)).then_with(by_text).then_with(by_container)
        }
        findings.sort_by(order);
        findings.dedup();
    }
}

/// The form for a terminal and for a failed assertion: the message, the position, the subject and the fix.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity.label(), self.rule, self.message)?;
        if let Some(origin) = &self.origin {
            write!(f, "\n  --> {origin}")?;
        }
        if !self.subject.is_empty() {
            write!(f, "\n   = note: in `{}`", self.subject)?;
        }
        if let Some(before) = self.origin_before() {
            write!(f, "\n   = note: before: {before}")?;
        }
        match self.help_text() {
            "" => Ok(()),
            help => write!(f, "\n   = help: {}", help.replace('\n', "\n           ")),
        }
    }
}

/// A setter that is passed as a function, `.fold(namespace, Namespace::raw)`, is called in the standard library.
fn is_of_the_user(origin: &Origin) -> bool {
    !matches!(origin, Origin::Rust(at) if at.file().starts_with("/rustc/"))
}

#[cfg(test)]
mod tests {
    use crate::{Finding, Help, Origin, Phase, Rule};
    use std::panic::Location;

    static RULE: Rule = Rule::error("image-not-pinned", Phase::Objects);

    #[test]
    fn the_help_has_the_form_for_its_origin() {
        let finding = |origin: Option<Origin>| {
            let help = Help::forms("add a tag: `Service::new(.., \"web:v1\")`", "add a tag: `image: web:v1`");
            let finding = Finding::new(&RULE, "shop/web", "wrong").help(help);
            origin.into_iter().fold(finding, Finding::at).help_text().to_owned()
        };
        let yaml = Origin::Yaml { file: "web.yaml".into(), line: 3, column: 5 };
        assert_eq!(finding(Some(Origin::Rust(Location::caller()))), "add a tag: `Service::new(.., \"web:v1\")`");
        assert_eq!(finding(None), "add a tag: `Service::new(.., \"web:v1\")`");
        assert_eq!(finding(Some(yaml.clone())), "add a tag: `image: web:v1`");
        let one = Finding::new(&RULE, "shop/web", "wrong").at(yaml).help("remove it");
        assert_eq!(one.help_text(), "remove it");
    }
    #[test]
    fn a_finding_prints_its_message_position_subject_and_fix() {
        let yaml = Origin::Yaml { file: "web.yaml".into(), line: 3, column: 5 };
        let finding = Finding::new(&RULE, "shop/web", "`web` has no tag").at(yaml).help("add a tag");
        let expected = "error[image-not-pinned]: `web` has no tag\n  --> web.yaml:3:5\n   = note: in `shop/web`\n   = help: add a tag";
        assert_eq!(finding.to_string(), expected);
        assert_eq!(Finding::new(&RULE, "", "wrong").to_string(), "error[image-not-pinned]: wrong");
    }
    #[test]
    fn a_finding_repeats_no_secret() {
        let url = "http://root:hunter22xyz@vault:8200";
        let token = ["gh", "p_", "0123456789abcdefghijABCDEFGHIJ012345"].concat();
        let finding = Finding::new(&RULE, format!("shop/{token}"), format!("the address `{url}` is wrong"))
            .in_container(&token)
            .help(Help::forms(format!("remove `{url}`"), format!("remove `{token}`")));
        let all = format!("{finding:?}");
        assert!(!all.contains("hunter22xyz") && !all.contains(&token), "{all}");
        assert_eq!(finding.message(), "the address `..` is wrong");
        assert_eq!(finding.help_text(), "remove `..`");
    }
    #[test]
    fn a_position_in_the_standard_library_is_none() {
        #[track_caller]
        fn at(_: &str) -> &'static Location<'static> {
            Location::caller()
        }
        let there = ["web"].map(at)[0];
        assert!(there.file().starts_with("/rustc/"), "{there}");
        let origin = |at| Finding::new(&RULE, "shop/web", "wrong").at(Origin::Rust(at)).origin().cloned();
        assert_eq!(origin(there), None);
        assert!(origin(at("web")).is_some());
    }
}
