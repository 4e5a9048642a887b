//! Chores of this repository that are written in Rust. They are a separate program that `cargo xtask` starts, so that
//! an edit of a platform neither compiles nor links them.
mod conformance;
mod field_page;
mod fields;
mod public_api;
mod rule_docs;
mod words;

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1);
    let chore = arguments.next().unwrap_or_default();
    match chore.to_str() {
        Some("conformance") => conformance::run(arguments.next()),
        Some("field-page") => field_page::run(arguments.next()),
        Some("fields") => fields::run(arguments),
        Some("public-api") => public_api::run(arguments.next()),
        Some("rule-docs") => rule_docs::run(arguments.next()),
        Some("words") => words::run(arguments),
        _ => {
            eprintln!(
                "error: unknown chore\n  help: `cargo xtask` with conformance, field-page, fields, public-api, rule-docs or words"
            );
            ExitCode::from(2)
        }
    }
}
