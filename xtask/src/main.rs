//! The commands of this repository: those that every platform has, and the chores of its own.
mod programs;

use chores::{conformance, crd_fields, rule_docs};
use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    match env::args().nth(1).as_deref() {
        Some("bench") => programs::bench(),
        Some("ci") => programs::ci(),
        Some("rule-docs") => rule_docs::main(env::args().nth(2).as_deref()),
        Some("conformance") => conformance::run(env::args_os().nth(2)),
        Some("crd-fields") => crd_fields::run(env::args().nth(2)),
        _ => coderev_infra_xtask::main([deployment_guide::platform()]),
    }
}
