//! `docs/rules.md`, the manual of all rules, and the tests of the examples in it. Both are generated from the rules.
mod examples;
mod manual;

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const MANUAL: &str = "docs/rules.md";
const EXAMPLES: &str = "crates/coderev-infra/tests/rules/examples.rs";

/// Writes both files. With `--check`, reports whether they are current.
pub(crate) fn run(argument: Option<OsString>) -> ExitCode {
    match argument.as_deref().map(OsStr::to_string_lossy).as_deref() {
        None => write(),
        Some("--check") => check(),
        Some(other) => {
            eprintln!(
                "error: `rule-docs` has no argument `{other}`\n  help: run `cargo xtask rule-docs`, or add `--check`"
            );
            ExitCode::from(2)
        }
    }
}
/// The files and their content.
fn files() -> [(&'static str, String); 2] {
    let rules = coderev_infra::rules();
    [(MANUAL, manual::text(&rules)), (EXAMPLES, examples::text(&rules))]
}
fn path(file: &str) -> PathBuf {
    PathBuf::from(REPOSITORY).join(file)
}
fn is_current(file: &str, text: &str) -> bool {
    fs::read_to_string(path(file)).is_ok_and(|old| old == text)
}
fn write() -> ExitCode {
    for (file, text) in files() {
        if let Err(error) = fs::write(path(file), text) {
            eprintln!("error: `{file}` cannot be written: {error}");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}
fn check() -> ExitCode {
    let stale: Vec<_> = files().into_iter().filter(|(file, text)| !is_current(file, text)).collect();
    for (file, _) in &stale {
        eprintln!(
            "error: `{file}` differs from the rules\n  help: run `cargo xtask rule-docs`, and commit it with the rule"
        );
    }
    if stale.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(test)]
mod tests {
    use super::{files, is_current};

    #[test]
    fn the_files_are_current() {
        for (file, text) in files() {
            assert!(is_current(file, &text), "run `cargo xtask rule-docs`, and commit `{file}` with the rule");
        }
    }
}
