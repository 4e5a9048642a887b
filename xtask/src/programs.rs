//! Chores that are other programs, run one after the other.
use std::env;
use std::process::{Command, ExitCode};

/// Everything that `benches/` holds, and the bars last.
pub(crate) fn bench() -> ExitCode {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    run(&[
        &[&cargo, "bench", "--package", "benches"],
        &[&cargo, "run", "--release", "--package", "benches", "--bin", "bars"],
    ])
}

/// The gate, as it is run before a change is taken.
pub(crate) fn ci() -> ExitCode {
    run(&[&[".ci/run"]])
}

/// Runs each command in the repository's folder, until one fails.
fn run(commands: &[&[&str]]) -> ExitCode {
    let repository = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    for command in commands {
        let (program, arguments) = command.split_first().expect("a command names its program");
        match Command::new(program).args(arguments).current_dir(repository).status() {
            Ok(status) if status.success() => {}
            Ok(_) => return ExitCode::FAILURE,
            Err(error) => {
                eprintln!("error: `{program}` does not run: {error}");
                return ExitCode::from(2);
            }
        }
    }
    ExitCode::SUCCESS
}
