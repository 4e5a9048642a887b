//! The shell of a team's xtask: arguments, files and the terminal. A team's own `xtask/src/main.rs` is three lines:
//!
//! ```no_run
//! use coderev_infra::prelude::*;
//!
//! fn main() -> std::process::ExitCode {
//!     coderev_infra_xtask::main([Platform::new(Cluster::generic())])
//! }
//! ```
//!
//! With `[alias] xtask = "run --quiet --package xtask --"` in `.cargo/config.toml` it runs as `cargo xtask synth`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a shell prints")]
mod args;
mod diff;
mod folder;
mod json;
mod report;
mod swap;
mod synth;
mod trouble;

use args::Command;
use coderev_infra::Platform;
use std::io::Write;
use std::process::ExitCode;
use trouble::Trouble;

/// Runs `cargo xtask <task>` with the arguments of the process: 0 is fine, 1 is wrong with the platform, 2 with the machine.
pub fn main(platforms: impl IntoIterator<Item = Platform>) -> ExitCode {
    let platforms: Vec<Platform> = platforms.into_iter().collect();
    match run(&platforms) {
        Ok(code) => code,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::from(trouble.code)
        }
    }
}

fn run(platforms: &[Platform]) -> Result<ExitCode, Trouble> {
    match args::parse(std::env::args_os().skip(1))? {
        Command::Help(text) => say(text),
        Command::Version => say(concat!("coderev-infra ", env!("CARGO_PKG_VERSION"), "\n")),
        Command::Synth(options) => synth::run(platforms, &options),
    }
}

/// Prints to a pipe that may be closed: `| head` is no failure.
fn say(text: &str) -> Result<ExitCode, Trouble> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Trouble::io("write to the terminal", "stdout", &error))
        }
        _ => Ok(ExitCode::SUCCESS),
    }
}
