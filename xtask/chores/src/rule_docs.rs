//! `docs/rules.md`, the manual of every rule, from the comments of the rules themselves.
mod rule;
mod sources;

use rule::Rule;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// Writes the manual; with `--check` tells whether the one that is there is current.
pub(crate) fn run(argument: Option<OsString>) -> ExitCode {
    let path = PathBuf::from(REPOSITORY).join("docs/rules.md");
    let text = match sources::rules() {
        Ok(rules) => manual(&rules),
        Err(fault) => {
            eprintln!("error: {fault}");
            return ExitCode::FAILURE;
        }
    };
    match argument.as_deref().map(OsStr::to_string_lossy).as_deref() {
        None => match fs::create_dir_all(path.with_file_name("")).and_then(|()| fs::write(&path, text)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("error: `docs/rules.md` is not written: {error}");
                ExitCode::from(2)
            }
        },
        Some("--check") if fs::read_to_string(&path).is_ok_and(|old| old == text) => ExitCode::SUCCESS,
        Some("--check") => {
            eprintln!(
                "error: `docs/rules.md` is not what the comments of the rules say\n  help: run `cargo xtask rule-docs`, and commit it with the rule"
            );
            ExitCode::FAILURE
        }
        Some(other) => {
            eprintln!(
                "error: `rule-docs` does not know `{other}`\n  help: say `cargo xtask rule-docs`, or with `--check`"
            );
            ExitCode::from(2)
        }
    }
}

fn manual(rules: &[Rule]) -> String {
    let mut text = String::from(
        "# Rules\n\n\
         What is checked at synth, by name. An *error* is what a cluster would refuse, what breaks a promise of a tier, or what does not add\n\
         up: nothing is written. A *warning* is told, and everything is written. Where a rule does not fit, `.allow(\"its-name\", \"the reason\")`\n\
         at the platform, a namespace or a workload answers it.\n\n\
         Written by `cargo xtask rule-docs` from the comments of the rules; edit those.\n\n\
         | rule | | finds |\n|---|---|---|\n",
    );
    for rule in rules {
        let finds = rule.does.trim_start_matches("finds ").trim_end_matches('.');
        text += &format!(
            "| [`{0}`](#{0}) | {1} | {finds} |
",
            rule.name, rule.severity
        );
    }
    for rule in rules {
        text += &format!(
            "\n## `{}`\n\n*{}.* {}\n\n**Why it is bad.** {}\n\n**Instead of** {}\n**say** {}\n",
            rule.name,
            capital(&rule.severity),
            capital(&rule.does),
            capital(&rule.bad),
            rule.example,
            rule.instead,
        );
    }
    text
}
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{REPOSITORY, manual, sources};
    use std::collections::BTreeSet;
    use std::fs;

    #[test]
    fn every_rule_in_the_code_is_in_the_manual_and_the_other_way_round() {
        let text =
            fs::read_to_string(format!("{REPOSITORY}/docs/rules.md")).expect("`cargo xtask rule-docs` writes it");
        let described: BTreeSet<&str> =
            text.lines().filter_map(|line| line.strip_prefix("## `")?.strip_suffix('`')).collect();
        let found = sources::names_in_code();
        assert!(found.len() >= 40, "{found:?}");
        assert_eq!(described, found.iter().map(String::as_str).collect());
    }

    #[test]
    fn every_entry_has_its_parts() {
        let text =
            fs::read_to_string(format!("{REPOSITORY}/docs/rules.md")).expect("`cargo xtask rule-docs` writes it");
        for entry in text.split("\n## ").skip(1) {
            for part in ["Finds ", "**Why it is bad.** ", "**Instead of** ", "**say** "] {
                let said = entry.split_once(part).and_then(|(_, rest)| rest.lines().next());
                assert!(said.is_some_and(|it| it.len() > 5), "no `{part}`: {entry}");
            }
            let severities = ["*Error.* ", "*Warning.* ", "*Error or warning.* "];
            assert!(severities.iter().any(|it| entry.contains(&format!("\n{it}Finds "))), "no severity: {entry}");
        }
    }

    #[test]
    fn the_manual_is_current() {
        let text = fs::read_to_string(format!("{REPOSITORY}/docs/rules.md")).unwrap_or_default();
        let rules = sources::rules().expect("every rule is documented");
        assert!(text == manual(&rules), "run `cargo xtask rule-docs`, and commit `docs/rules.md` with the rule");
    }
}
