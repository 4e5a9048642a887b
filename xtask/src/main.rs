//! The commands of this repository: the commands of every platform, and the chores of this repository.
mod programs;

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    match arguments.first().and_then(|it| it.to_str()) {
        Some("bench") => programs::bench(),
        Some("ci") => programs::ci(),
        Some("conformance" | "field-page" | "fields" | "public-api" | "rule-docs" | "words") => {
            programs::chore(&arguments)
        }
        _ => coderev_infra_xtask::main([deployment_guide::platform()]),
    }
}
