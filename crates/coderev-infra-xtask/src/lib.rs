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
//! With `[alias] xtask = "run --quiet --package xtask --"` in `.cargo/config.toml`, `cargo xtask synth` runs it.
mod cli;
mod error;
mod out;
mod tasks;

use cli::{Context, Program};
use coderev_infra::Platform;
use std::process::ExitCode;

/// Runs `cargo xtask TASK` with the arguments of the process. Exit status: 0 success, 1 the platform has errors, 2 system or usage error.
pub fn main(platforms: impl IntoIterator<Item = Platform>) -> ExitCode {
    let platforms: Vec<Platform> = platforms.into_iter().collect();
    run(Program::Xtask(&platforms))
}

/// Runs `coderev TASK`, for tasks that need no platform: `init`, `completions`, and `reach` with paths.
#[must_use]
pub fn coderev() -> ExitCode {
    run(Program::Coderev)
}

fn run(program: Program<'_>) -> ExitCode {
    cli::run(&Context { program, tasks: tasks::TASKS }, std::env::args_os().skip(1))
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
