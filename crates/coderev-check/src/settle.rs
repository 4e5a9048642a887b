//! Selects the findings to report.
use crate::subject::is_within;
use crate::{Allow, Finding, Rule};

/// The findings to report, sorted.
///
/// - A finding that one of `allows` suppresses is dropped.
/// - A finding is dropped if a rule that [supersedes](Rule::supersedes) its rule reports the same subject, or a subject
///   that
///   contains it. A suppressed finding still supersedes findings about its own subject, but not about subjects within it:
///   an allowed duplicate namespace does not hide that its workloads replace each other.
/// - An allow that suppresses no finding, or that names no rule of `rules`, is a finding itself. An allow of a rule about a
///   change is never unused: the change happens once, and the allow stays until the next edit.
#[must_use]
pub fn settle(findings: Vec<Finding>, allows: &[Allow], rules: &[&'static Rule]) -> Vec<Finding> {
    let faults: Vec<Finding> = allows.iter().filter_map(|allow| allow.fault(&findings, rules)).collect();
    let mut left = suppress(findings, allows);
    left.extend(faults);
    Finding::sort(&mut left);
    left
}

/// The findings that no allow suppresses and no other finding supersedes, sorted. Unlike [`settle`], it does not report
/// unused allows.
#[must_use]
pub fn suppress(findings: Vec<Finding>, allows: &[Allow]) -> Vec<Finding> {
    let is_allowed = |finding: &Finding| allows.iter().any(|allow| allow.covers(finding));
    let superseding: Vec<(&Finding, bool)> = findings
        .iter()
        .filter(|finding| !finding.rule().superseded_rules().is_empty())
        .map(|finding| (finding, is_allowed(finding)))
        .collect();
    let is_superseded = |finding: &Finding| {
        superseding.iter().any(|(by, allowed)| {
            by.rule().superseded_rules().contains(&finding.rule())
                && if *allowed { by.subject() == finding.subject() } else { is_within(by.subject(), finding.subject()) }
        })
    };
    let mut left: Vec<Finding> =
        findings.iter().filter(|finding| !is_allowed(finding) && !is_superseded(finding)).cloned().collect();
    Finding::sort(&mut left);
    left
}

#[cfg(test)]
mod tests {
    use super::settle;
    use crate::{Allow, Finding, Phase, Rule, Severity};

    static CAUSE: Rule = Rule::error("duplicate-namespace", Phase::Intent).supersedes(&[&EFFECT]);
    static EFFECT: Rule = Rule::error("duplicate-object", Phase::Objects).aliases(&["object-twice"]);
    static OTHER: Rule = Rule::error("image-not-pinned", Phase::Objects).or_warning();
    const ALL: [&Rule; 3] = [&CAUSE, &EFFECT, &OTHER];

    fn found(subjects: &[(&'static Rule, &str)]) -> Vec<Finding> {
        subjects.iter().map(|(rule, subject)| Finding::new(rule, *subject, "wrong")).collect()
    }
    fn left(findings: &[(&'static Rule, &str)], allows: &[Allow]) -> Vec<(String, String)> {
        let left = settle(found(findings), allows, &ALL);
        left.iter().map(|it| (it.rule().to_string(), it.subject().to_owned())).collect()
    }
    fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
        all.iter().map(|(rule, subject)| ((*rule).to_owned(), (*subject).to_owned())).collect()
    }

    #[test]
    fn a_finding_supersedes_findings_about_its_subject_and_within() {
        let all =
            [(&CAUSE, "shop"), (&EFFECT, "shop"), (&EFFECT, "shop/web"), (&EFFECT, "shop-2/web"), (&OTHER, "shop/web")];
        let expected =
            [("duplicate-namespace", "shop"), ("duplicate-object", "shop-2/web"), ("image-not-pinned", "shop/web")];
        assert_eq!(left(&all, &[]), pairs(&expected));
    }
    #[test]
    fn a_suppressed_finding_supersedes_only_findings_about_its_subject() {
        let all = [(&CAUSE, "shop"), (&EFFECT, "shop"), (&EFFECT, "shop/web")];
        let allow = Allow::new("", "duplicate-namespace", "two teams");
        assert_eq!(left(&all, &[allow]), pairs(&[("duplicate-object", "shop/web")]));
    }
    #[test]
    fn an_allow_applies_to_its_scope() {
        let all = [(&OTHER, "shop"), (&OTHER, "shop/web"), (&OTHER, "shop-2/web"), (&OTHER, "")];
        let allow = Allow::new("shop", "image-not-pinned", "a demo");
        assert_eq!(left(&all, &[allow]), pairs(&[("image-not-pinned", ""), ("image-not-pinned", "shop-2/web")]));
        let allow = Allow::new("", "image-not-pinned", "a demo");
        assert_eq!(left(&all, &[allow]), []);
    }
    #[test]
    fn an_earlier_name_is_accepted() {
        let allow = Allow::new("shop", "object-twice", "the chart has it too");
        assert_eq!(left(&[(&EFFECT, "shop/web")], &[allow]), []);
    }
    #[test]
    fn an_allow_without_a_finding_is_a_finding() {
        let allow = Allow::new("shop", "image-not-pinned", "a demo");
        let left = settle(found(&[(&OTHER, "bank/web")]), &[allow], &ALL);
        let texts: Vec<_> = left.iter().map(|it| (it.rule().name(), it.subject(), it.message())).collect();
        let unused = ("unused-allow", "shop", "`allow(\"image-not-pinned\", ..)` suppresses no finding");
        assert_eq!(texts, [("image-not-pinned", "bank/web", "wrong"), unused]);
    }
    #[test]
    fn an_allow_of_a_superseded_finding_is_used() {
        let allow = Allow::new("shop", "duplicate-object", "the chart has it too");
        assert_eq!(left(&[(&CAUSE, "shop"), (&EFFECT, "shop")], &[allow]), pairs(&[("duplicate-namespace", "shop")]));
    }
    #[test]
    fn an_allow_of_an_unknown_rule_is_a_finding_with_a_similar_name() {
        for (name, help) in [
            ("images-not-pinned", "did you mean `image-not-pinned`?"),
            ("x", "each finding is printed with the name of its rule"),
        ] {
            let left = settle(Vec::new(), &[Allow::new("", name, "a demo")], &ALL);
            let texts: Vec<_> = left.iter().map(|it| (it.rule().name(), it.message(), it.help_text())).collect();
            assert_eq!(texts, [("unknown-allow", &*format!("there is no rule `{name}`"), help)]);
        }
    }
    #[test]
    fn errors_come_first_and_duplicates_are_dropped() {
        let twice = || Finding::new(&OTHER, "shop/web", "wrong");
        let left = settle(vec![twice().as_warning(), twice(), twice()], &[], &ALL);
        let severities: Vec<_> = left.iter().map(Finding::severity).collect();
        assert_eq!(severities, [Severity::Error, Severity::Warning]);
    }
}
