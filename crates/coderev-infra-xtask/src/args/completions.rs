//! `completions SHELL`
use crate::args::{Command, Task, usage};
use crate::trouble::Trouble;
use lexopt::prelude::*;

/// Whose completions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shell {
    Bash,
    Zsh,
    Fish,
}

const HELP: &str = "\
Prints what a shell completes: tasks, options, and the names of the program's platforms.

Usage: cargo xtask completions SHELL

  SHELL                  bash, zsh or fish

Options:
  -h, --help             this text

Examples:
  alias xtask='cargo xtask'
  eval \"$(cargo xtask completions bash)\"        then `xtask sy<TAB>`
";

pub(crate) const TASK: Task =
    Task { name: "completions", about: "what a shell completes", help: HELP, options: &["--help"], parse };
fn parse(mut parser: lexopt::Parser) -> Result<Command, Trouble> {
    let mut shell = None;
    while let Some(arg) = parser.next().map_err(usage)? {
        match arg {
            Short('h') | Long("help") => return Ok(Command::Help(HELP)),
            Value(word) if shell.is_none() => shell = Some(named(&word.string().map_err(usage)?)?),
            other => return Err(usage(other.unexpected())),
        }
    }
    shell.map(Command::Completions).ok_or_else(|| Trouble::usage("`completions` needs a shell: bash, zsh or fish"))
}
fn named(word: &str) -> Result<Shell, Trouble> {
    match word {
        "bash" => Ok(Shell::Bash),
        "zsh" => Ok(Shell::Zsh),
        "fish" => Ok(Shell::Fish),
        other => Err(Trouble::usage(format!("the shell is `bash`, `zsh` or `fish`, not `{other}`"))),
    }
}
