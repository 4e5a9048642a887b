//! Selects the findings to report.
use crate::subject::is_within;
use crate::{Allow, Finding, Origin, Rule};
use std::collections::BTreeSet;

/// The findings to report, sorted.
///
/// - A finding that one of `allows` suppresses is dropped, unless it is [never allowed](Finding::never_allowed).
/// - A finding is dropped if a rule that [supersedes](Rule::supersedes) its rule reports the same subject, or a subject
///   that
///   contains it. A suppressed finding still supersedes findings about its own subject, but not about subjects within it:
///   an allowed duplicate namespace does not hide that its workloads replace each other.
/// - An allow that suppresses no finding, or that names no rule of `rules`, is a finding itself. An allow of a rule about a
///   change is never unused: the change happens once, and the allow stays until the next edit.
#[must_use]
pub fn settle(findings: Vec<Finding>, allows: &[Allow], rules: &[&'static Rule]) -> Vec<Finding> {
    settle_all(vec![(findings, allows.to_vec())], rules).pop().unwrap_or_default()
}

/// The findings to report of each platform of a program: as [`settle`], for the findings and the allows of each.
///
/// An allow is unused only if it suppresses no finding in any platform. The same line of the program is the same allow.
#[must_use]
pub fn settle_all(platforms: Vec<(Vec<Finding>, Vec<Allow>)>, rules: &[&'static Rule]) -> Vec<Vec<Finding>> {
    let left = platforms.iter().map(|(findings, allows)| suppress(findings, allows));
    let mut left: Vec<Vec<Finding>> = left.collect();
    let (about_allows, about_rules): (Vec<Vec<Allow>>, Vec<Vec<Allow>>) =
        platforms.iter().map(|(_, allows)| allows.iter().cloned().partition(Allow::is_about_allows)).unzip();
    let of_rules: Vec<_> = platforms.iter().map(|(findings, _)| &**findings).zip(&about_rules).collect();
    let unused = unused(&of_rules, rules);
    // An allow of `unused-allow` suppresses findings about other allows, so it is judged after them.
    let of_allows: Vec<_> = unused.iter().map(|findings| &**findings).zip(&about_allows).collect();
    let unused_again = self::unused(&of_allows, rules);
    for (((left, found), allows), again) in left.iter_mut().zip(&unused).zip(&about_allows).zip(unused_again) {
        let is_allowed = |finding: &Finding| allows.iter().any(|allow| allow.covers(finding));
        left.extend(found.iter().filter(|finding| !is_allowed(finding)).cloned());
        left.extend(again);
        Finding::sort(left);
    }
    left
}

/// The findings that no allow suppresses and no other finding supersedes, sorted. Unlike [`settle`], it does not report
/// unused allows.
#[must_use]
pub fn suppress(findings: &[Finding], allows: &[Allow]) -> Vec<Finding> {
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

/// The findings about the unknown and the unused allows of each platform.
fn unused(platforms: &[(&[Finding], &Vec<Allow>)], rules: &[&'static Rule]) -> Vec<Vec<Finding>> {
    let is_used_in = |findings: &[Finding], allow: &Allow| findings.iter().any(|finding| allow.covers(finding));
    let used: BTreeSet<(&Origin, &str)> = platforms
        .iter()
        .flat_map(|(findings, allows)| allows.iter().filter(|allow| is_used_in(findings, allow)))
        .filter_map(|allow| Some((allow.origin()?, allow.rule())))
        .collect();
    let fault = |findings: &[Finding], allow: &Allow| {
        if !allow.is_known(rules) && !allow.is_about_allows() {
            return Some(allow.unknown(rules));
        }
        let is_used = allow.is_about_changes(rules)
            || is_used_in(findings, allow)
            || allow.origin().is_some_and(|origin| used.contains(&(origin, allow.rule())));
        (!is_used).then(|| allow.unused())
    };
    let of_platform = |(findings, allows): &(&[Finding], &Vec<Allow>)| {
        allows.iter().filter_map(|allow| fault(findings, allow)).collect()
    };
    platforms.iter().map(of_platform).collect()
}

#[cfg(test)]
mod tests {
    use super::{settle, settle_all};
    use crate::{Allow, Finding, Origin, Phase, Rule, Severity};

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
    fn a_finding_that_is_never_allowed_stays_and_the_allow_is_unused() {
        let finding = Finding::new(&OTHER, "shop/web", "wrong").never_allowed();
        let left = settle(vec![finding], &[Allow::new("", "image-not-pinned", "a demo")], &ALL);
        let rules: Vec<_> = left.iter().map(|it| it.rule().name()).collect();
        assert_eq!(rules, ["image-not-pinned", "unused-allow"]);
    }
    #[test]
    fn an_allow_applies_to_its_container_or_to_the_objects_of_its_line() {
        let line = |line| Origin::Yaml { file: "raw.yaml".into(), line, column: 1 };
        let findings = || {
            let of = |container: &str| Finding::new(&OTHER, "shop/web", "wrong").in_container(container);
            vec![
                of("web"),
                of("proxy"),
                Finding::new(&OTHER, "", "wrong").at(line(3)),
                Finding::new(&OTHER, "", "wrong"),
            ]
        };
        let left = |allow: Allow| {
            let left = settle(findings(), &[allow], &ALL);
            left.iter().map(|it| (it.container().map(str::to_owned), it.origin().is_some())).collect::<Vec<_>>()
        };
        let [web, proxy] = ["web", "proxy"].map(|name| (Some(name.to_owned()), false));
        let allow = || Allow::new("", "image-not-pinned", "a demo");
        assert_eq!(left(allow().in_container("proxy")), [(None, false), web.clone(), (None, true)]);
        assert_eq!(left(allow().declared_at(line(3))), [(None, false), proxy, web]);
    }
    #[test]
    fn an_allow_is_judged_over_all_platforms() {
        let at = |line| Origin::Yaml { file: "main.rs".into(), line, column: 1 };
        let allow = |line| Allow::new("shop", "image-not-pinned", "a demo").at(at(line));
        let names = |platforms: Vec<(Vec<Finding>, Vec<Allow>)>| {
            let left = settle_all(platforms, &ALL);
            left.iter().map(|all| all.iter().map(|it| it.rule().name()).collect::<Vec<_>>()).collect::<Vec<_>>()
        };
        let found = || found(&[(&OTHER, "shop/web")]);
        assert_eq!(names(vec![(found(), vec![allow(1)]), (Vec::new(), vec![allow(1)])]), [[""; 0], [""; 0]]);
        assert_eq!(
            names(vec![(found(), vec![allow(1)]), (Vec::new(), vec![allow(2)])]),
            [vec![], vec!["unused-allow"]]
        );
        assert_eq!(names(vec![(Vec::new(), vec![allow(1)]), (Vec::new(), vec![allow(1)])]), [["unused-allow"]; 2]);
    }
    #[test]
    fn an_unused_allow_can_be_allowed() {
        let allow = |rule: &str| Allow::new("shop", rule, "only in production");
        assert_eq!(left(&[], &[allow("image-not-pinned"), allow("unused-allow")]), []);
        assert_eq!(left(&[], &[allow("unused-allow")]), pairs(&[("unused-allow", "shop")]));
        let other = Allow::new("bank", "unused-allow", "only in production");
        let both = pairs(&[("unused-allow", "bank"), ("unused-allow", "shop")]);
        assert_eq!(left(&[], &[allow("image-not-pinned"), other]), both);
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
