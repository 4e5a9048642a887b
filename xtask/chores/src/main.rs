//! Chores of this repository that are written in Rust. A program of its own, which `cargo xtask` starts: nobody who edits a platform waits for
//! them, neither to compile nor to link.
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
