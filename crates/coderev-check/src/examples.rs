//! The YAML examples of all rules: each wrong example has only findings of its rule, each right example has no
//! findings.
use crate::testing::{annotation, read};
use crate::{Language, check, rules};
use fixture::Fixture;

#[test]
fn wrong_and_right() {
    let mut failures = Vec::new();
    for rule in rules::all() {
        let examples = rule.rule.examples().filter(|example| example.language == Language::Yaml);
        for text in examples.flat_map(|example| [example.wrong, example.right]) {
            let fixture = Fixture::read(fixture::Language::Yaml, text);
            let found = check(&read(&fixture.text));
            let result = std::panic::catch_unwind(|| fixture.assert(found.iter().map(annotation).collect()));
            failures.extend(result.err().map(|_| rule.rule.name()));
        }
    }
    assert!(failures.is_empty(), "{failures:?}");
}
/// Rules without an example in YAML: a text of 1 MiB is too long.
const WITHOUT_YAML: [&str; 1] = ["oversized-object"];

#[test]
fn each_rule_has_an_example_in_yaml() {
    for rule in rules::all().iter().filter(|it| !WITHOUT_YAML.contains(&it.rule.name())) {
        let mut examples = rule.rule.examples().filter(|example| example.language == Language::Yaml);
        let example = examples.next().unwrap_or_else(|| panic!("{} has no example in YAML", rule.rule));
        let [wrong, right] =
            [example.wrong, example.right].map(|it| Fixture::read(fixture::Language::Yaml, it).expected);
        assert!(!wrong.is_empty() && wrong.iter().all(|it| it.rule == rule.rule.name()), "{}: {wrong:#?}", rule.rule);
        assert_eq!(right, [], "{}", rule.rule);
    }
}
