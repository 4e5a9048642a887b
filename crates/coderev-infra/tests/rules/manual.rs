//! Each rule has a manual, with a wrong and a right example in the form of the tests.
use coderev_infra::{Example, Language, Phase, Rule, Severity};
use fixture::Fixture;

fn fixture(example: Example, text: &str) -> Fixture {
    let language = match example.language {
        Language::Rust => fixture::Language::Rust,
        Language::Yaml => fixture::Language::Yaml,
        other => panic!("no fixtures in {other:?}"),
    };
    Fixture::read(language, text)
}

#[test]
fn each_rule_has_a_manual() {
    for rule in coderev_infra::rules() {
        let name = rule.name();
        assert!(name.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-'), "{name}");
        assert!(!rule.finds().is_empty() && !rule.finds().ends_with('.'), "{name}: {:?}", rule.finds());
        assert!(rule.reason().ends_with('.'), "{name}: {:?}", rule.reason());
        assert!(rule.examples().next().is_some(), "{name}");
    }
}
#[test]
fn each_wrong_example_shows_its_finding_and_each_right_one_shows_none() {
    for rule in coderev_infra::rules() {
        for example in rule.examples() {
            let expected = fixture(example, example.wrong).expected;
            assert!(!expected.is_empty(), "{rule}: the wrong example has no annotation");
            for annotation in expected {
                assert_eq!(annotation.rule, rule.name());
                let severities = rule.severities().iter().map(|it| it.label());
                assert!(severities.into_iter().any(|it| it == annotation.severity), "{rule}: {annotation:?}");
            }
            assert_eq!(fixture(example, example.right).expected, [], "{rule}: the right example has an annotation");
        }
    }
}
#[test]
fn names_are_unique_and_no_earlier_name_is_a_rule() {
    let rules = coderev_infra::rules();
    let names: Vec<&str> = rules.iter().map(|rule| rule.name()).collect();
    for pair in names.windows(2) {
        assert!(pair[0] < pair[1], "{pair:?}");
    }
    for rule in &rules {
        for earlier in rule.earlier_names() {
            assert!(!names.contains(earlier), "`{earlier}` is a rule, and an earlier name of `{rule}`");
        }
    }
}
#[test]
fn a_superseding_rule_runs_first_or_in_the_same_phase() {
    let phase = |rule: &Rule| match rule.phase() {
        Phase::Intent => 0,
        Phase::Objects => 1,
        Phase::Change => 2,
        other => panic!("no rule has the phase {other:?}"),
    };
    for rule in coderev_infra::rules() {
        for superseded in rule.superseded_rules() {
            assert!(phase(rule) <= phase(superseded), "{rule} supersedes {superseded}");
            assert!(
                superseded.superseded_rules().is_empty(),
                "{rule} supersedes {superseded}, which supersedes others"
            );
        }
    }
}
#[test]
fn a_rule_that_only_warns_supersedes_no_rule() {
    for rule in coderev_infra::rules().iter().filter(|rule| rule.severity() == Severity::Warning) {
        assert_eq!(rule.superseded_rules(), [] as [&Rule; 0], "{rule}");
    }
}
