//! The commands of this repository: those that every platform has, and the chores of its own.
mod chores;
mod crd_fields;

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    match env::args().nth(1).as_deref() {
        Some("bench") => chores::bench(),
        Some("ci") => chores::ci(),
        Some("crd-fields") => crd_fields::run(env::args().nth(2)),
        _ => coderev_infra_xtask::main([deployment_guide::platform()]),
    }
}
