//! The examples in Rust, as a test program.
use coderev_infra::{Example, Language, Rule};

const HEAD: &str = "\
//! The examples of all rules. The comments in them are the findings that are expected.
//!
//! Written by `cargo xtask rule-docs` from the rules: edit those.
";

/// A test for each rule that has an example in Rust.
pub(super) fn text(rules: &[&Rule]) -> String {
    let mut text = HEAD.to_owned();
    for rule in rules {
        for example in rule.examples().filter(|example| example.language == Language::Rust) {
            text += &test(rule, example);
        }
    }
    text
}
fn test(rule: &Rule, example: Example) -> String {
    let name = rule.name().replace('-', "_");
    let [wrong, right] = [example.wrong, example.right].map(program);
    let feature = feature(example).map(|it| format!("#[cfg(feature = \"{it}\")]\n")).unwrap_or_default();
    format!("\n#[test]\n{feature}fn {name}() {{\n    check! {{\n{wrong}    }}\n    check! {{\n{right}    }}\n}}\n")
}
/// The feature that a build needs to show the finding, from the first line of the example.
fn feature(example: Example) -> Option<&'static str> {
    let line = example.wrong.lines().next()?;
    line.strip_prefix("// in a build with the feature `")?.strip_suffix('`')
}
/// The lines of an example, indented as the body of a block.
fn program(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".into() } else { format!("        {line}\n") }).collect()
}
