//! The manual: a table of all rules, then a section for each.
use coderev_infra::{Example, Language, Phase, Rule};

const HEAD: &str = "\
# Rules

All rules, by name. An *error* is a setting that a cluster refuses, that breaks a guarantee of a tier, or that contradicts another setting: no
file is written. A *warning* is printed, and all files are written. If a rule does not apply to you, suppress it with a reason:
`.allow(\"the-rule\", \"the reason\")` on the platform, a namespace or a workload.

Rules about the *intent* check the Rust program. Rules about the *objects* check the manifests, from any source. The examples are tests:
a comment with carets is the finding about the line above it. In examples in Rust, `service(name)` is a service with resources and probes,
`web()` is one with the name `web`, and `published(..)` is a platform that publishes it.

Written by `cargo xtask rule-docs` from the rules. Edit the rules, not this file.

| rule | | checks | finds |
|---|---|---|---|
";

pub(super) fn text(rules: &[&Rule]) -> String {
    let mut text = HEAD.to_owned();
    for rule in rules {
        let name = rule.name();
        text += &format!("| [`{name}`](#{name}) | {} | {} | {} |\n", severity(rule), phase(rule), rule.finds());
    }
    for rule in rules {
        text += &section(rule);
    }
    text
}
fn section(rule: &Rule) -> String {
    let mut text = format!(
        "\n## `{}`\n\n*{}.* Finds {}.\n\n{}\n",
        rule.name(),
        capitalized(&severity(rule)),
        rule.finds(),
        rule.reason()
    );
    for example in rule.examples() {
        text += &blocks(example);
    }
    let notes = [
        (
            "Covers",
            rule.covered_checks().iter().map(|(linter, check)| format!("{linter} `{check}`")).collect::<Vec<_>>(),
        ),
        ("Supersedes", rule.superseded_rules().iter().map(|it| format!("[`{0}`](#{0})", it.name())).collect()),
        ("Earlier name", rule.earlier_names().iter().map(|name| format!("`{name}`")).collect()),
    ];
    for (title, items) in notes.into_iter().filter(|(_, items)| !items.is_empty()) {
        text += &format!("\n{title}: {}.\n", items.join(", "));
    }
    text
}
fn blocks(example: Example) -> String {
    let language = match example.language {
        Language::Rust => "rust",
        _ => "yaml",
    };
    let block = |title: &str, text: &str| format!("\n{title}:\n\n```{language}\n{}\n```\n", text.trim_end());
    block("Wrong", example.wrong) + &block("Right", example.right)
}
fn severity(rule: &Rule) -> String {
    rule.severities().iter().map(|it| it.label()).collect::<Vec<_>>().join(" or ")
}
fn phase(rule: &Rule) -> &'static str {
    match rule.phase() {
        Phase::Intent => "intent",
        _ => "objects",
    }
}
fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
