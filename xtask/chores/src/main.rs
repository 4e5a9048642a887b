//! Chores of this repository that are written in Rust. A program of its own, which `cargo xtask` starts: whoever edits a platform and runs it
//! again waits for none of them, neither to compile nor to link.
mod conformance;
mod crd_fields;
mod rule_docs;
mod words;

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1);
    let chore = arguments.next().unwrap_or_default();
    match chore.to_str() {
        Some("rule-docs") => rule_docs::run(arguments.next()),
        Some("conformance") => conformance::run(arguments.next()),
        Some("crd-fields") => crd_fields::run(arguments.next()),
        Some("words") => words::run(arguments),
        _ => {
            eprintln!("error: which chore?\n  help: `cargo xtask` with rule-docs, conformance, crd-fields or words");
            ExitCode::from(2)
        }
    }
}
