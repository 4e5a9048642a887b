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
mod args;
mod diff;
mod folder;
mod json;
mod reach;
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
            tell(&format!("{trouble}\n"));
            ExitCode::from(trouble.code)
        }
    }
}

fn run(platforms: &[Platform]) -> Result<ExitCode, Trouble> {
    if std::env::args_os().nth(1).is_some_and(|task| task == "reach") {
        return reach::run(platforms, std::env::args_os().skip(2));
    }
    match args::parse(std::env::args_os().skip(1))? {
        Command::Help(text) => say(text),
        Command::Version => say(concat!("coderev-infra ", env!("CARGO_PKG_VERSION"), "\n")),
        Command::Synth(options) => synth::run(platforms, &options),
    }
}

/// Prints to a pipe that may be closed: `| head` is no failure.
fn say(text: &str) -> Result<ExitCode, Trouble> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Trouble::io("write to", "stdout", &error).help("give it a place that takes the text"))
        }
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// Tells people something. That nobody reads it, as in `2>&1 | head`, must not end what runs.
fn tell(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
