//! The manual: a table of all rules, then a section for each.
use coderev_infra::{Example, Language, Phase, Rule};

const HEAD: &str = "\
# Rules

All rules, by name. An *error* is a setting that a cluster rejects, that breaks a guarantee of a tier, or that contradicts another setting: no
file is written. A *warning* is printed, and all files are written. If a rule does not apply to you, suppress it with a reason:
`.allow(\"the-rule\", \"the reason\")` on the platform, a namespace or a workload.

Rules about the *intent* check the Rust program. Rules about the *objects* check the generated manifests, whether they come from setters,
patches or raw YAML. Rules about a *change* compare the manifests with the previous version: the files that `cargo xtask synth` replaces, or the files
of `--against`. Their examples have both versions, separated by the line `--- # after`. *KEDA triggers* are `.kafka_lag(..)`, `.prometheus(..)` and `.trigger(..)` of an autoscaler.

All examples are tests. A comment with carets is the expected finding: the carets mark its position in the line above. `//<^^^^` marks a
position that starts in the same column as the `//`. A `..` at the end of a message stands for text that varies. The examples in Rust use
these functions:

| function | returns |
|---|---|
| `service(name)`, `web()` | a service with resources and probes; the name of `web()` is `web` |
| `worker(name)` | a worker with resources and a liveness probe |
| `read_only(name)` | a service for the read-only tier `Quarantine` |
| `complete()` | resources and probes, for the defaults of a namespace or for a workload |
| `published(service)` | a platform with a Gateway and a host that exposes the service |
| `on_nginx(edge, service)` | the same, with an ingress-nginx edge |
| `infrastructure()` | the addon of this library that provides `POSTGRES`, `KAFKA` and the other stores |

If an example is only a namespace or a workload, the test adds it to a platform whose defaults set resources and probes.

*Covers* lists the checks of other linters that the rule replaces. *Hides, on the same object*, lists rules whose findings have the same
cause. If this rule reports an object, their findings about the object are not shown. *Earlier name* is a name that `.allow(..)` still
accepts.

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
        (
            "Hides, on the same object",
            rule.superseded_rules().iter().map(|it| format!("[`{0}`](#{0})", it.name())).collect(),
        ),
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
        Phase::Change => "change",
        _ => "objects",
    }
}
fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
