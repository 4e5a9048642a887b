//! Chores of this repository that are written in Rust. A program of its own, which `cargo xtask` starts: whoever edits a platform and runs it
//! again waits for none of them, neither to compile nor to link.
mod conformance;
mod crd_fields;
mod field_page;
mod rule_docs;

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1);
    let chore = arguments.next().unwrap_or_default();
    let argument = arguments.next();
    match chore.to_str() {
        Some("rule-docs") => rule_docs::run(argument),
        Some("conformance") => conformance::run(argument),
        Some("crd-fields") => crd_fields::run(argument),
        Some("field-page") => field_page::run(argument),
        _ => {
            eprintln!(
                "error: which chore?\n  help: `cargo xtask` with rule-docs, field-page, conformance or crd-fields"
            );
            ExitCode::from(2)
        }
    }
}
