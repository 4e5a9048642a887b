//! Chores that run other programs, one after the other.
use std::env;
use std::ffi::OsString;
use std::process::{Command, ExitCode};

/// All benchmarks of `benches/`, then the bars.
pub(crate) fn bench() -> ExitCode {
    run([
        cargo("bench").args(["--package", "benches"]),
        cargo("run").args(["--release", "--package", "benches", "--bin", "bars"]),
    ])
}

/// The gate that every change must pass.
pub(crate) fn ci() -> ExitCode {
    run([Command::new(".ci/run").current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))])
}

/// One of the chores that are written in Rust, with its arguments.
pub(crate) fn chore(arguments: &[OsString]) -> ExitCode {
    run([cargo("run").args(["--quiet", "--package", "chores", "--"]).args(arguments)])
}

fn cargo(task: &str) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args([task, "--manifest-path"]).arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"));
    cargo
}

/// Runs the commands until one fails, and exits with the status of the last one.
fn run<const N: usize>(commands: [&mut Command; N]) -> ExitCode {
    for command in commands {
        match command.status() {
            Ok(status) if status.success() => {}
            Ok(status) => return ExitCode::from(if status.code() == Some(1) { 1 } else { 2 }),
            Err(error) => {
                eprintln!("error: `{}` does not run: {error}", command.get_program().display());
                return ExitCode::from(2);
            }
        }
    }
    ExitCode::SUCCESS
}
