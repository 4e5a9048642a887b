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
mod completions;
mod diff;
mod folder;
mod init;
mod json;
mod leftover;
mod list;
mod pick;
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
    end(run(Program::Xtask(&platforms)))
}

/// Runs `coderev <task>`, for tasks that need no platform: `init`, `completions`, and `reach` of any manifests.
#[must_use]
pub fn coderev() -> ExitCode {
    end(run(Program::Coderev))
}

/// Who runs: a team's xtask with its platforms, or the program that has none.
#[derive(Clone, Copy)]
enum Program<'a> {
    Xtask(&'a [Platform]),
    Coderev,
}
impl<'a> Program<'a> {
    fn platforms(self, task: &str) -> Result<&'a [Platform], Trouble> {
        match self {
            Self::Xtask(platforms) => Ok(platforms),
            Self::Coderev => {
                Err(Trouble::usage(format!("`{task}` needs a platform, which a repository of yours holds"))
                    .help(format!("there it is `cargo xtask {task}`; `coderev init` begins such a repository")))
            }
        }
    }
    /// A help in the words that are typed.
    fn help(self, text: &str) -> String {
        match self {
            Self::Xtask(_) => text.into(),
            Self::Coderev => text.replace("cargo xtask", "coderev"),
        }
    }
}

fn run(program: Program<'_>) -> Result<ExitCode, Trouble> {
    match args::parse(std::env::args_os().skip(1))? {
        Command::Help(text) => say(&program.help(text)),
        Command::Version => say(concat!("coderev-infra ", env!("CARGO_PKG_VERSION"), "\n")),
        Command::Synth(options) => synth::run(program.platforms("synth")?, &options),
        Command::List(options) => list::run(program.platforms("list")?, &options),
        Command::Reach(words) => reach::run(program, words),
        Command::Init(options) => init::run(&options),
        Command::Completions(shell) => {
            let platforms = program.platforms("completions").unwrap_or_default();
            let names: Vec<_> = platforms.iter().filter_map(|it| coderev_infra::synth(it).name).collect();
            say(&completions::script(shell, &names))
        }
    }
}

fn end(ended: Result<ExitCode, Trouble>) -> ExitCode {
    match ended {
        Ok(code) => code,
        Err(trouble) => {
            tell(&format!("{trouble}\n"));
            ExitCode::from(trouble.code)
        }
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
