//! The commands of this repository: those that every platform has, and the chores of its own.
mod chores;
mod conformance;
mod rule_docs;

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    match env::args().nth(1).as_deref() {
        Some("bench") => chores::bench(),
        Some("ci") => chores::ci(),
        Some("conformance") => conformance::run(env::args_os().nth(2)),
        Some("rule-docs") => rule_docs::main(env::args().nth(2).as_deref()),
        _ => coderev_infra_xtask::main([deployment_guide::platform()]),
    }
}
