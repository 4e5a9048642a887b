//! `cargo xtask completions`: a script with which a shell completes tasks, options and platforms.
mod script;

use crate::cli::{Argument, Arguments, Context, Task};
use crate::error::CliError;
use crate::out::terminal::print;
use script::Shell;
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "completions",
    summary: "print a completion script for a shell",
    description: "Prints a completion script for a shell: tasks, options, and the names of the program's platforms.",
    usage: &["SHELL"],
    argument: Argument::Choice("SHELL", &["bash", "zsh", "fish"]),
    flags: &[],
    notes: "\
Examples:
  alias xtask='cargo xtask'
  eval \"$(cargo xtask completions bash)\"        then `xtask sy<TAB>`
",
    run,
};

fn run(context: &Context<'_>, arguments: &Arguments) -> Result<ExitCode, CliError> {
    let shell = match arguments.first()? {
        Some("bash") => Shell::Bash,
        Some("zsh") => Shell::Zsh,
        Some("fish") => Shell::Fish,
        Some(other) => return Err(CliError::usage(format!("the shell is `bash`, `zsh` or `fish`, not `{other}`"))),
        None => return Err(CliError::usage("`completions` needs a shell: bash, zsh or fish")),
    };
    let platforms = context.program.platforms(TASK.name).unwrap_or_default();
    let names: Vec<String> = platforms
        .iter()
        .filter_map(|it| coderev_infra::synth(it).name().map(str::to_owned))
        .filter(|it| is_safe(it))
        .collect();
    print(&script::script(shell, context.tasks, &names))
}

/// Whether a name can be part of a script. `synth` refuses every other name of a platform; a shell would run it as a command.
fn is_safe(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('-') && name.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')
}
